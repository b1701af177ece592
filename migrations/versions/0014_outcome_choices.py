"""When an outcome was chosen, apart from when its notes were typed: a phone may send either late."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outcome", sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE outcome SET chosen_at = written_at WHERE kind IS NOT NULL")


def downgrade() -> None:
    op.drop_column("outcome", "chosen_at")
