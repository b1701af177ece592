"""What is missing before publishing, from nothing to complete."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask

from eventsapp.events.checklist import checklist, missing
from eventsapp.events.content import EventContent, SlotPlan

EMPTY = EventContent(title="Forum", kind="forum")
SLOT = SlotPlan(datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 1, 11, tzinfo=UTC), 20)
WHOLE = replace(
    EMPTY, slots=(SLOT,), venue="Espace Job", commune_code="31555", description="Venez.", families=("sante",)
)  # fmt: skip


def lacking(content: EventContent) -> list[str]:
    return [item.id for item in missing(content)]


def test_an_empty_draft_lacks_everything_but_what_is_optional(app: Flask) -> None:
    assert lacking(EMPTY) == ["place", "seats", "description", "families"]
    assert [item.id for item in checklist(EMPTY) if item.optional] == ["access"]


def test_a_complete_one_lacks_nothing(app: Flask) -> None:
    assert lacking(WHOLE) == []


def test_slots_without_places_are_no_seats(app: Flask) -> None:
    assert lacking(replace(WHOLE, slots=(replace(SLOT, capacity=0),))) == ["seats"]


def test_a_town_without_an_address_is_no_place(app: Flask) -> None:
    assert lacking(replace(WHOLE, venue="")) == ["place"]


def test_an_online_event_needs_its_link_only(app: Flask) -> None:
    online = replace(WHOLE, mode="online", venue="", commune_code="")
    assert lacking(online) == ["place"]
    assert lacking(replace(online, online_url="https://visio.example")) == []
