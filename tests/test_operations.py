"""What the operator's probes see."""

from eventsapp.extensions import db
from tests.browsing import Visitor


def test_it_says_that_it_is_alive(visitor: Visitor) -> None:
    assert visitor.get("/healthz").response.json == {"status": "ok"}


def test_it_is_ready_once_migrated(visitor: Visitor) -> None:
    answer = visitor.get("/readyz").response.json
    assert (answer["database"], answer["migrations"], answer["mail"]) == ("ok", "ok", "ok")


def test_it_is_not_ready_on_an_older_schema(visitor: Visitor) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    try:
        answer = visitor.get("/readyz", expect=503).response.json
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(
                f"UPDATE alembic_version SET version_num = '{visitor.app.config['NEWEST_MIGRATION']}'"
            )
    assert answer["migrations"] == "behind"


def test_an_unknown_host_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.get("/healthz", base_url="https://evil.example")
    assert answer.status_code == 400


def test_every_answer_carries_the_strict_headers(visitor: Visitor) -> None:
    headers = visitor.get("/nulle-part", expect=404).response.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; script-src 'self'; style-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"]


def test_the_language_switch_returns_only_to_this_site(visitor: Visitor) -> None:
    for target in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "/\n/evil.example",
    ):
        answer = visitor.get("/langue/en", query_string={"suite": target}, follow=False, expect=302)
        assert answer.response.headers["Location"] == "/"
