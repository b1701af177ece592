"""The door: pages of a paired phone or of a signed-in member, and what the scanner posts."""

from typing import Any
from uuid import uuid4

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import audiences, clock
from eventsapp.accounts.models import User
from eventsapp.accounts.throttling import source_of
from eventsapp.checkin import queries
from eventsapp.checkin.actions import Doorkeeper, admit_anyway, check_in, record_scans, undo_scan, welcome_walk_in
from eventsapp.checkin.device_actions import mark_seen
from eventsapp.checkin.forms import AdmitForm, PairingCodeForm, TypedCodeForm, UndoForm, WalkInForm
from eventsapp.checkin.models import Direction, Scan, Verdict
from eventsapp.checkin.requests import json_body, phone_tokens
from eventsapp.checkin.scan_items import ScanItem, read_batch
from eventsapp.checkin.typed_codes import slow_down_guesses
from eventsapp.checkin.walk_ins import consents_of, details_of, prepare, wishes_of
from eventsapp.errors import Refused
from eventsapp.events.models import Event
from eventsapp.extensions import db
from eventsapp.jobdating.day.door_queries import Expected, next_interview

blueprint = audiences.staff("checkin")


@blueprint.errorhandler(queries.NotPaired)
def ask_to_pair(error: queries.NotPaired) -> Any:
    """A page leads to where one pairs or signs in; a script gets its 401."""
    if request.method == "GET" and request.accept_mimetypes.best != "application/json":
        return redirect(url_for("checkin_staff.events_here"), 303)
    db.session.rollback()
    return jsonify(error=error.code, message=str(error.sentence)), int(error.status)


def _member() -> User | None:
    return current_user if current_user.is_authenticated else None


def _here(slug: str) -> tuple[Event, Doorkeeper]:
    """The event of the page, and who stands at its door. Raises NotPaired for nobody, NotFound for a stranger."""
    now, member = clock.now(), _member()
    devices = list(queries.working_devices(phone_tokens(), now).values())
    if member is None and not devices:
        raise queries.NotPaired
    event, device = queries.event_to_scan(slug, member, devices)
    if device is None:
        return event, Doorkeeper(user_id=member.id, place=member.name)  # type: ignore[union-attr]
    if request.method == "POST":
        mark_seen(device.id, device.last_seen_at, now)
    return event, Doorkeeper(device_id=device.id, place=device.label)


def _who_guesses() -> str:
    if current_user.is_authenticated:
        return f"user {current_user.id}"
    return "phone " + (".".join(phone_tokens()) or source_of(request.remote_addr))


def _to_verdict(event: Event, verdict: dict[str, Any]) -> Any:
    return redirect(url_for("checkin_staff.passage", slug=event.slug, scan_id=verdict["scan_id"]), 303)


@blueprint.get("/accueil")
def events_here() -> Any:
    now = clock.now()
    devices = list(queries.working_devices(phone_tokens(), now).values())
    events = queries.events_to_scan(_member(), devices, now) if devices or _member() else []
    return render_template("checkin/events.html", events=events, form=PairingCodeForm(), now=now)


@blueprint.get("/accueil/<slug>")
def screen(slug: str) -> Any:
    event, door = _here(slug)
    counts = queries.counts_at_door(event.id)
    return render_template("checkin/screen.html", event=event, door=door, counts=counts, form=TypedCodeForm())


@blueprint.get("/accueil/<slug>/compteurs")
def counts(slug: str) -> Any:
    event, _door = _here(slug)
    found = queries.counts_at_door(event.id)
    answer = jsonify(arrived=found.arrived, expected=found.expected, inside=found.inside)
    answer.set_etag(f"{found.arrived}-{found.expected}-{found.inside}")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


@blueprint.post("/accueil/<slug>/passages")
def passages(slug: str) -> Response:
    now = clock.now()
    items = read_batch(json_body())
    slow_down_guesses(items, _who_guesses(), now)
    event, door = _here(slug)
    verdicts = record_scans(event, items, door, now)
    found = queries.counts_at_door(event.id)
    db.session.commit()
    return jsonify(verdicts=verdicts, counts={"arrived": found.arrived, "expected": found.expected})


@blueprint.get("/accueil/<slug>/passages/<uuid:scan_id>")
def passage(slug: str, scan_id: Any) -> Any:
    event, door = _here(slug)
    scan = queries.scan_at_door(event.id, str(scan_id))
    person = queries.person_at_door(event.id, scan.registration_id) if scan.registration_id else None
    return render_template(
        "checkin/passage.html", event=event, door=door, scan=scan, person=person,
        first_place=queries.first_place(scan), interview=_interview_told(scan), counts=queries.counts_at_door(event.id),
    )  # fmt: skip


def _interview_told(scan: Scan) -> Expected | None:
    """Where the person who just came in is expected next."""
    if scan.registration_id is None or scan.verdict != Verdict.ACCEPTED:
        return None
    return next_interview(scan.registration_id, clock.now())


@blueprint.post("/accueil/<slug>/code")
def typed_code(slug: str) -> Any:
    now, form = clock.now(), TypedCodeForm()
    direction = Direction.OUT if request.form.get("direction") == "out" else Direction.IN
    item = ScanItem(str(uuid4()), form.code.data or "", now, direction)
    slow_down_guesses([item], _who_guesses(), now)
    event, door = _here(slug)
    if not form.validate():
        found = queries.counts_at_door(event.id)
        return render_template("checkin/screen.html", event=event, door=door, counts=found, form=form), 422
    verdict = record_scans(event, [item], door, now)[0]
    db.session.commit()
    return _to_verdict(event, verdict)


@blueprint.get("/accueil/<slug>/recherche")
def search(slug: str) -> Any:
    event, door = _here(slug)
    text = request.args.get("q", "")[:200].replace("\0", "").strip()
    people = queries.people_at_door(event.id, text)
    return render_template("checkin/search.html", event=event, door=door, text=text, people=people)


@blueprint.post("/accueil/<slug>/personnes/<int:registration_id>")
def let_pass(slug: str, registration_id: int) -> Any:
    event, door = _here(slug)
    queries.person_at_door(event.id, registration_id)
    direction = Direction.OUT if request.form.get("direction") == "out" else Direction.IN
    verdict = check_in(event, registration_id, direction, door, clock.now())
    db.session.commit()
    return _to_verdict(event, verdict)


@blueprint.route("/accueil/<slug>/personnes/<int:registration_id>/admettre", methods=["GET", "POST"])
def admit(slug: str, registration_id: int) -> Any:
    event, door = _here(slug)
    person, form, problem = queries.person_at_door(event.id, registration_id), AdmitForm(), None
    if form.validate_on_submit():
        try:
            verdict = admit_anyway(event, registration_id, form.reason.data, door, clock.now())
            db.session.commit()
            return _to_verdict(event, verdict)
        except Refused as refusal:
            db.session.rollback()
            problem = refusal.sentence
            event, door = _here(slug)
    status = 409 if problem else 422 if form.errors else 200
    return render_template(
        "checkin/admit.html", event=event, door=door, person=person, form=form, problem=problem
    ), status  # fmt: skip


@blueprint.route("/accueil/<slug>/passages/<uuid:scan_id>/annuler", methods=["GET", "POST"])
def undo(slug: str, scan_id: Any) -> Any:
    event, door = _here(slug)
    scan, form = queries.scan_at_door(event.id, str(scan_id)), UndoForm()
    if form.validate_on_submit():
        undo_scan(event, str(scan_id), form.sentence(), door, clock.now())
        db.session.commit()
        flash(_("Le passage est annulé."), "ok")
        return redirect(url_for("checkin_staff.screen", slug=slug), 303)
    person = queries.person_at_door(event.id, scan.registration_id) if scan.registration_id else None
    page = render_template("checkin/undo.html", event=event, door=door, scan=scan, person=person, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/accueil/<slug>/sur-place", methods=["GET", "POST"])
def walk_in(slug: str) -> Any:
    now = clock.now()
    event, door = _here(slug)
    form, problem = prepare(WalkInForm(), event, now), None
    if form.validate_on_submit():
        try:
            details, language = details_of(form), str(get_locale() or "fr")
            verdict = welcome_walk_in(
                event, details, door, now, slot_id=form.slot_id.data, locale=language, asked=wishes_of(form)
            )
            db.session.commit()
            return _to_verdict(event, verdict)
        except Refused as refusal:
            db.session.rollback()
            problem = refusal.sentence
            event, door = _here(slug)
    status = 409 if problem else 422 if form.errors else 200
    words = consents_of(event) if form.stands.choices else {}
    return render_template(
        "checkin/walk_in.html", event=event, door=door, form=form, problem=problem, consents=words
    ), status  # fmt: skip
