"""The registrations of one event: the table, the export, the attendance sheets, and adding someone."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, flash, redirect, render_template, request, stream_with_context
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import transactions
from eventsapp.clock import now
from eventsapp.errors import Refused
from eventsapp.events.queries import event_for_member
from eventsapp.extensions import db
from eventsapp.organisations.models import Role
from eventsapp.slots.wording import slot_words
from eventsapp.workspace import actions
from eventsapp.workspace.addresses import REGISTRATIONS
from eventsapp.workspace.asked import as_query, filters_asked, page_asked
from eventsapp.workspace.attendance_sheets import sheet_of
from eventsapp.workspace.blueprint import blueprint
from eventsapp.workspace.event_pages import event_page, person_address, slot_choices_of
from eventsapp.workspace.exporting import export_rows, file_name
from eventsapp.workspace.forms import NewRegistrationForm
from eventsapp.workspace.registration_queries import (
    attendees_of,
    count_of_registrations,
    page_of_registrations,
    slot_of_event,
)
from eventsapp.workspace.spreadsheet import csv_text
from eventsapp.workspace.wording import filter_choices


@blueprint.get(REGISTRATIONS)
def registrations(event_id: int) -> Any:
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    filters = filters_asked(request.args, event)
    return render_template(
        "workspace/registrations.html",
        people=page_of_registrations(event, filters, page_asked(request.args)),
        filters=filters,
        query=as_query(filters),
        choices=filter_choices(event),
        slot_names={slot.id: slot_words(slot, event) for slot in event.slots},
        href_prefix="?" + urlencode({**as_query(filters), "page": ""}),
        **event_page(event, membership, "registrations"),
    )


@blueprint.post(f"{REGISTRATIONS}/export.csv")
def export(event_id: int) -> Any:
    """The list as filtered. A POST, because the history notes who took the file."""
    event, _membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    filters = filters_asked(request.form, event)
    actions.note_export(event, count_of_registrations(event, filters), now(), current_user)
    db.session.commit()
    transactions.only_reading(True)  # a slow download must not hold the one writer's place
    text = csv_text(export_rows(event, filters, now()))
    return Response(
        stream_with_context(text),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{file_name(event, now())}"'},
    )


@blueprint.get(f"{REGISTRATIONS}/emargement/<int:slot_id>")
def attendance(event_id: int, slot_id: int) -> Any:
    event, _membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    slot = slot_of_event(event, slot_id)
    sheet = sheet_of(attendees_of(slot), is_over=slot.ends_at <= now())
    return render_template("workspace/attendance.html", event=event, slot=slot, sheet=sheet, printed_at=now())


@blueprint.route(f"{REGISTRATIONS}/ajouter", methods=["GET", "POST"])
def add(event_id: int) -> Any:
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    form = NewRegistrationForm().prepare(slot_choices_of(event), event.departement_code)
    refusal, status = None, 200
    if form.validate_on_submit():
        try:
            added = actions.add_registration(
                event, int(form.slot.data), form.details, beyond=form.beyond.data,
                form_key=form.form_key.data, now=now(), actor=current_user,
            )  # fmt: skip
            db.session.commit()
            flash(_("%(name)s est inscrit·e.", name=added.full_name), "ok")
            return redirect(person_address(added), 303)
        except Refused as refused:
            db.session.rollback()
            refusal, status = refused.sentence, int(refused.status)
            event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    elif form.is_submitted():
        status = 422
    page = event_page(event, membership, "registrations")
    return render_template("workspace/new_registration.html", form=form, refusal=refusal, **page), status
