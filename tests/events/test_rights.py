"""Who may touch an event: its organisers. A colleague of the door gets 403, everyone else finds nothing."""

from collections.abc import Callable

import pytest

from eventsapp.accounts.models import User
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from tests.browsing import Visitor
from tests.cast import Cast

SignedIn = Callable[[User], Visitor]
PAGES = ("modifier", "apercu", "reglages", "deplacer", "dupliquer")
ACTS = (
    "modifier", "publier", "depublier", "fermer", "rouvrir", "visibilite", "annuler", "deplacer", "dupliquer",
)  # fmt: skip
EVERYTHING = {
    "title": "Volé", "reason": "Volé", "visibility": "link", "day": "2026-12-25", "starts": "10:00", "version": "1",
    "venue": "Ailleurs", "commune": "Albi", "kind": "forum", "mode": "onsite", "confirmed": "1",
}  # fmt: skip


def fingerprint() -> tuple[object, ...]:
    """Everything that an intruder could have changed."""
    columns = (Event.title, Event.state, Event.is_listed, Event.version, Event.registration_closed_by_hand)
    events = db.session.execute(db.select(*columns).order_by(Event.id)).all()
    mails = db.session.scalar(db.select(db.func.count(Message.id)))
    return (*[tuple(row) for row in events], mails)


@pytest.mark.parametrize("page", PAGES)
def test_who_sees_the_pages(cast: Cast, signed_in: SignedIn, page: str) -> None:
    address = f"/espace/evenements/{cast.event.id}/{page}"
    for user, status in ((cast.odile, 200), (cast.tom, 200), (cast.ana, 403), (cast.simon, 404)):
        signed_in(user).get(address, expect=status)


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_act_changes_nothing(cast: Cast, signed_in: SignedIn, act: str) -> None:
    before = fingerprint()
    for user, status in ((cast.ana, 403), (cast.simon, 404)):
        person = signed_in(user)
        token = person.csrf_token("/espace/compte")
        person.send(f"/espace/evenements/{cast.event.id}/{act}", {**EVERYTHING, "csrf_token": token}, expect=status)
    assert fingerprint() == before


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_is_asked_to_sign_in(cast: Cast, visitor: Visitor, act: str) -> None:
    before = fingerprint()
    token = visitor.csrf_token("/connexion")
    answer = visitor.send(
        f"/espace/evenements/{cast.event.id}/{act}", {**EVERYTHING, "csrf_token": token}, expect=302, follow=False
    )
    assert answer.response.headers["Location"].startswith("/connexion")
    assert fingerprint() == before


@pytest.mark.parametrize("act", ACTS)
def test_an_act_without_its_token_changes_nothing(cast: Cast, signed_in: SignedIn, act: str) -> None:
    before = fingerprint()
    signed_in(cast.tom).send(f"/espace/evenements/{cast.event.id}/{act}", EVERYTHING, expect=400)
    assert fingerprint() == before


@pytest.mark.parametrize("event_id", ["999999", "0", "2147483647", "99999999999999999999", "-1", "abc"])
def test_a_guessed_id_leads_nowhere(cast: Cast, signed_in: SignedIn, event_id: str) -> None:
    for page in PAGES:
        signed_in(cast.tom).get(f"/espace/evenements/{event_id}/{page}", expect=404)


def test_nobody_creates_in_the_name_of_another_organisation(cast: Cast, signed_in: SignedIn) -> None:
    person = signed_in(cast.simon)
    page = person.get("/espace/evenements/nouveau")
    page.submit("Enregistrer le brouillon", title="Chez moi", organisation_id=str(cast.agency.id), expect=200)
    made = db.session.scalars(db.select(Event).where(Event.title == "Chez moi")).one()
    assert made.organisation_id == cast.other.id


def test_a_slot_of_another_event_is_not_touched(cast: Cast, signed_in: SignedIn) -> None:
    slot_id = db.session.get(Event, cast.event.id).slots[0].id  # type: ignore[union-attr]
    person = signed_in(cast.simon)
    page = person.get("/espace/evenements/nouveau").submit(
        "Enregistrer le brouillon", title="Le mien", day="2026-12-20"
    )
    page.submit("Enregistrer le brouillon", **{"slots-0-slot_id": str(slot_id), "slots-0-capacity": "7"}, expect=200)
    db.session.expire_all()
    assert db.session.get(Event, cast.event.id).slots[0].capacity == 20  # type: ignore[union-attr]
