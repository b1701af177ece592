"""The JSON API for scripts and phones that hold a bearer token."""

from typing import Any

from flask import Response, jsonify

from eventsapp import audiences, clock
from eventsapp.checkin.actions import Doorkeeper, record_scans
from eventsapp.checkin.device_actions import mark_seen
from eventsapp.checkin.queries import door_of_token
from eventsapp.checkin.requests import bearer_token, json_body
from eventsapp.checkin.scan_items import read_batch
from eventsapp.checkin.typed_codes import slow_down_guesses
from eventsapp.extensions import csrf, db

blueprint = audiences.device("checkin")


@blueprint.after_request
def ask_for_a_token(response: Response) -> Response:
    """A 401 names the scheme that it expects (RFC 9110 §11.6.1)."""
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


@blueprint.post("/api/v1/events/<int:event_id>/scans")
@csrf.exempt  # only a bearer token counts here, never a cookie: no other site can send one
def scans(event_id: int) -> Any:
    now = clock.now()
    door = door_of_token(event_id, bearer_token(), now)
    items = read_batch(json_body())
    slow_down_guesses(items, f"device {door.device_id}", now)
    verdicts = record_scans(door, items, Doorkeeper(device_id=door.device_id, place=door.label), now)
    mark_seen(door.device_id, door.last_seen_at, now)
    db.session.commit()
    return jsonify(verdicts=verdicts)
