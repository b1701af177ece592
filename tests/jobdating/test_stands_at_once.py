"""Several organisers with the same button: one act, one mail, one line in the history."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from eventsapp import clock
from eventsapp.errors import Refused
from eventsapp.extensions import db
from eventsapp.history.models import HistoryEntry
from eventsapp.jobdating.models import Stand, Table
from eventsapp.jobdating.queries import stand_of_event
from eventsapp.jobdating.stands import actions as stand_actions
from eventsapp.messages.models import Message
from tests.jobdating.fair import Fair
from tests.jobdating.test_day_races import at_once

HANDS = 5


def _leave(stand: Stand, actor_id: int) -> None:
    stand_actions.leave(stand, clock.now(), actor_id=actor_id)


def _close(stand: Stand, actor_id: int) -> None:
    stand_actions.close_table(stand.tables[0], clock.now(), actor_id=actor_id)


def _write(stand: Stand, actor_id: int) -> None:
    stand_actions.write_again(stand, stand.email, clock.now(), actor_id=actor_id)


def _invite(stand: Stand, actor_id: int) -> None:
    stand_actions.invite_again(stand, clock.now(), actor_id=actor_id)


@pytest.mark.parametrize(
    ("act", "state", "mails"),
    [(_leave, "confirmed", 1), (_close, "confirmed", 0), (_write, "confirmed", 1), (_invite, "left", 1)],
)
def test_one_button_under_five_hands_is_one_act(
    app: Flask, fair: Fair, act: Callable[[Stand, int], None], state: str, mails: int
) -> None:
    event_id, stand_id, actor_id = fair.event.id, fair.magnolias.id, fair.cast.tom.id
    fair.magnolias.state = state
    db.session.commit()

    def press() -> Any:
        stand = stand_of_event(event_id, stand_id)
        try:
            act(stand, actor_id)
            db.session.commit()
        except Refused:
            db.session.rollback()

    at_once(app, [press] * HANDS)
    assert db.session.query(Message).filter(Message.kind.like("employer_%")).count() == mails
    assert db.session.query(HistoryEntry).filter_by(event_id=event_id).count() == 1
    assert db.session.query(Table).filter_by(stand_id=stand_id).count() == 2
