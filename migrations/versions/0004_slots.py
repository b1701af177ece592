"""Time slots and their seats."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity >= 0 AND capacity <= 20000", name=op.f("ck_slot_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_slot_ends_after_start")),
        sa.CheckConstraint("extra >= 0", name=op.f("ck_slot_extra")),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_slot_taken_within_capacity")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_slot_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_index("ix_slot_event_id_starts_at", "slot", ["event_id", "starts_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_slot_event_id_starts_at", table_name="slot")
    op.drop_table("slot")
