"""Who may import whom, read from the source: see docs/architecture.md."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "game" / "downslope"
FILES = sorted(PACKAGE.rglob("*.py"))

# part of the package -> the parts that it may import; "*": all. Outside the package: the standard library and ALLOWED.
PARTS = {
    "learning": {"learning"},
    "rules": {"rules", "learning"},
    "paths": set(),
    "version": set(),
    "words": {"paths"},
    "savefile": {"words"},
    "saves": {"paths", "savefile", "words"},
    "digest": {"rules"},
    "digits": {"paths", "rules"},
    "refused": {"words"},
    "drawing": set(),
    "recipe": {"digits", "learning", "rules"},
    "pictures": {"drawing", "refused", "words"},
    "brought": {"pictures", "refused", "rules", "words"},
    "netfile": {"learning", "refused", "rules", "savefile", "words"},
    "hookspecs": {"learning", "rules"},
    "plugin": set(),
    "loading": {"version"},
    "vetting": {"learning", "plugin", "rules"},
    "registry": {"hookspecs", "learning", "loading", "paths", "plugin", "rules", "version", "vetting"},
    "keys": {"words"},
    "controls": {"keys", "words"},
    "view": {"controls", "keys", "learning", "paths", "rules", "view", "words"},
    "worker": set(),
    "trainer": {"learning", "registry", "rules"},
    "training": {"learning", "rules", "words", "worker"},
    "sweep": {"digest", "learning", "registry", "rules", "savefile", "sweep", "version", "words"},
    "opening": {"words"},
    "scenes": {
        "controls", "digest", "drawing", "keys", "learning", "netfile", "opening", "paths", "plugin", "refused",
        "registry", "rules", "saves", "scenes", "training", "version", "view", "words", "worker", "writing",
    },
    "writing": {"learning", "rules", "words"},
    "__init__": {"digits", "learning", "registry", "rules", "version"},
}  # fmt: skip
OUTSIDE = {
    "paths": {"platformdirs"}, "hookspecs": {"pluggy"}, "registry": {"pluggy"}, "__init__": {"pluggy"},
    "sweep": {"distributed", "pyarrow"},
    "pictures": {"pygame"}, "keys": {"pygame"}, "controls": {"pygame"}, "view": {"pygame"}, "scenes": {"pygame"},
}  # fmt: skip
# never while a module is imported
LATE = {"numpy", "PIL", "rich", "typer", "importlib.metadata", "platformdirs", "distributed", "pyarrow"}


def part(file: Path) -> str:
    """The part of the package that a file belongs to: a folder, or a module at the top."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST, file: Path) -> Iterator[tuple[str, int]]:
    """(full name, line) of every import in the file, wherever in it: "downslope.rules.knob", "math"."""
    package = ["downslope", *file.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = [*base, *(node.module.split(".") if node.module else [])]
            if len(stem) == 1 and stem == ["downslope"]:  # from . import paths
                yield from ((f"downslope.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield ".".join(stem), node.lineno


def wrong(file: Path, tree: ast.AST) -> list[str]:
    """The imports of a file that it may not have."""
    here, found = part(file), []
    if here not in PARTS:  # app, cli and what only they use
        return []
    for name, line in imports(tree, file):
        top, _, rest = name.partition(".")
        if top == "downslope":
            ok = rest.split(".")[0] in PARTS[here]
        else:
            ok = top in sys.stdlib_module_names or top in OUTSIDE.get(here, ())
        if not ok:
            found.append(f"{file.relative_to(ROOT)}, line {line}: {here} may not import {name}")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_each_part_imports_only_what_it_may(file: Path) -> None:
    assert wrong(file, ast.parse(file.read_bytes())) == []


def test_nothing_imports_the_window() -> None:
    allowed = {"app", "cli", "terminal", "__main__"}
    for file in FILES:
        if part(file) not in allowed:
            names = [name for name, _ in imports(ast.parse(file.read_bytes()), file)]
            assert not {"downslope.app", "downslope.cli"} & set(names), file


def top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported; not those for a type checker alone."""
    for node in tree.body:
        typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if not typing_only:
            yield node


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_slow_libraries_are_imported_late(file: Path) -> None:
    if part(file) in ("cli", "terminal"):  # only run when no window is asked for
        return
    for node in top_level(ast.parse(file.read_bytes())):
        module = ast.Module([node], [])
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            assert not {name for name, _ in imports(module, file)} & LATE, file


def shipped() -> list[Path]:
    return [*sorted((ROOT / "levels").glob("*.py")), *sorted((ROOT / "plugins").rglob("*.py"))]


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.name)
def test_shipped_plugins_import_what_any_plugin_may(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_bytes())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name == "downslope" or name.split(".")[0] in sys.stdlib_module_names, f"{file.name} imports {name}"


def test_the_rules_can_tell_right_from_wrong() -> None:
    def told(text: str, where: str) -> int:
        return len(wrong(PACKAGE / where, ast.parse(text)))

    assert told("import pygame", "rules/level.py") == 1
    assert told("from ..rules.knob import Knob", "learning/run.py") == 1
    assert told("from ..scenes import scene", "view/text.py") == 1
    assert told("def f():\n    from . import app", "registry.py") == 1
    assert told("from ..learning.run import Run\nimport math", "rules/session.py") == 0
