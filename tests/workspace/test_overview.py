"""One event at a glance: figures, what to do next, what was done."""

from datetime import timedelta

from eventsapp.checkin.models import Presence
from eventsapp.extensions import db
from eventsapp.history.actions import note
from eventsapp.messages.models import Incoming
from eventsapp.registrations.models import SupportNeed
from tests import factories
from tests.workspace.outbox import mail_to


def test_the_figures_are_those_of_the_event(cast, signed_in, now):
    factories.registration(cast.event, "Chloé", "Roux", state="waitlisted")
    cast.aminata.partstat = "accepted"
    factories.registration(cast.event, "Denis", "Lopez", state="cancelled_by_candidate", partstat="declined")
    db.session.commit()
    page = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}")
    assert page.says("Personnes inscrites 2 / 20") and page.says("Liste d’attente 1")
    assert page.says("Invitations acceptées 1 1 refusée → place libérée")
    assert page.says("dans 9 jours · mardi 1er décembre, 9 h – 12 h 30")


def test_registrations_are_counted_by_the_day_of_the_event(cast, signed_in, now):
    late = now.replace(hour=23, minute=30)  # half past midnight the next day in Paris
    factories.registration(cast.event, "Chloé", "Roux", created_at=late - timedelta(days=1))
    db.session.commit()
    page = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select(".chart__table tbody tr")]
    assert rows == ["22 nov. 3"]


def test_what_went_wrong_comes_first_with_its_repair(cast, signed_in, now):
    mail_to(cast.aminata, state="failed", answer="550 5.1.1 unknown user")
    reply = Incoming(fingerprint="a", kind="person", sender="x@example.org", event_id=cast.event.id, received_at=now)
    db.session.add(reply)
    db.session.add(SupportNeed(registration_id=cast.bilal.id, needs=["ramp"], consented_at=now))
    db.session.commit()
    odile = signed_in(cast.odile)
    page = odile.get(f"/espace/evenements/{cast.event.id}")
    todo = [" ".join(item.get_text(" ").split()) for item in page.soup.select(".todo__item")]
    assert todo[0].startswith("Urgent : 1 adresse e-mail en échec")
    assert todo[1].startswith("Urgent : 1 réponse à lire")
    assert any("1 personne qui a demandé un aménagement" in item for item in todo)
    assert page.follow("corriger").says("Diallo Aminata")


def test_a_reply_stops_asking_once_read(cast, signed_in, now):
    db.session.add(
        Incoming(
            fingerprint="a", kind="person", sender="x@example.org", subject="Retard", text="J’arrive à 10 h",
            event_id=cast.event.id, registration_id=cast.aminata.id, received_at=now - timedelta(hours=1),
        )
    )  # fmt: skip
    db.session.commit()
    odile = signed_in(cast.odile)
    received = odile.get(f"/espace/evenements/{cast.event.id}").follow("lire")
    assert received.says("J’arrive à 10 h") and received.says("Aminata Diallo")
    read = received.submit("Tout marquer comme lu")
    assert read.says("J’arrive à 10 h") and not read.says("à lire")
    page = odile.get(f"/espace/evenements/{cast.event.id}")
    assert not page.says("réponse à lire") and page.says("Réponses reçues marquées comme lues")


def test_a_draft_says_what_it_lacks(cast, signed_in):
    draft = factories.event(cast.agency, state="draft", description="", venue="", address="")
    db.session.commit()
    page = signed_in(cast.odile).get(f"/espace/evenements/{draft.id}")
    assert page.says("Brouillon") and page.link("Description").startswith(f"/espace/evenements/{draft.id}/modifier")


def test_the_history_names_the_team_and_leaves_candidates_to_their_pages(cast, signed_in, now):
    note("event.published", cast.event.id, now, actor_id=cast.odile.id)
    note("registration.added", cast.event.id, now, registration_id=cast.aminata.id)
    db.session.commit()
    page = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}")
    acts = [li.get_text(" ", strip=True) for li in page.soup.select(".history__list li")]
    assert len(acts) == 1 and acts[0].startswith("Événement publié Odile Martin")


def test_arrivals_take_the_place_of_reminders_on_the_day(cast, signed_in, now):
    db.session.add(
        Presence(registration_id=cast.aminata.id, event_id=cast.event.id, is_inside=True, first_in_at=now, last_at=now)
    )
    db.session.commit()
    page = signed_in(cast.tom).get(f"/espace/evenements/{cast.event.id}")
    assert page.says("Personnes arrivées 1 / 2") and not page.says("Rappels")


def test_the_door_sees_counts_and_its_screen_only(cast, signed_in):
    page = signed_in(cast.ana).get(f"/espace/evenements/{cast.event.id}")
    assert page.says("Personnes attendues 2") and page.link("Ouvrir l’accueil") == f"/accueil/{cast.event.slug}"
    for hidden in ("Inscriptions", "Messages", "Diallo", "Affiche"):
        assert not page.says(hidden)


def test_the_poster_carries_the_public_address(cast, signed_in):
    page = signed_in(cast.odile).get(f"/espace/evenements/{cast.event.id}").follow("Affiche & QR")
    assert page.says(f"https://rencontres.test/evenements/{cast.event.slug}")
    assert page.soup.select_one(".poster__qr svg path")
