"""The words of live pages for each state, shared by their templates."""

from typing import Any

from flask_babel import lazy_gettext as _l

STATE_WORDS = {
    "scheduled": _l("prévu"),
    "called": _l("appelé·e"),
    "in_progress": _l("en cours"),
    "done": _l("terminé"),
    "no_show": _l("absent·e"),
    "late": _l("en retard"),
}
STATE_KINDS = {
    "scheduled": "brand",
    "called": "coral",
    "in_progress": "ok",
    "done": "neutral",
    "no_show": "neutral",
    "late": "warning",
}


def board_words() -> dict[str, Any]:
    return {"interview_words": STATE_WORDS, "interview_kinds": STATE_KINDS}
