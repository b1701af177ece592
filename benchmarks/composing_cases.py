"""Invented days for composing: skewed demand, refusals, short stays, breaks. The same seed gives the same day.

`none`: everybody is there all day · `arbitrary`: late arrivals and early departures, two breaks a stand, late stands ·
`hard`: 70 % of the candidates stay a short while, half of the stands are there half a day · `rest` added: one free
round between two interviews of a person.
"""

from random import Random

from eventsapp.jobdating.composing import Candidate, Problem, Table

KINDS = ("none", "arbitrary", "hard")
SIZES = ((100, 10, 12), (1000, 60, 24), (5000, 200, 24))
ANSWERS = (("no", 15), ("none", 35), ("yes", 35), ("must_meet", 15))


def case(people: int, stands: int, rounds: int, kind: str, seed: int = 1, tables: float = 2, most: int = 3) -> Problem:
    chance = Random(seed)
    rest, kind = int(kind.endswith("rest")), kind.removesuffix("rest")
    popular = [1 / (place + 1) ** 0.6 for place in range(stands)]
    chance.shuffle(popular)
    wishes = [_wishes(chance, stands, popular) for _ in range(people)]
    names, odds = zip(*ANSWERS, strict=True)
    answers = {(person, stand): chance.choices(names, odds)[0] for person in range(people) for stand in wishes[person]}
    found = []
    for stand in range(stands):
        hours = _hours_of_stand(chance, rounds, kind)
        for _table in range(max(1, min(4, round(chance.gauss(tables, 0.6))))):
            found.append(Table(len(found), stand, hours))
    candidates = tuple(
        Candidate(person, _hours_of_candidate(chance, rounds, kind), wishes[person], most) for person in range(people)
    )
    return Problem(rounds, tuple(found), candidates, answers, rest=rest)


def _wishes(chance: Random, stands: int, popular: list[float]) -> tuple[int, ...]:
    count = min(stands, chance.choices([1, 2, 3, 4, 5], [5, 10, 20, 25, 40])[0])
    wishes: list[int] = []
    while len(wishes) < count:
        stand = chance.choices(range(stands), popular)[0]
        if stand not in wishes:
            wishes.append(stand)
    return tuple(wishes)


def _hours_of_stand(chance: Random, rounds: int, kind: str) -> frozenset[int]:
    hours = set(range(rounds))
    if kind == "arbitrary":
        hours -= {chance.randrange(rounds) for _break in range(2)}
        if chance.random() < 0.3:
            hours -= set(range(chance.randrange(rounds // 2 + 1) // 2))
    elif kind == "hard":
        if chance.random() < 0.5:
            half = chance.randrange(2)
            hours -= set(range(rounds * half // 2, rounds * (half + 1) // 2))
        hours.discard(chance.randrange(rounds))
    return frozenset(hours)


def _hours_of_candidate(chance: Random, rounds: int, kind: str) -> frozenset[int]:
    if kind == "arbitrary" and chance.random() < 0.4:
        first = chance.randrange(rounds - rounds // 3)
        return frozenset(range(first, chance.randint(min(rounds, first + rounds // 4), rounds)))
    if kind == "hard" and chance.random() < 0.7:
        stay = chance.randint(min(rounds, max(2, rounds // 6)), max(2, rounds // 3))
        first = chance.randrange(max(1, rounds - stay + 1))
        return frozenset(range(first, min(rounds, first + stay)))
    return frozenset(range(rounds))
