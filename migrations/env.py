"""How migrations run: on the application's own engine, as one transaction, in batch mode for SQLite."""

from alembic import context
from flask import current_app

from eventsapp.columns import UtcDateTime
from eventsapp.extensions import Model


def plain_types(kind: str, item: object, _context: object) -> str | bool:
    """Migrations outlive the application's classes: write the column type underneath."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Run the requested migrations."""
    engine = current_app.extensions["migrate"].db.engine
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            # Batch mode rebuilds tables: with foreign keys on, dropping the old one would empty its children.
            # The pragma is ignored inside a transaction, hence the bare driver connection.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=plain_types,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run()
