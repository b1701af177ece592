"""Where an event stands for someone who reads its page: one word for it, and the sentences that go with it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.catalogue.queries import Seats
from eventsapp.events.models import Event, EventState
from eventsapp.formatting import date_time, number


@dataclass(frozen=True, slots=True)
class Situation:
    """`key`: open, full, not_open_yet, closed, past or cancelled. `action` labels the button, if any."""

    key: str
    headline: str
    sentence: str = ""
    action: str = ""

    @property
    def is_over(self) -> bool:
        """Nobody can come any more."""
        return self.key in ("past", "cancelled")

    @property
    def offers_others(self) -> bool:
        """Someone who wanted to come needs another event."""
        return self.key in ("full", "closed", "past", "cancelled")


def situation_of(event: Event, seats: Seats, now: datetime) -> Situation:
    """`seats` of the slots that are not over. A draft reads as it will once published."""
    if event.state == EventState.CANCELLED:
        return _cancelled(event)
    if event.is_past(now):
        return Situation("past", _("Événement passé"), _("Il n’est plus possible de s’inscrire."))
    if event.registration_opens_at is not None and event.registration_opens_at > now:
        opens = date_time(event.registration_opens_at, event.timezone)
        return Situation(
            "not_open_yet",
            _("Inscriptions bientôt ouvertes"),
            _("Vous pourrez vous inscrire à partir du %(day)s.", day=opens),
        )
    if event.registration_closed_by_hand or (
        event.registration_closes_at is not None and event.registration_closes_at <= now
    ):
        return _closed()
    if seats.left <= 0:
        return _full(seats)
    return Situation(
        "open",
        ngettext("%(count)s place disponible", "%(count)s places disponibles", seats.left, count=number(seats.left)),
        _("Une minute, sans compte. Annulation en un clic."),
        _("S’inscrire gratuitement"),
    )


def _cancelled(event: Event) -> Situation:
    words = _("Les personnes inscrites ont été prévenues.")
    if event.cancel_reason:
        words = _("Motif : %(reason)s", reason=event.cancel_reason)
    return Situation("cancelled", _("Événement annulé"), words)


def _closed() -> Situation:
    return Situation(
        "closed",
        _("Inscriptions closes"),
        _("Vous n’êtes pas inscrit·e et souhaitez venir ? Demandez à l’organisateur."),
    )


def _full(seats: Seats) -> Situation:
    if not seats.capacity:
        return Situation("closed", _("Inscriptions closes"), _("Aucun créneau n’est proposé pour l’instant."))
    return Situation(
        "full",
        _("Complet : liste d’attente ouverte"),
        _("Dès qu’une place se libère, la première personne de la liste la reçoit et en est prévenue."),
        _("Rejoindre la liste d’attente"),
    )
