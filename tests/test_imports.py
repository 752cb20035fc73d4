"""Who may import whom, read from the source: the rooms of docs/architecture.md, from the bottom up."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "game" / "downslope"
FILES = sorted(PACKAGE.rglob("*.py"))

# Room -> the rooms that it may import, itself included; no row names a later one.
ROOMS: dict[str, set[str]] = {
    "paths": {"paths"},
    "version": {"version"},
    "i18n": {"paths", "i18n"},
    "learning": {"learning"},
    "formulas": {"learning", "formulas"},
    "engine": {"learning", "formulas", "engine"},
    "rules": {"learning", "engine", "rules"},
    "solving": {"learning", "engine", "rules", "solving"},
    "convergence": {"learning", "formulas", "engine", "rules", "convergence"},
    "scripts": {"i18n", "learning", "formulas", "engine", "rules", "scripts"},
    "storage": {"paths", "i18n", "learning", "rules", "storage"},
    "registry": {"paths", "version", "learning", "engine", "rules", "registry"},
    "digits": {"paths", "i18n", "learning", "rules", "storage", "digits"},
    "background": {"i18n", "engine", "rules", "registry", "background"},
    "sweep": {"version", "i18n", "learning", "engine", "rules", "solving", "storage", "registry", "sweep"},
    "desktop": {"paths", "i18n", "desktop"},
    "view/draw": {"paths", "i18n", "view/draw"},
    "view/format": {"view/draw", "view/format"},
    "view/widgets": {"i18n", "view/draw", "view/format", "view/widgets"},
    "view/scenery": {"view/draw", "view/widgets", "view/scenery"},
    "view/bowls": {"i18n", "view/draw", "view/format", "view/widgets", "view/scenery", "view/bowls"},
    "view/charts": {"i18n", "rules", "convergence", "view/draw", "view/format", "view/widgets", "view/scenery",
        "view/bowls", "view/charts"},
    "view/networks": {"i18n", "view/draw", "view/format", "view/widgets", "view/scenery", "view/bowls",
        "view/charts", "view/networks"},
    "view/pictures": {"i18n", "view/draw", "view/format", "view/widgets", "view/charts", "view/pictures"},
    "view/cards": {"i18n", "learning", "rules", "view/draw", "view/format", "view/widgets", "view/bowls",
        "view/charts", "view/cards"},
    "view/level_map": {"i18n", "rules", "view/draw", "view/widgets", "view/scenery", "view/level_map"},
    "downslope": {"version", "learning", "engine", "rules", "registry", "digits", "downslope"},
    "attempt": {"paths", "i18n", "learning", "engine", "rules", "solving", "scripts", "storage", "registry",
        "desktop", "view/draw", "view/widgets", "view/level_map", "attempt"},
    "boards/shared": {"i18n", "learning", "formulas", "engine", "rules", "scripts", "desktop", "view/draw",
        "view/format", "view/widgets", "view/scenery", "view/bowls", "view/charts", "view/networks", "view/cards",
        "attempt", "boards/shared"},
    "boards/one_neuron": {"i18n", "learning", "rules", "view/draw", "view/format", "view/widgets", "view/scenery",
        "view/bowls", "view/charts", "view/networks", "view/cards", "attempt", "boards/shared",
        "boards/one_neuron"},
    "boards/several_weights": {"i18n", "learning", "engine", "rules", "view/draw", "view/format", "view/widgets",
        "view/scenery", "view/bowls", "view/charts", "view/cards", "attempt", "boards/shared",
        "boards/several_weights"},
    "boards/by_hand": {"i18n", "learning", "formulas", "rules", "scripts", "desktop", "view/draw", "view/format",
        "view/widgets", "view/scenery", "view/bowls", "view/networks", "view/cards", "attempt", "boards/shared",
        "boards/one_neuron", "boards/by_hand"},
    "boards/network": {"i18n", "learning", "engine", "rules", "desktop", "view/draw", "view/format",
        "view/widgets", "view/scenery", "view/bowls", "view/charts", "view/networks", "view/cards", "attempt",
        "boards/shared", "boards/by_hand", "boards/network"},
    "boards/pictures": {"i18n", "learning", "engine", "rules", "digits", "background", "desktop", "view/draw",
        "view/format", "view/widgets", "view/scenery", "view/charts", "view/pictures", "attempt", "boards/shared",
        "boards/one_neuron", "boards/pictures"},
    "boards": {"boards/shared", "boards/one_neuron", "boards"},
    "scenes/base": {"desktop", "view/draw", "view/format", "view/widgets", "attempt", "scenes/base"},
    "scenes/play": {"i18n", "engine", "rules", "solving", "convergence", "scripts", "storage", "background",
        "desktop", "view/draw", "view/format", "view/widgets", "view/charts", "view/cards", "attempt",
        "boards/shared", "boards", "scenes/base", "scenes/play"},
    "scenes": {"paths", "version", "i18n", "engine", "rules", "convergence", "scripts", "storage", "registry",
        "desktop", "view/draw", "view/format", "view/widgets", "view/scenery", "view/charts", "view/cards",
        "view/level_map", "attempt", "boards/shared", "scenes/base", "scenes/play", "scenes"},
    "app": {"i18n", "storage", "desktop", "view/draw", "view/scenery", "attempt", "boards", "scenes/base",
        "scenes/play", "app"},
    "terminal": {"version", "i18n", "engine", "rules", "solving", "scripts", "storage", "registry", "digits",
        "sweep", "attempt", "app", "terminal"},
    "cli": {"background", "terminal", "cli"},
    "__main__": {"cli", "__main__"},
}  # fmt: skip

# Arrows that run back up, until the seam named is made. This list only gets shorter.
OWED: dict[str, set[tuple[str, str]]] = {
    "go: a screen asks for another by name (scenes/base/navigation.py)": {
        ("downslope.attempt.game", "downslope.scenes.base.scene"),
        ("downslope.attempt.game", "downslope.scenes.title"),
        ("downslope.scenes.play.card", "downslope.scenes.convergence"),
        ("downslope.scenes.play.card", "downslope.scenes.level_map"),
        ("downslope.scenes.play.card", "downslope.scenes.recap"),
        ("downslope.scenes.play.card", "downslope.scenes.script"),
        ("downslope.scenes.play.finish", "downslope.scenes.convergence"),
        ("downslope.scenes.play.play", "downslope.scenes.level_map"),
        ("downslope.scenes.play.play", "downslope.scenes.settings"),
    },
    "host: what a board may ask of the screen it stands on (boards/shared/host.py)": {
        ("downslope.boards.by_hand.fog_board", "downslope.scenes.play.play"),
        ("downslope.boards.by_hand.metric_board", "downslope.scenes.play.play"),
        ("downslope.boards.by_hand.rule_board", "downslope.scenes.play.play"),
        ("downslope.boards.by_hand.sending", "downslope.scenes.play.play"),
        ("downslope.boards.by_hand.sending_board", "downslope.scenes.play.play"),
        ("downslope.boards.kinds", "downslope.scenes.play.play"),
        ("downslope.boards.network.net_board", "downslope.scenes.play.play"),
        ("downslope.boards.network.net_controls", "downslope.scenes.play.play"),
        ("downslope.boards.network.stopping_board", "downslope.scenes.play.play"),
        ("downslope.boards.one_neuron.bowl_board", "downslope.scenes.play.play"),
        ("downslope.boards.one_neuron.needles_board", "downslope.scenes.play.play"),
        ("downslope.boards.one_neuron.recording_board", "downslope.scenes.play.play"),
        ("downslope.boards.one_neuron.sealed_board", "downslope.scenes.play.play"),
        ("downslope.boards.one_neuron.two_codes_board", "downslope.scenes.play.play"),
        ("downslope.boards.pictures.digits_board", "downslope.scenes.play.play"),
        ("downslope.boards.pictures.hand_board", "downslope.scenes.play.play"),
        ("downslope.boards.pictures.stencil_board", "downslope.scenes.play.play"),
        ("downslope.boards.several_weights.alphas_board", "downslope.scenes.play.play"),
        ("downslope.boards.several_weights.contour_board", "downslope.scenes.play.play"),
        ("downslope.boards.several_weights.neurons_board", "downslope.scenes.play.play"),
        ("downslope.boards.shared.board", "downslope.scenes.play.play"),
        ("downslope.boards.shared.code_board", "downslope.scenes.play.play"),
        ("downslope.boards.shared.knob_panel", "downslope.scenes.play.play"),
        ("downslope.boards.shared.runs_panel", "downslope.scenes.play.play"),
    },
}  # fmt: skip

# Files of one room that import each other in a loop, until the seam named is made. This list only gets shorter.
CIRCLES: dict[str, set[str]] = {
    "attempt and bets": {
        "downslope.attempt.attempt", "downslope.attempt.bets", "downslope.attempt.shown",
    },
    "panels of fog": {
        "downslope.boards.by_hand.fog_board", "downslope.boards.by_hand.fog_side",
    },
    "panels of metric": {
        "downslope.boards.by_hand.metric_board", "downslope.boards.by_hand.metric_side",
    },
    "panels of rule": {
        "downslope.boards.by_hand.rule_board", "downslope.boards.by_hand.rule_calls",
        "downslope.boards.by_hand.rule_panel",
    },
    "panels of sending": {
        "downslope.boards.by_hand.sending_board", "downslope.boards.by_hand.sending_side",
        "downslope.boards.by_hand.sending_stage",
    },
    "panels of net": {
        "downslope.boards.network.net_board", "downslope.boards.network.net_code",
        "downslope.boards.network.net_hands", "downslope.boards.network.net_stage",
    },
    "panels of recording": {
        "downslope.boards.one_neuron.recording_board", "downslope.boards.one_neuron.recording_side",
    },
    "panels of digits": {
        "downslope.boards.pictures.digit_panels", "downslope.boards.pictures.digit_tools",
        "downslope.boards.pictures.digits_board", "downslope.boards.pictures.training_follower",
    },
    "templates": {
        "downslope.engine.fast_dense", "downslope.engine.fast_row_by_row", "downslope.engine.fast_unrolled",
    },
    "fast run": {
        "downslope.engine.fast_epochs", "downslope.engine.run",
    },
    "world of the rules": {
        "downslope.rules.catalog", "downslope.rules.costs", "downslope.rules.handlers",
        "downslope.rules.knob_turns", "downslope.rules.level", "downslope.rules.outcome_values",
        "downslope.rules.session", "downslope.rules.target", "downslope.rules.truncate", "downslope.rules.validate",
    },
    "parts of play": {
        "downslope.scenes.play.bet_strip", "downslope.scenes.play.briefing", "downslope.scenes.play.card",
        "downslope.scenes.play.finish", "downslope.scenes.play.overlay", "downslope.scenes.play.play",
        "downslope.scenes.play.tile_row", "downslope.scenes.play.topbar", "downslope.scenes.play.transport",
        "downslope.scenes.play.verdict", "downslope.scenes.play.verdict_story",
    },
    "bowl seat": {
        "downslope.view.bowls.bowl_landscape", "downslope.view.bowls.error_bowl",
    },
    "slider parts": {
        "downslope.view.widgets.slider", "downslope.view.widgets.slider_parts",
    },
}  # fmt: skip

OUTSIDE = {
    "paths": {"platformdirs"}, "registry": {"pluggy"}, "downslope": {"pluggy"}, "sweep": {"distributed", "pyarrow"},
    "digits": {"pygame"}, "desktop": {"pygame"}, "view": {"pygame"}, "attempt": {"pygame"}, "boards": {"pygame"},
    "scenes": {"pygame"}, "app": {"pygame"}, "terminal": {"typer", "rich"},
}  # fmt: skip
# never while a module is imported
LATE = {"numpy", "PIL", "rich", "typer", "importlib.metadata", "platformdirs", "distributed", "pyarrow"}
# Modules that have not moved yet, and where they will be; until then CARRIED may be imported by anyone.
WAITING: dict[str, str] = {
    "downslope.words": "downslope.i18n",
}
CARRIED = {
    "downslope.cli", "downslope.terminal.solve",
    "downslope.scenes.base.scrolling_scene", "downslope.scenes.play.topbar",
}  # fmt: skip

MODULES = {".".join(("downslope", *file.relative_to(PACKAGE).with_suffix("").parts)) for file in FILES}


def home(module: str) -> str:
    """The module as the plan names it: its place after the moves, a package for what it hands on."""
    return WAITING.get(module, module)


def room(module: str) -> str:
    """The room of a module: the longest folder that has a row; a module at the top is a room of its own."""
    parts = home(module).split(".")[1:]
    for count in range(len(parts), 0, -1):
        if "/".join(parts[:count]) in ROOMS:
            return "/".join(parts[:count])
    return parts[0] if parts else "downslope"


def name(file: Path) -> str:
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(("downslope", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def imports(tree: ast.AST, file: Path) -> Iterator[tuple[str, int]]:
    """(module, line) of every import in the file, wherever in it: "downslope.rules.knob", "math"."""
    package = ["downslope", *file.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *(node.module.split(".") if node.module else [])])
            for alias in node.names:
                full = f"{stem}.{alias.name}"
                yield (full if full in MODULES or full in WAITING else stem), node.lineno


def wrong(file: Path, tree: ast.AST) -> list[str]:
    """The imports of a file that it may not have."""
    here, found = room(name(file)), []
    if here not in ROOMS and file.name != "__init__.py":
        return [f"{file.relative_to(ROOT)} stands in no room"]
    owed = {pair for pairs in OWED.values() for pair in pairs}
    for module, line in imports(tree, file):
        top = module.split(".")[0]
        if top == "downslope":
            ok = room(module) in ROOMS[here] or (home(name(file)), home(module)) in owed
            ok = ok or (bool(WAITING) and not CARRIED.isdisjoint({home(module), home(name(file))}))
        else:
            ok = top in sys.stdlib_module_names or top in OUTSIDE.get(here, OUTSIDE.get(here.split("/")[0], set()))
        if not ok:
            found.append(f"{file.relative_to(ROOT)}, line {line}: {here} may not import {module}")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_each_room_imports_only_what_it_may(file: Path) -> None:
    assert wrong(file, ast.parse(file.read_bytes())) == []


def test_rooms_import_only_rooms_below() -> None:
    order = list(ROOMS)
    for here, others in ROOMS.items():
        assert others <= set(order[: order.index(here) + 1]), here


def arrows() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in FILES:
        targets = {home(module) for module, _ in imports(ast.parse(file.read_bytes()), file)}
        found[home(name(file))] = {target for target in targets if target.startswith("downslope")} - {home(name(file))}
    return found


def test_what_is_owed_is_still_there() -> None:
    """An arrow that is gone is struck from the list."""
    if WAITING:
        pytest.skip("the rooms are being moved")
    now = arrows()
    gone = [pair for pairs in OWED.values() for pair in pairs if pair[1] not in now.get(pair[0], set())]
    assert gone == []


def test_no_circle_inside_a_room_but_those_that_are_known() -> None:
    if WAITING:
        pytest.skip("the rooms are being moved")
    owed = {pair for pairs in OWED.values() for pair in pairs}
    now = {a: {b for b in bs if (a, b) not in owed} for a, bs in arrows().items()}
    known = list(CIRCLES.values())
    assert [sorted(found) for found in circles(now) if found not in known] == []
    assert [sorted(files) for files in known if files not in circles(now)] == []  # struck from the list


def circles(now: dict[str, set[str]]) -> list[set[str]]:
    """Sets of modules each of which reaches all others of its set."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(now.get(start, ()))
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += now.get(one, ())
        return seen

    reach = {module: reached(module) for module in now}
    found = []
    for module in now:
        circle = {other for other in reach[module] if module in reach.get(other, ())}
        if circle and circle not in found:
            found.append(circle)
    return found


def top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported; not those for a type checker alone."""
    for node in tree.body:
        typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if not typing_only:
            yield node


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_slow_libraries_are_imported_late(file: Path) -> None:
    if room(name(file)) in ("cli", "terminal"):  # only run when no window is asked for
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


def test_the_promised_door_is_there() -> None:
    from downslope.registry import load

    assert callable(load)


def test_the_rules_can_tell_right_from_wrong() -> None:
    def count(text: str, where: str) -> int:
        return len(wrong(PACKAGE / where, ast.parse(text)))

    assert count("import pygame", "rules/level.py") == 1
    assert count("from ..rules.knob import Knob", "learning/network.py") == 1
    assert count("from ...scenes.base import scene", "view/draw/text.py") == 1
    assert count("def f():\n    from ..app import app", "registry/registry.py") == 1
    assert count("from ..engine.run import Run\nimport math", "rules/session.py") == 0
    assert count("from ..charts.run_chart import RunChart", "view/draw/text.py") == 1
    assert len(circles({"a": {"b"}, "b": {"a", "c"}, "c": set()})) == 1
