"""The check of licences lets through what goes with the AGPL, and nothing that it does not know."""

import pytest

from tools.check_licences import closure, is_compatible, problems_of_vendored_files


@pytest.mark.parametrize("expression", ["MIT", "BSD License", "MIT OR GPL-2.0-only", "MIT AND PSF-2.0", "(Apache-2.0)"])
def test_a_compatible_licence_passes(expression: str) -> None:
    assert is_compatible(expression)


@pytest.mark.parametrize(
    "expression", ["", "GPL-2.0-only", "MIT AND Proprietary", "Other/Proprietary License", "MIT-ish", "BSD-4-Clause"]
)
def test_an_unknown_or_incompatible_licence_does_not(expression: str) -> None:
    assert not is_compatible(expression)


def test_what_requirements_pull_in_is_looked_at_too() -> None:
    found = closure(["psycopg[binary]", "no-such-package-anywhere==1"])
    assert {"psycopg", "psycopg-binary", "typing-extensions"} <= found.keys()
    assert found["no-such-package-anywhere"] is None


def test_a_vendored_package_brings_its_licence_text() -> None:
    script = {"name": "x", "licence": "MIT", "from": "x.js"}
    assert problems_of_vendored_files([script]) == ["x: its licence text is not vendored with it"]
    assert problems_of_vendored_files([script, script | {"from": "LICENSE"}]) == []
    assert len(problems_of_vendored_files([script | {"licence": "SSPL-1.0", "from": "LICENSE"}])) == 1
