"""Who knocks at every route, with which browser, and what each address holds for them."""

from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from eventsapp.extensions import Model, db
from tests.browsing import BASE, Visitor
from tests.cast import Cast

AUDIENCES = ("nobody", "candidate", "other_candidate", "accueil", "organisateur", "responsable", "other", "admin")
_RAW_TOKEN = "0123456789abcdef0123456789abcdef01234567"
# Counting attempts is not a change of anybody's things.
_UNCOUNTED = {"rate_count", "alembic_version"}


def arrive(app: Flask, cast: Cast, admin: Any, audience: str) -> Visitor:
    """The browser of one audience. Candidates have no account: what they hold is in the addresses they know."""
    visitor = Visitor(app)
    user = {
        "accueil": cast.ana, "organisateur": cast.tom, "responsable": cast.odile, "other": cast.simon, "admin": admin,
    }.get(audience)  # fmt: skip
    return visitor.sign_in_as(user) if user is not None else visitor


def csrf_token_for(visitor: Visitor) -> str:
    """A valid token of this browser's session: what is tested is the right, not the token."""
    with visitor.client.session_transaction(base_url=BASE) as session:
        session["csrf_token"] = _RAW_TOKEN
    secret = visitor.app.config["SECRET_KEY"]
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(_RAW_TOKEN))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table: to see that a refusal changed nothing."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in Model.metadata.sorted_tables
            if table.name not in _UNCOUNTED
        }
