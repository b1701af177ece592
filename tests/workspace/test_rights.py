"""Who may open what in the workspace, and what a guessed number gives."""

from datetime import timedelta

import pytest

from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.messages.models import Message
from eventsapp.organisations.models import Invitation
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Visitor
from tests.workspace.outbox import mail_to

HUGE = 2**63
PAGES = (
    "", "/affiche", "/inscriptions", "/inscriptions/ajouter", "/inscriptions/{person}",
    "/inscriptions/emargement/{slot}", "/messages", "/messages/recus", "/messages/annonce",
)  # fmt: skip
ACTS = (
    "/inscriptions/export.csv", "/inscriptions/ajouter", "/inscriptions/{person}/adresse",
    "/inscriptions/{person}/creneau", "/inscriptions/{person}/annuler", "/inscriptions/{person}/renvoyer",
    "/messages/{mail}/renvoyer", "/messages/recus/lus", "/messages/annonce",
)  # fmt: skip


@pytest.fixture
def numbers(cast):
    mail = mail_to(cast.aminata, state="failed")
    db.session.commit()
    return {"person": cast.aminata.id, "slot": cast.event.slots[0].id, "mail": mail.id}


def state_of_everything():
    people = [(r.id, r.state, r.email, r.slot_id) for r in db.session.query(Registration).order_by(Registration.id)]
    return people, db.session.query(Message).count(), db.session.query(HistoryEntry).count()


def token_of(browser):
    """A valid CSRF token of the session, from whatever page offers one."""
    return browser.csrf_token("/espace")


@pytest.mark.parametrize("path", PAGES)
def test_each_role_reads_what_is_its_own(app, cast, signed_in, numbers, path):
    address = f"/espace/evenements/{cast.event.id}" + path.format(**numbers)
    signed_in(cast.odile).get(address)
    signed_in(cast.tom).get(address)
    signed_in(cast.ana).get(address, expect=403 if path else 200)
    signed_in(cast.simon).get(address, expect=404)
    stranger = Visitor(app).get(address, expect=302, follow=False)
    assert stranger.response.headers["Location"].startswith("/connexion")


@pytest.mark.parametrize("path", ACTS)
@pytest.mark.parametrize(("who", "status"), (("ana", 403), ("simon", 404)))
def test_nobody_else_acts_even_with_a_valid_token(cast, signed_in, numbers, path, who, status):
    browser = signed_in(getattr(cast, who))
    fields = {
        "csrf_token": token_of(browser), "email": "pirate@example.org", "reason": "x", "slot": str(numbers["slot"]),
        "first_name": "P", "last_name": "P", "audience": "everyone", "text": "x", "envoyer": "oui",
    }  # fmt: skip
    before = state_of_everything()
    browser.send(f"/espace/evenements/{cast.event.id}" + path.format(**numbers), fields, expect=status)
    assert state_of_everything() == before


@pytest.mark.parametrize("path", ACTS)
def test_an_act_without_its_token_is_refused(cast, signed_in, numbers, path):
    before = state_of_everything()
    signed_in(cast.odile).send(
        f"/espace/evenements/{cast.event.id}" + path.format(**numbers), {"reason": "x"}, expect=400
    )
    assert state_of_everything() == before


@pytest.mark.parametrize("path", [p for p in (*PAGES, *ACTS) if "{" in p])
def test_a_number_of_another_event_leads_nowhere(cast, signed_in, path):
    second = factories.event(cast.agency)
    stranger = factories.registration(second, "Zoé", "Martin")
    mail = mail_to(stranger, state="failed")
    db.session.commit()
    odile = signed_in(cast.odile)
    for numbers in (
        {"person": stranger.id, "slot": second.slots[0].id, "mail": mail.id},
        {"person": HUGE, "slot": HUGE, "mail": HUGE},
    ):
        address = f"/espace/evenements/{cast.event.id}" + path.format(**numbers)
        before = state_of_everything()
        if path in PAGES:
            odile.get(address, expect=404)
        else:
            odile.send(address, {"csrf_token": token_of(odile), "email": "a@example.org", "reason": "x"}, expect=404)
        assert state_of_everything() == before


def test_an_impossible_event_number_is_not_found(cast, signed_in):
    for number in (0, 999_999, HUGE):
        signed_in(cast.odile).get(f"/espace/evenements/{number}", expect=404)


def test_the_door_s_home_offers_only_what_is_to_welcome(cast, signed_in, now):
    factories.event(cast.agency, title="Brouillon secret", state="draft")
    factories.event(cast.agency, title="Vieux forum", starts_at=now.replace(month=1))
    db.session.commit()
    page = signed_in(cast.ana).get("/espace")
    assert page.says("12 établissements recrutent") and page.link("Ouvrir l’accueil").startswith("/accueil/")
    assert not page.says("Brouillon secret") and not page.says("Vieux forum") and not page.says("Nouvel événement")


def test_someone_without_organisation_is_shown_the_way(app, signed_in, cast, now):
    newcomer = factories.user("Nora Saïd", email="nora@example.org")
    db.session.commit()
    page = signed_in(newcomer).get("/espace")
    assert page.says("Créez votre structure") and page.link("Créer ma structure") == "/espace/structures/nouvelle"


def test_an_invitation_still_open_is_recalled(app, signed_in, cast, now):
    newcomer = factories.user("Nora Saïd", email="nora@example.org")
    factories.saved(
        Invitation(
            organisation_id=cast.agency.id, email="nora@example.org", email_key="nora@example.org", role="accueil",
            secret_hash="x", created_at=now, expires_at=now + timedelta(days=7),
        )
    )  # fmt: skip
    db.session.commit()
    assert signed_in(newcomer).get("/espace").says("Agence Toulouse Sud vous a invité·e dans son équipe")
