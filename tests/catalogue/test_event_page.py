"""Somebody reads the page of an event: the right words in every state, and nothing that is not theirs to read."""

import json
from datetime import timedelta

import pytest

from eventsapp.catalogue.event_page import event_page_context
from eventsapp.events.models import EventAudience, EventOccupation, Partner
from eventsapp.extensions import db
from tests import factories
from tests.browsing import Visitor

PAST = factories.NINE_O_CLOCK - timedelta(days=30)


def published(**values):
    made = factories.event(values.pop("of", None) or factories.organisation(), **values)
    db.session.commit()
    return made


def seen(visitor: Visitor, event):
    return visitor.get(f"/evenements/{event.slug}")


def for_engines(page):
    return json.loads(page.soup.find("script", type="application/ld+json").string)


def test_it_says_what_when_where_and_how_many_places_are_left(visitor: Visitor, cast) -> None:
    event = db.session.merge(cast.event)
    event.registration_closes_at = factories.NINE_O_CLOCK - timedelta(hours=13)
    event.access, event.accessibility = "Métro B Saint-Agne", "Boucle magnétique."
    event.occupations = [EventOccupation(occupation="aide-soignant")]
    event.audiences = [EventAudience(audience="debutants")]
    event.partners = [
        Partner(role="co_organiser", name="Ville de Toulouse"),
        Partner(role="funder", name="ARS Occitanie"),
    ]
    db.session.commit()
    page = seen(visitor, event)
    for words in (
        "Événements Haute-Garonne Toulouse", "Job dating", "12 établissements recrutent", "9 h – 12 h 30",
        "Clôture des inscriptions : lun. 30 nov., 20 h", "Espace Job, 12 rue des Arts, Toulouse", "Métro B Saint-Agne",
        "18 places disponibles", "2 inscriptions sur 20", "Venez avec votre CV.", "Aide-soignant·e",
        "Débutant·es bienvenu·es", "Boucle magnétique.", "Agence Toulouse Sud", "avec Ville de Toulouse",
        "Avec le soutien de ARS Occitanie", "contact@example.org",
    ):  # fmt: skip
        assert page.says(words), words
    assert page.link("S’inscrire gratuitement") == f"/evenements/{event.slug}/inscription"
    assert page.link("Renvoyer mon billet") == f"/evenements/{event.slug}/renvoyer-mon-billet"
    assert page.link("Itinéraire") == "https://www.openstreetmap.org/directions?to=43.60000%2C1.44000"
    assert page.follow("Haute-Garonne").says("1 événement : Haute-Garonne")


@pytest.mark.parametrize(
    ("values", "words", "action"),
    [
        ({"capacity": 0}, "Aucun créneau n’est proposé", None),
        ({"starts_at": PAST}, "Événement passé", None),
        ({"registration_closed_by_hand": True}, "Inscriptions closes", None),
        ({"registration_closes_at": PAST}, "Inscriptions closes", None),
        ({"registration_opens_at": PAST + timedelta(days=29)}, "partir du lundi 30 novembre 2026 à 9 h", None),
        ({"state": "cancelled", "cancel_reason": "Le lieu a brûlé."}, "Motif : Le lieu a brûlé.", None),
        ({"mode": "online", "latitude": None}, "Le lien de connexion vous est donné avec votre billet", "S’inscrire"),
    ],
)
def test_each_state_has_its_words(visitor: Visitor, values, words: str, action: str | None) -> None:
    page = seen(visitor, published(online_url="https://visio.example/secret", **values))
    assert page.says(words) and "visio.example" not in page.html
    assert page.says("S’inscrire gratuitement") is bool(action)


def test_a_full_event_offers_the_waiting_list_and_others_nearby(visitor: Visitor) -> None:
    organisation = factories.organisation()
    full = factories.event(organisation, title="Plein", capacity=2)
    full.slots[0].taken = 2
    factories.event(organisation, title="Juste à côté", latitude=43.63, longitude=1.39)
    factories.event(organisation, title="Trop loin", latitude=50.6, longitude=3.06)
    db.session.commit()
    page = seen(visitor, full)
    assert page.says("Complet : liste d’attente ouverte") and page.says("Juste à côté") and not page.says("Trop loin")
    assert page.link("Rejoindre la liste d’attente") == f"/evenements/{full.slug}/inscription"


def test_several_slots_are_listed_with_their_places(visitor: Visitor) -> None:
    event = published(slots=3, capacity=8)
    event.slots[1].taken = 8
    db.session.commit()
    page = seen(visitor, event)
    assert page.says("9 h – 10 h 8 places sur 8") and page.says("10 h – 11 h Complet")


def test_a_draft_an_unknown_slug_and_a_suspended_organisation_do_not_exist(visitor: Visitor) -> None:
    draft = published(state="draft")
    suspended = published(of=factories.organisation(state="suspended"))
    for slug in (draft.slug, suspended.slug, "rien", "%00", "a" * 3000, "é'\"<b>"):
        visitor.get(f"/evenements/{slug}", expect=404)
        visitor.get(f"/evenements/{slug}.ics", expect=404)


def test_an_event_by_link_only_opens_but_is_not_indexed(visitor: Visitor) -> None:
    page = seen(visitor, published(is_listed=False))
    assert page.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_overseas_hours_are_local_and_said_so(visitor: Visitor) -> None:
    page = seen(visitor, published(timezone="Indian/Reunion", departement_code="974"))
    assert page.says("12 h – 15 h 30 (heure locale)") and page.says("La Réunion")


def test_hostile_texts_stay_texts(visitor: Visitor) -> None:
    bad = "</script><img src=x onerror=alert(1)><script>alert(2)</script>"
    organisation = factories.organisation(name=bad[:120], description=bad, website="javascript:alert(1)")
    every = dict.fromkeys(("title", "summary", "description", "venue", "access", "accessibility", "contact_name"), bad)
    event = published(of=organisation, state="cancelled", cancel_reason=bad, **every)
    event.partners = [Partner(role="funder", name=bad)]
    db.session.commit()
    for path in (f"/evenements/{event.slug}", "/evenements", f"/structures/{organisation.slug}"):
        page = visitor.get(path)
        scripts = [tag for tag in page.soup.find_all("script") if tag.get("type") != "application/ld+json"]
        assert not page.soup.find("img") and all(tag.get("src") for tag in scripts)
        assert "javascript:alert" not in page.html
    assert for_engines(seen(visitor, event))["name"] == bad


def test_engines_get_complete_and_true_data(visitor: Visitor, cast) -> None:
    event = db.session.merge(cast.event)
    told = for_engines(seen(visitor, event))
    assert told["startDate"] == "2026-12-01T09:00+01:00" and told["endDate"] == "2026-12-01T12:30+01:00"
    assert told["eventStatus"].endswith("EventScheduled") and told["remainingAttendeeCapacity"] == 18
    assert told["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 43.6, "longitude": 1.44}
    assert (told["offers"]["price"], told["offers"]["availability"]) == ("0", "https://schema.org/InStock")
    assert told["organizer"]["url"] == f"https://rencontres.test/structures/{cast.agency.slug}"
    event = db.session.merge(event)
    event.calendar_sequence = 1
    db.session.commit()
    assert for_engines(seen(visitor, event))["eventStatus"].endswith("EventRescheduled")
    event = db.session.merge(event)
    event.state = "cancelled"
    db.session.commit()
    assert for_engines(seen(visitor, event))["eventStatus"].endswith("EventCancelled")
    online = for_engines(seen(visitor, published(mode="online", latitude=None, online_url="https://visio.example/x")))
    assert online["location"]["@type"] == "VirtualLocation" and "visio" not in json.dumps(online)


def test_sharing_shows_title_summary_and_picture(visitor: Visitor, cast) -> None:
    page = seen(visitor, cast.event)
    shown = {tag["property"]: tag["content"] for tag in page.soup.find_all("meta", property=True)}
    assert (
        shown["og:title"] == "12 établissements recrutent" and shown["og:description"] == "Entretiens de dix minutes."
    )
    assert shown["og:url"] == f"https://rencontres.test/evenements/{cast.event.slug}"
    assert visitor.get(shown["og:image"]).status == 200


def test_a_draft_without_date_place_or_slot_can_be_previewed(app) -> None:
    event = published(state="draft", slots=0, starts_at=factories.NINE_O_CLOCK, venue="", address="", commune_name="",
                      commune_code="", departement_code="", postcode="", latitude=None, description="", summary="",
                      ends_at=None)  # fmt: skip
    event.starts_at = None
    with app.test_request_context():
        html = app.jinja_env.get_template("catalogue/event.html")
        values = event_page_context(event, factories.NINE_O_CLOCK, preview=True)
        app.update_template_context(values)
        page = html.render(values)
    assert "Date à définir" in page and "/inscription" not in page and "ld+json" not in page
