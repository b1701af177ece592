"""The letters to employers: the invitation, its reminders, the link to their own page."""

from typing import Any

from flask_babel import gettext as _

from eventsapp import formatting
from eventsapp.messages.letters import Button, Letter, TicketBlock, read_moment

Facts = dict[str, Any]


def _title(facts: Facts) -> str:
    return str(facts["event"]["title"])


def _who(facts: Facts) -> str:
    return str(facts["event"]["organisation"])


def _ticket(facts: Facts) -> TicketBlock | None:
    """The event in the shape of a ticket, with the employer in the holder's place."""
    event = facts["event"]
    if not event.get("starts_at") or not event.get("ends_at"):
        return None
    start, end, zone = read_moment(event["starts_at"]), read_moment(event["ends_at"]), event["timezone"]
    return TicketBlock(
        day=formatting.day_name(start, zone), number=formatting.day_number(start, zone),
        month=formatting.month_name(start, zone), title=_title(facts), hours=formatting.time_span(start, end, zone),
        place=[_("En ligne")] if event["online"] else event["where"], holder=facts["employer"]["name"],
    )  # fmt: skip


def _ask(facts: Facts) -> str:
    event = facts["event"]
    ways = " · ".join(way for way in (event["contact_name"], event["contact_email"], event["contact_phone"]) if way)
    return _("Une question ? Répondez à ce message ou contactez %(who)s (%(ways)s).", who=_who(facts), ways=ways)


def _keep_it() -> str:
    return _(
        "Ce lien ouvre votre page, sans compte ni mot de passe : ne le partagez qu’avec les personnes qui recrutent "
        "avec vous."
    )


def _reason(facts: Facts) -> str:
    return _("Vous recevez ce message car %(who)s invite votre établissement à cet événement.", who=_who(facts))


def employer_invited(facts: Facts) -> Letter:
    return Letter(
        subject=_("Venez recruter : « %(title)s »", title=_title(facts)),
        title=_("%(who)s vous invite à venir recruter", who=_who(facts)),
        paragraphs=[
            _("Bonjour,"),
            _(
                "Confirmez votre présence et dites qui vous recherchez : combien de personnes mèneront des "
                "entretiens, à quelles heures, et pour quels postes. Cinq minutes suffisent, et vous pourrez corriger "
                "plus tard."
            ),
        ],
        ticket=_ticket(facts),
        buttons=[Button(_("Répondre et remplir notre stand"), facts["link"])],
        after=[_keep_it(), _ask(facts)],
        reason=_reason(facts),
    )


def employer_reminded(facts: Facts) -> Letter:
    return Letter(
        subject=_("Votre réponse est attendue : « %(title)s »", title=_title(facts)),
        title=_("Viendrez-vous recruter ?"),
        paragraphs=[
            _("Bonjour,"),
            _(
                "%(who)s n’a pas encore votre réponse. Les candidats choisissent parmi les établissements qui ont "
                "confirmé : dites-nous si vous venez. Un non est utile aussi.",
                who=_who(facts),
            ),
        ],
        ticket=_ticket(facts),
        buttons=[Button(_("Répondre"), facts["link"])],
        after=[_keep_it(), _ask(facts)],
        reason=_reason(facts),
    )


def employer_confirmed(facts: Facts) -> Letter:
    return Letter(
        subject=_("Votre stand est confirmé : « %(title)s »", title=_title(facts)),
        title=_("Votre stand est confirmé"),
        paragraphs=[
            _("Merci : %(who)s compte sur vous.", who=_who(facts)),
            _(
                "Le même lien sert jusqu’à la fin : pour corriger vos tables et vos postes, puis pour mener vos "
                "entretiens le jour même."
            ),
        ],
        ticket=_ticket(facts),
        buttons=[Button(_("Ouvrir notre stand"), facts["link"])],
        after=[_keep_it(), _ask(facts)],
        reason=_reason(facts),
    )


def employer_link(facts: Facts) -> Letter:
    return Letter(
        subject=_("Le lien de votre stand : « %(title)s »", title=_title(facts)),
        title=_("Le lien vers votre stand"),
        paragraphs=[_("Voici le lien qui ouvre votre page. S’il en remplace un autre, l’ancien ne fonctionne plus.")],
        ticket=_ticket(facts),
        buttons=[Button(_("Ouvrir notre stand"), facts["link"])],
        after=[_keep_it(), _ask(facts)],
        reason=_reason(facts),
    )


def employer_removed(facts: Facts) -> Letter:
    return Letter(
        subject=_("Votre stand est retiré : « %(title)s »", title=_title(facts)),
        title=_("Votre stand est retiré"),
        paragraphs=[
            _("%(who)s a noté que vous ne participez pas à cet événement. Les candidats concernés sont prévenus.",
              who=_who(facts)),
        ],
        ticket=_ticket(facts),
        after=[_("C’est une erreur ? Répondez à ce message."), _ask(facts)],
        reason=_reason(facts),
    )  # fmt: skip


def employer_event_moved(facts: Facts) -> Letter:
    return Letter(
        subject=_("Changement : « %(title)s »", title=_title(facts)),
        title=_("La date, les heures ou le lieu ont changé"),
        paragraphs=[
            _("%(who)s a déplacé cet événement. Voici ce qu’il en est maintenant.", who=_who(facts)),
            _(
                "Les heures de présence et les pauses de vos tables suivent. Vérifiez-les, et dites si vous venez "
                "encore."
            ),
        ],
        ticket=_ticket(facts),
        buttons=[Button(_("Ouvrir notre stand"), facts["link"])],
        after=[_keep_it(), _ask(facts)],
        reason=_reason(facts),
    )


def employer_event_cancelled(facts: Facts) -> Letter:
    reason = facts.get("reason", "")
    return Letter(
        subject=_("Annulé : « %(title)s »", title=_title(facts)),
        title=_("L’événement est annulé"),
        paragraphs=[
            _("%(who)s a annulé cet événement. Les candidats inscrits sont prévenus.", who=_who(facts)),
            *([_("Raison donnée : %(reason)s", reason=reason)] if reason else []),
        ],
        ticket=_ticket(facts),
        after=[_ask(facts)],
        reason=_reason(facts),
    )
