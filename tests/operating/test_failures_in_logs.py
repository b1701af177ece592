"""A page that breaks leaves a line: where it happened, and nothing of what it was about."""

import json

import pytest

from eventsapp import create_app


def test_a_broken_page_is_logged_without_its_values(
    settings: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(settings)

    @app.get("/casse/<secret>")
    def broken(secret: str) -> str:
        raise ValueError(f"Zéphyrine Oustalet {secret}")

    answer = app.test_client().get("/casse/jeton", base_url=settings["BASE_URL"])
    [line] = [one for one in map(json.loads, capsys.readouterr().err.splitlines()) if one["event"] == "failure"]
    assert answer.status_code == 500 and line["error"] == "ValueError" and line["route"] == "/casse/<secret>"
    assert "test_failures_in_logs.py" in line["at"][-1] and line["id"] == answer.headers["X-Request-Id"]
    assert "jeton" not in str(line) and "phyrine" not in str(line)
