"""Finding registrations as the workspace and the door do."""

import pytest

from eventsapp.extensions import db
from eventsapp.registrations import queries
from tests import factories
from tests.cast import Cast


def names(cast: Cast, **how: object) -> list[str]:
    return [row.first_name for row in queries.page_of_registrations(cast.event.id, **how).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Aminata", "Bilal"]),
        ("diallo", ["Aminata"]),
        ("  DIALLO   aminata ", ["Aminata"]),
        ("bilal@example", ["Bilal"]),
        ("%", []),
        ("_", []),
        ("o'%@", []),
        ("x" * 5000, []),
    ],
)
def test_people_are_found_by_name_address_or_code(cast: Cast, text: str, found: list[str]) -> None:
    assert names(cast, text=text) == found


def test_a_typed_code_finds_its_person_in_its_event_only(cast: Cast) -> None:
    cast.aminata.short_code = "RS-7KQ4-M2XD"
    db.session.flush()
    assert names(cast, text="rs 7kq4m2xd") == ["Aminata"]
    assert queries.registration_by_short_code(cast.event.id, "7kq4m2xd").id == cast.aminata.id
    other = factories.event(cast.other)
    assert queries.registration_by_short_code(other.id, "7kq4m2xd") is None


def test_states_slots_and_pages_narrow_the_list(cast: Cast) -> None:
    cast.bilal.state = "cancelled_by_candidate"
    db.session.flush()
    assert names(cast, state="active") == ["Aminata"] and names(cast, state="cancelled_by_candidate") == ["Bilal"]
    assert names(cast, slot_id=cast.event.slots[0].id) == ["Aminata", "Bilal"] and names(cast, slot_id=0) == []
    page = queries.page_of_registrations(cast.event.id, page=99, size=1)
    assert (page.number, page.pages, page.total, page.rows[0].first_name) == (2, 2, 2, "Bilal")
    counts = queries.counts_for_event(cast.event.id)
    assert counts["confirmed"] == 1 and counts["cancelled_by_candidate"] == 1 and counts["waitlisted"] == 0
