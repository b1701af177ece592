"""Candidates and registrations."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("email_key", name=op.f("uq_candidate_email_key")),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=170), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("is_extra", sa.Boolean(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waitlisted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("short_code", sa.String(length=12), nullable=False),
        sa.Column("scan_version", sa.Integer(), nullable=False),
        sa.Column("manage_version", sa.Integer(), nullable=False),
        sa.Column("calendar_uid", sa.String(length=120), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), nullable=True),
        sa.Column("partstat", sa.String(length=12), nullable=False),
        sa.Column("partstat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retention_months", sa.Integer(), nullable=False),
        sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "partstat IN ('needs_action', 'accepted', 'tentative', 'declined')",
            name=op.f("ck_registration_partstat"),
        ),
        sa.CheckConstraint("source IN ('candidate', 'organiser', 'walk_in')", name=op.f("ck_registration_source")),
        sa.CheckConstraint(
            "state IN ('pending', 'confirmed', 'waitlisted', 'offered', 'cancelled_by_candidate', 'cancelled_by_organiser', 'refused')",
            name=op.f("ck_registration_state"),
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_registration_candidate_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_registration_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_registration_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("calendar_uid", name=op.f("uq_registration_calendar_uid")),
        sa.UniqueConstraint("form_key", name=op.f("uq_registration_form_key")),
        sa.UniqueConstraint("short_code", name=op.f("uq_registration_short_code")),
    )
    op.create_index(op.f("ix_registration_candidate_id"), "registration", ["candidate_id"], unique=False)
    op.create_index("ix_registration_email_key", "registration", ["email_key"], unique=False)
    op.create_index("ix_registration_event_id_created_at", "registration", ["event_id", "created_at"], unique=False)
    op.create_index("ix_registration_event_id_name_key", "registration", ["event_id", "name_key"], unique=False)
    op.create_index("ix_registration_event_id_state", "registration", ["event_id", "state"], unique=False)
    op.create_index(
        "ix_registration_slot_id_state_waitlisted_at",
        "registration",
        ["slot_id", "state", "waitlisted_at"],
        unique=False,
    )
    op.create_index(
        "uq_registration_active_person",
        "registration",
        ["event_id", "email_key", "name_key"],
        unique=True,
        sqlite_where=sa.text("state IN ('pending', 'confirmed', 'waitlisted', 'offered') AND email_key IS NOT NULL"),
        postgresql_where=sa.text(
            "state IN ('pending', 'confirmed', 'waitlisted', 'offered') AND email_key IS NOT NULL"
        ),
    )
    op.create_table(
        "support_need",
        sa.Column("registration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_support_need_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_support_need")),
    )


def downgrade() -> None:
    op.drop_table("support_need")
    op.drop_index(
        "uq_registration_active_person",
        table_name="registration",
        sqlite_where=sa.text("state IN ('pending', 'confirmed', 'waitlisted', 'offered') AND email_key IS NOT NULL"),
        postgresql_where=sa.text(
            "state IN ('pending', 'confirmed', 'waitlisted', 'offered') AND email_key IS NOT NULL"
        ),
    )
    op.drop_index("ix_registration_slot_id_state_waitlisted_at", table_name="registration")
    op.drop_index("ix_registration_event_id_state", table_name="registration")
    op.drop_index("ix_registration_event_id_name_key", table_name="registration")
    op.drop_index("ix_registration_event_id_created_at", table_name="registration")
    op.drop_index("ix_registration_email_key", table_name="registration")
    op.drop_index(op.f("ix_registration_candidate_id"), table_name="registration")
    op.drop_table("registration")
    op.drop_table("candidate")
