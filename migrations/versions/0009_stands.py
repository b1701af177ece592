"""Employers at an event: stands, tables, openings, and the settings of the interviews."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_dating",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interview_minutes", sa.Integer(), nullable=False),
        sa.Column("turnover_minutes", sa.Integer(), nullable=False),
        sa.Column("walking_minutes", sa.Integer(), nullable=False),
        sa.Column("max_wishes", sa.Integer(), nullable=False),
        sa.Column("max_interviews", sa.Integer(), nullable=False),
        sa.Column("wishes_close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_minutes", sa.Integer(), nullable=False),
        sa.Column("releases_by_itself", sa.Boolean(), nullable=False),
        sa.Column("called_by", sa.String(length=10), nullable=False),
        sa.Column("screen_version", sa.Integer(), nullable=False),
        sa.Column("reveals_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("called_by IN ('first_name', 'ticket')", name=op.f("ck_job_dating_called_by")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_job_dating_ends_after_start")),
        sa.CheckConstraint("interview_minutes BETWEEN 3 AND 120", name=op.f("ck_job_dating_interview_minutes")),
        sa.CheckConstraint("max_interviews BETWEEN 1 AND 20", name=op.f("ck_job_dating_max_interviews")),
        sa.CheckConstraint("max_wishes BETWEEN 1 AND 20", name=op.f("ck_job_dating_max_wishes")),
        sa.CheckConstraint("turnover_minutes BETWEEN 0 AND 60", name=op.f("ck_job_dating_turnover_minutes")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_job_dating_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_job_dating")),
    )
    op.create_table(
        "stand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("commune_name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("access", sa.String(length=300), nullable=False),
        sa.Column("logo", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudges", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('invited', 'confirmed', 'declined', 'left')", name=op.f("ck_stand_state")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stand_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_stand_organisation_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand")),
        sa.UniqueConstraint("event_id", "name_key", name=op.f("uq_stand_event_id_name_key")),
    )
    op.create_index("ix_stand_event_id_position", "stand", ["event_id", "position"], unique=False)
    op.create_index("ix_stand_organisation_id", "stand", ["organisation_id"], unique=False)
    op.create_table(
        "stand_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("interviewer", sa.String(length=80), nullable=False),
        sa.Column("opens_after", sa.Integer(), nullable=True),
        sa.Column("closes_after", sa.Integer(), nullable=True),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delay_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("delay_minutes BETWEEN 0 AND 600", name=op.f("ck_stand_table_delay_minutes")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_stand_table_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_stand_table_stand_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_table")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_stand_table_event_id_number")),
    )
    op.create_index("ix_stand_table_stand_id", "stand_table", ["stand_id"], unique=False)
    op.create_table(
        "job_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("occupation", sa.String(length=80), nullable=False),
        sa.Column("rome_code", sa.String(length=5), nullable=False),
        sa.Column("rome_version", sa.String(length=20), nullable=False),
        sa.Column("contract", sa.String(length=16), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("working_time", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("diploma", sa.String(length=120), nullable=False),
        sa.Column("pay", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "contract IN ('cdi', 'cdd', 'apprenticeship', 'temporary', 'service', 'other')",
            name=op.f("ck_job_offer_contract"),
        ),
        sa.CheckConstraint("openings BETWEEN 1 AND 999", name=op.f("ck_job_offer_openings")),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_job_offer_stand_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_offer")),
    )
    op.create_index("ix_job_offer_occupation", "job_offer", ["occupation"], unique=False)
    op.create_index("ix_job_offer_stand_id", "job_offer", ["stand_id"], unique=False)
    op.create_table(
        "stand_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stand_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_stand_code_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["stand_id"], ["stand.id"], name=op.f("fk_stand_code_stand_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_stand_code_code_hash")),
    )
    op.create_index(op.f("ix_stand_code_stand_id"), "stand_code", ["stand_id"], unique=False)


def downgrade() -> None:
    op.drop_table("stand_code")
    op.drop_table("job_offer")
    op.drop_table("stand_table")
    op.drop_table("stand")
    op.drop_table("job_dating")
