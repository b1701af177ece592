"""The part of an address that names an organisation."""

from collections.abc import Iterator

from eventsapp.reference.folding import words

LONGEST = 80
# These words have a meaning of their own in the workspace's addresses.
_TAKEN = {"nouvelle", ""}


def slug_of(name: str) -> str:
    """`"EHPAD Les Érables (Muret)"` -> `"ehpad-les-erables-muret"`."""
    slug = "-".join(words(name))[: LONGEST - 8].strip("-")
    return f"structure-{slug}".strip("-") if slug in _TAKEN else slug


def candidates(name: str) -> Iterator[str]:
    """The slug, then the slug with a number."""
    slug = slug_of(name)
    yield slug
    for number in range(2, 10_000):
        yield f"{slug}-{number}"
