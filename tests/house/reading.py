"""Reading the project's own sources, for the rules of the house."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "eventsapp"


def files(pattern: str, under: str) -> list[Path]:
    found = sorted((ROOT / under).rglob(pattern))
    return [
        f for f in found if "vendor" not in f.parts and "node_modules" not in f.parts and "__pycache__" not in f.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def own_imports(path: Path) -> list[tuple[str, int]]:
    """(module of ours, line) for every import; `from eventsapp.x import y` is x.y when that is a module."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "eventsapp":
            for alias in node.names:
                deeper = f"{node.module}.{alias.name}"
                is_module = (ROOT / (deeper.replace(".", "/") + ".py")).exists()
                found.append((deeper if is_module else node.module, node.lineno))
        elif isinstance(node, ast.Import):
            found += [(a.name, node.lineno) for a in node.names if a.name.split(".")[0] == "eventsapp"]
    return found


def imports_inside_functions(path: Path) -> list[int]:
    inside = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside += [n.lineno for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
    return inside


def functions(path: Path) -> list[ast.FunctionDef]:
    return [n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef)]
