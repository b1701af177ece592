"""The letters about one registration: one function per kind, named after it."""

from typing import Any

from flask_babel import gettext as _

from eventsapp import formatting
from eventsapp.messages.letters import (
    Button,
    Letter,
    contact_of,
    read_moment,
    schedule_lines,
    ticket_of,
    when,
    where,
    why_registered,
)

Facts = dict[str, Any]


def _hello(facts: Facts) -> str:
    return _("Bonjour %(name)s,", name=facts["registration"]["first_name"])


def _letter(facts: Facts, subject: str, title: str, *paragraphs: str, with_ticket: bool = True, **more: Any) -> Letter:
    return Letter(
        subject=subject,
        title=title,
        paragraphs=[_hello(facts), *(p for p in paragraphs if p)],
        ticket=ticket_of(facts) if with_ticket else None,
        schedule=more.pop("schedule", schedule_lines(facts)),
        after=[*more.pop("after", []), contact_of(facts)],
        reason=why_registered(facts),
        **more,
    )


def _holder_buttons(facts: Facts) -> list[Button]:
    links = facts["links"]
    found = [Button(_("Ouvrir mon billet"), links["ticket"])] if "ticket" in links else []
    if "manage" in links:
        found.append(Button(_("Modifier ou annuler"), links["manage"], is_main=False))
    return found


def _practical(facts: Facts) -> list[str]:
    """What helps to arrive: the joining link, the access, the accessibility."""
    event = facts["event"]
    if event.get("online_url"):
        return [_("Pour rejoindre la rencontre : %(link)s", link=event["online_url"])]
    lines = []
    if event["access"]:
        lines.append(_("Pour venir : %(access)s", access=event["access"]))
    if event["accessibility"]:
        lines.append(_("Accessibilité : %(words)s", words=event["accessibility"]))
    return lines


def _agenda_note(facts: Facts) -> str:
    return _("L’invitation jointe l’ajoute à votre agenda et le tient à jour si quelque chose change.")


def with_place(facts: Facts, subject: str, title: str, *paragraphs: str) -> Letter:
    """For who holds a place; whoever waits is told the same, without ticket nor calendar."""
    if not facts["registration"]["holds_place"]:
        return _letter(facts, subject, title, *paragraphs, buttons=_waiting_buttons(facts))
    after = [*_practical(facts), _agenda_note(facts)]
    return _letter(facts, subject, title, *paragraphs, buttons=_holder_buttons(facts), after=after)


def _waiting_buttons(facts: Facts) -> list[Button]:
    return [Button(_("Voir mon rang ou quitter la liste"), facts["links"]["manage"])]


def registration_confirmed(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return with_place(
        facts,
        _("Votre billet : %(title)s", title=title),
        _("Votre place est réservée"),
        _("Votre inscription est confirmée. Présentez ce billet à l’accueil, sur votre téléphone ou imprimé."),
    )


def registration_changed(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return with_place(
        facts,
        _("Changement : %(title)s", title=title),
        _("Votre créneau a changé"),
        _("Votre place est maintenant réservée pour le %(when)s.", when=when(facts)),
    )


def registration_corrected(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return with_place(
        facts,
        _("Votre billet corrigé : %(title)s", title=title),
        _("Voici votre billet à jour"),
        _("Vos coordonnées ont été corrigées. Utilisez ce billet : il remplace le précédent."),
    )


def registration_resent(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return with_place(
        facts,
        _("Votre billet : %(title)s", title=title),
        _("Revoici votre billet"),
        _("Voici de nouveau votre billet et le lien pour modifier ou annuler votre inscription."),
    )


def registration_taken_back(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return with_place(
        facts,
        _("Votre place est de nouveau réservée : %(title)s", title=title),
        _("Votre place est de nouveau réservée"),
        _("Vous aviez décliné l’invitation, puis repris votre place : elle est à vous."),
    )


def waitlist_promoted(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return with_place(
        facts,
        _("Une place s’est libérée : %(title)s", title=title),
        _("Une place s’est libérée pour vous"),
        _("Vous étiez sur la liste d’attente : votre place est maintenant réservée."),
        _("Si vous ne pouvez plus venir, annulez : la personne suivante aura la place."),
    )


def waitlist_joined(facts: Facts) -> Letter:
    rank, title = facts.get("rank", 1), facts["event"]["title"]
    return _letter(
        facts,
        _("Liste d’attente : %(title)s", title=title),
        _("Vous êtes sur la liste d’attente"),
        _("Vous êtes en position %(rank)s. Si une place se libère, nous vous écrivons aussitôt.", rank=rank),
        _("Ne vous déplacez pas sans avoir reçu votre billet."),
        buttons=_waiting_buttons(facts),
    )


def waitlist_left(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return _letter(
        facts,
        _("Vous avez quitté la liste d’attente : %(title)s", title=title),
        _("Vous n’êtes plus sur la liste d’attente"),
        _("C’est noté, vous ne recevrez plus de message pour cet événement."),
        with_ticket=False,
    )


def event_moved(facts: Facts) -> Letter:
    title, before = facts["event"]["title"], facts.get("before") or {}
    zone = facts["event"]["timezone"]
    lines = []
    if before.get("starts_at"):
        start, end = read_moment(before["starts_at"]), read_moment(before["ends_at"])
        lines.append(_("Avant : %(span)s.", span=formatting.span(start, end, zone)))
    if before.get("where"):
        lines.append(_("Ancien lieu : %(place)s.", place=", ".join(before["where"])))
    return with_place(
        facts,
        _("Changement de date ou de lieu : %(title)s", title=title),
        _("Cet événement change"),
        _("Nouveau rendez-vous : %(when)s, %(where)s.", when=when(facts), where=where(facts)),
        *lines,
        _("Vous n’avez rien à faire. Si cela ne vous convient plus, annulez ci-dessous.")
        if facts["registration"]["holds_place"]
        else _("Vous gardez votre rang sur la liste d’attente."),
    )


def event_updated(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return with_place(
        facts,
        _("Des précisions : %(title)s", title=title),
        _("L’organisateur a précisé cet événement"),
        _("La date et le lieu ne changent pas. Les nouvelles informations sont sur votre billet."),
    )


def _cancelled(facts: Facts, title: str, *paragraphs: str) -> Letter:
    return _letter(
        facts, _("Annulation : %(title)s", title=facts["event"]["title"]), title, *paragraphs, schedule=[],
        **_removal(facts),
    )  # fmt: skip


def _removal(facts: Facts) -> dict[str, Any]:
    return {"after": [_("Si votre agenda ne retire pas le rendez-vous tout seul, vous pouvez le supprimer.")]}


def cancelled_by_candidate(facts: Facts) -> Letter:
    return _cancelled(
        facts,
        _("Votre inscription est annulée"),
        _("C’est noté, et merci d’avoir prévenu : votre place profite à quelqu’un d’autre."),
    )


def cancelled_by_organiser(facts: Facts) -> Letter:
    reason = facts.get("reason", "")
    return _cancelled(
        facts,
        _("Votre inscription est annulée"),
        _("L’organisateur a annulé votre inscription."),
        _("Raison donnée : %(reason)s", reason=reason) if reason else "",
    )


def event_cancelled(facts: Facts) -> Letter:
    reason = facts.get("reason", "")
    return _cancelled(
        facts,
        _("Cet événement est annulé"),
        _("Nous sommes désolés : cet événement n’aura pas lieu. Ne vous déplacez pas."),
        _("Raison donnée par l’organisateur : %(reason)s", reason=reason) if reason else "",
    )


def declined_by_reply(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    return _letter(
        facts,
        _("Vous avez décliné : %(title)s", title=title),
        _("Votre place est libérée"),
        _("Votre agenda nous a répondu que vous ne viendrez pas : votre place est libérée, merci d’avoir prévenu."),
        _("C’était une erreur ? Vous pouvez reprendre votre place tant qu’il en reste."),
        buttons=[Button(_("Reprendre ma place"), facts["links"]["retake"])],
    )


def reminder(facts: Facts) -> Letter:
    title = facts["event"]["title"]
    buttons = [Button(_("Ouvrir mon billet"), facts["links"]["ticket"])]
    buttons.append(Button(_("Je ne viendrai pas"), facts["links"]["decline"], is_main=False))
    return _letter(
        facts,
        _("C’est demain : %(title)s", title=title),
        _("C’est demain"),
        _("Nous vous attendons le %(when)s, %(where)s.", when=when(facts), where=where(facts)),
        _("Un empêchement ? Dites-le d’un geste : une autre personne aura votre place."),
        buttons=buttons,
        after=_practical(facts),
    )


def announcement(facts: Facts) -> Letter:
    title, who = facts["event"]["title"], facts["event"]["organisation"]
    return _letter(
        facts,
        _("Un message de l’organisateur : %(title)s", title=title),
        _("Un message de %(who)s", who=who),
        quote=facts["text"],
        buttons=_holder_buttons(facts) if facts["registration"]["holds_place"] else _waiting_buttons(facts),
    )
