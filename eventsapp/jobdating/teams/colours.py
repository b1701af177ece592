"""The colours of teams. Each has a name and a number beside it, so that colour is never the only sign.

The same pairs of grounds and inks are in static/css/teams.css; every ink reads at 4.5:1 at least on its ground.
"""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WHITE, INK = "#ffffff", "#1d1a36"


@dataclass(frozen=True, slots=True)
class Colour:
    id: str
    name: LazyString
    ground: str
    ink: str


COLOURS = (
    Colour("blue", _l("équipe bleue"), "#1664c0", WHITE),
    Colour("yellow", _l("équipe jaune"), "#ffd23f", INK),
    Colour("green", _l("équipe verte"), "#1c7147", WHITE),
    Colour("red", _l("équipe rouge"), "#b3261e", WHITE),
    Colour("violet", _l("équipe violette"), "#7a3db8", WHITE),
    Colour("orange", _l("équipe orange"), "#ff9a3d", INK),
    Colour("sky", _l("équipe bleu ciel"), "#8fd3ff", INK),
    Colour("pink", _l("équipe rose"), "#ffadcb", INK),
    Colour("brown", _l("équipe marron"), "#6b4226", WHITE),
    Colour("lime", _l("équipe vert anis"), "#c3e04b", INK),
    Colour("teal", _l("équipe turquoise"), "#0b6e75", WHITE),
    Colour("plum", _l("équipe prune"), "#7d1f56", WHITE),
    Colour("grey", _l("équipe grise"), "#d0d0d6", INK),
    Colour("black", _l("équipe noire"), "#17171c", WHITE),
    Colour("white", _l("équipe blanche"), "#ffffff", INK),
    Colour("coral", _l("équipe corail"), "#ff7d6b", INK),
)
_BY_ID = {colour.id: colour for colour in COLOURS}


def colour_of_team(number: int) -> Colour:
    """The colour that a draw gives to the team of this number."""
    return COLOURS[(number - 1) % len(COLOURS)]


def colour(id: str) -> Colour:
    return _BY_ID[id]
