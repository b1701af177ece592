"""The letter to someone whose wishes could not be met: said early, kindly, and with what is still possible."""

from flask_babel import gettext as _

from eventsapp import formatting
from eventsapp.messages.letters import Button, Letter, contact_of, read_moment, why_registered
from eventsapp.messages.registration_letters import Facts


def no_interview(facts: Facts) -> Letter:
    title, others = facts["event"]["title"], facts.get("others", [])
    paragraphs = [
        _("Bonjour %(name)s,", name=facts["registration"]["first_name"]),
        _("Vous aviez choisi des employeurs à rencontrer. Il y a eu plus de vœux que d’entretiens possibles, et aucun "
          "n’a pu vous être proposé cette fois. Nous en sommes désolés, et préférons vous le dire avant que vous ne "
          "vous déplaciez."),
        _("Cela ne dit rien de votre profil : les entretiens sont répartis selon les vœux et les horaires, sans note "
          "ni classement des personnes."),
        _still_possible(facts),
    ]  # fmt: skip
    if others:
        paragraphs.append(_("D’autres rencontres près de chez vous :"))
    links = facts["links"]
    buttons = [Button(_other_words(other), other["link"], is_main=False) for other in others]
    return Letter(
        subject=_("Pas d’entretien cette fois : %(title)s", title=title),
        title=_("Pas d’entretien pour vous cette fois"),
        paragraphs=paragraphs,
        buttons=[Button(_("Modifier mes vœux ou annuler"), facts.get("wishes") or links["manage"]), *buttons],
        after=[contact_of(facts)],
        reason=why_registered(facts),
    )


def _still_possible(facts: Facts) -> str:
    if facts.get("is_open"):
        return _(
            "Votre place reste réservée : venez si vous le souhaitez. Vous êtes ouvert·e à d’autres employeurs, et une "
            "table peut se libérer pendant l’événement."
        )
    return _(
        "Votre place reste réservée : venez si vous le souhaitez. Des tables se libèrent souvent : pour qu’on puisse "
        "vous les proposer, dites sur votre page que vous êtes ouvert·e à d’autres employeurs."
    )


def _other_words(other: Facts) -> str:
    """«Portes ouvertes à la clinique, mar. 1er déc., Muret»."""
    day = formatting.short_date(read_moment(other["starts_at"]), other["timezone"])
    return ", ".join(part for part in (other["title"], day, other["town"]) if part)
