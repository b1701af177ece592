"""What an employer's form means: hours become minutes, words an occupation. Problems are written next to the fields."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _

from eventsapp.formatting import clock_time
from eventsapp.jobdating.models import JobDating
from eventsapp.jobdating.rounds import Rounds, rounds_of
from eventsapp.jobdating.stands.content import OfferPlan, StandContent, TablePlan
from eventsapp.jobdating.stands.forms import OfferForm, StandForm, TableForm
from eventsapp.jobdating.stands.hours import BadBreaks, hours_in, minutes_after
from eventsapp.reference.folding import fold
from eventsapp.reference.occupations import Occupation, occupation, occupations

MOST_OFFERS = 40
_POSTCODE = re.compile(r"\s*\(\d[\dAB]\d{0,3}\)$")


@dataclass
class Problems:
    """Counts what was written next to fields while reading."""

    found: int = 0

    def add(self, field: Any, sentence: Any) -> None:
        field.errors = [*field.errors, str(sentence)]
        self.found += 1


@dataclass(frozen=True)
class Day:
    """The day of the interviews as its clocks show it."""

    rounds: Rounds
    zone: str

    @property
    def words(self) -> tuple[str, str]:
        start = self.rounds.start
        return clock_time(start, self.zone), clock_time(self.rounds.ends_at(max(0, self.rounds.count - 1)), self.zone)


def read_stand(form: StandForm, job_dating: JobDating, zone: str) -> StandContent | None:
    """The content typed, or None after each problem was written next to its field."""
    is_valid = form.validate()
    problems, day = Problems(), Day(rounds_of(job_dating), zone)
    tables = [_table(row.form, day, problems) for row in form.tables if not row.form.remove.data]
    offers = [_offer(row.form, problems) for row in form.offers if not row.form.remove.data and not row.form.is_blank]
    if len(offers) > MOST_OFFERS:
        problems.add(form.offers[-1].form.occupation, _("%(most)s postes au plus.", most=MOST_OFFERS))
    if not is_valid or problems.found:
        return None
    return StandContent(
        name=form.name.data or "", email=form.email.data or "",
        commune_name=_POSTCODE.sub("", form.commune_name.data or ""), contact_name=form.contact_name.data or "",
        contact_phone=form.contact_phone.data or "", about=form.about.data or "", access=form.access.data or "",
        tables=tuple(table for table in tables if table), offers=tuple(offer for offer in offers if offer),
        removed_tables=frozenset(row.form.table_id.data for row in form.tables if _goes(row.form, "table_id")),
        removed_offers=frozenset(row.form.offer_id.data for row in form.offers if _goes(row.form, "offer_id")),
    )  # fmt: skip


def _goes(row: Any, name: str) -> bool:
    return bool(row.remove.data and row[name].data)


def _table(row: TableForm, day: Day, problems: Problems) -> TablePlan | None:
    before = problems.found
    opens, closes = _hour(row.opens, day, problems), _hour(row.closes, day, problems)
    if opens is not None and closes is not None and closes <= opens:
        problems.add(row.closes, _("La fin doit venir après le début."))
    breaks = _breaks(row.breaks, opens, closes, day, problems)
    if problems.found > before or row.errors:
        return None
    plan = TablePlan(row.table_id.data, row.interviewer.data or "", opens, closes, breaks)
    if not day.rounds.within(opens, closes, breaks):
        problems.add(
            row.opens,
            _("Il ne reste aucun tour d’entretien à cette table : élargissez la présence ou raccourcissez les pauses."),
        )
    return plan


def _hour(field: Any, day: Day, problems: Problems) -> int | None:
    if field.data is None:
        return None
    minutes = minutes_after(day.rounds.start, field.data, day.zone)
    if not 0 <= minutes <= day.rounds.span:
        first, last = day.words
        problems.add(field, _("Les entretiens ont lieu de %(first)s à %(last)s.", first=first, last=last))
        return None
    return minutes


def _breaks(field: Any, opens: int | None, closes: int | None, day: Day, problems: Problems) -> Any:
    """Apart, in order, inside the hours; each refusal says which break is meant."""
    try:
        typed = hours_in(field.data or "")
    except BadBreaks:
        problems.add(field, _("Écrivez chaque pause ainsi, début et fin : 10:30 – 10:45, 12:00 – 13:00."))
        return ()
    start, zone = day.rounds.start, day.zone
    found = sorted((minutes_after(start, begins, zone), minutes_after(start, ends, zone)) for begins, ends in typed)
    if any(ends <= begins for begins, ends in found):
        problems.add(field, _("Une pause finit avant d’avoir commencé."))
    elif any(begins < (opens or 0) or ends > (day.rounds.span if closes is None else closes) for begins, ends in found):
        problems.add(field, _("Une pause est en dehors des heures de présence de cette table."))
    elif any(second[0] < first[1] for first, second in pairwise(found)):
        problems.add(field, _("Deux pauses se chevauchent."))
    return tuple(found)


def _offer(row: OfferForm, problems: Problems) -> OfferPlan | None:
    before = problems.found
    meant = resolve_occupation(row.occupation.data or "")
    if meant is None and not row.occupation.errors:
        problems.add(row.occupation, _which_occupation(row.occupation.data or ""))
    if row.openings.data is None and not row.openings.errors:
        problems.add(row.openings, _("Donnez le nombre de postes."))
    if meant is not None and meant.is_regulated and not row.diploma.data:
        problems.add(row.diploma, _("Ce métier est réglementé : dites quel diplôme est demandé."))
    if problems.found > before or row.errors or meant is None:
        return None
    return OfferPlan(
        row.offer_id.data, meant.id, row.contract.data, row.openings.data or 1, row.working_time.data or "",
        row.place.data or "", row.diploma.data or "", row.pay.data or "",
    )  # fmt: skip


def resolve_occupation(typed: str) -> Occupation | None:
    """By our words, the identifier, the ROME code, or the only one that holds every word typed."""
    wanted = fold(typed)
    if not wanted:
        return None
    for each in occupations():
        if wanted in (fold(str(each.label)), fold(each.id), each.rome_code.casefold(), fold(each.rome_label)):
            return each
    near = _near(wanted)
    return near[0] if len(near) == 1 else occupation(typed)


def _near(wanted: str) -> list[Occupation]:
    words = wanted.split()
    return [each for each in occupations() if all(word in fold(f"{each.label} {each.rome_label}") for word in words)]


def _which_occupation(typed: str) -> str:
    near = _near(fold(typed))[:3] if typed else []
    if near:
        return _("Précisez le métier : %(names)s ?", names=_(", ou ").join(str(each.label) for each in near))
    if typed:
        return _("Nous ne trouvons pas ce métier : choisissez-le dans la liste proposée.")
    return _("Choisissez le métier.")
