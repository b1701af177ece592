"""The fixed cast. Odile is responsable of the agency, Tom her teammate who organises, Ana welcomes at the door;
Simon is responsable of another organisation and must see nothing. Aminata is registered, Bilal too."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from eventsapp.accounts.models import User
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.organisations.models import Organisation, Role
from eventsapp.registrations.models import Registration
from tests import factories
from tests.browsing import Visitor


@dataclass
class Cast:
    agency: Organisation
    other: Organisation
    odile: User
    tom: User
    ana: User
    simon: User
    event: Event
    aminata: Registration
    bilal: Registration


@pytest.fixture
def cast(app: Flask) -> Cast:
    agency = factories.organisation()
    other = factories.organisation("Mission locale de Blagnac", kind="mission_locale")
    odile = factories.member(agency, Role.RESPONSABLE, "Odile Martin", email="odile@example.org")
    tom = factories.member(agency, Role.ORGANISATEUR, "Tom Petit", email="tom@example.org")
    ana = factories.member(agency, Role.ACCUEIL, "Ana Costa", email="ana@example.org")
    simon = factories.member(other, Role.RESPONSABLE, "Simon Roy", email="simon@example.org")
    event = factories.event(agency)
    aminata = factories.registration(event, "Aminata", "Diallo", email="aminata@example.org")
    bilal = factories.registration(event, "Bilal", "Haddad", email="bilal@example.org")
    db.session.commit()
    return Cast(agency, other, odile, tom, ana, simon, event, aminata, bilal)


@pytest.fixture
def signed_in(app: Flask) -> Callable[[User], Visitor]:
    """signed_in(cast.odile): her browser, signed in."""
    return lambda user: Visitor(app).sign_in_as(user)
