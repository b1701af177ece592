"""What may help someone take part. Asked only with its own consent, seen by the organiser only."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

NEEDS: dict[str, LazyString] = {
    "interpreter": _l("Interprète en langue des signes"),
    "ramp": _l("Accès de plain-pied ou rampe"),
    "quiet_room": _l("Salle calme"),
}


def words_for(needs: list[str]) -> list[LazyString]:
    """The needs in words, in the order of the list; a code that is no longer known is left out."""
    return [words for code, words in NEEDS.items() if code in needs]
