"""Everything wrong with a form as lines of one summary, rows of slots included."""

from typing import Any

from flask_babel import gettext as _
from wtforms import FieldList, Form

_GROUPS = ("RadioField", "SelectMultipleField")


def problems_of(form: Form) -> list[dict[str, str]]:
    """For `error_summary(none, extra=…)`: a sentence and where it leads."""
    found = []
    for field in form:
        if isinstance(field, FieldList):
            for number, row in enumerate(field, start=1):
                for part in row.form:
                    where = _("Créneau %(number)s : ", number=number) if len(field) > 1 else ""
                    found += [{"text": f"{where}{error}", "href": f"#{part.id}"} for error in part.errors]
        else:
            target = f"#{field.id}-0" if field.type in _GROUPS else f"#{field.id}"
            found += [{"text": str(error), "href": target} for error in field.errors]
    return found


def refusal_of(refusal: Any, row: Any = None) -> list[dict[str, str]]:
    """A refused act as the same kind of line, also written next to its row of slots when there is one."""
    if row is not None:
        row.capacity.errors = [*row.capacity.errors, str(refusal.sentence)]
        return [{"text": str(refusal.sentence), "href": f"#{row.capacity.id}"}]
    return [{"text": str(refusal.sentence)}]
