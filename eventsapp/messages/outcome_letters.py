"""The letters after the interviews: an employer's answer, the question weeks later, the reminder to an employer."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.formatting import day_and_month
from eventsapp.messages.letters import Button, Letter, read_moment

Facts = dict[str, Any]


def _met_on(facts: Facts) -> str:
    return day_and_month(read_moment(facts["met_at"]), facts["event"]["timezone"])


def _why(facts: Facts) -> str:
    return _(
        "Vous recevez ce message car vous avez participé à « %(title)s », organisé par %(who)s.",
        title=facts["event"]["title"],
        who=facts["event"]["organisation"],
    )


def candidate_answer(facts: Facts) -> Letter:
    """The employer's own words are a quotation: they are text, whatever is typed there."""
    employer, links = facts["employer"], facts["links"]
    ways = " · ".join(way for way in (employer["contact"], facts["reply_to"], employer["phone"]) if way)
    return Letter(
        subject=_("%(employer)s vous répond", employer=employer["name"]),
        title=_("Une réponse de %(employer)s", employer=employer["name"]),
        paragraphs=[
            _("Bonjour %(name)s,", name=facts["first_name"]),
            _("vous avez rencontré %(employer)s le %(day)s à « %(title)s ». Voici sa réponse :",
              employer=employer["name"], day=_met_on(facts), title=facts["event"]["title"]),
        ],
        quote=facts["text"],
        buttons=[Button(_("Lire, puis accepter ou non"), links["pool"])] if "pool" in links else [],
        after=[
            _("Pour écrire à %(employer)s, répondez à ce message (%(ways)s).", employer=employer["name"], ways=ways)
        ],
        reason=_why(facts),
    )  # fmt: skip


def follow_up(facts: Facts) -> Letter:
    employer = facts["employer"]["name"]
    return Letter(
        subject=_("Une question après votre entretien avec %(employer)s", employer=employer),
        title=_("Où en êtes-vous ?"),
        paragraphs=[
            _("Bonjour %(name)s,", name=facts["first_name"]),
            _("vous avez rencontré %(employer)s le %(day)s à « %(title)s ». Qu’en est-il aujourd’hui ?",
              employer=employer, day=_met_on(facts), title=facts["event"]["title"]),
            _("Une seule question, un geste, sans compte."),
        ],
        buttons=[Button(_("Répondre à la question"), facts["links"]["question"])],
        after=[_("Votre réponse sert au bilan de l’événement. Ne pas répondre ne change rien pour vous.")],
        reason=_why(facts),
    )  # fmt: skip


def outcomes_wanted(facts: Facts) -> Letter:
    missing, title = facts["missing"], facts["event"]["title"]
    return Letter(
        subject=ngettext(
            "%(num)s personne attend votre réponse : %(title)s",
            "%(num)s personnes attendent votre réponse : %(title)s",
            missing,
            title=title,
        ),
        title=_("Chaque personne attend une réponse"),
        paragraphs=[
            _("Bonjour,"),
            ngettext(
                "merci d’avoir participé à « %(title)s ». %(num)s entretien n’a pas encore de suite.",
                "merci d’avoir participé à « %(title)s ». %(num)s entretiens n’ont pas encore de suite.",
                missing,
                title=title,
            ),
            _("Deux gestes par personne suffisent : la suite, puis la réponse, déjà rédigée."),
        ],
        buttons=[Button(_("Donner les suites"), facts["links"]["outcomes"])],
        after=[_("Ce lien ouvre la page de votre stand : ne le transmettez qu’à vos collègues.")],
        reason=_(
            "Vous recevez ce message car %(employer)s a recruté à « %(title)s ».",
            employer=facts["employer"]["name"],
            title=title,
        ),
    )
