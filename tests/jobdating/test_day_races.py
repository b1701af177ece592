"""Several people press at the same instant: one act happens, nobody is booked twice, nobody gets an error page."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from eventsapp.extensions import db
from eventsapp.jobdating.day import actions as day_actions
from eventsapp.jobdating.models import Stand
from eventsapp.jobdating.plans.models import Interview
from eventsapp.jobdating.secret_links import recruiter_path
from tests.browsing import Visitor
from tests.jobdating.day import at, come, faults, live
from tests.jobdating.fair import Fair, interview


def at_once(app: Flask, acts: list[Callable[[], Any]]) -> list[Any]:
    """Run them together, each in a context of its own; what they return, or raise."""
    ready, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        with app.app_context():
            ready.wait()
            try:
                answers.append(act())
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_absence_noted_by_six_hands_frees_one_place_and_gives_it_once(
    app: Flask, fair: Fair, signed_in: Callable[[Any], Visitor]
) -> None:
    at(fair, 28)
    missed = interview(fair.people["Aminata"], fair.tables[0], 2)
    for other in fair.tables[1:]:
        other.closed_at = at(fair, 0)
    at(fair, 28)
    come(fair.people["Bilal"], fair.people["Chloé"], fair.people["Driss"])
    db.session.commit()
    event_id, number, version = fair.event.id, missed.id, missed.version
    board = f"/espace/evenements/{event_id}/entretiens/direct"
    desk = recruiter_path(db.session.get_one(Stand, fair.magnolias.id))
    hands = [(signed_in(fair.cast.odile), board)] * 2 + [(signed_in(fair.cast.tom), board)] * 2
    hands += [(Visitor(app), desk)] * 2
    tokens = [visitor.csrf_token(home) for visitor, home in hands]

    def press(visitor: Visitor, home: str, token: str) -> Callable[[], int]:
        body = {"csrf_token": token, "version": version}
        client = visitor.client
        address = "https://rencontres.test"

        def act() -> int:
            answer = client.post(f"{home}/entretiens/{number}/absent", data=body, base_url=address)
            return int(answer.status_code)

        return act

    db.session.remove()
    statuses = at_once(app, [press(*hand, token) for hand, token in zip(hands, tokens, strict=True)])
    assert statuses == [303] * 6, "the same act by several hands is a success for each"
    assert db.session.get_one(Interview, number).state == "no_show"
    assert sum(one.round == 2 and one.table.number == 1 for one in live(fair)) == 1
    assert faults(fair, allow_warned=False) == []


def test_a_place_filled_by_five_workers_is_given_once(app: Flask, fair: Fair) -> None:
    moment = at(fair, 0)
    come(*fair.people.values())
    db.session.commit()
    event_id = fair.event.id
    db.session.remove()

    def fill() -> int:
        made = len(day_actions.fill_free_places(event_id, moment))
        db.session.commit()
        return made

    placed = at_once(app, [fill] * 5)
    assert sorted(placed)[:-1] == [0, 0, 0, 0] and sum(placed) == len(live(fair)) > 3
    assert faults(fair, allow_warned=False) == []
