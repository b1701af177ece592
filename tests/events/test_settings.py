"""The settings page: publish, unpublish, visibility, close, reopen, cancel, duplicate."""

from collections.abc import Callable

import pytest

from eventsapp.accounts.models import User
from eventsapp.events.models import Event, EventState
from eventsapp.extensions import db
from eventsapp.messages.models import Message
from eventsapp.organisations.models import Organisation
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Page, Visitor
from tests.cast import Cast

SignedIn = Callable[[User], Visitor]


def saved(event: Event) -> Event:
    db.session.expire_all()
    return db.session.get(Event, event.id)  # type: ignore[return-value]


def messages() -> list[Message]:
    return list(db.session.scalars(db.select(Message)))


def settings(visitor: Visitor, event: Event) -> Page:
    return visitor.get(f"/espace/evenements/{event.id}/reglages")


def draft(cast: Cast, **values: object) -> Event:
    made = factories.event(cast.agency, state=EventState.DRAFT, published_at=None, **values)
    db.session.commit()
    return made


def test_a_complete_draft_is_published(cast: Cast, signed_in: SignedIn, now: object) -> None:
    event = draft(cast)
    assert settings(signed_in(cast.tom), event).submit("Publier", expect=200).says("L’événement est publié.")
    assert (saved(event).state, saved(event).published_at, saved(event).is_listed) == ("published", now, True)


def test_it_may_be_published_for_whoever_has_the_link(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    settings(signed_in(cast.tom), event).submit("Publier", visibility="link", expect=200)
    assert saved(event).state == "published" and not saved(event).is_listed


def test_publishing_twice_is_a_success(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast)
    page = settings(signed_in(cast.tom), event)
    for _time in range(2):
        page.submit("Publier", expect=200)


def test_what_is_missing_is_named(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast, description="", commune_code="")
    answer = settings(signed_in(cast.tom), event).submit("Publier", expect=422)
    assert answer.says("Il manque encore, pour que la page soit publique : Date et lieu, Description.")
    assert answer.link("Date et lieu").endswith("/modifier#lieu")
    assert saved(event).state == "draft"


def test_a_date_that_is_past_is_not_published(cast: Cast, signed_in: SignedIn) -> None:
    event = draft(cast, starts_at=factories.NINE_O_CLOCK.replace(year=2026, month=11, day=20))
    assert settings(signed_in(cast.tom), event).submit("Publier", expect=422).says("Cette date est passée")


@pytest.mark.parametrize("state", ["pending", "suspended"])
def test_an_organisation_that_is_not_approved_publishes_nothing(cast: Cast, signed_in: SignedIn, state: str) -> None:
    event = draft(cast)
    db.session.get(Organisation, cast.agency.id).state = state  # type: ignore[union-attr]
    db.session.commit()
    answer = settings(signed_in(cast.tom), event).submit("Publier", expect=409)
    assert answer.says("Votre structure n’est pas encore validée") and saved(event).state == "draft"


def test_unpublishing_works_while_nobody_is_registered(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency)
    db.session.commit()
    settings(signed_in(cast.tom), event).submit("Dépublier", expect=200)
    assert saved(event).state == "draft"


def test_unpublishing_is_refused_once_somebody_is(cast: Cast, signed_in: SignedIn) -> None:
    event = factories.event(cast.agency)
    db.session.commit()
    page = settings(signed_in(cast.tom), event)
    factories.registration(saved(event), "Chloé", "Petit", state="waitlisted")
    db.session.commit()
    assert page.submit("Dépublier", expect=409).says("Des personnes sont inscrites")
    assert saved(event).state == "published"


def test_registration_closes_and_reopens_by_hand(cast: Cast, signed_in: SignedIn) -> None:
    page = settings(signed_in(cast.tom), cast.event).submit("Clore les inscriptions", expect=200)
    assert saved(cast.event).registration_closed_by_hand
    page.submit("Rouvrir les inscriptions", expect=200)
    assert not saved(cast.event).registration_closed_by_hand


def test_visibility_changes_and_an_open_edit_form_notices(cast: Cast, signed_in: SignedIn) -> None:
    tom = signed_in(cast.tom)
    editing = tom.get(f"/espace/evenements/{cast.event.id}/modifier")
    settings(tom, cast.event).submit("Changer la visibilité", visibility="link", expect=200)
    assert not saved(cast.event).is_listed
    editing.submit("Enregistrer", title="Autre", expect=409)


def test_cancelling_needs_a_reason(cast: Cast, signed_in: SignedIn) -> None:
    answer = settings(signed_in(cast.tom), cast.event).submit("Annuler l’événement", reason=" \x00", expect=422)
    assert answer.says("Dites pourquoi") and saved(cast.event).state == "published"


def test_cancelling_tells_everyone_why(cast: Cast, signed_in: SignedIn) -> None:
    page = settings(signed_in(cast.tom), cast.event)
    assert page.says("2 personnes vont être prévenues")
    landed = page.submit("Annuler l’événement", reason="Grève des transports", expect=200)
    assert landed.says("2 personnes sont prévenues par e-mail.")
    event = saved(cast.event)
    assert (event.state, event.cancel_reason, event.calendar_sequence) == ("cancelled", "Grève des transports", 1)
    assert [(m.kind, m.facts["reason"]) for m in messages()] == [("event_cancelled", "Grève des transports")] * 2
    # Registrations keep their own state: the event's rules them.
    assert db.session.get(Registration, cast.aminata.id).state == "confirmed"  # type: ignore[union-attr]


def test_cancelling_twice_is_a_success_that_tells_once(cast: Cast, signed_in: SignedIn) -> None:
    page = settings(signed_in(cast.tom), cast.event)
    for _time in range(2):
        page.submit("Annuler l’événement", reason="Grève", expect=200)
    assert len(messages()) == 2


def test_a_draft_and_a_past_event_are_not_cancelled(cast: Cast, signed_in: SignedIn) -> None:
    tom, page = signed_in(cast.tom), settings(signed_in(cast.tom), cast.event)
    past = factories.event(cast.agency, starts_at=factories.NINE_O_CLOCK.replace(month=11, day=20))
    for event in (draft(cast), past):
        token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
        answer = tom.send(f"/espace/evenements/{event.id}/annuler", {"csrf_token": token, "reason": "x"})
        assert answer.status in (400, 409)


def test_a_copy_proposes_the_same_weekday_and_keeps_no_one(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}/dupliquer")
    day = page.soup.find("input", attrs={"name": "day"})["value"]  # type: ignore[index]
    assert day == "2026-12-08"
    page.submit("Créer la copie", expect=200)
    copy = db.session.scalars(db.select(Event).where(Event.id != cast.event.id)).one()
    original = saved(cast.event)
    assert (copy.state, copy.title, copy.venue) == ("draft", original.title, original.venue)
    assert copy.slug != original.slug and copy.calendar_uid != original.calendar_uid
    assert [(s.capacity, s.taken, s.starts_at.isoformat()) for s in copy.slots] == [
        (20, 0, "2026-12-08T08:00:00+00:00")
    ]
    assert {row.family for row in copy.families} == {"sante"}


def test_a_copy_asked_twice_is_made_once(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}/dupliquer")
    for _time in range(2):
        page.submit("Créer la copie", expect=200)
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 2


def test_the_last_events_are_offered_as_a_start(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get("/espace/evenements/nouveau").follow("Comme la dernière fois")
    assert page.says(cast.event.title)
    assert page.follow("Dupliquer").says("Dupliquer l’événement")
