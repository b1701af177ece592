"""Two people edited one page: what each of them wrote, field by field, for the second to decide."""

from dataclasses import asdict, dataclass
from typing import Any

from eventsapp.organisations.forms import SettingsForm
from eventsapp.organisations.refusals import EditedMeanwhile
from eventsapp.reference.actors import organisation_kind
from eventsapp.reference.siret import displayed_siret


@dataclass(frozen=True, slots=True)
class Difference:
    """One field whose two versions differ. `field_id` is where it can be changed."""

    label: str
    field_id: str
    mine: str
    theirs: str


def both_versions(form: SettingsForm, refusal: EditedMeanwhile) -> list[Difference]:
    """The fields that differ. From then on saving the form again means: mine."""
    mine = asdict(form.details())
    found = []
    for name, theirs in refusal.saved.items():
        if name == "commune_code" or mine[name] == theirs:
            continue
        field = form["commune" if name == "commune_name" else name]
        found.append(Difference(str(field.label.text), field.id, _shown(name, mine[name]), _shown(name, theirs)))
    # WTForms shows what was sent; the new version must win over it.
    form.version.raw_data, form.version.data = None, refusal.version
    return found


def _shown(name: str, value: Any) -> str:
    if name == "kind":
        kind = organisation_kind(value)
        return str(kind.label) if kind else str(value)
    if name == "siret" and value:
        return displayed_siret(value)
    return str(value or "")
