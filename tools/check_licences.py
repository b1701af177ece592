"""Check that everything this project is built with or ships may be combined with AGPL-3.0-or-later.

    python tools/check_licences.py

Reads the licence that each installed distribution declares, for requirements.txt, requirements-dev.txt and all that
they pull, and the licences of the third-party files in static/vendor/vendor.json. Anything unknown fails: look at it,
then add its licence to COMPATIBLE, or the package to REVIEWED with the reason.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
MANIFEST = ROOT / "static" / "vendor" / "vendor.json"

# SPDX identifiers that the FSF lists as compatible with the (A)GPL version 3: https://www.gnu.org/licenses/license-list.html
COMPATIBLE = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU"}
    | {"MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib"}
)
# What older packages write instead of an SPDX identifier.
AS_WRITTEN = {
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
# Packages that were looked at by hand: (what they declare, why that is fine). Another declaration is looked at anew.
REVIEWED = {
    "psycopg": ("LGPL-3.0-only", "LGPL-3.0 adds permissions to GPL-3.0, which AGPL-3.0 section 13 allows to combine"),
    "psycopg-binary": ("LGPL-3.0-only", "as psycopg; the libpq inside is under the PostgreSQL licence, permissive"),
    "qrcode": (
        "BSD License AND Other/Proprietary License",
        "its LICENSE file is BSD-3-Clause, followed by the MIT licence of the code it derives from",
    ),
}


def closure(lines: Iterable[str]) -> dict[str, Distribution | None]:
    """Every distribution that these requirement lines need here, by canonical name; None when it is not installed."""
    found: dict[str, Distribution | None] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = [Requirement(line) for line in lines]
    while todo:
        wanted = todo.pop()
        key = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if key in seen:
            continue
        seen.add(key)
        try:
            found[key[0]] = known = distribution(wanted.name)
        except PackageNotFoundError:
            found[key[0]] = None
            continue
        todo += [r for r in map(Requirement, known.requires or []) if _applies(r, wanted.extras)]
    return found


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def required(files: tuple[str, ...] = REQUIREMENTS) -> list[str]:
    """The requirement lines of the project, without comments and references to other files."""
    lines = [line.strip() for name in files for line in (ROOT / name).read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def declared(known: Distribution) -> str:
    """The licence as the package states it: an SPDX expression, else its classifiers, else its one-line field."""
    about = known.metadata
    if expression := about.get("License-Expression"):
        return expression
    classifiers = [c.rpartition("::")[2].strip() for c in about.get_all("Classifier", []) if c.startswith("License")]
    if named := [c for c in classifiers if c != "OSI Approved"]:
        return " AND ".join(named)  # several may mean a choice: a person looks
    text = (about.get("License") or "").strip()
    return text if "\n" not in text else ""


def is_compatible(expression: str) -> bool:
    """True when one side of each OR, and every part of each AND, is on the list. What is unclear is not compatible."""
    if not expression:
        return False
    flat = expression if expression in AS_WRITTEN else re.sub(r"^\((.*)\)$", r"\1", expression)
    if flat in AS_WRITTEN:
        return AS_WRITTEN[flat] in COMPATIBLE
    for word, decide in ((" AND ", all), (" OR ", any)):
        if word in flat:
            return decide(is_compatible(part.strip()) for part in flat.split(word))
    return flat in COMPATIBLE


def problems_of_packages(packages: dict[str, Distribution | None]) -> list[str]:
    """What is wrong with installed packages, in words."""
    found = []
    for name, known in sorted(packages.items()):
        if known is None:
            found.append(f"{name}: required but not installed, so its licence is unknown")
            continue
        stated = declared(known)
        if name in REVIEWED:
            if stated != REVIEWED[name][0]:
                found.append(f"{name}: was reviewed as «{REVIEWED[name][0]}», now states «{stated}»")
        elif not is_compatible(stated):
            found.append(f"{name} {known.version}: states «{stated or 'nothing'}», not known to go with the AGPL")
    return found + [f"{name}: reviewed but no longer required" for name in sorted(REVIEWED.keys() - packages.keys())]


def problems_of_vendored_files(entries: list[dict[str, str]]) -> list[str]:
    """Each vendored package has a compatible licence, and its text travels with it."""
    found = []
    for name in sorted({entry["name"] for entry in entries}):
        own = [entry for entry in entries if entry["name"] == name]
        wrong = sorted({e["licence"] for e in own if not is_compatible(e["licence"])})
        found += [f"{name}: states «{licence}», not known to go with the AGPL" for licence in wrong]
        if not any("LICENSE" in e["from"].upper() for e in own):
            found.append(f"{name}: its licence text is not vendored with it")
    return found


def main() -> None:
    packages = closure(required())
    entries = json.loads(MANIFEST.read_text("utf-8"))["files"]
    found = problems_of_packages(packages) + problems_of_vendored_files(entries)
    if not (ROOT / "LICENSE").read_text("utf-8").lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE"):
        found.append("LICENSE: is not the text of the AGPL")
    print("\n".join(found) or f"{len(packages)} packages and {len(entries)} vendored files: all go with the AGPL")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
