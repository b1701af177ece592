"""A compact world for pages to show: every state that an event, a registration or a passage can have, once."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import current_app

from eventsapp import clock
from eventsapp.accounts.models import User
from eventsapp.checkin.actions import Doorkeeper, check_in
from eventsapp.checkin.recording_actions import record_scans
from eventsapp.checkin.scan_items import ScanItem
from eventsapp.events.models import Event, EventAudience, EventOccupation, Partner, PartnerRole
from eventsapp.extensions import db
from eventsapp.messages.delivery import Deliverer
from eventsapp.messages.models import Incoming, Message
from eventsapp.messages.transports import transport_for
from eventsapp.registrations import tickets
from eventsapp.registrations.models import Registration
from eventsapp.registrations.telling import tell
from tests import factories
from tests.cast import Cast
from tests.factories import saved
from tests.rights.addresses import known_addresses

ROUTES = [
    line.split()
    for line in (Path(__file__).parents[1] / "rights" / "routes.txt").read_text("utf-8").splitlines()
    if line[:1] != "#"
]
# Who looks at what: each page once, as the person whom it shows the most.
PEOPLE = {"nobody": 3, "accueil": 6, "responsable": 8, "admin": 10}  # and their column of the table


@dataclass
class World:
    cast: Cast
    admin: User
    known: dict[str, Any]
    events: dict[str, Event]
    registrations: dict[str, Registration]
    passages: list[str]

    def user(self, who: str) -> User | None:
        """The account of one of PEOPLE."""
        cast = self.cast
        return {"accueil": cast.ana, "responsable": cast.odile, "admin": self.admin}.get(who)

    def addresses(self, who: str, method: str, *statuses: str) -> list[str]:
        """The addresses of the table that are theirs to look at, where they get one of these statuses."""
        return [
            line[1].format(**self.known)
            for line in ROUTES
            if line[0] == method and _looks(line[1]) == who and line[PEOPLE[who]] in statuses
        ]

    def pages(self, who: str) -> list[str]:
        """Every address of the table that shows a page, then the other states of these pages."""
        return list(dict.fromkeys(self.addresses(who, "GET", "200", "404") + self.other_states(who)))

    def other_states(self, who: str) -> list[str]:
        """The same routes, on the events and registrations that look different."""
        if who == "nobody":
            letters = [f"/boite/{name}" for name in sorted(os.listdir(current_app.config["MAILBOX_FOLDER"]))[-1:]]
            found = [f"/evenements/{event.slug}" for name, event in self.events.items() if name != "draft"]
            found += [f"/evenements/{self.events[name].slug}/inscription" for name in ("slots", "past", "closed")]
            slots = self.events["slots"].slots
            found += [f"/evenements/{self.events['slots'].slug}/inscription?creneau={slot.id}" for slot in slots[:2]]
            for registration in self.registrations.values():
                found.append(f"/billet/{tickets.scan_token(registration)}")
                found.append(f"/inscription/{tickets.manage_token(registration)}")
            return [
                *found,
                "/evenements?lieu=Brest&rayon=10",
                "/evenements?lieu=Xyzzy",
                "/boite",
                *letters,
                *self.dead_links(),
            ]
        if who == "responsable":
            found = [f"/espace?liste={name}" for name in ("drafts", "past", "cancelled")]
            for event in self.events.values():
                here = f"/espace/evenements/{event.id}"
                found += [here, f"{here}/modifier", f"{here}/reglages", f"{here}/inscriptions"]
            return [*found, f"/espace/evenements/{self.events['draft'].id}/apercu", "/espace?q=rien-de-tel"]
        if who == "accueil":
            door = f"/accueil/{self.events['today'].slug}"
            found = [f"{door}/passages/{scan}" for scan in self.passages]
            here = f"/espace/evenements/{self.events['today'].id}"
            return [*found, f"{door}/recherche?q=a", f"{door}/recherche?q=xyz", "/espace", here, f"{here}/modifier"]
        return ["/espace", "/evenements", f"/accueil/{self.events['today'].slug}"]

    def dead_links(self) -> list[str]:
        dead = "guessed-" + "a" * 32
        return [
            f"/{route}/{dead}"
            for route in ("billet", "inscription", "invitation", "mes-inscriptions", "nouveau-mot-de-passe",
                          "confirmer-mon-adresse", "nouvelle-adresse", "accueil/associer", "rien")
        ]  # fmt: skip


def _looks(path: str) -> str:
    """Whose page it is."""
    starts = {"/accueil/": "accueil", "/espace": "responsable", "/administration": "admin"}
    return next((who for start, who in starts.items() if path.startswith(start)), "nobody")


def build(cast: Cast) -> World:
    """Everything, committed; its mails are delivered to the built-in mailbox."""
    now = clock.now()
    admin = factories.user("Alix Admin", email="alix@example.org", is_platform_admin=True)
    known = known_addresses(cast)
    saved(Incoming(fingerprint="x", kind="person", sender="bilal@example.org", subject="Retard", text="Bus en retard.",
                   event_id=cast.event.id, registration_id=cast.bilal.id, forwarded=True, received_at=now))  # fmt: skip
    events = _events(cast, now)
    registrations = _registrations(events, now)
    for registration in registrations.values():
        tell("registration_confirmed", registration, now)
    passages = _passages(events["today"], cast, now)
    db.session.commit()
    deliver_all(now)
    return World(cast, admin, known, events, registrations, passages)


def _events(cast: Cast, now: datetime) -> dict[str, Event]:
    of = cast.agency
    full = factories.event(
        of, slots=3, capacity=2, title="Une journée au grand air", access="Métro B, Saint-Agne.",
        accessibility="Entrée de plain-pied.", description="## Au programme\n\n- Un **atelier**\n- [Un lien](https://example.org/)",
        contact_name="Odile Martin", contact_phone="06 39 98 01 11", interview_minutes=10, turnover_minutes=2,
    )  # fmt: skip
    full.occupations = [EventOccupation(occupation="aide-soignant")]
    full.audiences = [EventAudience(audience="tous")]
    full.partners = [
        Partner(role=PartnerRole.CO_ORGANISER, name="Mission locale", position=0),
        Partner(role=PartnerRole.FUNDER, name="Fonds Grandir", position=1),
    ]
    draft = factories.event(of, title="Brouillon", state="draft", published_at=None, summary="", venue="")
    draft.slots.clear()
    draft.starts_at = draft.ends_at = None
    return {
        "slots": full,
        "draft": draft,
        "cancelled": factories.event(
            of, title="Annulé", state="cancelled", cancelled_at=now, cancel_reason="La salle est inondée."
        ),
        "past": factories.event(of, title="Passé", starts_at=now - timedelta(days=3)),
        "online": factories.event(
            of, title="Par écran", mode="online", online_url="https://visio.example.org/x", venue="", address=""
        ),
        "closed": factories.event(of, title="Clos", registration_closed_by_hand=True),
        "today": factories.event(of, title="Maintenant", starts_at=now - timedelta(hours=1)),
    }


def _registrations(events: dict[str, Event], now: datetime) -> dict[str, Registration]:
    slots = events["slots"].slots
    return {
        "confirmed": factories.registration(events["slots"], "Chloé", "Weber", slot=slots[0]),
        "first": factories.registration(events["slots"], "Dina", "Sow", slot=slots[1]),
        "second": factories.registration(events["slots"], "Élie", "Roux", slot=slots[1]),
        "waiting": factories.registration(events["slots"], "Fanny", "Blin", slot=slots[1], state="waitlisted"),
        "declined": factories.registration(
            events["slots"], "Gil", "Mas", slot=slots[2], state="cancelled_by_candidate", cancelled_at=now,
            declined_at=now,
        ),
        "removed": factories.registration(
            events["slots"], "Hana", "Ito", slot=slots[2], state="cancelled_by_organiser", cancelled_at=now
        ),
        "no_event": factories.registration(events["cancelled"], "Ida", "Kas"),
        "gone": factories.registration(events["past"], "Jo", "Lam"),
        "online": factories.registration(events["online"], "Kim", "Nôtre"),
    }  # fmt: skip


def _passages(event: Event, cast: Cast, now: datetime) -> list[str]:
    """One passage of each verdict that a page can show."""
    door = Doorkeeper(user_id=cast.ana.id, place=cast.ana.name)
    inside = factories.registration(event, "Lise", "Paul")
    factories.registration(event, "Marc", "Aubin")
    waiting = factories.registration(event, "Nour", "Said", state="waitlisted")
    cancelled = factories.registration(event, "Omar", "Tam", state="cancelled_by_candidate", cancelled_at=now)
    chosen = [(inside.id, "in"), (inside.id, "in"), (waiting.id, "in"), (cancelled.id, "in"), (inside.id, "out")]
    scans = []
    for registration_id, direction in chosen:
        scans.append(str(uuid4()))
        check_in(event, registration_id, direction, door, now, scan_id=scans[-1])
    for ticket in ("RS-0000-0000", tickets.scan_token(cast.aminata)):
        scans.append(str(uuid4()))
        record_scans(event, [ScanItem(scans[-1], ticket, now, "in")], door, now)
    return scans


def deliver_all(now: datetime) -> list[Message]:
    """Deliver what waits to the built-in mailbox, as the worker does. Returns the messages."""
    config = current_app.config
    deliverer = Deliverer(transport_for("mailbox:", config["MAILBOX_FOLDER"]), "tests", picture=tickets.qr_png)
    while deliverer.run_once():
        pass
    return list(db.session.scalars(db.select(Message).order_by(Message.id)))
