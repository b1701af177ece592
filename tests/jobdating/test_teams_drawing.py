"""The draw is even, tells nobody's role, and gives the same teams for the same seed."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.jobdating.teams.colours import COLOURS, colour_of_team
from eventsapp.jobdating.teams.drawing import MAX_TEAMS, Roster, draw, highest_bib, place_late
from eventsapp.jobdating.teams.wording import first_name_of

STANDS = st.lists(st.one_of(st.none(), st.integers(1, 8)), min_size=4, max_size=200)
TEAMS = st.integers(2, MAX_TEAMS)


def spread(counted: Counter[int], teams: int) -> int:
    """How far apart the most and the least of these are over all teams."""
    sizes = [counted[team] for team in range(1, teams + 1)]
    return max(sizes) - min(sizes)


@given(STANDS, TEAMS, st.integers(0, 2**31))
def test_people_recruiters_and_candidates_are_spread_evenly(stands: list[int | None], teams: int, seed: int) -> None:
    places = draw(stands, teams, seed)
    everybody = Counter(place.team for place in places)
    recruiters = Counter(place.team for place, stand in zip(places, stands, strict=True) if stand is not None)
    candidates = Counter(place.team for place, stand in zip(places, stands, strict=True) if stand is None)
    assert set(everybody) <= set(range(1, teams + 1))
    assert spread(everybody, teams) <= 1 and spread(recruiters, teams) <= 1 and spread(candidates, teams) <= 1


@given(STANDS, TEAMS, st.integers(0, 2**31))
def test_recruiters_of_a_stand_meet_only_when_they_outnumber_the_teams(
    stands: list[int | None], teams: int, seed: int
) -> None:
    places = draw(stands, teams, seed)
    for stand in {stand for stand in stands if stand is not None}:
        met = Counter(place.team for place, at in zip(places, stands, strict=True) if at == stand)
        assert max(met.values()) <= -(-sum(met.values()) // teams)


@given(STANDS, TEAMS, st.integers(0, 2**31))
def test_numbers_are_different_and_within_what_leaves_some_free(
    stands: list[int | None], teams: int, seed: int
) -> None:
    bibs = [place.bib for place in draw(stands, teams, seed)]
    assert len(set(bibs)) == len(stands) and min(bibs) >= 1 and max(bibs) <= highest_bib(len(stands))


def test_the_same_seed_draws_the_same_teams_and_another_one_others() -> None:
    stands = [None] * 40 + [1, 1, 2, 3, 3, 4]
    assert draw(stands, 5, 7) == draw(stands, 5, 7) != draw(stands, 5, 8)


def test_no_number_tells_who_recruits() -> None:
    """Over many draws recruiters hold low, high, odd and even numbers as often as anybody."""
    stands = [None] * 60 + [1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8]
    middle, low, odd, drawn = highest_bib(len(stands)) / 2, 0, 0, 0
    for seed in range(300):
        for place, stand in zip(draw(stands, 6, seed), stands, strict=True):
            if stand is not None:
                low, odd, drawn = low + (place.bib <= middle), odd + place.bib % 2, drawn + 1
    assert 0.46 < low / drawn < 0.54 and 0.46 < odd / drawn < 0.54


def test_no_team_gets_the_extra_recruiter_more_often_than_another() -> None:
    extra = Counter(draw([None] * 8 + [5], 3, seed)[8].team for seed in range(600))
    assert min(extra.values()) > 150


def test_someone_late_joins_the_smallest_team_and_gets_a_number_among_the_others() -> None:
    teams = [Roster(1, [None, None, 4]), Roster(2, [None, 5]), Roster(3, [None, None])]
    taken = {3, 9, 12, 20, 21, 30, 31}
    places = {place_late(None, teams, taken, seed) for seed in range(200)}
    assert {place.team for place in places} == {2}, "the smallest; of two, the one with fewer candidates"
    assert not {place.bib for place in places} & taken
    assert max(place.bib for place in places) < 31, "a number after all others would tell who came late"
    assert place_late(5, teams, taken, 1).team == 3, "away from colleagues"
    assert place_late(None, [Roster(1)], set(range(1, 6)), 1).bib == 6


@given(st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=30), st.randoms(use_true_random=False))
def test_late_arrivals_keep_the_sizes_within_one(late: list[int | None], chance: random.Random) -> None:
    stands = [None] * 10 + [1, 2]
    rosters = [Roster(number) for number in (1, 2, 3)]
    taken = set()
    for place, stand in zip(draw(stands, 3, chance.randrange(99)), stands, strict=True):
        rosters[place.team - 1].stands.append(stand)
        taken.add(place.bib)
    for stand in late:
        place = place_late(stand, rosters, taken, 1)
        assert place.bib not in taken
        rosters[place.team - 1].stands.append(stand)
        taken.add(place.bib)
    sizes = [len(roster.stands) for roster in rosters]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("interviewer", "expected"),
    [
        ("Solène Petit", "Solène"), ("Jean-Marc  Roux", "Jean-Marc"), ("Jo Ly", "Jo"), ("", ""), ("   ", ""),
        ("C. M.", ""), ("CM", ""), ("J.-P. Roux", ""), ("B", ""), ("DRH", ""), ("Cadre de santé", ""),
        ("Mme Morel", ""), ("M. Roux", ""), ("Dr Blanc", ""), ("Monsieur Roux", ""), ("Maël", "Maël"),
    ],
)  # fmt: skip
def test_a_bib_shows_a_first_name_or_nothing(interviewer: str, expected: str) -> None:
    assert first_name_of(interviewer) == expected


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_each_teams_colour_reads_and_has_its_own_name() -> None:
    for colour in COLOURS:
        bright, dark = sorted((_luminance(colour.ground), _luminance(colour.ink)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5, colour.id
    assert len({str(colour.name) for colour in COLOURS}) == len(COLOURS) == MAX_TEAMS
    assert [colour_of_team(number) for number in range(1, MAX_TEAMS + 1)] == list(COLOURS)


def test_the_style_sheet_shows_the_same_colours() -> None:
    css = (Path(__file__).parents[2] / "static/css/teams.css").read_text("utf-8")
    shown = re.findall(r"\.team-colour--(\w+) \{ background: (#\w{6}); color: (#\w{6}); \}", css)
    assert shown == [(colour.id, colour.ground, colour.ink) for colour in COLOURS]
