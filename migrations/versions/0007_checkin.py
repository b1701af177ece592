"""Devices, scans and presence."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("pairing_hash", sa.String(length=64), nullable=True),
        sa.Column("pairing_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_device_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_device_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("pairing_hash", name=op.f("uq_device_pairing_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_index(op.f("ix_device_event_id"), "device", ["event_id"], unique=False)
    op.create_table(
        "scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("scan_id", sa.String(length=36), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("notice", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("admitted_anyway", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out', 'undo')", name=op.f("ck_scan_direction")),
        sa.CheckConstraint("method IN ('qr', 'code', 'search', 'walk_in')", name=op.f("ck_scan_method")),
        sa.CheckConstraint(
            "verdict IN ('accepted', 'already_in', 'left', 'unknown_ticket', 'wrong_event', 'not_confirmed', 'cancelled', 'malformed', 'conflict', 'undone')",
            name=op.f("ck_scan_verdict"),
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_scan_device_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_scan_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_scan_registration_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["undoes_id"], ["scan.id"], name=op.f("fk_scan_undoes_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_scan_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("event_id", "scan_id", name=op.f("uq_scan_event_id_scan_id")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_scan_undoes_id")),
    )
    op.create_index(op.f("ix_scan_device_id"), "scan", ["device_id"], unique=False)
    op.create_index("ix_scan_event_id_id", "scan", ["event_id", "id"], unique=False)
    op.create_index("ix_scan_registration_id_id", "scan", ["registration_id", "id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("registration_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("is_inside", sa.Boolean(), nullable=False),
        sa.Column("first_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_presence_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_presence_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_presence")),
    )
    op.create_index(op.f("ix_presence_event_id"), "presence", ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_presence_event_id"), table_name="presence")
    op.drop_table("presence")
    op.drop_index("ix_scan_registration_id_id", table_name="scan")
    op.drop_index("ix_scan_event_id_id", table_name="scan")
    op.drop_index(op.f("ix_scan_device_id"), table_name="scan")
    op.drop_table("scan")
    op.drop_index(op.f("ix_device_event_id"), table_name="device")
    op.drop_table("device")
