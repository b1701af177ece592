"""The list of an organisation's events."""

from datetime import timedelta

from eventsapp.extensions import db
from tests import factories


def test_events_are_split_by_what_becomes_of_them(cast, signed_in, now):
    factories.event(cast.agency, title="Brouillon de forum", state="draft")
    factories.event(cast.agency, title="Forum passé", starts_at=now - timedelta(days=30))
    factories.event(cast.agency, title="Forum annulé", state="cancelled")
    db.session.commit()
    odile = signed_in(cast.odile)
    page = odile.get("/espace")
    assert page.says("12 établissements recrutent") and page.says("2 sur 20")
    for words, title in (
        ("Brouillons 1", "Brouillon de forum"),
        ("Passés 1", "Forum passé"),
        ("Annulés 1", "Forum annulé"),
    ):
        other = page.follow(words)
        assert other.says(title) and not other.says("12 établissements recrutent")


def test_a_title_is_found_without_its_accents(cast, signed_in):
    factories.event(cast.agency, title="Portes ouvertes à l’EHPAD")
    db.session.commit()
    found = signed_in(cast.odile).get("/espace?q=etablissements+RECRUTENT")
    assert found.says("12 établissements recrutent") and not found.says("Portes ouvertes")
    nothing = signed_in(cast.odile).get("/espace?q=zzz")
    assert nothing.says("Aucun titre ne contient « zzz »")
