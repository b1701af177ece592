"""Wishes, profiles and what was agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profile",
        sa.Column("registration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("occupation", sa.String(length=80), nullable=False),
        sa.Column("pitch", sa.String(length=280), nullable=False),
        sa.Column("available_from", sa.Integer(), nullable=True),
        sa.Column("available_until", sa.Integer(), nullable=True),
        sa.Column("open_to_others_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cv_file", sa.String(length=80), nullable=False),
        sa.Column("cv_name", sa.String(length=120), nullable=False),
        sa.Column("cv_kind", sa.String(length=4), nullable=False),
        sa.Column("cv_size", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("told_without_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_profile_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_profile_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_profile")),
    )
    op.create_index("ix_profile_event_id", "profile", ["event_id"], unique=False)
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=9), nullable=False),
        sa.Column("answer_reason", sa.String(length=12), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer IN ('none', 'must_meet', 'yes', 'no')", name=op.f("ck_wish_answer")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_wish_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_wish_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_wish_stand_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("registration_id", "rank", name=op.f("uq_wish_registration_id_rank")),
        sa.UniqueConstraint("registration_id", "stand_id", name=op.f("uq_wish_registration_id_stand_id")),
    )
    op.create_index("ix_wish_event_id", "wish", ["event_id"], unique=False)
    op.create_index("ix_wish_stand_id_rank", "wish", ["stand_id", "rank"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("stand_ids", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('chosen', 'open', 'pool')", name=op.f("ck_consent_kind")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_consent_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_registration_id_kind", "consent", ["registration_id", "kind"], unique=False)


def downgrade() -> None:
    op.drop_table("consent")
    op.drop_table("wish")
    op.drop_table("profile")
