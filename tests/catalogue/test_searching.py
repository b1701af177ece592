"""Somebody looks for an event: place, dates, filters, pages, and what is done with what they mistype."""

from datetime import timedelta

import pytest

from eventsapp.events.models import EventAudience, EventFamily, EventOccupation
from eventsapp.extensions import db
from tests import factories
from tests.browsing import Visitor

BLAGNAC = {"latitude": 43.6358, "longitude": 1.3917, "commune_name": "Blagnac", "commune_code": "31069"}
LILLE = {
    "latitude": 50.6366,
    "longitude": 3.0630,
    "commune_name": "Lille",
    "commune_code": "59350",
    "departement_code": "59",
}


def published(title: str, **values):
    organisation = values.pop("of", None) or factories.organisation()
    made = factories.event(organisation, title=title, **values)
    db.session.commit()
    return made


def titles(page) -> list[str]:
    return [tag.get_text() for tag in page.soup.select("article.ticket--card .ticket__title")]


def test_a_place_keeps_what_is_within_its_radius_and_says_how_far(visitor: Visitor) -> None:
    published("Près", **BLAGNAC)
    published("Loin", **LILLE)
    page = visitor.get("/evenements?lieu=Toulouse&rayon=30")
    assert titles(page) == ["Près"]
    assert page.says("1 événement à 30 km de Toulouse") and page.says("à 5 km")


def test_the_corner_of_the_box_is_not_within_the_radius(visitor: Visitor) -> None:
    published("Au coin", latitude=43.6043 + 0.24, longitude=1.4437 + 0.33)  # 37 km away, inside the box of 30
    assert titles(visitor.get("/evenements?lieu=Toulouse&rayon=30")) == []
    assert titles(visitor.get("/evenements?lieu=Toulouse&rayon=50")) == ["Au coin"]


def test_the_same_day_comes_nearest_first_and_days_in_order(visitor: Visitor) -> None:
    later = factories.NINE_O_CLOCK + timedelta(days=1)
    published("Demain, tout près", starts_at=later)
    published("Blagnac à neuf heures", **BLAGNAC)
    published("Toulouse à dix heures", starts_at=factories.NINE_O_CLOCK + timedelta(hours=1))
    found = titles(visitor.get("/evenements?lieu=Toulouse"))
    assert found == ["Toulouse à dix heures", "Blagnac à neuf heures", "Demain, tout près"]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "draft"},
        {"is_listed": False},
        {"state": "cancelled"},
        {"starts_at": factories.NINE_O_CLOCK - timedelta(days=30)},
    ],
)
def test_only_listed_events_to_come_are_found(visitor: Visitor, values) -> None:
    published("Caché", **values)
    assert titles(visitor.get("/")) == titles(visitor.get("/evenements")) == []


def test_events_of_a_suspended_organisation_are_not_found(visitor: Visitor) -> None:
    published("Suspendu", of=factories.organisation(state="suspended"))
    assert titles(visitor.get("/evenements")) == []


def test_each_facet_narrows(visitor: Visitor) -> None:
    wanted = published("Voulu", kind="forum")
    wanted.families.append(EventFamily(family="handicap"))
    wanted.occupations.append(EventOccupation(occupation="aes"))
    wanted.audiences.append(EventAudience(audience="debutants"))
    published("Autre", starts_at=factories.NINE_O_CLOCK + timedelta(days=40), **LILLE)
    db.session.commit()
    for facet in ("type=forum", "famille=handicap", "metier=aes", "public=debutants", "departement=31",
                  "quand=mois-prochain&au=2026-12-05", "du=2026-12-01&au=2026-12-01"):  # fmt: skip
        assert titles(visitor.get(f"/evenements?{facet}")) == ["Voulu"], facet


def test_family_filters_say_how_many_they_give_and_can_be_taken_off(visitor: Visitor) -> None:
    published("Un")
    two = published("Deux")
    two.families = [EventFamily(family="social")]
    db.session.commit()
    page = visitor.get("/evenements?lieu=Toulouse")
    assert page.says("Santé · 1") and page.says("Social · 1")
    chosen = page.follow("Social · 1")
    assert titles(chosen) == ["Deux"] and chosen.says("Santé · 1")
    assert len(titles(chosen.follow("Social · 1"))) == 2


def test_only_events_where_one_can_register_when_asked(visitor: Visitor) -> None:
    published("Libre")
    published("Complet", capacity=0)
    published("Clos", registration_closed_by_hand=True)
    assert titles(visitor.get("/evenements?places=oui")) == ["Libre"]


def test_cards_say_what_is_left(visitor: Visitor) -> None:
    for title, taken in (("Large", 5), ("Presque", 17), ("Plein", 20)):
        published(title).slots[0].taken = taken
    published("Clos", registration_closed_by_hand=True)
    db.session.commit()
    page = visitor.get("/evenements")
    assert page.says("15 places sur 20") and page.says("Plus que 3 places") and page.says("Complet liste d’attente")
    assert page.says("Inscriptions closes")


def test_online_events_are_offered_beside_a_place(visitor: Visitor) -> None:
    published("À distance", mode="online", latitude=None, longitude=None)
    page = visitor.get("/evenements?lieu=Toulouse")
    assert titles(page) == [] and page.says("Aucun événement à 30 km de Toulouse")
    assert titles(page.follow("Et 1 événement en ligne")) == ["À distance"]


def test_pages_hold_twenty_and_their_links_keep_the_filters(visitor: Visitor) -> None:
    organisation = factories.organisation()
    for number in range(23):
        factories.event(organisation, title=f"Numéro {number}")
    db.session.commit()
    page = visitor.get("/evenements?lieu=Toulouse&rayon=50&famille=sante")
    assert len(titles(page)) == 20
    second = page.follow("Suivante")
    assert len(titles(second)) == 3 and "rayon=50" in second.path and "famille=sante" in second.path
    beyond = visitor.get("/evenements?page=99")
    assert len(titles(beyond)) == 3 and beyond.says("Il n’y a que 2 pages")


def test_an_unknown_place_gets_a_sentence_and_places_to_choose_from(visitor: Visitor) -> None:
    published("Ici")
    page = visitor.get("/evenements?lieu=Toulooouse")
    assert page.says("Nous ne connaissons pas « Toulooouse »") and titles(page) == ["Ici"]
    assert page.follow("Toulouse (31000)").says("à 30 km de Toulouse")


def test_a_name_that_several_communes_bear_offers_the_others(visitor: Visitor) -> None:
    assert visitor.get("/evenements?lieu=Saint-Denis").says("Autres communes de ce nom")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("page=abc", "Cette page n’existe pas : voici la première"),
        ("page=%ff%fe", "Cette page n’existe pas"),
        ("page=-3", "Cette page n’existe pas"),
        ("du=2026-13-45", "La date « 2026-13-45 » n’existe pas"),
        ("du=0001-01-01", "n’existe pas"),
        ("du=2026-12-09&au=2026-12-01", "Les deux dates étaient inversées"),
        ("au=2020-01-01", "Ces dates sont passées"),
        ("lieu=Toulouse&rayon=99999", "nous avons cherché à 200 km"),
        ("lieu=Toulouse&rayon=beaucoup", "nous avons cherché à 30 km"),
        ("famille=chats", "Le filtre « chats » n’existe pas"),
        ("departement=999", "Ce département n’existe pas"),
        ("type=' OR 1=1 --", "n’existe pas"),
    ],
)
def test_what_can_be_mistyped_gets_a_sentence_and_the_nearest_reading(
    visitor: Visitor, query: str, sentence: str
) -> None:
    published("Ici")
    page = visitor.get(f"/evenements?{query}")
    assert page.says(sentence) and titles(page) == ["Ici"]


@pytest.mark.parametrize("query", ["lieu=%00", "famille=a%07b", "lieu=" + "a" * 1_000_000])
def test_what_nobody_types_is_refused_in_words(visitor: Visitor, query: str) -> None:
    page = visitor.get(f"/evenements?{query}", expect=400)
    assert page.says("Cette adresse de recherche n’a pas été comprise")


def test_what_was_typed_is_shown_as_text(visitor: Visitor) -> None:
    page = visitor.get('/evenements?lieu=<script>alert(1)</script>&famille="><img src=x onerror=alert(1)>')
    assert not page.soup.find("img") and "<script>alert" not in page.html


def test_engines_keep_one_page_per_place(visitor: Visitor) -> None:
    assert not visitor.get("/evenements?lieu=Toulouse").soup.find("meta", attrs={"name": "robots"})
    narrowed = visitor.get("/evenements?lieu=31000&famille=sante&inconnu=1")
    assert "noindex" in narrowed.soup.find("meta", attrs={"name": "robots"})["content"]
    canonical = narrowed.soup.find("link", rel="canonical")["href"]
    assert canonical == "https://rencontres.test/evenements?lieu=Toulouse+%2831000%29&famille=sante"


def test_communes_are_proposed_and_kept_a_day(visitor: Visitor) -> None:
    answer = visitor.get("/communes.json?q=toulou").response
    assert answer.json[0] == {"code": "31555", "label": "Toulouse (31000)"}
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert visitor.get("/communes.json").response.json == []
    assert visitor.get("/communes.json?q=%00" + "a" * 100_000).status == 200


def test_the_search_form_works_without_javascript(visitor: Visitor) -> None:
    published("Près", **BLAGNAC)
    page = visitor.get("/").submit("Rechercher", lieu="blagnac", rayon="5")
    assert titles(page) == ["Près"] and page.says("1 événement à 5 km de Blagnac")
