"""What the organiser's pages about one event's content show."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from eventsapp.events.checklist import Interviews, checklist
from eventsapp.events.conflicts import differences, fingerprints
from eventsapp.events.content import EventContent, Movement, content_of
from eventsapp.events.forms import CreateForm, EditForm
from eventsapp.events.models import Event, EventState
from eventsapp.events.problems import problems_of
from eventsapp.events.queries import count_active, count_without_email
from eventsapp.formatting import span
from eventsapp.jobdating.settings.actions import are_settings_saved, has_interviews
from eventsapp.jobdating.stands.queries import count_stands
from eventsapp.messages.facts import where_of
from eventsapp.organisations.models import Membership
from eventsapp.reference.event_kinds import event_kind, tiles
from eventsapp.reference.occupations import families, occupations_of
from eventsapp.workspace.event_pages import event_page

NOT_CARRIED = ("csrf_token", "step", "then")


def checklist_items(event: Any, edit_page: str = "") -> list[dict[str, Any]]:
    """For `components/checklist.html`: what is missing leads to its section of the edit page."""
    own = f"/espace/evenements/{event.id}/"
    return [
        {
            "text": item.text, "done": item.done, "optional": item.optional,
            "href": own + item.page if item.page else f"{edit_page}#{item.anchor}",
        }
        for item in checklist(event, interviews_of(event))
    ]  # fmt: skip


def interviews_of(event: Event) -> Interviews | None:
    """How far the interviews are prepared; None where there are none."""
    if not has_interviews(event):
        return None
    return Interviews(are_settings_saved(event.id), sum(count_stands(event.id).values()))


def creation_page(form: CreateForm, context: dict[str, Any]) -> str:
    """Tiles of formulas, the short form, and what will be needed before publishing."""
    kind = event_kind(form.kind.data) or tiles().first[0]
    return render_template(
        "events/create.html",
        form=form,
        kind=kind,
        tiles=tiles(),
        items=checklist(_as_typed(form, kind)),
        problems=problems_of(form),
        active_nav="events",
        **context,
    )


def _as_typed(form: CreateForm, kind: Any) -> EventContent:
    """Roughly what the form holds, for a checklist before anything is saved."""

    class Slot:
        capacity = sum(row.form.capacity.data or 0 for row in form.slots)

    content: Any = EventContent(
        title=form.title.data or "", kind=kind.id, mode=kind.formula.mode, description=str(kind.description),
        venue=form.place.data or "", commune_code="x" if form.commune.data else "",
        online_url=form.online_url.data or "", slots=(Slot,),  # type: ignore[arg-type]
    )  # fmt: skip
    return content


def edit_page(
    form: EditForm, event: Event, membership: Membership, extra: list[dict[str, str]] | None = None, **more: Any
) -> str:
    """The long form, by sections. `extra`: refusals, above what is wrong with fields."""
    return render_template(
        "events/edit.html",
        form=form,
        items=checklist_items(event),
        kind=event_kind(form.kind.data) or event_kind(event.kind),
        families=families(),
        occupations_of=occupations_of,
        problems=[*(extra or []), *problems_of(form)],
        taken={slot.id: slot.taken + slot.extra for slot in event.slots},
        registered=count_active(event.id),
        **{"differences": [], **more},
        **event_page(event, membership, "edit"),
    )


def conflict_page(form: EditForm, mine: EventContent, event: Event, membership: Membership) -> str:
    """The same form with everything typed, and each point on which the two versions disagree."""
    theirs = content_of(event)
    found = differences(mine, theirs, form.base.data)
    form.version.raw_data, form.version.data = None, event.version
    form.base.data = fingerprints(theirs)
    return edit_page(form, event, membership, differences=found)


def move_page(event: Event, membership: Membership, after: EventContent, moves: Movement, action: str) -> str:
    """How many people will be told, and what changes for them, before it is done."""
    slot_ids = None if moves.place_changes else moves.slot_ids
    count = count_active(event.id, slot_ids)
    return render_template(
        "events/confirm_move.html",
        action=action,
        carried=[(k, v) for k, v in request.form.items(multi=True) if k not in NOT_CARRIED],
        count=count,
        without_email=count_without_email(event.id, slot_ids),
        changes=[*_hours_changing(content_of(event), after, moves), *_place_changing(event, after, moves)],
        **event_page(event, membership, "settings"),
    )


def needs_telling(event: Event, moves: Movement) -> bool:
    """True when somebody holds a place that this would move."""
    if event.state != EventState.PUBLISHED or not moves:
        return False
    return count_active(event.id, None if moves.place_changes else moves.slot_ids) > 0


def _hours_changing(before: EventContent, after: EventContent, moves: Movement) -> list[dict[str, str]]:
    old = {slot.id: slot for slot in before.slots}
    return [
        {
            "what": _("Créneau"),
            "before": span(old[slot.id].starts_at, old[slot.id].ends_at, before.timezone),
            "after": span(slot.starts_at, slot.ends_at, after.timezone),
        }
        for slot in after.slots
        if slot.id in moves.slot_ids
    ]


def _place_changing(event: Event, after: EventContent, moves: Movement) -> list[dict[str, str]]:
    if not moves.place_changes:
        return []
    online = _("En ligne, par le lien de connexion")
    changes = {
        "what": _("Lieu"),
        "before": online if event.is_online else ", ".join(where_of(event)),
        "after": online if after.is_online else ", ".join(where_of(after)),
    }
    if changes["before"] == changes["after"]:  # only the joining link
        changes |= {"before": event.online_url, "after": after.online_url}
    return [changes]
