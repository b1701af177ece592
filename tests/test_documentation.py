"""The documentation says what is there: settings, commands, dependencies and links are compared with the sources."""

import re
from pathlib import Path

import pytest
from click import Group
from flask import Flask

from eventsapp.config import DEFAULTS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SCREENS = DOCS / "screens"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md"), *(ROOT / "static/vendor").glob("*.md")])
_SETTING = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \| (?:`([^`]*)`|–) \|", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"```sh\n(.*?)```|`([^`\n]+)`", re.DOTALL)
# `rencontres` is what docs/production.md calls `flask` with the settings of the machine.
_COMMAND = re.compile(r"^(?:flask|rencontres)(?: --app app)? ([a-z]+)(?: ([a-z]+)\b)?", re.MULTILINE)
_OWN_OF_FLASK = {"db", "run", "shell", "routes"}


def without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as forges make them."""
    titles = re.findall(r"^#+ (.+)$", without_code(page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def requirements() -> set[str]:
    lines = [x for name in ("requirements.txt", "requirements-dev.txt") for x in (ROOT / name).read_text().splitlines()]
    return {re.split(r"[\[=]", line)[0].lower() for line in lines if line and not line.startswith(("#", "-"))}


def test_each_setting_is_documented_with_its_default() -> None:
    documented = dict(_SETTING.findall((DOCS / "configuration.md").read_text("utf-8")))
    assert documented == DEFAULTS


def test_the_example_of_an_environment_file_holds_real_settings_only() -> None:
    lines = (ROOT / "deploy/rencontres-soin.env.example").read_text("utf-8").splitlines()
    named = [re.match(r"#? ?([A-Z][A-Z0-9_]+)=", line) for line in lines]
    unknown = {found[1] for found in named if found} - DEFAULTS.keys()
    assert unknown == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    dead = []
    for target in _LINK.findall(without_code(page.read_text("utf-8"))):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        found = (page.parent / path).resolve() if path else page
        if found.parent == SCREENS and not SCREENS.exists():
            continue  # the pictures are made from the running product
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in anchors(found)):
            dead.append(target)
    assert dead == []


def test_each_document_is_reached_from_the_readme() -> None:
    linked = set(re.findall(r"\(docs/([\w-]+\.md)", (ROOT / "README.md").read_text("utf-8")))
    assert {page.name for page in DOCS.glob("*.md")} - linked == set()


def test_each_requirement_is_explained() -> None:
    text = (DOCS / "dependencies.md").read_text("utf-8")
    explained = {name.lower() for name in re.findall(r"^\| `([\w.-]+)`", text, re.MULTILINE)}
    assert requirements() - explained == set(), "not in docs/dependencies.md"
    vendored = {"zxing-wasm", "@fontsource-variable/bricolage-grotesque"}
    assert explained - requirements() - vendored == set(), "no longer required"


def commands_named() -> set[tuple[str, str, str]]:
    """(page, command, its first word) for every command in the documents' code."""
    found = set()
    for page in PAGES:
        for block, span in _CODE.findall(page.read_text("utf-8")):
            found |= {(page.name, first, second) for first, second in _COMMAND.findall(block or span)}
    return found


def test_commands_that_documents_name_exist(app: Flask) -> None:
    missing = []
    for page, first, second in sorted(commands_named()):
        command = app.cli.commands.get(first)
        if first in _OWN_OF_FLASK:
            continue
        if command is None or (second and isinstance(command, Group) and second not in command.commands):
            missing.append(f"{page}: flask {first} {second}".strip())
    assert missing == []


def test_make_targets_that_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z]+)`", page.read_text("utf-8"))}
    assert named - targets == set()


def test_the_picture_of_the_house_names_every_room() -> None:
    picture = re.search(r"```\n(.*?)```", (DOCS / "architecture.md").read_text("utf-8"), re.DOTALL)
    assert picture is not None
    named = set(re.findall(r"^  (\w+)/ ", picture[1], re.MULTILINE))
    there = {path.parent.name for path in (ROOT / "eventsapp").glob("*/__init__.py")}
    assert named == there
