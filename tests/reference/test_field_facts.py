"""Occupations, kinds of event, audiences, kinds of organisation, SIRET keys."""

import re
from zoneinfo import ZoneInfo

import pytest

from eventsapp.reference.actors import organisation_kind, organisation_kinds
from eventsapp.reference.audiences import audience, audiences
from eventsapp.reference.event_kinds import event_kind, event_kinds, tiles
from eventsapp.reference.occupations import families, family, occupation, occupations, occupations_of
from eventsapp.reference.places import departements
from eventsapp.reference.siret import displayed_siret, is_valid_siret, normalised_siret


def test_there_are_26_occupations_in_five_families_each_with_a_rome_code():
    assert len(occupations()) == 26
    assert [each.id for each in families()] == ["sante", "social", "handicap", "petite_enfance", "grand_age"]
    assert sum(len(occupations_of(each.id)) for each in families()) == 26
    assert all(re.fullmatch(r"[A-N]\d{4}", each.rome_code) for each in occupations())


def test_occupations_are_worded_for_everyone():
    assert str(occupation("aide-soignant").label) == "Aide-soignant·e"
    assert not [str(each.label) for each in occupations() if " / " in str(each.label)]


def test_a_family_never_relies_on_colour_alone():
    assert len({each.shape for each in families()}) == len({each.css for each in families()}) == 5
    assert family("petite_enfance").css == "petite-enfance"


def test_the_five_first_tiles_are_those_of_the_creation_page():
    shown = tiles()
    assert [kind.id for kind in shown.first] == [
        "job_dating",
        "portes_ouvertes",
        "stade_vers_emploi",
        "forum",
        "reunion_information",
    ]
    assert {*shown.first, *shown.others} == set(event_kinds())


def test_every_formula_fills_a_whole_event():
    for kind in event_kinds():
        assert kind.formula.slots
        assert all(slot.starts_at < slot.ends_at and slot.capacity > 0 for slot in kind.formula.slots)
        ends = [slot.ends_at for slot in kind.formula.slots[:-1]]
        assert all(end <= later.starts_at for end, later in zip(ends, kind.formula.slots[1:], strict=True))
        assert str(kind.description).count("## ") >= 1
        assert isinstance(kind.mee_id, int)


def test_a_job_dating_starts_with_interviews_of_ten_minutes_and_two_between():
    formula = event_kind("job_dating").formula
    assert (formula.interview_minutes, formula.turnover_minutes, formula.slots[0].capacity) == (10, 2, 120)
    assert not event_kind("forum").has_interviews
    assert event_kind("salon_en_ligne").formula.mode == "online"


def test_no_audience_excludes_by_age_band_family_or_address():
    labels = " ".join(str(each.label).casefold() for each in audiences())
    assert not re.search(r"\d|parent|moins de|quartier|casier|nationalit", labels)
    assert audience("handicap").mee_id == 5
    assert audience("reconversion").mee_id is None


def test_kinds_of_organisation_are_grouped_and_found_again():
    kinds = [kind for group in organisation_kinds() for kind in group.kinds]
    assert len(kinds) == len({kind.id for kind in kinds})
    assert all(organisation_kind(kind.id) is kind for kind in kinds)
    assert organisation_kind("ehpad").is_establishment
    assert not organisation_kind("mission_locale").is_establishment


@pytest.mark.parametrize("find", [occupation, family, event_kind, audience, organisation_kind])
def test_an_unknown_id_finds_nothing(find):
    assert find("nope") is None


@pytest.mark.parametrize("siret", ["73282932000074", "732 829 320 00074", "732.829.320-00074", "732 829 320 00074"])
def test_a_siret_is_accepted_however_it_is_spaced(siret):
    assert is_valid_siret(siret)
    assert normalised_siret(siret) == "73282932000074"
    assert displayed_siret(siret) == "732 829 320 00074"


@pytest.mark.parametrize(
    "siret", ["", "73282932000075", "7328293200007", "732829320000741", "0" * 14, "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "73282932OOOO74"]
)
def test_a_siret_with_a_wrong_key_or_shape_is_refused(siret):
    assert not is_valid_siret(siret)


def test_la_poste_has_its_own_key():
    assert is_valid_siret("35600000000048")  # its head office passes both keys
    assert is_valid_siret("35600000049837")  # a post office: Luhn alone would refuse it
    assert not is_valid_siret("35600000049838")


def test_time_zones_are_known_to_the_system():
    assert all(ZoneInfo(each.timezone) for each in departements())
