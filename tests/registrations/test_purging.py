"""What was promised to be forgotten is forgotten, and nothing before."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.registrations import actions, purging, tickets
from eventsapp.registrations.details import Details
from eventsapp.registrations.models import Candidate, Registration, SupportNeed
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast
from tests.conftest import NOW

ZOE = Details(
    first_name="Zoé", last_name="D’Été", email="zoe@example.org", phone="+33639981234", needs=("ramp",),
    needs_note="Fauteuil",
)  # fmt: skip
EVENING = datetime(2026, 12, 1, 11, 30, tzinfo=UTC)  # when the cast's event ends


@pytest.fixture
def zoe(cast: Cast) -> Registration:
    made = actions.register(cast.event, cast.event.slots[0].id, ZOE, now=NOW)
    db.session.commit()
    return made


def needs() -> int:
    return db.session.scalar(select(func.count()).select_from(SupportNeed)) or 0


def everything_kept() -> str:
    """All that the tables of registrations and messages hold, as text."""
    rows = []
    for table in (Registration.__table__, Candidate.__table__, Message.__table__, SupportNeed.__table__):
        rows += [list(row) for row in db.session.execute(select(table))]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_support_needs_are_erased_the_day_after(zoe: Registration) -> None:
    assert purging.purge_support_needs(EVENING + timedelta(hours=11)) == 0 and needs() == 1  # 23:30 in Paris
    assert purging.purge_support_needs(EVENING + timedelta(hours=12)) == 1 and needs() == 0
    assert "Fauteuil" not in everything_kept() and "zoe@example.org" in everything_kept()


def test_the_day_after_is_that_of_the_place(cast: Cast) -> None:
    event = factories.event(cast.agency, timezone="America/Martinique")
    actions.register(event, event.slots[0].id, ZOE, now=NOW)
    assert purging.purge_support_needs(EVENING + timedelta(hours=12)) == 0  # still the same day there
    assert purging.purge_support_needs(EVENING + timedelta(hours=17)) == 1


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        (datetime(2027, 3, 1, 11, 30, tzinfo=UTC), 3, datetime(2026, 12, 1, 11, 30, tzinfo=UTC)),
        (datetime(2027, 5, 31, 8, tzinfo=UTC), 3, datetime(2027, 2, 28, 8, tzinfo=UTC)),
        (datetime(2027, 1, 31, 8, tzinfo=UTC), 24, datetime(2025, 1, 31, 8, tzinfo=UTC)),
        (datetime(2028, 12, 31, 8, tzinfo=UTC), 10, datetime(2028, 2, 29, 8, tzinfo=UTC)),
    ],
)
def test_months_are_counted_on_the_calendar(moment: datetime, months: int, before: datetime) -> None:
    assert purging.months_before(moment, months) == before


def test_a_registration_is_kept_as_long_as_its_notice_promised(zoe: Registration, visitor: Visitor) -> None:
    ticket = tickets.ticket_path(zoe)
    zoe.retention_months = 6
    db.session.commit()
    assert purging.anonymise_expired(datetime(2027, 3, 1, 11, 29, tzinfo=UTC)) == 0
    assert purging.anonymise_expired(datetime(2027, 3, 1, 11, 30, tzinfo=UTC)) == 2  # Aminata and Bilal
    assert "zoe@example.org" in everything_kept() and "aminata" not in everything_kept().casefold()
    assert purging.anonymise_expired(datetime(2027, 6, 2, tzinfo=UTC)) == 1
    db.session.commit()
    left = everything_kept()
    for word in ("Zoé", "D’Été", "zoe@", "33639981234", "Fauteuil", "ramp", ticket):
        assert word not in left, word
    visitor.get(ticket, expect=404)
    kept = db.session.get(Registration, zoe.id)
    assert kept.state == "confirmed" and kept.anonymised_at is not None  # it still counts


def test_many_are_forgotten_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)
    for _ in range(3):
        factories.registration(cast.event)
    assert purging.anonymise_expired(datetime(2027, 4, 1, tzinfo=UTC)) == 5
    assert purging.anonymise_expired(datetime(2027, 4, 1, tzinfo=UTC)) == 0


def test_an_export_holds_everything_about_one_person_and_nothing_about_another(zoe: Registration) -> None:
    found = purging.export_person(" ZOE@example.org ")
    assert found["registrations"][0]["phone"] == "+33639981234"
    assert found["registrations"][0]["support"] == {"needs": ["ramp"], "note": "Fauteuil"}
    assert [m["kind"] for m in found["messages"]] == ["registration_confirmed"]
    assert "aminata" not in json.dumps(found) and purging.export_person("nobody@example.org")["registrations"] == []


def test_erasing_a_person_frees_the_place_and_leaves_nothing(zoe: Registration, cast: Cast) -> None:
    slot = cast.event.slots[0]
    db.session.refresh(slot)
    taken = slot.taken
    assert purging.erase_person("zoe@example.org", NOW) == 1
    db.session.commit()
    db.session.refresh(slot)
    assert slot.taken == taken - 1
    left = everything_kept()
    assert "zoe@example.org" not in left and "Fauteuil" not in left and "aminata@example.org" in left
