"""The same person in several windows: wishes, consents and interviews never end up half of one and half of another."""

from typing import Any

from flask import Flask

from eventsapp.extensions import db
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.wishes.models import Consent, Profile
from eventsapp.registrations import tickets
from tests.hostile.test_at_once import HANDS, hands, press
from tests.jobdating.fair import Fair, interview
from tests.jobdating.wishing import consents_of, wanting, wishes_of


def test_five_windows_save_and_one_of_them_holds(fair: Fair, app: Flask) -> None:
    zoe = fair.people["Zoé"]
    path = tickets.manage_path(zoe, "voeux")
    stands = [fair.magnolias, fair.clinique, fair.horizon]
    orders = [[stands[(n + step) % 3] for step in range(1 + n % 3)] for n in range(HANDS)]
    sent: list[dict[str, Any]] = [
        wanting(*order, available_from="", available_until="", occupation="", pitch="-".join(s.name for s in order))
        for order in orders
    ]
    assert press(app, hands(app), path, lambda n: sent[n]) == [303] * HANDS
    names = [name for name, shared in wishes_of(zoe) if shared]
    assert db.session.get_one(Profile, zoe.id).pitch == "-".join(names)
    covered = {number for consent in consents_of(zoe) for number in consent.stand_ids}
    assert {stand.id for stand in stands if stand.name in names} <= covered


def test_withdrawing_while_saving_ends_in_a_state_that_consents_explain(fair: Fair, app: Flask) -> None:
    aminata = fair.people["Aminata"]
    booked = [interview(aminata, fair.tables[number], number * 2).id for number in (0, 2, 3)]
    db.session.commit()
    withdraw = tickets.manage_path(aminata, "accords/choisis/retirer")
    assert press(app, hands(app), withdraw, lambda _n: {}) == [303] * HANDS
    assert [shared for _name, shared in wishes_of(aminata)] == [False] * 3
    assert {db.session.get_one(Interview, number).state for number in booked} == {"cancelled"}
    standing = db.session.query(Consent).filter_by(registration_id=aminata.id, withdrawn_at=None)
    assert standing.count() == 0
