"""From the rows of an event to its report: who registered, came, met, was followed up, was hired."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext as _

from eventsapp.jobdating.after.models import FollowUpAnswer, OutcomeKind
from eventsapp.jobdating.after.outcome_words import FOLLOW_UP_WORDS, KIND_WORDS
from eventsapp.jobdating.plans.models import Origin
from eventsapp.jobdating.report.facts import Facts
from eventsapp.jobdating.report.hiding import hidden_cells
from eventsapp.jobdating.report.tables import Report, Row, Table, column_sums
from eventsapp.reference.occupations import families, occupation, occupations_of

STEPS, FIRST_STEPS = ("registered", "came", "met", "followed", "hired"), ("registered", "came")
_LED_ON = {kind.value for kind in OutcomeKind} - {OutcomeKind.NOT_RETAINED.value}
_SAID_SO = {FollowUpAnswer.HIRED.value, FollowUpAnswer.TRAINING.value, FollowUpAnswer.IMMERSION.value}


def build(facts: Facts) -> Report:
    """Every figure, for those who organise."""
    report = Report()
    reached = reached_by(facts)
    steps = STEPS if facts.has_interviews else FIRST_STEPS
    _funnel(report, reached, steps)
    if len(facts.slots) > 1:
        _slots(report, facts, reached)
    if facts.has_interviews:
        _day(report, facts)
        _kinds(report, facts)
        _wishes(report, facts)
        _employers(report, facts)
        _occupations(report, facts, reached)
        _questions(report, facts)
    return report


def to_pass_on(report: Report) -> Report:
    """The version that leaves the organisation: small figures hidden, and what would give them back."""
    return replace(report, hidden=hidden_cells(report.cells, report.sums))


def reached_by(facts: Facts) -> dict[str, set[int]]:
    """The people of each step. Whoever was met came, whoever was hired was followed up, scanned or not."""
    everyone = {person.id for person in facts.people}
    met = {one.person_id for one in facts.meetings if one.is_held}
    hired = {one.person_id for one in facts.meetings if one.is_held and one.kind == OutcomeKind.HIRED}
    hired |= {one.person_id for one in facts.questions if one.answer == FollowUpAnswer.HIRED} & met
    followed = {one.person_id for one in facts.meetings if one.is_held and one.kind in _LED_ON}
    followed |= {one.person_id for one in facts.questions if one.answer in _SAID_SO} & met
    came = {person.id for person in facts.people if person.came} | met
    found = {"registered": everyone, "came": came, "met": met, "followed": followed | hired, "hired": hired}
    return {step: people & everyone for step, people in found.items()}


def step_words() -> dict[str, str]:
    return {
        "registered": _("Inscriptions"),
        "came": _("Venues"),
        "met": _("Entretiens"),
        "followed": _("Suites"),
        "hired": _("Embauches"),
    }


def _funnel(report: Report, reached: dict[str, set[int]], steps: tuple[str, ...]) -> None:
    words = {
        "registered": _("Personnes inscrites"),
        "came": _("Personnes venues"),
        "met": _("Personnes rencontrées"),
        "followed": _("Personnes avec une suite favorable"),
        "hired": _("Personnes embauchées"),
    }
    rows = [Row(words[step], (report.put(f"people:{step}", len(reached[step])),)) for step in steps]
    note = ""
    if "hired" in steps:
        note = _("Rencontrées : par au moins un employeur. Suite favorable : deuxième entretien, immersion, formation, "
                 "proposition, embauche ou vivier. "
                 "Les embauches comptent ce que disent les employeurs et ce que répondent les personnes "
                 "30 et 90 jours après.")  # fmt: skip
    report.tables.append(
        Table("funnel", _("De l’inscription à l’embauche") if note else _("De l’inscription à la venue"), _("Étape"),
              (_("Personnes"),), tuple(rows), charted=True, note=note)
    )  # fmt: skip


def _slots(report: Report, facts: Facts, reached: dict[str, set[int]]) -> None:
    on = defaultdict(set)
    for person in facts.people:
        on[person.slot_id].add(person.id)
    rows = [
        Row(words, tuple(report.put(f"slot:{number}:{step}", len(on[number] & reached[step])) for step in FIRST_STEPS))
        for number, words in facts.slots
    ]
    _with_total(report, "slots", _("Par créneau"), _("Créneau"), FIRST_STEPS, rows)


def _with_total(report: Report, id: str, title: str, label: str, steps: tuple[str, ...], rows: list[Row]) -> None:
    """A table whose last line is the funnel's own figures."""
    total = Row(_("Ensemble"), tuple(f"people:{step}" for step in steps), is_total=True)
    column_sums(report, total, [row for row in rows if not row.level])
    words = step_words()
    report.tables.append(Table(id, title, label, tuple(words[step] for step in steps), (*rows, total)))


def _day(report: Report, facts: Facts) -> None:
    held = [one for one in facts.meetings if one.is_held]
    absent = sum(one.is_no_show for one in facts.meetings)
    other = len(facts.meetings) - len(held) - absent
    by_origin = Counter(one.origin for one in held)
    put = report.put
    rows = (
        Row(_("Entretiens prévus"), (put("day:planned", len(facts.meetings)),)),
        Row(_("Tenus"), (put("met:total", len(held)),), level=1),
        Row(_("Absences"), (put("absent:total", absent),), level=1),
        Row(_("Non tenus pour une autre raison"), (put("day:other", other),), level=1),
        Row(_("Tenus grâce à un remplacement"), (put("day:refilled", by_origin[Origin.REFILL]),)),
        Row(_("Tenus avec une inscription sur place"), (put("day:walk_in", by_origin[Origin.WALK_IN]),)),
    )  # fmt: skip
    report.add_sum("day:planned", ("met:total", "absent:total", "day:other"))
    note = _("Un remplacement : une table libérée par une absence, donnée à quelqu’un qui était là.")
    report.tables.append(
        Table("day", _("Absences et remplacements"), _("Entretiens"), (_("Nombre"),), rows, charted=True, note=note)
    )


def _kinds(report: Report, facts: Facts) -> None:
    counted = Counter(one.kind for one in facts.meetings if one.is_held)
    rows = [Row(words, (report.put(f"kind:{kind}", counted[kind]),)) for kind, words in KIND_WORDS.items()]
    rows.append(Row(_("Pas encore de suite"), (report.put("kind:none", counted[None]),)))
    report.add_sum("met:total", (row.cells[0] for row in rows))
    total = Row(_("Entretiens tenus"), ("met:total",), is_total=True)
    report.tables.append(
        Table("kinds", _("Suites données par les employeurs"), _("Suite"), (_("Entretiens"),), (*rows, total),
              charted=True)
    )  # fmt: skip


def _wishes(report: Report, facts: Facts) -> None:
    held = {(one.person_id, one.stand_id) for one in facts.meetings if one.is_held}
    best: dict[int, int] = {}
    for choice in facts.choices:
        rank = choice.rank if (choice.person_id, choice.stand_id) in held else 99
        best[choice.person_id] = min(rank, best.get(choice.person_id, 99))
    counted = Counter("none" if rank == 99 else str(min(rank, 4)) for rank in best.values())
    words = {
        "1": _("Premier vœu rencontré"),
        "2": _("Deuxième vœu rencontré"),
        "3": _("Troisième vœu rencontré"),
        "4": _("Un autre vœu rencontré"),
        "none": _("Aucun vœu rencontré"),
    }
    rows = [Row(text, (report.put(f"wish:{key}", counted[key]),)) for key, text in words.items()]
    total = Row(_("Personnes avec des vœux"), (report.put("wish:people", len(best)),), is_total=True)
    report.add_sum("wish:people", (row.cells[0] for row in rows))
    note = _("Chaque personne compte une fois, pour le mieux placé de ses vœux qu’elle a rencontré.")
    report.tables.append(
        Table("wishes", _("Vœux satisfaits"), _("Le mieux rencontré"), (_("Personnes"),), (*rows, total), charted=True,
              note=note)
    )  # fmt: skip


def _employers(report: Report, facts: Facts) -> None:
    figures: dict[int, Counter[str]] = defaultdict(Counter)
    for choice in facts.choices:
        figures[choice.stand_id]["chosen"] += 1
    for one in facts.meetings:
        mine = figures[one.stand_id]
        mine["absent"] += one.is_no_show
        if one.is_held:
            mine["met"] += 1
            mine["answered"] += one.is_answered
            mine[one.kind or "none"] += 1
    kinds = (*KIND_WORDS, "none")
    _employer_table(
        report,
        facts,
        figures,
        "employers",
        _("Par employeur"),
        {"chosen": _("Vœux"), "met": _("Entretiens"), "absent": _("Absences"), "answered": _("Réponses")},
    )
    _employer_table(
        report,
        facts,
        figures,
        "outcomes",
        _("Suites par employeur"),
        {**{kind: str(words) for kind, words in KIND_WORDS.items()}, "none": _("Pas encore de suite")},
    )
    for number, _name in facts.employers:
        report.add_sum(f"employer:{number}:met", (f"employer:{number}:{kind}" for kind in kinds))  # fmt: skip


def _employer_table(
    report: Report, facts: Facts, figures: dict[int, Counter[str]], id: str, title: str, columns: dict[str, str]
) -> None:
    rows = [
        Row(name, tuple(report.put(f"employer:{number}:{key}", figures[number][key]) for key in columns))
        for number, name in facts.employers
    ]
    # The same figure as in the tables before has the same name.
    named = {"met": "met:total", "absent": "absent:total"}
    totals = tuple(named.get(key, f"kind:{key}" if id == "outcomes" else f"{key}:total") for key in columns)
    for key, cell in zip(columns, totals, strict=True):
        if cell not in report.cells:
            report.put(cell, sum(figures[number][key] for number, _name in facts.employers))
    total = Row(_("Ensemble"), totals, is_total=True)
    column_sums(report, total, rows)
    report.tables.append(Table(id, title, _("Employeur"), tuple(columns.values()), (*rows, total)))


def _occupations(report: Report, facts: Facts, reached: dict[str, set[int]]) -> None:
    looking: dict[str, set[int]] = defaultdict(set)
    for person in facts.people:
        looking[person.occupation if occupation(person.occupation) else ""].add(person.id)
    rows: list[Row] = []
    for family in families():
        known = [one for one in occupations_of(family.id) if looking[one.id]]
        people = set().union(*(looking[one.id] for one in known))
        if not people:
            continue
        head = Row(family.label, _steps(report, f"family:{family.id}", people, reached))
        under = [Row(one.label, _steps(report, f"occupation:{one.id}", looking[one.id], reached), 1) for one in known]
        column_sums(report, head, under)
        rows += [head, *under]
    if looking[""]:
        rows.append(Row(_("Non précisé"), _steps(report, "family:", looking[""], reached)))
    _with_total(report, "occupations", _("Par famille et métier recherché"), _("Famille, métier"), STEPS, rows)


def _steps(report: Report, prefix: str, people: Iterable[int], reached: dict[str, set[int]]) -> tuple[str, ...]:
    mine = set(people)
    return tuple(report.put(f"{prefix}:{step}", len(mine & reached[step])) for step in STEPS)


def _questions(report: Report, facts: Facts) -> None:
    columns = {**{answer: str(words) for answer, words in FOLLOW_UP_WORDS.items()}, "silent": _("Pas de réponse")}
    rows = []
    for day in sorted({one.day for one in facts.questions}):
        counted = Counter(one.answer or "silent" for one in facts.questions if one.day == day)
        cells = [report.put(f"asked:{day}:{key}", counted[key]) for key in columns]
        asked = report.put(f"asked:{day}", sum(counted.values()))
        report.add_sum(asked, cells)
        rows.append(Row(_("%(days)s jours après", days=day), (asked, *cells)))
    if rows:
        report.tables.append(
            Table("questions", _("Ce que les personnes ont répondu plus tard"), _("Question posée"),
                  (_("Posée à"), *columns.values()), tuple(rows))
        )  # fmt: skip
