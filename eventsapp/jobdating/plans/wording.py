"""What a plan says, in words for an organiser: its state, its quality, why a wish did not come true."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventsapp.jobdating.after.outcome_words import KIND_WORDS
from eventsapp.jobdating.composing import Reason
from eventsapp.jobdating.plans.comparing import GAINS, LOSES, OTHERS, TIMES
from eventsapp.jobdating.plans.models import InterviewState, PlanState
from eventsapp.jobdating.plans.quality import share

STATE_WORDS = {
    PlanState.QUEUED: _l("En attente de calcul"),
    PlanState.COMPUTING: _l("Calcul en cours"),
    PlanState.READY: _l("Proposition"),
    PlanState.FAILED: _l("Échec du calcul"),
    PlanState.PUBLISHED: _l("Publié"),
    PlanState.SET_ASIDE: _l("Mis de côté"),
}
STATE_KINDS = {
    PlanState.QUEUED: "brand", PlanState.COMPUTING: "brand", PlanState.READY: "coral", PlanState.FAILED: "error",
    PlanState.PUBLISHED: "ok", PlanState.SET_ASIDE: "neutral",
}  # fmt: skip

REASON_WORDS = {
    Reason.EMPLOYER_SAID_NO: _l("l’employeur a répondu « pas pour ces postes »"),
    Reason.STAND_LEFT: _l("cet employeur n’a plus de table ouverte"),
    Reason.NO_COMMON_TIME: _l("aucun horaire commun entre la personne et cet employeur"),
    Reason.CAP_REACHED: _l("la personne a déjà le nombre maximum d’entretiens"),
    Reason.CLASH: _l("les places libres tombent pendant ses autres entretiens, ou trop près"),
    Reason.TABLE_FULL: _l(
        "tables complètes : des vœux mieux placés, ou des personnes sans autre entretien, sont passés avant"
    ),
}

_REASONS = {str(code): words for code, words in REASON_WORDS.items()}

LEFT_OUT_WORDS = {
    "cancelled": _l("l’inscription n’est plus active"),
    "table": _l("la table n’est plus là à cette heure"),
    "taken": _l("la place ou l’heure est prise par un entretien qui ne bouge plus"),
    "consent": _l("la personne ne partage plus son profil avec cet employeur"),
    "time": _l("la personne n’est plus disponible à cette heure"),
    "employer": _l("l’employeur a répondu « pas pour ces postes »"),
    "cap": _l("la personne a déjà le nombre maximum d’entretiens"),
}
"""By the codes of publishing.py."""

CHANGE_WORDS = {
    LOSES: _l("a moins d’entretiens"),
    GAINS: _l("a plus d’entretiens"),
    OTHERS: _l("rencontre d’autres employeurs"),
    TIMES: _l("garde ses employeurs, à d’autres heures ou tables"),
}

CHIP_WORDS = {
    InterviewState.CALLED: _l("appel en cours"),
    InterviewState.IN_PROGRESS: _l("en cours"),
    InterviewState.DONE: _l("terminé"),
    InterviewState.NO_SHOW: _l("absence"),
}


def reason_words(code: str) -> str:
    """Why a wish did not come true; a code that is not known here yet still says something true."""
    return str(_REASONS.get(code) or _("il n’y avait pas de place"))


def left_out_words(code: str) -> str:
    return str(LEFT_OUT_WORDS.get(code) or _("les données ont changé"))


def rank_words(rank: int) -> str:
    """«des premiers vœux», after a percentage."""
    names = {1: _("des premiers vœux"), 2: _("des deuxièmes vœux"), 3: _("des troisièmes vœux")}
    return names.get(rank) or _("des vœux de rang %(rank)s", rank=rank)


def rank_label(rank: int) -> str:
    """«Premiers vœux», above a figure."""
    names = {1: _("Premiers vœux"), 2: _("Deuxièmes vœux"), 3: _("Troisièmes vœux")}
    return names.get(rank) or _("Vœux de rang %(rank)s", rank=rank)


def shares_of(quality: dict[str, Any], ranks: Iterable[int] = (1, 2, 3)) -> list[dict[str, Any]]:
    """[{rank, percent, got, asked, words, label}] for the ranks that anybody wished."""
    wishes, got = quality.get("wishes", {}), quality.get("ranks", {})
    found = []
    for rank in ranks:
        asked, granted = wishes.get(str(rank), 0), got.get(str(rank), 0)
        percent = share(granted, asked)
        if percent is not None:
            found.append(
                {
                    "rank": rank,
                    "percent": percent,
                    "got": granted,
                    "asked": asked,
                    "words": rank_words(rank),
                    "label": rank_label(rank),
                }
            )
    return found


def gap_words(quality: dict[str, Any]) -> str:
    """How far from the best a plan can be at most."""
    gap = quality.get("gap")
    if gap is None:
        return ""
    if gap == 0:
        return _("Aucun autre planning ne sert autant de personnes avec de meilleurs vœux : c’est prouvé.")
    percent = f"{gap:.2f}".rstrip("0").rstrip(".").replace(".", _(","))
    return _("À %(percent)s %% au plus du meilleur planning possible.", percent=percent)


def chip_words(chip: Any) -> str:
    """The second line of a chip: the wish that it grants, or how far it is."""
    if chip.state == InterviewState.DONE and chip.outcome in KIND_WORDS:
        return str(KIND_WORDS[chip.outcome])
    if chip.state in CHIP_WORDS:
        return str(CHIP_WORDS[InterviewState(chip.state)])
    return _("vœu %(rank)s", rank=chip.rank) if chip.rank else _("hors vœux")


def plan_words() -> dict[str, Any]:
    """For the templates of plans and of the grid."""
    return {
        "plan_state_words": STATE_WORDS,
        "plan_state_kinds": STATE_KINDS,
        "reason_words": reason_words,
        "left_out_words": left_out_words,
        "change_words": CHANGE_WORDS,
        "shares_of": shares_of,
        "gap_words": gap_words,
        "chip_words": chip_words,
    }
