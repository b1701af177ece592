"""Everyone is told by their own mail, in a number of queries that does not grow with them."""

from datetime import datetime

from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.registrations import actions, telling
from eventsapp.registrations.details import Details
from tests import factories
from tests.cast import Cast


def statements_of(work) -> int:
    seen: list[str] = []

    def count(_connection, _cursor, statement: str, *_rest) -> None:
        # PostgreSQL takes many rows in one INSERT; SQLAlchemy sends SQLite one each, which costs no round trip.
        if not statement.startswith("INSERT INTO message"):
            seen.append(statement)

    sqlalchemy_event.listen(db.engine, "before_cursor_execute", count)
    try:
        work()
        db.session.flush()
    finally:
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


def test_telling_forty_people_asks_no_more_than_telling_four(cast: Cast, now: datetime) -> None:
    asked = []
    for people in (4, 40):
        made = factories.event(cast.agency, capacity=50)
        for _ in range(people):
            factories.registration(made, calendar_sequence=0)
        db.session.commit()
        db.session.expire_all()
        asked.append(statements_of(lambda made=made: telling.tell_all(made, "event_moved", now, {"before": {}})))
    assert asked[0] == asked[1] <= 12


def test_everyone_active_is_told_once_and_nobody_else(cast: Cast, now: datetime) -> None:
    actions.cancel(cast.bilal, "candidate", "", now)
    factories.registration(cast.event, "Sans", "Adresse", email="")
    waits = factories.registration(cast.event, "Ana", "Attend", email="ana@example.org", state="waitlisted")
    assert telling.tell_all(cast.event, "event_cancelled", now, {"reason": "Neige"}) == 2
    told = db.session.execute(
        select(Message.recipient_email, Message.calendar_method).where(Message.kind == "event_cancelled")
    ).all()
    # Nobody's invitation had left yet: there is nothing to withdraw from their calendars.
    assert {tuple(row) for row in told} == {("aminata@example.org", ""), ("ana@example.org", "")}
    assert waits.calendar_sequence is None


def test_a_cancelled_event_sends_no_new_invitation_to_who_asks_for_the_ticket(cast: Cast, now: datetime) -> None:
    cast.event.state = "cancelled"
    assert telling.tell_again(cast.aminata, now) is None


def test_registering_asks_a_bounded_number_of_questions(cast: Cast, now: datetime) -> None:
    who = Details(first_name="Zoé", last_name="D’Été", email="zoe@example.org")
    asked = statements_of(lambda: actions.register(cast.event, cast.event.slots[0].id, who, now=now, form_key="x"))
    assert asked <= 16
