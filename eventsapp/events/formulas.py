"""Changing the formula of a form under way: defaults follow, what was typed stays."""

from typing import Any

from werkzeug.datastructures import MultiDict

from eventsapp.events.prefill import formula_values
from eventsapp.reference.event_kinds import EventKind, event_kind

_SLOT_PARTS = ("starts", "ends", "capacity")


def with_other_formula(typed: MultiDict[str, str], kind: EventKind) -> MultiDict[str, str]:
    """`typed`, in which whatever still was the old formula's default, or blank, is the new one's."""
    before = event_kind(typed.get("kind", ""))
    result = MultiDict(typed)
    result["kind"] = kind.id
    old, new = _texts(before) if before else {}, _texts(kind)
    for name in ("interview_minutes", "turnover_minutes"):
        if typed.get(name, "") in ("", old.get(name, "")):
            result[name] = new.get(name, "")
    if _slots(typed) in ([], _slots(old)) or not any("".join(parts) for parts in _slots(typed)):
        for name in [name for name in result if name.startswith("slots-")]:
            del result[name]
        result.update({name: value for name, value in new.items() if name.startswith("slots-")})
    return result


def _texts(kind: EventKind) -> dict[str, str]:
    """The formula's defaults as the form sends them."""
    values = formula_values(kind)
    texts = {name: _text(values[name]) for name in ("interview_minutes", "turnover_minutes")}
    for index, slot in enumerate(values["slots"]):
        texts |= {f"slots-{index}-{part}": _text(slot[part]) for part in _SLOT_PARTS}
    return texts


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.strftime("%H:%M") if hasattr(value, "strftime") else str(value)


def _slots(values: Any) -> list[tuple[str, ...]]:
    indices = sorted({name.split("-")[1] for name in values if name.startswith("slots-") and name.count("-") == 2})
    return [tuple(values.get(f"slots-{index}-{part}", "") for part in _SLOT_PARTS) for index in indices]
