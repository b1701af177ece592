"""What came of each interview: outcomes, follow-up, pool."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcome",
        sa.Column("interview_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=13), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('second_interview', 'immersion', 'training', 'offer', 'hired', 'pool', 'not_retained')",
            name=op.f("ck_outcome_kind"),
        ),
        sa.CheckConstraint(
            "reason IN ('diploma', 'experience', 'hours', 'place', 'filled', 'other_project')",
            name=op.f("ck_outcome_reason"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_outcome_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_outcome_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_outcome_stand_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_outcome")),
    )
    op.create_index("ix_outcome_event_id", "outcome", ["event_id"], unique=False)
    op.create_index("ix_outcome_stand_id", "outcome", ["stand_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=9), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer IN ('hired', 'training', 'immersion', 'waiting', 'no')", name=op.f("ck_follow_up_answer")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_follow_up_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_follow_up_interview_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("interview_id", "day", name=op.f("uq_follow_up_interview_id_day")),
    )
    op.create_index(op.f("ix_follow_up_event_id"), "follow_up", ["event_id"], unique=False)
    op.create_table(
        "pool_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("occupation", sa.String(length=80), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_pool_entry_registration_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_pool_entry_stand_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_entry")),
        sa.UniqueConstraint("stand_id", "registration_id", name=op.f("uq_pool_entry_stand_id_registration_id")),
    )
    op.create_index("ix_pool_entry_expires_at", "pool_entry", ["expires_at"], unique=False)
    op.create_index(op.f("ix_pool_entry_registration_id"), "pool_entry", ["registration_id"], unique=False)


def downgrade() -> None:
    op.drop_table("pool_entry")
    op.drop_table("follow_up")
    op.drop_table("outcome")
