"""The report of one event: a page, the same to be passed on, and both as a file."""

from typing import Any

from flask import Response, render_template, request
from flask_login import current_user

from eventsapp import audiences, clock
from eventsapp.events.models import Event
from eventsapp.events.queries import event_for_member
from eventsapp.jobdating.report.building import build, to_pass_on
from eventsapp.jobdating.report.queries import facts_of
from eventsapp.jobdating.report.tables import Report
from eventsapp.jobdating.report.workbook import file_name, hiding_words, workbook_of
from eventsapp.organisations.models import Role
from eventsapp.workspace.event_pages import event_page

blueprint = audiences.organiser("report")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _report(event: Event) -> tuple[Report, bool]:
    """The report as asked for, and whether it is the version to pass on."""
    report, passed_on = build(facts_of(event)), request.args.get("diffusion") == "1"
    return (to_pass_on(report) if passed_on else report), passed_on


@blueprint.get("/espace/evenements/<int:event_id>/bilan")
def report(event_id: int) -> Any:
    event, membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    shown, passed_on = _report(event)
    return render_template(
        "jobdating/report/report.html",
        report=shown,
        passed_on=passed_on,
        hiding_words=hiding_words(),
        has_interviews=shown.table("kinds") is not None,
        printed_at=clock.now(),
        **event_page(event, membership, "report"),
    )


@blueprint.get("/espace/evenements/<int:event_id>/bilan.xlsx")
def report_file(event_id: int) -> Any:
    event, _membership = event_for_member(event_id, current_user, Role.ORGANISATEUR)
    shown, passed_on = _report(event)
    name = file_name(event, clock.now(), passed_on)
    return Response(
        workbook_of(shown, event, clock.now(), passed_on),
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
