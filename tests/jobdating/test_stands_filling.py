"""An employer fills in its stand by link: hours, breaks, openings, two recruiters at once, interviews at stake."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from eventsapp import clock
from eventsapp.extensions import db
from eventsapp.jobdating.models import JobOffer, Stand, Table
from eventsapp.jobdating.secret_links import recruiter_path
from eventsapp.messages.models import Message
from tests.browsing import Page, Visitor
from tests.jobdating.fair import Fair, interview, stand

SAVE = "Enregistrer"
OFFER = {"offers-0-occupation": "Aide-soignant·e", "offers-0-openings": "4", "offers-0-diploma": "DEAS"}


@pytest.fixture
def invited(fair: Fair) -> Stand:
    """Somebody invited who has said nothing: no table, no opening."""
    made = stand(fair.event, "Lauragais Domicile", 0, state="invited", answered_at=None, contact_name="")
    db.session.query(JobOffer).filter_by(stand_id=made.id).delete()
    db.session.commit()
    return made


def fresh(row):
    return db.session.get_one(type(row), row.id, populate_existing=True)


def opened(visitor: Visitor, of: Stand) -> Page:
    return visitor.get(recruiter_path(of, "stand"))


def tables_of(of: Stand) -> list[Table]:
    return list(db.session.scalars(select(Table).where(Table.stand_id == of.id).order_by(Table.number)))


def offers_of(of: Stand) -> list[JobOffer]:
    return list(db.session.scalars(select(JobOffer).where(JobOffer.stand_id == of.id).order_by(JobOffer.position)))


def test_an_employer_confirms_with_hours_breaks_and_openings(invited: Stand, visitor: Visitor) -> None:
    page = opened(visitor, invited)
    assert page.says("Viendrez-vous recruter ?") and page.says("17 tours de 10 min, de 9 h à 12 h 22")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    two = page.submit("Ajouter une table")
    assert two.status == 200 and len(two.soup.find_all("legend", string="Nouvelle table")) == 3  # one in the template
    done = two.submit(
        "Confirmer notre présence",
        **{"contact_name": "Ida Roux", "commune_name": "Toulouse (31000)", "tables-0-interviewer": "Ida R.",
           "tables-0-opens": "09:30", "tables-0-closes": "12h", "tables-0-breaks": "10 h 30 – 10 h 45, 11:20 à 11:30",
           "tables-1-interviewer": "P. B.", **OFFER, "offers-0-contract": "cdd", "offers-0-pay": "1 950 € brut"},
    )  # fmt: skip
    assert done.says("Merci, votre présence est confirmée")
    saved = fresh(invited)
    assert (saved.state, saved.commune_name, saved.contact_name) == ("confirmed", "Toulouse", "Ida Roux")
    first, second = tables_of(invited)
    assert (first.number, first.opens_after, first.closes_after, first.breaks) == (5, 30, 180, [[90, 105], [140, 150]])
    assert (second.number, second.interviewer, second.opens_after, second.breaks) == (6, "P. B.", None, [])
    offer = offers_of(invited)[0]
    assert (offer.occupation, offer.rome_code, offer.openings, offer.contract) == ("aide-soignant", "J1501", 4, "cdd")
    mail = db.session.scalars(select(Message).where(Message.kind == "employer_confirmed")).one()
    assert mail.recipient_email == invited.email
    assert opened(visitor, fresh(invited)).soup.find("input", id="tables-0-breaks")["value"].startswith("10")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"tables-0-opens": "08:00"}, "tables-0-opens", "Les entretiens ont lieu de 9 h à 12 h 22"),
        ({"tables-0-opens": "11:00", "tables-0-closes": "10:00"}, "tables-0-closes", "La fin doit venir après"),
        ({"tables-0-closes": "09:05"}, "tables-0-opens", "Il ne reste aucun tour"),
        ({"tables-0-breaks": "9:00 – 12:30"}, "tables-0-opens", "Il ne reste aucun tour"),
        ({"tables-0-breaks": "10:00-10:30, 10:20-10:40"}, "tables-0-breaks", "Deux pauses se chevauchent"),
        ({"tables-0-breaks": "10:30-10:00"}, "tables-0-breaks", "avant d’avoir commencé"),
        ({"tables-0-opens": "10:00", "tables-0-breaks": "9:30-10:15"}, "tables-0-breaks", "en dehors des heures"),
        ({"tables-0-breaks": "vers midi"}, "tables-0-breaks", "Écrivez chaque pause ainsi"),
        ({"tables-0-breaks": "10:00"}, "tables-0-breaks", "Écrivez chaque pause ainsi"),
        ({"tables-0-breaks": "25:00-26:00"}, "tables-0-breaks", "Écrivez chaque pause ainsi"),
        ({"offers-0-occupation": "astronaute", "offers-0-openings": "1"}, "offers-0-occupation", "ne trouvons pas"),
        ({"offers-0-occupation": "éducateur", "offers-0-openings": "1"}, "offers-0-occupation", "Précisez le métier"),
        ({**OFFER, "offers-0-diploma": ""}, "offers-0-diploma", "Ce métier est réglementé"),
        ({**OFFER, "offers-0-openings": "0"}, "offers-0-openings", "entre 1 et 999"),
        ({**OFFER, "offers-0-openings": ""}, "offers-0-openings", "Donnez le nombre de postes"),
        ({**OFFER, "offers-0-contract": "esclavage"}, "offers-0-contract", ""),
        ({"name": ""}, "name", "Donnez le nom de l’établissement"),
        ({"name": "ehpad les magnolias"}, "name", "porte déjà ce nom"),
        ({"email": "rien"}, "email", "adresse e-mail"),
        ({"tables-0-interviewer": "x" * 81}, "tables-0-interviewer", "trop long"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_next_to_its_field(typed, field, words, invited: Stand, visitor: Visitor) -> None:
    page = opened(visitor, invited).submit("Confirmer notre présence", **{"contact_name": "Ida Roux", **typed})
    assert page.status in (409, 422) and fresh(invited).state == "invited" and tables_of(invited) == []
    assert words in page.soup.find(id=f"{field}-error").get_text().replace("\xa0", " ")
    assert page.soup.find("a", href=f"#{field}") is not None  # in the summary
    for name, value in typed.items():
        box = page.soup.find(attrs={"name": name})
        assert box.name == "select" or box["value"] == value  # nothing typed is lost


def test_the_same_form_sent_twice_adds_nothing_twice(invited: Stand, visitor: Visitor) -> None:
    page = opened(visitor, invited)
    typed = {"contact_name": "Ida Roux", "tables-0-interviewer": "I. R.", **OFFER}
    for _time in range(2):
        assert page.submit("Confirmer notre présence", expect=200, **typed)
    assert len(tables_of(invited)) == 1 and len(offers_of(invited)) == 1


def test_two_recruiters_at_once_lose_nothing(fair: Fair, app) -> None:
    ida, paul = Visitor(app), Visitor(app)
    hers, his = opened(ida, fair.clinique), opened(paul, fair.clinique)
    his = his.submit("Ajouter une table")
    his.submit(SAVE, expect=200, **{"about": "Une équipe de soixante.", "tables-1-interviewer": "Paul"})
    conflict = hers.submit(SAVE, expect=409, about="Au pied des Pyrénées.", access="Tram T1")
    assert conflict.says("Quelqu’un d’autre a enregistré ce stand") and conflict.says("Une équipe de soixante.")
    assert conflict.soup.find(id="tables-1-interviewer")["value"] == "Paul"  # what he added is in her form
    assert conflict.soup.find(id="access")["value"] == "Tram T1"
    assert fresh(fair.clinique).about == "Une équipe de soixante."
    conflict.submit(SAVE, expect=200)
    saved = fresh(fair.clinique)
    assert (saved.about, saved.access) == ("Au pied des Pyrénées.", "Tram T1")
    assert [table.interviewer for table in tables_of(saved)] == ["Recruteur 3", "Paul"]


def test_what_an_organiser_does_meanwhile_is_no_conflict(fair: Fair, visitor: Visitor, signed_in) -> None:
    page = opened(visitor, fair.clinique)
    signed_in(fair.cast.tom).get(f"/espace/evenements/{fair.event.id}/employeurs").submit("Monter Clinique")
    page.submit(SAVE, expect=200, access="Tram T1")
    assert fresh(fair.clinique).access == "Tram T1"


def test_removing_a_table_with_interviews_asks_first(fair: Fair, visitor: Visitor) -> None:
    held = interview(fair.people["Aminata"], fair.tables[0], 3)
    db.session.commit()
    asked = opened(visitor, fair.magnolias).submit(SAVE, **{"tables-0-remove": "y", "access": "Tram T1"})
    assert asked.says("1 entretien est prévu à cette table") and fresh(held).table_id == fair.tables[0].id
    asked.submit("Retirer quand même")
    assert fresh(held).table_id == fair.tables[1].id and fresh(fair.tables[0]).closed_at is not None
    assert fresh(fair.magnolias).access == "Tram T1"
    assert opened(visitor, fresh(fair.magnolias)).says("La table 1 est fermée")


def test_an_unused_table_is_removed_at_once_but_never_the_last_one(fair: Fair, visitor: Visitor) -> None:
    page = opened(visitor, fair.magnolias).submit(SAVE, **{"tables-0-remove": "y"})
    assert page.status == 200 and len(tables_of(fair.magnolias)) == 1
    refused = opened(visitor, fair.magnolias).submit(SAVE, expect=422, **{"tables-0-remove": "y"})
    assert refused.says("Un stand a au moins une table")


def test_a_row_named_twice_is_two_rows_and_one_kept_is_not_removed(fair: Fair, visitor: Visitor) -> None:
    number = str(fair.tables[2].id)
    page = opened(visitor, fair.clinique)
    page.submit(SAVE, expect=200, **{"tables-0-remove": "y", "tables-1-table_id": number})
    assert [table.number for table in tables_of(fair.clinique)] == [3]
    twice = {"tables-0-interviewer": "Ida", "tables-1-table_id": number, "tables-1-interviewer": "Noé"}
    opened(visitor, fair.clinique).submit(SAVE, expect=200, **twice)
    assert [table.interviewer for table in tables_of(fair.clinique)] == ["Ida", "Noé"]


def test_new_hours_may_not_leave_interviews_outside(fair: Fair, visitor: Visitor) -> None:
    interview(fair.people["Aminata"], fair.tables[2], 3)
    db.session.commit()
    page = opened(visitor, fair.clinique)
    refused = page.submit(SAVE, expect=409, **{"tables-0-opens": "10:00"})
    assert "1 entretien est déjà prévu à cette table" in refused.soup.find(id="tables-0-opens-error").get_text()
    page.submit(SAVE, expect=200, **{"tables-0-closes": "11:00"})


def test_twenty_tables_at_most(fair: Fair, visitor: Visitor) -> None:
    more = {f"tables-{n}-interviewer": f"R{n}" for n in range(1, 21)}
    assert opened(visitor, fair.clinique).submit(SAVE, expect=422, **more).says("20 tables au plus par stand")


def test_an_employer_declines_then_comes_after_all(invited: Stand, visitor: Visitor) -> None:
    asked = opened(visitor, invited).follow("Nous ne viendrons pas")
    asked.submit("Oui, nous ne viendrons pas")
    assert fresh(invited).state == "declined" and fresh(invited).answered_at is not None
    page = opened(visitor, invited)
    assert page.says("Vous aviez répondu non")
    page.submit("Confirmer notre présence", contact_name="Ida Roux", expect=200)
    assert fresh(invited).state == "confirmed"


def test_a_confirmed_employer_who_leaves_reads_what_it_costs(fair: Fair, visitor: Visitor) -> None:
    held = interview(fair.people["Bilal"], fair.tables[2], 0)
    db.session.commit()
    asked = opened(visitor, fair.clinique).follow("Nous ne viendrons pas")
    assert asked.says("1 entretien est prévu avec vous")
    asked.submit("Oui, nous ne viendrons pas")
    assert fresh(fair.clinique).state == "left" and fresh(held).state == "cancelled"
    page = opened(visitor, fair.clinique)
    assert page.says("Ce stand ne participe plus") and not page.soup.find("form", id="stand")


@pytest.mark.parametrize("why", ["over", "cancelled"])
def test_after_the_end_or_a_cancellation_nothing_changes(why: str, fair: Fair, visitor: Visitor, now: datetime) -> None:
    page = opened(visitor, fair.clinique)
    if why == "over":
        clock.stop(fair.event.ends_at + timedelta(minutes=1))
    else:
        event = fresh(fair.event)
        event.state, event.cancelled_at = "cancelled", now
        db.session.commit()
    words = "terminé" if why == "over" else "annulé"
    assert page.submit(SAVE, expect=409, access="Tram T1").says(words)
    assert not opened(visitor, fair.clinique).soup.find("form", id="stand")
    assert fresh(fair.clinique).access == ""


def test_a_foreign_or_expired_link_opens_nothing(fair: Fair, visitor: Visitor) -> None:
    mine, other = (recruiter_path(one).rpartition("/")[2] for one in (fair.magnolias, fair.clinique))
    crossed = f"{fair.magnolias.id}-{other.partition('-')[2]}"
    for token in (crossed, mine[:-1], "x", "code2"):
        assert visitor.get(f"/recruteur/{token}/stand", expect=404).says("Ce lien ne fonctionne plus")
    clock.stop(fair.event.ends_at + timedelta(days=121))
    visitor.get(f"/recruteur/{mine}/stand", expect=404)
