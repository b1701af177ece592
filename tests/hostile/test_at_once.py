"""One button pressed by several hands at the same moment, through the pages: done once, and never an error of ours."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from eventsapp.accounts.models import User
from eventsapp.checkin.models import Device, Presence, Scan
from eventsapp.events.models import Event
from eventsapp.extensions import Model, db
from eventsapp.messages.models import Message
from eventsapp.organisations.models import Invitation, Membership, Organisation
from eventsapp.registrations.models import Registration
from eventsapp.slots.models import Slot
from tests import factories
from tests.browsing import Visitor
from tests.cast import Cast
from tests.rights.addresses import SCAN_ID, known_addresses
from tests.rights.people import csrf_token_for

HANDS = 5
PASSWORD = "cheval-agrafe-pile-correcte"


@pytest.fixture
def known(cast: Cast) -> dict[str, Any]:
    return known_addresses(cast)


def press(app: Flask, visitors: list[Visitor], path: str, values: Callable[[int], dict[str, Any]]) -> list[int]:
    """Everyone posts to `path` together; the statuses."""
    gate, statuses = threading.Barrier(len(visitors)), [0] * len(visitors)
    tokens = [csrf_token_for(visitor) for visitor in visitors]
    db.session.remove()

    def run(n: int) -> None:
        with app.app_context():
            data = {**values(n), "csrf_token": tokens[n]}
            gate.wait()
            statuses[n] = visitors[n]._send(path, method="POST", data=data).status_code
            db.session.remove()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(200 <= status < 500 for status in statuses), statuses
    return statuses


def hands(app: Flask, user: User | None = None) -> list[Visitor]:
    """The same person in several windows."""
    visitors = [Visitor(app) for _ in range(HANDS)]
    return [visitor.sign_in_as(user) for visitor in visitors] if user else visitors


def count(table: type[Model], *where: Any) -> int:
    db.session.rollback()
    return int(db.session.scalar(db.select(db.func.count()).select_from(table).where(*where)) or 0)


def test_an_invitation_is_accepted_once_by_a_new_person(app: Flask, known: dict[str, Any]) -> None:
    statuses = press(app, hands(app), f"/invitation/{known['invited']}", lambda n: {"name": "N", "password": PASSWORD})
    assert statuses.count(303) == 1
    nina = db.session.scalar(db.select(User.id).where(User.email_key == "nina@example.org"))
    assert count(Membership, Membership.user_id == nina) == 1


def test_an_invitation_is_accepted_once_by_somebody_with_an_account(app: Flask, known: dict[str, Any]) -> None:
    nina = factories.user("Nina", email="nina@example.org")
    db.session.commit()
    nina_id = nina.id
    assert 303 in press(app, hands(app, nina), f"/invitation/{known['invited']}", lambda n: {})
    assert count(Membership, Membership.user_id == nina_id) == 1


def test_one_address_is_invited_once(app: Flask, cast: Cast) -> None:
    path = f"/espace/structures/{cast.agency.slug}/equipe/inviter"
    press(app, hands(app, cast.odile), path, lambda n: {"email": "lea@example.org", "role": "accueil"})
    assert count(Invitation) == 1 and count(Message, Message.kind == "team_invitation") == 1


def test_a_pairing_code_pairs_one_phone(app: Flask, known: dict[str, Any]) -> None:
    paired = count(Device, Device.token_hash.is_not(None))
    statuses = press(app, hands(app), f"/accueil/associer/{known['pairing']}", lambda n: {"label": f"Porte {n}"})
    assert statuses.count(303) == 1 and count(Device, Device.token_hash.is_not(None)) == paired + 1


@pytest.mark.parametrize("name", ["my_registrations", "reset_password", "change_email"])
def test_a_mailed_link_is_spent_once(name: str, app: Flask, known: dict[str, Any]) -> None:
    path = {"my_registrations": "mes-inscriptions", "reset_password": "nouveau-mot-de-passe"}.get(
        name, "nouvelle-adresse"
    )
    statuses = press(app, hands(app), f"/{path}/{known[name]}", lambda n: {"password": f"{PASSWORD}-{n}"})
    assert statuses.count(303) == 1 and set(statuses) <= {303, 410}


def test_one_announcement_leaves_once(app: Flask, cast: Cast) -> None:
    path = f"/espace/evenements/{cast.event.id}/messages/annonce"
    values = {"audience": "everyone", "text": "Le parking est fermé.", "form_key": "a" * 32, "envoyer": "oui"}
    press(app, hands(app, cast.tom), path, lambda n: values)
    assert count(Message, Message.kind == "announcement") == 2


def test_an_export_is_noted_each_time(app: Flask, cast: Cast) -> None:
    path = f"/espace/evenements/{cast.event.id}/inscriptions/export.csv"
    assert set(press(app, hands(app, cast.tom), path, lambda n: {})) == {200}


def test_events_of_one_title_get_addresses_of_their_own(app: Flask, cast: Cast) -> None:
    values = {"kind": "job_dating", "title": "Journée des métiers", "commune": "Toulouse (31000)", "day": "2026-12-10",
              "slots-0-starts": "09:00", "slots-0-ends": "12:00", "slots-0-capacity": "10"}  # fmt: skip
    statuses = press(
        app, hands(app, cast.tom), "/espace/evenements/nouveau", lambda n: {**values, "form_key": f"{n}" * 32}
    )
    assert set(statuses) == {303}
    assert count(Event, Event.title == "Journée des métiers") == HANDS


def test_organisations_of_one_name_get_addresses_of_their_own(app: Flask) -> None:
    creators = [Visitor(app).sign_in_as(factories.user(f"Personne {n}")) for n in range(HANDS)]
    db.session.commit()
    values = {
        "name": "Maison Bleue",
        "kind": "mission_locale",
        "commune": "Toulouse (31000)",
        "contact_email": "m@example.org",
    }
    assert set(press(app, creators, "/espace/structures/nouvelle", lambda n: values)) == {303}
    assert count(Organisation, Organisation.name == "Maison Bleue") == HANDS


def test_one_sign_up_opens_one_account(app: Flask) -> None:
    values = {"email": "lea@example.org", "name": "Léa", "password": PASSWORD}
    press(app, hands(app), "/creer-un-compte", lambda n: values)
    assert count(User, User.email_key == "lea@example.org") == 1


def test_a_scan_is_undone_once(app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    path = f"/accueil/{cast.event.slug}/passages/{SCAN_ID}/annuler"
    press(app, hands(app, cast.ana), path, lambda n: {"reason": "mistake"})
    assert count(Scan, Scan.direction == "undo") == 1
    assert count(Presence) == 0


def test_somebody_is_admitted_once(app: Flask, cast: Cast) -> None:
    event = db.session.merge(cast.event)
    waiting = factories.registration(event, "Wanda", "Wait", state="waitlisted")
    db.session.commit()
    waiting_id = waiting.id
    path = f"/accueil/{event.slug}/personnes/{waiting_id}/admettre"
    press(app, hands(app, cast.ana), path, lambda n: {"reason": "Elle est là"})
    assert count(Presence, Presence.registration_id == waiting_id) == 1
    assert db.session.scalar(db.select(Slot.extra).where(Slot.event_id == cast.event.id)) == 1


def test_one_walk_in_is_registered_once(app: Flask, cast: Cast) -> None:
    values = {"first_name": "Zoé", "last_name": "Morel", "email": "zoe@example.org", "slot_id": cast.event.slots[0].id}
    press(app, hands(app, cast.ana), f"/accueil/{cast.event.slug}/sur-place", lambda n: values)
    assert count(Registration, Registration.email_key == "zoe@example.org") == 1


@pytest.mark.parametrize("act", ["annuler", "je-ne-viendrai-pas"])
def test_a_registration_is_cancelled_once(act: str, app: Flask, cast: Cast, known: dict[str, Any]) -> None:
    taken = cast.event.slots[0].taken
    press(app, hands(app), f"/inscription/{known['manage']}/{act}", lambda n: {})
    assert db.session.scalar(db.select(Slot.taken).where(Slot.event_id == cast.event.id)) == taken - 1
    assert count(Message, Message.kind == "cancelled_by_candidate") == 1
    declined = db.session.get_one(Registration, cast.aminata.id)
    declined.declined_at = declined.cancelled_at  # as after «non» in a calendar: that place may be taken back
    db.session.commit()
    press(app, hands(app), f"/inscription/{known['manage']}/reprendre", lambda n: {})
    db.session.rollback()
    assert db.session.scalar(db.select(Slot.taken).where(Slot.event_id == cast.event.id)) == taken


def test_a_registration_resent_by_several_leaves_once(app: Flask, cast: Cast) -> None:
    path = f"/espace/evenements/{cast.event.id}/inscriptions/{cast.aminata.id}/renvoyer"
    press(app, hands(app, cast.tom), path, lambda n: {})
    assert count(Message, Message.kind == "registration_resent") == 1


def test_an_event_is_published_once_and_an_organisation_approved_once(app: Flask, cast: Cast) -> None:
    admin = factories.user("Alix Admin", is_platform_admin=True)
    pending = factories.organisation("En attente", state="pending")
    factories.member(pending, "responsable", "Rita", email="rita@example.org")  # type: ignore[arg-type]
    db.session.commit()
    press(app, hands(app, admin), f"/administration/structures/{pending.id}/valider", lambda n: {})
    assert count(Message, Message.kind == "organisation_approved") == 1
