"""Invented people: their names, addresses on example.org and numbers kept for fiction (06 39 98 xx xx)."""

from dataclasses import dataclass
from random import Random

from eventsapp.demo.texts import read
from eventsapp.reference.folding import words

_RESERVED = 10_000  # 06 39 98 00 00 to 99 99: ARCEP keeps them for films and books


@dataclass(frozen=True, slots=True)
class Person:
    first_name: str
    last_name: str
    email: str
    phone: str


def invent(how_many: int, chance: Random) -> list[Person]:
    """That many different people; the same ones for the same `chance`."""
    names = read("people")
    made: dict[str, Person] = {}
    while len(made) < how_many:
        first, last = chance.choice(names["first_names"]), chance.choice(names["last_names"])
        local = ".".join("-".join(words(part)) for part in (first, last))
        # One person in seven leaves the phone out, as people do.
        phone = "" if chance.random() < 0.15 else f"+3363998{chance.randrange(_RESERVED):04}"
        made.setdefault(local, Person(first, last, f"{local}@example.org", phone))
    return list(made.values())
