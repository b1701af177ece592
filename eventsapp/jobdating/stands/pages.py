"""What the pages about stands show: the organiser's list, the employer's form with everything typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import FieldList

from eventsapp.formatting import short_date
from eventsapp.jobdating.models import JobDating, Stand, StandState, Table
from eventsapp.jobdating.rounds import rounds_of
from eventsapp.jobdating.stands.cards import wanted
from eventsapp.jobdating.stands.content import WORDS, OfferPlan, StandContent, TablePlan, content_of, fingerprint
from eventsapp.jobdating.stands.forms import OfferForm, StandForm, TableForm, contract_label
from eventsapp.jobdating.stands.hours import breaks_words, clock_at
from eventsapp.reference.occupations import occupation

_OFFER_COLUMNS = tuple(each.name for each in fields(OfferPlan) if each.name != "id")


@dataclass(frozen=True, slots=True)
class StandRow:
    """One line of the organiser's list. `places` is how many interviews its open tables hold."""

    stand: Stand
    tables: list[Table]
    places: int
    openings: int
    occupations: str
    news: str


def stand_rows(stands: Iterable[Stand], job_dating: JobDating | None, zone: str) -> list[StandRow]:
    return [_row(stand, job_dating, zone) for stand in stands]


def _row(stand: Stand, job_dating: JobDating | None, zone: str) -> StandRow:
    tables = [table for table in stand.tables if table.closed_at is None]
    counted = wanted((offer.occupation, offer.openings) for offer in stand.offers)
    return StandRow(
        stand, list(stand.tables), sum(rounds_at(table, job_dating) for table in tables) if stand.is_confirmed else 0,
        sum(count for _label, count in counted), ", ".join(label for label, _count in counted), news_of(stand, zone),
    )  # fmt: skip


def rounds_at(table: Table, job_dating: JobDating | None) -> int:
    """How many interviews a table holds."""
    if job_dating is None or table.closed_at is not None:
        return 0
    return len(rounds_of(job_dating).within(table.opens_after, table.closes_after, table.breaks))


def news_of(stand: Stand, zone: str) -> str:
    """What happened last between the two."""
    if stand.state == StandState.LEFT and stand.left_at:
        return _("parti le %(day)s", day=short_date(stand.left_at, zone))
    if stand.answered_at:
        return _("réponse le %(day)s", day=short_date(stand.answered_at, zone))
    if stand.reminded_at:
        return _("relancé le %(day)s", day=short_date(stand.reminded_at, zone))
    return _("invité le %(day)s", day=short_date(stand.invited_at, zone))


def stand_values(content: StandContent, job_dating: JobDating, zone: str) -> dict[str, Any]:
    """For StandForm(data=…)."""
    return {
        **{name: getattr(content, name) for name in WORDS},
        "base": fingerprint(content),
        "tables": [table_values(row, job_dating, zone) for row in content.tables] or [{}],
        "offers": [offer_values(row) for row in content.offers] or [{}],
    }


def table_values(row: TablePlan, job_dating: JobDating, zone: str) -> dict[str, Any]:
    start = job_dating.starts_at
    return {
        "table_id": row.id, "interviewer": row.interviewer, "opens": clock_at(start, row.opens_after, zone),
        "closes": clock_at(start, row.closes_after, zone), "breaks": breaks_words(start, row.breaks, zone),
    }  # fmt: skip


def offer_values(row: OfferPlan) -> dict[str, Any]:
    known = occupation(row.occupation)
    return {
        **{name: getattr(row, name) for name in _OFFER_COLUMNS},
        "offer_id": row.id,
        "occupation": str(known.label) if known else row.occupation,
    }


def add_row(rows: FieldList) -> None:
    """One more row, empty."""
    rows.append_entry({})


def blank_rows() -> dict[str, Any]:
    """Rows that the page's script copies: `__n__` stands for their number."""
    return {"table": TableForm(prefix="tables-__n__-"), "offer": OfferForm(prefix="offers-__n__-")}


def problems_of(form: StandForm) -> list[dict[str, str]]:
    """Everything wrong with the form as lines of one summary, rows included."""
    found = []
    for field in form:
        if isinstance(field, FieldList):
            word = _("Table %(number)s") if field.short_name == "tables" else _("Poste %(number)s")
            for number, row in enumerate(field, start=1):
                where = word.replace("%(number)s", str(number))
                found += [
                    {"text": f"{where} : {error}", "href": f"#{part.id}"} for part in row.form for error in part.errors
                ]
        else:
            found += [{"text": str(error), "href": f"#{field.id}"} for error in field.errors]
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """One point on which two people wrote something else."""

    label: str
    theirs: str


def differences(
    form: StandForm, mine: StandContent, stand: Stand, job_dating: JobDating, zone: str
) -> list[Difference]:
    """What the other person saved. The form keeps all that was typed here, gains what they added, and from then on
    saving means: mine."""
    theirs = content_of(stand)
    words = [
        Difference(str(form[name].label.text), getattr(theirs, name) or "–")
        for name in WORDS
        if getattr(mine, name) != getattr(theirs, name)
    ]
    tables = [_table_words(row, job_dating, zone) for row in theirs.tables if row not in mine.tables]
    offers = [_offer_words(row) for row in theirs.offers if row not in mine.offers]
    _take_in(form, mine, theirs, job_dating, zone)
    form.base.raw_data, form.base.data = None, fingerprint(theirs)
    return [
        *words,
        *(Difference(_("Table"), text) for text in tables),
        *(Difference(_("Poste"), text) for text in offers),
    ]


def _take_in(form: StandForm, mine: StandContent, theirs: StandContent, job_dating: JobDating, zone: str) -> None:
    seen = {row.id for row in mine.tables} | mine.removed_tables
    for table in theirs.tables:
        if table.id not in seen:
            form.tables.append_entry(table_values(table, job_dating, zone))
    seen = {row.id for row in mine.offers} | mine.removed_offers
    for offer in theirs.offers:
        if offer.id not in seen:
            form.offers.append_entry(offer_values(offer))


def _table_words(row: TablePlan, job_dating: JobDating, zone: str) -> str:
    values = table_values(row, job_dating, zone)
    hours = [values[name].strftime("%H:%M") for name in ("opens", "closes") if values[name]]
    return ", ".join(part for part in (values["interviewer"] or "–", " – ".join(hours), values["breaks"]) if part)


def _offer_words(row: OfferPlan) -> str:
    values = offer_values(row)
    parts: Sequence[str] = (
        values["occupation"], contract_label(row.contract), str(row.openings), row.working_time, row.place,
        row.diploma, row.pay,
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def is_editable(stand: Stand, now: datetime) -> bool:
    """Until the event is over, unless the employer left or the event is off."""
    event = stand.event
    return stand.state != StandState.LEFT and event.state != "cancelled" and not event.is_past(now)
