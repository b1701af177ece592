"""Teams and bibs of a Stade vers l'emploi."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_team_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_team_event_id_number")),
    )
    op.create_table(
        "team_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("bib", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(registration_id IS NULL) <> (table_id IS NULL)", name=op.f("ck_team_member_one_person")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_team_member_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_team_member_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["stand_table.id"], name=op.f("fk_team_member_table_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
        sa.UniqueConstraint("event_id", "bib", name=op.f("uq_team_member_event_id_bib")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_team_member_registration_id")),
        sa.UniqueConstraint("table_id", name=op.f("uq_team_member_table_id")),
    )
    op.create_index("ix_team_member_team_id", "team_member", ["team_id"], unique=False)


def downgrade() -> None:
    op.drop_table("team_member")
    op.drop_table("team")
