"""An organiser starts from a formula and gets a draft."""

from collections.abc import Callable

import pytest

from eventsapp.accounts.models import User
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.reference.event_kinds import event_kinds
from tests.browsing import Page, Visitor
from tests.cast import Cast

NEW = "/espace/evenements/nouveau"
SignedIn = Callable[[User], Visitor]


def the_new_one(cast: Cast) -> Event:
    found = db.session.scalars(db.select(Event).where(Event.id != cast.event.id)).all()
    assert len(found) == 1
    return found[0]


def value(page: Page, name: str) -> str:
    field = page.soup.find(attrs={"name": name})
    assert field is not None, name
    return str(field.get("value") or field.get_text())


def test_the_essential_gives_a_draft(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    landed = page.submit(
        "Enregistrer le brouillon",
        title="12 établissements recrutent : entretiens de 10 minutes",
        day="2026-12-15",
        place="Espace Job, 12 rue des Arts",
        commune="Toulouse (31200)",
        expect=200,
    )
    assert landed.says("Le brouillon est enregistré")
    event = the_new_one(cast)
    assert landed.path == f"/espace/evenements/{event.id}/modifier"
    assert (event.state, event.organisation_id, event.kind) == ("draft", cast.agency.id, "job_dating")
    assert (event.venue, event.address, event.postcode) == ("Espace Job", "12 rue des Arts", "31200")
    assert event.slug == "12-etablissements-recrutent-entretiens-de-10-minutes-toulouse"
    assert (event.interview_minutes, event.turnover_minutes) == (10, 2)
    assert [(s.starts_at.isoformat(), s.ends_at.isoformat(), s.capacity) for s in event.slots] == [
        ("2026-12-15T08:00:00+00:00", "2026-12-15T11:30:00+00:00", 120)
    ]
    assert "## À apporter" in event.description


def test_a_title_alone_is_enough_for_a_draft(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.tom).get(NEW).submit("Enregistrer le brouillon", title="Plus tard", commune="", expect=200)
    assert the_new_one(cast).slots == []


def test_a_formula_in_the_address_fills_the_form(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(f"{NEW}?formule=portes_ouvertes")
    assert value(page, "kind") == "portes_ouvertes"
    assert [value(page, f"slots-{i}-starts") for i in range(3)] == ["14:00", "15:00", "16:00"]
    assert page.soup.find(attrs={"name": "interview_minutes"}) is None


def test_another_formula_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    typed = {"title": "Nos portes", "day": "2026-12-15", "place": "La Roseraie"}
    changed = page.submit("Portes ouvertes", formule="portes_ouvertes", **typed, expect=200)
    assert value(changed, "kind") == "portes_ouvertes"
    assert {name: value(changed, name) for name in typed} == typed
    assert value(changed, "slots-2-starts") == "16:00"


def test_another_formula_leaves_hours_that_were_changed(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    changed = page.submit("Forum", formule="forum", **{"slots-0-starts": "10:15"}, expect=200)
    assert (value(changed, "kind"), value(changed, "slots-0-starts")) == ("forum", "10:15")


@pytest.mark.parametrize("kind", [kind.id for kind in event_kinds()])
def test_every_formula_makes_an_event(cast: Cast, signed_in: SignedIn, kind: str) -> None:
    page = signed_in(cast.tom).get(f"{NEW}?formule={kind}")
    page.submit("Enregistrer le brouillon", title="Essai", day="2026-12-15", expect=200)
    event = the_new_one(cast)
    assert event.kind == kind and event.slots and event.description


def test_a_formula_of_several_slots_makes_them_all(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(f"{NEW}?formule=journee_recrutement")
    page.submit("Enregistrer le brouillon", title="Une journée", day="2026-12-15", expect=200)
    event = the_new_one(cast)
    assert [slot.capacity for slot in event.slots] == [30, 30]
    assert (event.starts_at, event.ends_at) == (event.slots[0].starts_at, event.slots[1].ends_at)


def test_the_preview_button_saves_and_shows_the_public_page(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    shown = page.submit("Aperçu exact", title="Journée du soin", day="2026-12-15", expect=200)
    assert shown.path.endswith("/apercu") and shown.says("Journée du soin") and shown.says("Aperçu")
    assert the_new_one(cast).state == "draft"


def test_the_same_form_sent_twice_makes_one_event(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    first = page.submit("Enregistrer le brouillon", title="Une fois", expect=200)
    second = page.submit("Enregistrer le brouillon", title="Une fois", expect=200)
    assert first.path == second.path
    the_new_one(cast)


def test_two_events_of_one_title_have_two_addresses(cast: Cast, signed_in: SignedIn) -> None:
    for _time in range(2):
        signed_in(cast.tom).get(NEW).submit("Enregistrer le brouillon", title="Forum", commune="Albi", expect=200)
    slugs = db.session.scalars(db.select(Event.slug).where(Event.title == "Forum")).all()
    assert len(set(slugs)) == 2 and "forum-albi" in slugs


def test_an_event_overseas_keeps_the_time_of_its_place(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    page.submit("Enregistrer le brouillon", title="À La Réunion", day="2026-12-15", commune="Saint-Denis (97400)")
    event = the_new_one(cast)
    assert event.timezone == "Indian/Reunion"
    assert event.slots[0].starts_at.isoformat() == "2026-12-15T05:00:00+00:00"


def test_an_online_formula_asks_for_its_link(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(f"{NEW}?formule=salon_en_ligne")
    page.submit("Enregistrer le brouillon", title="En ligne", online_url="https://visio.example/salon")
    event = the_new_one(cast)
    assert (event.mode, event.online_url, event.commune_code) == ("online", "https://visio.example/salon", "")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    answer = page.submit(
        "Enregistrer le brouillon", title="", day="2026-02-30", commune="Xyzzy", place="Espace Job", expect=422
    )
    assert answer.says("Donnez un titre à l’événement.")
    assert answer.says("Le 30 février 2026 n’existe pas.")
    assert answer.says("Nous ne trouvons pas cette commune.")
    assert (value(answer, "place"), value(answer, "day")) == ("Espace Job", "2026-02-30")
    assert answer.link("Donnez un titre") == "#title"
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "2026-12-15", "slots-0-ends": "08:00"}, "La fin doit venir après le début."),
        ({"day": "2027-03-28", "slots-0-starts": "02:30"}, "il n’est jamais 2 h 30"),
        ({"day": "2027-10-31", "slots-0-starts": "02:30"}, "il est deux fois 2 h 30"),
        ({"day": "2036-12-15"}, "plus de trois ans"),
        ({"day": "demain"}, "Écrivez la date ainsi"),
        ({"day": "2026-12-15", "slots-0-starts": "25:00"}, "Écrivez l’heure ainsi"),
        ({"day": "2026-12-15", "slots-0-capacity": "-1"}, "nombre entier entre 0 et 20000"),
        ({"day": "2026-12-15", "slots-0-capacity": "99999999999999999999"}, "nombre entier"),
        ({"day": "2026-12-15", "slots-0-capacity": ""}, "Donnez le nombre de places."),
        ({"title": "x" * 151}, "151 caractères pour 150 au plus"),
        ({"title": "x" * 1_000_000}, "1000000 caractères"),
        ({"title": "\x00\x01\u202e"}, "Donnez un titre"),
        ({"interview_minutes": "dix"}, "nombre entier entre 1 et 120"),
    ],
)
def test_bad_input_gets_its_sentence(cast: Cast, signed_in: SignedIn, fields: dict[str, str], sentence: str) -> None:
    page = signed_in(cast.tom).get(NEW)
    answer = page.submit("Enregistrer le brouillon", **{"title": "Essai", **fields}, expect=422)
    assert answer.says(sentence), answer.text


def test_an_unknown_formula_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.tom).get(NEW).submit("Enregistrer le brouillon", title="Essai", kind="bal", expect=422)


def test_more_than_a_megabyte_is_too_much(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    page.submit("Enregistrer le brouillon", title="x" * 3_000_000, expect=413)


def test_control_characters_are_dropped(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    page.submit("Enregistrer le brouillon", title="For\x00um\r\n du\x07 soin\u202e", expect=200)
    assert the_new_one(cast).title == "Forum du soin"


def test_strange_names_of_rows_are_ignored(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.tom).get(NEW)
    strange = {"slots-²-starts": "1", "slots-" + "9" * 5000 + "-starts": "1", "slots--1-starts": "", "slots": "x"}
    page.submit("Enregistrer le brouillon", title="Essai", **strange, expect=200)


def test_someone_who_welcomes_people_creates_nothing(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.ana).get(NEW, expect=403)
