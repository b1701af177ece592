"""The demonstration's texts are believable, complete and different from one another."""

from collections import Counter

import pytest

from eventsapp.demo import texts
from eventsapp.reference.actors import organisation_kind
from eventsapp.reference.audiences import audience
from eventsapp.reference.event_kinds import event_kind, event_kinds
from eventsapp.reference.occupations import families, occupation
from eventsapp.reference.places import resolve_commune

EVENTS = texts.events()
IDS = [event["key"] for event in EVENTS]


def test_there_are_forty_one_events_of_every_kind_and_family() -> None:
    assert len(EVENTS) == 41
    assert {event["kind"] for event in EVENTS} == {kind.id for kind in event_kinds()}
    assert {family for event in EVENTS for family in event["families"]} == {family.id for family in families()}


def test_there_are_twelve_organisations_of_different_kinds() -> None:
    organisations = texts.read("organisations")
    assert len(organisations) == 12 == len({organisation["kind"] for organisation in organisations})
    assert all(organisation_kind(organisation["kind"]) for organisation in organisations)
    assert {event["org"] for event in EVENTS} == {organisation["slug"] for organisation in organisations}


@pytest.mark.parametrize("field", ["key", "title", "summary", "description"])
def test_nothing_is_written_twice(field: str) -> None:
    said = Counter(str(event[field]) for event in EVENTS)
    assert [text for text, count in said.items() if count > 1] == []


@pytest.mark.parametrize("event", EVENTS, ids=IDS)
def test_what_an_event_names_exists(event: dict) -> None:
    assert event_kind(event["kind"]) is not None
    assert all(occupation(name) for name in event["occupations"]) and event["occupations"]
    assert all(audience(name) for name in event["audiences"]) and event["audiences"]
    commune = resolve_commune(event["town"])
    assert commune is not None and event["town"].startswith(f"{commune.name} (")
    assert event["town"].rpartition("(")[2].rstrip(")") in commune.postcodes


@pytest.mark.parametrize("event", EVENTS, ids=IDS)
def test_what_an_event_says_fits_and_is_whole(event: dict) -> None:
    assert 10 < len(event["title"]) <= 150 and 40 < len(event["summary"]) <= 300
    assert not any("lorem" in line.casefold() for line in event["description"])
    if event.get("state") != "draft" and event.get("mode") != "online":
        assert event["venue"] and event["address"] and event["access"] and event["accessibility"]
    assert event["contact"][1].startswith("06 39 98 ")


def test_the_employers_of_each_job_dating_exist_and_their_posts_too() -> None:
    known, keys = texts.read("employers")["employers"], {event["key"] for event in EVENTS}
    for key, fair in texts.read("job_datings")["fairs"].items():
        named = [name for state in fair.values() for name in state]
        assert key in keys and set(named) <= set(known) and len(set(named)) == len(named)
    assert len(texts.read("job_datings")["fairs"]["today"]["confirmed"]) == 12
    for name, _town, interviewers, offers, about, _access in known.values():
        assert len(name) <= 60 and interviewers and offers and 20 < len(about) < 200
        assert all(occupation(offer[0]) for offer in offers)


def test_a_regulated_occupation_names_its_diploma() -> None:
    wanted = {offer[0] for employer in texts.read("employers")["employers"].values() for offer in employer[3]}
    regulated = {name for name in wanted if (found := occupation(name)) is not None and found.is_regulated}
    assert regulated <= set(texts.read("employers")["diplomas"])
