"""The table of registrations: finding people, and taking the list away."""

import csv
import io

import pytest

from eventsapp.checkin.models import Presence
from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.registrations.contact_details import name_key
from eventsapp.registrations.models import SupportNeed
from tests import factories
from tests.workspace.outbox import mail_to


def names(page):
    return [cell.get_text(strip=True) for cell in page.soup.select("tbody th")]


@pytest.fixture
def listing(cast, signed_in):
    """The list of the event as Odile reads it, with a query string."""
    cast.aminata.phone, cast.aminata.short_code = "+33639980001", "RS-7KQ4-M2XD"
    zoe = factories.registration(cast.event, "Zoé", "D’Été", email=None, name_key=name_key("Zoé", "D’Été"))
    factories.registration(cast.event, "Wafa", "Ziani", state="waitlisted")
    factories.registration(cast.event, "Xavier", "Ziani", state="waitlisted")
    factories.registration(cast.event, "Parti", "Loin", state="cancelled_by_candidate")
    db.session.commit()
    odile = signed_in(cast.odile)
    listing = lambda query="": odile.get(f"/espace/evenements/{cast.event.id}/inscriptions{query}")  # noqa: E731
    listing.zoe = zoe
    return listing


@pytest.mark.parametrize(
    ("query", "found"),
    (
        ("?q=dete+zoe", []),
        ("?q=d’ete+zoe", ["D’Été Zoé"]),
        ("?q=AMINATA", ["Diallo Aminata"]),
        ("?q=bilal@example", ["Haddad Bilal"]),
        ("?q=06+39+98+00+01", ["Diallo Aminata"]),
        ("?q=rs7kq4m2xd", ["Diallo Aminata"]),
        ("?q=%25", []),
        ("?q=_", []),
        (f"?q={'x' * 5000}", []),
        ("?q=%00", ["Diallo Aminata", "Haddad Bilal", "D’Été Zoé", "Ziani Wafa", "Ziani Xavier"]),
        ("?etat=waitlisted", ["Ziani Wafa", "Ziani Xavier"]),
        ("?etat=cancelled", ["Loin Parti"]),
        ("?message=none&etat=confirmed", ["Diallo Aminata", "Haddad Bilal", "D’Été Zoé"]),
        ("?creneau=999999999999999999999", None),
        ("?page=99999999999999999999&tri=zzz&arrivee=zzz&message=zzz", None),
    ),
)
def test_people_are_found(listing, query, found):
    page = listing(query)
    if found is None:
        assert page.says("5 personnes")
    else:
        assert sorted(names(page)) == sorted(found)


def test_each_line_says_where_the_person_stands(cast, listing, now):
    mail_to(cast.bilal, state="failed", answer="550 5.1.1 boîte inconnue")
    db.session.add(
        Presence(registration_id=cast.aminata.id, event_id=cast.event.id, is_inside=True, first_in_at=now, last_at=now)
    )
    db.session.commit()
    page = listing()
    lines = {row.th.get_text(strip=True): " ".join(row.get_text(" ").split()) for row in page.soup.select("tbody tr")}
    assert "10 h" in lines["Diallo Aminata"]
    assert "Échec" in lines["Haddad Bilal"] and "550 5.1.1 boîte inconnue" in lines["Haddad Bilal"]
    assert "rang 1" in lines["Ziani Wafa"] and "rang 2" in lines["Ziani Xavier"]
    assert "sans e-mail" in lines["D’Été Zoé"]
    assert names(listing("?message=failed")) == ["Haddad Bilal"]
    assert names(listing("?arrivee=arrived")) == ["Diallo Aminata"]


def test_a_later_mail_settles_an_older_failure(cast, listing):
    mail_to(cast.bilal, state="failed")
    mail_to(cast.bilal, "registration_resent", state="sent")
    db.session.commit()
    assert names(listing("?message=failed")) == [] and "Haddad Bilal" in names(listing("?message=sent"))


def test_the_export_is_the_list_without_support_needs(cast, listing, now, signed_in):
    cast.aminata.last_name = '=HYPERLINK("https://evil.example")'
    db.session.add(SupportNeed(registration_id=cast.aminata.id, needs=["ramp"], note="secret", consented_at=now))
    db.session.commit()
    answer = listing("?etat=confirmed").submit("Exporter cette liste", expect=200).response
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    text = answer.get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[0][:4] == ["Nom", "Prénom", "E-mail", "Téléphone"] and len(rows) == 4
    mine = next(row for row in rows if row[1] == "Aminata")
    assert mine[0] == '\'=HYPERLINK("https://evil.example")' and mine[3] == "06 39 98 00 01"
    assert "secret" not in text and "rampe" not in text
    entry = db.session.query(HistoryEntry).filter_by(act="registrations.exported").one()
    assert entry.details == {"rows": 3} and entry.actor_id == cast.odile.id
    page = signed_in(cast.odile).get(f"/espace/evenements/{cast.event.id}")
    assert page.says("Liste exportée (3 personnes)")
