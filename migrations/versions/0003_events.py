"""Events and what they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("venue", sa.String(length=150), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("commune_name", sa.String(length=80), nullable=False),
        sa.Column("departement_code", sa.String(length=3), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("accessibility", sa.Text(), nullable=False),
        sa.Column("online_url", sa.String(length=500), nullable=False),
        sa.Column("registration_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_closed_by_hand", sa.Boolean(), nullable=False),
        sa.Column("interview_minutes", sa.Integer(), nullable=True),
        sa.Column("turnover_minutes", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("calendar_uid", sa.String(length=120), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("mode IN ('onsite', 'online')", name=op.f("ck_event_mode")),
        sa.CheckConstraint("state IN ('draft', 'published', 'cancelled')", name=op.f("ck_event_state")),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_event_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_event_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_event_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("calendar_uid", name=op.f("uq_event_calendar_uid")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
    )
    op.create_index("ix_event_position", "event", ["state", "is_listed", "latitude", "longitude"], unique=False)
    op.create_index("ix_event_organisation_id_starts_at", "event", ["organisation_id", "starts_at"], unique=False)
    op.create_index("ix_event_public", "event", ["state", "is_listed", "ends_at"], unique=False)
    op.create_table(
        "event_audience",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_audience_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_audience")),
        sa.UniqueConstraint("event_id", "audience", name=op.f("uq_event_audience_event_id_audience")),
    )
    op.create_table(
        "event_family",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_family_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_family")),
        sa.UniqueConstraint("event_id", "family", name=op.f("uq_event_family_event_id_family")),
    )
    op.create_index("ix_event_family_family", "event_family", ["family", "event_id"], unique=False)
    op.create_table(
        "event_occupation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("occupation", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_occupation_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_occupation")),
        sa.UniqueConstraint("event_id", "occupation", name=op.f("uq_event_occupation_event_id_occupation")),
    )
    op.create_index("ix_event_occupation_occupation", "event_occupation", ["occupation", "event_id"], unique=False)
    op.create_table(
        "event_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('co_organiser', 'funder')", name=op.f("ck_event_partner_role")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_partner_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_partner")),
    )
    op.create_index(op.f("ix_event_partner_event_id"), "event_partner", ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_event_partner_event_id"), table_name="event_partner")
    op.drop_table("event_partner")
    op.drop_index("ix_event_occupation_occupation", table_name="event_occupation")
    op.drop_table("event_occupation")
    op.drop_index("ix_event_family_family", table_name="event_family")
    op.drop_table("event_family")
    op.drop_table("event_audience")
    op.drop_index("ix_event_public", table_name="event")
    op.drop_index("ix_event_organisation_id_starts_at", table_name="event")
    op.drop_index("ix_event_position", table_name="event")
    op.drop_table("event")
