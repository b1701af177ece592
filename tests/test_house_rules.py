"""The rules of the house (docs/architecture.md), kept by reading the sources."""

import ast
import re

import pytest

from tests.house.reading import (
    PACKAGE,
    ROOT,
    files,
    functions,
    imports_inside_functions,
    lines,
    name_of,
    own_imports,
    tree,
)

# A file may be long for a reason, with the date that the reason was looked at.
LONG_FOR_A_REASON: dict[str, str] = {}
CEILINGS = (
    ("*.py", "eventsapp", 300),
    ("*.py", "tests", 300),
    ("*.html", "templates", 120),
    ("*.js", "static/js", 200),
)
FEATURES = (
    "history", "messages", "accounts", "organisations", "slots", "registrations", "jobdating", "checkin", "events",
    "workspace", "operating",
)  # fmt: skip  # lower features first
KINDS = ("models", "queries", "actions", "forms", "routes")
# What the models of a feature may import of ours.
FLOOR = {"eventsapp.extensions", "eventsapp.columns", "eventsapp.errors", "eventsapp.clock"}
FORBIDDEN_WORDS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "service",
    "base",
    "data",
    "info",
}


def kind_of(module: str) -> str | None:
    """models, queries, actions, forms or routes; None for a noun."""
    last = module.split(".")[-1]
    if last.endswith(("_routes", "commands")):
        return "routes"
    for kind in KINDS:
        if last == kind or last.endswith(f"_{kind}"):
            return kind
    return None


def feature_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 2 else None


def module_of(path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize(("pattern", "under", "ceiling"), CEILINGS, ids=lambda v: str(v))
def test_no_file_outgrows_its_ceiling(pattern: str, under: str, ceiling: int) -> None:
    long = {name_of(f): lines(f) for f in files(pattern, under) if lines(f) > ceiling}
    assert {k: v for k, v in long.items() if k not in LONG_FOR_A_REASON} == {}


def test_no_function_outgrows_its_ceiling() -> None:
    long = []
    for path in files("*.py", "eventsapp"):
        ceiling = 30 if path.stem.endswith("_routes") else 40
        for function in functions(path):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > ceiling:
                long.append(f"{name_of(path)}:{function.name} ({length})")
    assert long == []


def test_no_import_hides_inside_a_function() -> None:
    assert [f"{name_of(p)}:{n}" for p in files("*.py", "eventsapp") for n in imports_inside_functions(p)] == []


def test_models_import_only_the_floor() -> None:
    wrong = []
    for path in files("*models.py", "eventsapp"):
        wrong += [f"{name_of(path)}:{line} {module}" for module, line in own_imports(path) if module not in FLOOR]
    assert wrong == []


def test_imports_flow_downward_by_kind() -> None:
    wrong = []
    for path in files("*.py", "eventsapp"):
        kind = kind_of(module_of(path))
        if kind is None or feature_of(module_of(path)) is None:
            continue
        for module, line in own_imports(path):
            other = kind_of(module)
            if other is not None and feature_of(module) and KINDS.index(other) > KINDS.index(kind):
                wrong.append(f"{name_of(path)}:{line} {kind} imports {module}")
    assert wrong == []


def test_actions_of_features_call_only_downward() -> None:
    wrong = []
    for path in files("*actions.py", "eventsapp"):
        feature = feature_of(module_of(path))
        for module, line in own_imports(path):
            other = feature_of(module)
            if kind_of(module) == "actions" and other != feature and FEATURES.index(other) > FEATURES.index(feature):
                wrong.append(f"{name_of(path)}:{line} imports {module}")
    assert wrong == []


def test_messages_import_no_feature() -> None:
    allowed = {"messages", "history", "reference", None}  # reference is read-only data
    wrong = []
    for path in files("*.py", "eventsapp/messages"):
        if kind_of(module_of(path)) == "routes":
            continue
        wrong += [f"{name_of(path)}:{n} {m}" for m, n in own_imports(path) if feature_of(m) not in allowed]
    assert wrong == []


def test_only_routes_and_commands_commit() -> None:
    commits = re.compile(r"\.commit\(")
    # throttling.py counts in a transaction of its own, before the request's: see there.
    allowed = ("_routes.py", "commands.py", "worker.py", "delivery.py", "demo.py", "throttling.py")
    wrong = [
        name_of(p)
        for p in files("*.py", "eventsapp")
        if commits.search(p.read_text("utf-8")) and not p.name.endswith(allowed)
    ]
    assert wrong == []


def test_actions_and_queries_know_nothing_of_the_request() -> None:
    wrong = []
    for path in files("*.py", "eventsapp"):
        if kind_of(module_of(path)) not in ("actions", "queries"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login"):
                names = {alias.name for alias in node.names} & {
                    "request",
                    "session",
                    "flash",
                    "current_user",
                    "g",
                }
                wrong += [f"{name_of(path)}:{node.lineno} {n}" for n in names]
    assert wrong == []


def test_no_broad_except_outside_the_two_places_that_need_it() -> None:
    allowed = {"eventsapp/messages/delivery.py", "eventsapp/errors.py", "eventsapp/worker.py"}
    wrong = []
    for path in files("*.py", "eventsapp"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and name_of(path) not in allowed:
                caught = ast.unparse(node.type) if node.type else "everything"
                if caught in ("Exception", "BaseException", "everything"):
                    wrong.append(f"{name_of(path)}:{node.lineno}")
    assert wrong == []


def test_names_say_what_things_are() -> None:
    wrong = [name_of(p) for p in files("*.py", "eventsapp") if p.stem in FORBIDDEN_WORDS or p.stem.endswith("_v2")]
    for path in files("*.py", "eventsapp"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and node.name.lower() in FORBIDDEN_WORDS:
                wrong.append(f"{name_of(path)}:{node.name}")
    assert wrong == []


def test_the_clock_is_the_only_clock() -> None:
    forbidden = re.compile(r"datetime\.now\(|utcnow\(|date\.today\(|time\.time\(")
    wrong = [
        name_of(p)
        for p in files("*.py", "eventsapp")
        if p.name != "clock.py" and forbidden.search(p.read_text("utf-8"))
    ]
    assert wrong == []


def test_every_blueprint_comes_from_an_audience() -> None:
    direct = re.compile(r"\bBlueprint\(")
    wrong = [
        name_of(p)
        for p in files("*.py", "eventsapp")
        if direct.search(p.read_text("utf-8"))
        and name_of(p) not in ("eventsapp/audiences.py", "eventsapp/operations.py")
    ]
    assert wrong == []


def test_pages_hold_no_inline_style_or_script() -> None:
    inline = re.compile(r"\sstyle=\"|<style|\son[a-z]+=\"|<script(?! type=\"application/ld\+json\">)(?![^>]*\bsrc=)")
    wrong = [
        f"{name_of(p)}"
        for p in files("*.html", "templates")
        if "messages" not in p.parts and inline.search(p.read_text("utf-8"))
    ]
    assert wrong == []


def test_nothing_names_a_machine() -> None:
    machine = re.compile(r"/(?:work|farm|home|root|tmp/bash_jobs)/[a-z]")
    every = [
        *files("*.py", "eventsapp"),
        *files("*.html", "templates"),
        *files("*.js", "static/js"),
        *files("*.md", "docs"),
    ]
    assert [name_of(p) for p in every if machine.search(p.read_text("utf-8"))] == []


def test_the_package_is_where_it_should_be() -> None:
    assert (PACKAGE / "__init__.py").exists() and lines(PACKAGE / "__init__.py") <= 50
