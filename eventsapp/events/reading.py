"""What a form means: local hours become moments, a commune its place, lines their names.

A reader answers with the content, or with None after writing each problem next to its field.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _

from eventsapp.events.content import EventContent, SlotPlan, delta_to, in_order, moved_by
from eventsapp.events.forms import LISTED, MAX_SLOTS, CreateForm, DuplicateForm, EditForm, MoveForm, SlotForm
from eventsapp.events.local_times import BadTime, require_near, slot_span, to_utc
from eventsapp.events.models import Mode
from eventsapp.formatting import local
from eventsapp.reference.event_kinds import event_kind
from eventsapp.reference.occupations import occupation
from eventsapp.reference.places import Commune

_MOST_NAMES, _LONGEST_NAME = 20, 120


@dataclass
class Problems:
    """Counts what was written next to fields while reading."""

    found: int = 0

    def add(self, field: Any, sentence: Any) -> None:
        field.errors = [*field.errors, str(sentence)]
        self.found += 1


def read_creation(form: CreateForm, zone: str, now: datetime) -> EventContent | None:
    """The content of a new draft. `zone` holds where no commune says otherwise."""
    if not form.validate():
        return None
    problems = Problems()
    kind = event_kind(form.kind.data)
    assert kind is not None  # the field accepts known kinds only
    place: dict[str, Any] = {"timezone": zone, "mode": kind.formula.mode}
    if kind.formula.mode == Mode.ONLINE:
        place["online_url"] = form.online_url.data
    elif form.commune.commune:
        place |= _commune_values(form.commune.commune, form.commune.data, "")
    if kind.formula.mode == Mode.ONSITE:
        place["venue"], place["address"] = split_place(form.place.data)
    slots = []
    if form.day.data:
        slots = [_plan(row.form, form.day, place["timezone"], now, problems) for row in form.slots]
    content = EventContent(
        title=form.title.data, kind=kind.id, description=str(kind.description), **place,
        interview_minutes=form.interview_minutes.data if kind.has_interviews else None,
        turnover_minutes=form.turnover_minutes.data if kind.has_interviews else None,
        slots=in_order(plan for plan in slots if plan),
    )  # fmt: skip
    return None if problems.found else content


def split_place(typed: str) -> tuple[str, str]:
    """«Espace Job, 12 rue des Arts» is a venue and an address; «12 rue des Arts» an address alone."""
    if typed[:1].isdigit():
        return "", typed
    venue, _comma, address = typed.partition(",")
    return venue.strip(), address.strip()


def read_edit(form: EditForm, saved: EventContent, now: datetime) -> EventContent | None:
    """The content typed on the edit page; `saved` is what the page was made from."""
    if not form.validate():
        return None
    problems = Problems()
    place = read_place(form, saved, form.mode.data)
    zone = place["timezone"]
    opens = _moment(form.opens_day, form.opens_time, time(0, 0), zone, now, problems)
    closes = _moment(form.closes_day, form.closes_time, time(23, 59), zone, now, problems)
    content = EventContent(
        **{name: form[name].data for name in ("title", "kind", "summary", "description", "access", "accessibility")},
        **{name: form[name].data for name in ("contact_name", "contact_email", "contact_phone")},
        **{name: form[name].data for name in ("interview_minutes", "turnover_minutes")},
        **place,
        **_topics(form),
        is_listed=form.visibility.data == LISTED,
        registration_opens_at=opens,
        registration_closes_at=closes,
        co_organisers=_names(form.co_organisers, problems),
        funders=_names(form.funders, problems),
        slots=_slots(form, zone, now, problems),
    )
    _check_opening(form, content, problems)
    return None if problems.found else content


def read_place(form: Any, saved: EventContent, mode: str) -> dict[str, Any]:
    """The place's attributes; an online event has no address, and one on the spot no link."""
    place: dict[str, Any] = {
        "mode": mode, "venue": "", "address": "", "postcode": "", "commune_code": "", "commune_name": "",
        "departement_code": "", "latitude": None, "longitude": None, "online_url": "", "timezone": saved.timezone,
    }  # fmt: skip
    if mode == Mode.ONLINE:
        return place | {"online_url": form.online_url.data or ""}
    place |= {"venue": form.venue.data, "address": form.address.data}
    found = form.commune.commune
    if found is None:
        return place
    if saved.commune_code != found.code:
        return place | _commune_values(found, form.commune.data, "")
    # The same town: a position more precise than its town hall's stays.
    known = {"latitude": saved.latitude, "longitude": saved.longitude}
    return place | _commune_values(found, form.commune.data, saved.postcode) | known


def _commune_values(commune: Commune, typed: str, known_postcode: str) -> dict[str, Any]:
    code = re.search(r"\b(\d{5})\b", typed)
    if code and code[1] in commune.postcodes:
        postcode = code[1]
    else:
        # Any one code of Paris, Lyon or Marseille would name an arrondissement: better none.
        postcode = known_postcode or (commune.postcodes[0] if commune.postcodes[0] in commune.label else "")
    return {
        "commune_code": commune.code, "commune_name": commune.name, "departement_code": commune.departement,
        "postcode": postcode, "latitude": commune.lat, "longitude": commune.lon, "timezone": commune.timezone,
    }  # fmt: skip


def _topics(form: EditForm) -> dict[str, Any]:
    """A métier belongs to a family: choosing it chooses the family too."""
    chosen = [found for each in form.occupations.data if (found := occupation(each))]
    families = {*form.families.data, *(each.family_id for each in chosen)}
    return {
        "families": tuple(sorted(families)),
        "occupations": tuple(sorted({each.id for each in chosen})),
        "audiences": tuple(sorted(set(form.audiences.data))),
    }


def _names(field: Any, problems: Problems) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(line.strip() for line in field.data.split("\n") if line.strip()))
    if len(names) > _MOST_NAMES:
        problems.add(field, _("%(most)s noms au plus, un par ligne.", most=_MOST_NAMES))
    if any(len(name) > _LONGEST_NAME for name in names):
        problems.add(field, _("Un nom est trop long : %(most)s caractères au plus par ligne.", most=_LONGEST_NAME))
    return names


def _slots(form: EditForm, zone: str, now: datetime, problems: Problems) -> tuple[SlotPlan, ...]:
    rows = [row.form for row in form.slots if not row.form.remove.data and not row.form.is_blank]
    if len(rows) > MAX_SLOTS:
        problems.add(rows[-1].day, _("%(most)s créneaux au plus.", most=MAX_SLOTS))
        return ()
    plans = [_plan(row, row.day, zone, now, problems, row.slot_id.data) for row in rows]
    return in_order(plan for plan in plans if plan)


def _plan(
    row: Any, day: Any, zone: str, now: datetime, problems: Problems, slot_id: int | None = None
) -> SlotPlan | None:
    """The slot of one row, or None after a problem: its four values go together."""
    wanted = ((day, _("Donnez la date.")), (row.starts, _("Donnez l’heure de début.")),
              (row.ends, _("Donnez l’heure de fin.")), (row.capacity, _("Donnez le nombre de places.")))  # fmt: skip
    lacking = [(field, sentence) for field, sentence in wanted if field.data is None]
    for field, sentence in lacking:
        if not field.errors:
            problems.add(field, sentence)
    if lacking:
        return None
    try:
        start, end = slot_span(day.data, row.starts.data, row.ends.data, zone, now)
    except BadTime as error:
        problems.add({"day": day, "starts": row.starts, "ends": row.ends}[error.field], error.sentence)
        return None
    return SlotPlan(start, end, row.capacity.data, slot_id)


def _moment(day: Any, hour: Any, default: time, zone: str, now: datetime, problems: Problems) -> datetime | None:
    if day.data is None:
        if hour.data is not None:
            problems.add(day, _("Donnez aussi la date."))
        return None
    try:
        require_near(day.data, zone, now)
        return to_utc(day.data, hour.data or default, zone)
    except BadTime as error:
        problems.add(day, error.sentence)
        return None


def _check_opening(form: EditForm, content: EventContent, problems: Problems) -> None:
    opens, closes = content.registration_opens_at, content.registration_closes_at
    if opens and closes and closes <= opens:
        problems.add(form.closes_day, _("La clôture doit venir après l’ouverture."))
    elif closes and content.ends_at and closes > content.ends_at:
        problems.add(form.closes_day, _("La clôture ne peut pas venir après la fin de l’événement."))
    elif opens and content.ends_at and opens >= content.ends_at:
        problems.add(form.opens_day, _("L’ouverture doit venir avant la fin de l’événement."))


def read_move(form: MoveForm, saved: EventContent, now: datetime) -> EventContent | None:
    """`saved` moved: every slot by as much as the first one, and the place."""
    if not form.validate():
        return None
    assert form.day.data is not None and form.starts.data is not None  # required
    problems = Problems()
    content = None
    place = read_place(form, saved, saved.mode)
    try:
        require_near(form.day.data, place["timezone"], now)
        first = to_utc(form.day.data, form.starts.data, place["timezone"])
        delta = delta_to(saved, first, place["timezone"])
        content = replace(moved_by(saved, delta, place["timezone"]), **place)
    except BadTime as error:
        problems.add(form.starts if error.field == "starts" else form.day, error.sentence)
    if content and not content.is_online and not content.commune_code:
        problems.add(form.commune, _("Donnez la commune."))
    return None if problems.found else content


def read_duplicate_day(form: DuplicateForm, saved: EventContent, now: datetime) -> date | None:
    """The day of the copy's first slot."""
    if not form.validate():
        return None
    assert form.day.data is not None  # required
    problems = Problems()
    try:
        require_near(form.day.data, saved.timezone, now)
        if saved.starts_at:
            by = form.day.data - local(saved.starts_at, saved.timezone).date()
            moved_by(saved, by)
    except BadTime as error:
        problems.add(form.day, error.sentence)
    return None if problems.found else form.day.data


def row_of(form: EditForm, slot_id: int | None) -> SlotForm | None:
    """The row of a slot, to write a refusal next to it."""
    return next((row.form for row in form.slots if slot_id and row.form.slot_id.data == slot_id), None)
