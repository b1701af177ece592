"""`flask admin create`."""

from flask import Flask

from eventsapp.accounts.queries import user_by_address
from tests.accounts.people import PASSWORD, account, sign_in
from tests.browsing import Visitor

CREATE = ["admin", "create", "--email", "root@example.org", "--name", "Camille Faure"]


def test_the_administrator_is_created_with_the_password_given(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=[*CREATE, "--password", PASSWORD])
    assert result.exit_code == 0 and PASSWORD not in result.output
    visitor = Visitor(app)
    assert sign_in(visitor, "root@example.org").status == 303
    visitor.get("/administration")


def test_a_password_is_made_up_when_none_is_given(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=CREATE, input="\n")
    made_up = result.output.rpartition("Password: ")[2].strip()
    assert len(made_up) >= 20 and sign_in(Visitor(app), "root@example.org", made_up).status == 303


def test_a_weak_password_is_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=[*CREATE, "--password", "motdepasse12"])
    assert result.exit_code == 1 and user_by_address("root@example.org") is None


def test_an_existing_account_becomes_administrator(app: Flask) -> None:
    account("root@example.org")
    app.test_cli_runner().invoke(args=[*CREATE, "--password", "girafe orange accordéon"])
    assert user_by_address("root@example.org").is_platform_admin
