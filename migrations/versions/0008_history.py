"""What was done to an event, by whom and when."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "history_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_history_entry_actor_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_history_entry_device_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_history_entry_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_history_entry_registration_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
    )
    op.create_index("ix_history_entry_event_id_at", "history_entry", ["event_id", "at"], unique=False)
    op.create_index(op.f("ix_history_entry_registration_id"), "history_entry", ["registration_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_history_entry_registration_id"), table_name="history_entry")
    op.drop_index("ix_history_entry_event_id_at", table_name="history_entry")
    op.drop_table("history_entry")
