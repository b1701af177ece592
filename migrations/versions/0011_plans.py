"""Plans and interviews; arrivals and cancellations are looked up per event."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HOLDING = "state IN ('scheduled', 'called', 'in_progress', 'done')"
LIVE, DRAFT = sa.text(f"plan_id IS NULL AND {HOLDING}"), sa.text(f"plan_id IS NOT NULL AND {HOLDING}")


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("covers_rest_only", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("quality", sa.JSON(), nullable=False),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.String(length=40), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'computing', 'ready', 'failed', 'published', 'set_aside')", name=op.f("ck_plan_state")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_plan_asked_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_plan_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index("ix_plan_event_id_id", "plan", ["event_id", "id"], unique=False)
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=11), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("wish_rank", sa.Integer(), nullable=True),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('composed', 'hand', 'refill', 'walk_in')", name=op.f("ck_interview_origin")),
        sa.CheckConstraint(
            "state IN ('scheduled', 'called', 'in_progress', 'done', 'no_show', 'cancelled')",
            name=op.f("ck_interview_state"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_interview_ends_after_start")),
        sa.CheckConstraint("round >= 0", name=op.f("ck_interview_round")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_interview_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_interview_plan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_interview_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_interview_stand_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["table_id"], ["stand_table.id"], name=op.f("fk_interview_table_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index("ix_interview_event_id_plan_id", "interview", ["event_id", "plan_id"], unique=False)
    op.create_index(op.f("ix_interview_plan_id"), "interview", ["plan_id"], unique=False)
    op.create_index("ix_interview_registration_id", "interview", ["registration_id"], unique=False)
    op.create_index("ix_interview_stand_id", "interview", ["stand_id"], unique=False)
    op.create_index(
        "uq_interview_draft_person_round",
        "interview",
        ["plan_id", "registration_id", "round"],
        unique=True,
        sqlite_where=DRAFT,
        postgresql_where=DRAFT,
    )
    op.create_index(
        "uq_interview_draft_person_stand",
        "interview",
        ["plan_id", "registration_id", "stand_id"],
        unique=True,
        sqlite_where=DRAFT,
        postgresql_where=DRAFT,
    )
    op.create_index(
        "uq_interview_draft_table_round",
        "interview",
        ["plan_id", "table_id", "round"],
        unique=True,
        sqlite_where=DRAFT,
        postgresql_where=DRAFT,
    )
    op.create_index(
        "uq_interview_live_person_round",
        "interview",
        ["registration_id", "round"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index(
        "uq_interview_live_person_stand",
        "interview",
        ["registration_id", "stand_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index(
        "uq_interview_live_table_round",
        "interview",
        ["table_id", "round"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index("ix_registration_event_id_cancelled_at", "registration", ["event_id", "cancelled_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_registration_event_id_cancelled_at", table_name="registration")
    op.drop_table("interview")
    op.drop_table("plan")
