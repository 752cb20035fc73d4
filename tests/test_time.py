"""No test depends on how fast the machine is: who may look at a clock, in the tests and on the screen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from syntax import nodes, tree_of

TESTS = Path(__file__).parent
GAME = TESTS.parent / "game" / "downslope"

pytestmark = pytest.mark.source

# What is seen and played looks at one clock, that of view/draw/time_slice.py, which tests replace; but for these:
SEEN = ("app", "attempt", "boards", "desktop", "scenes", "view")
OWN = {
    "view/draw/time_slice.py": "the one clock",
    "app/dev_loop.py": "when a file was written",
    "registry/trust.py": "on which day a file was written",
    "scenes/plugins.py": "at what time of day a plugin was read",
    "app/frame_times.py": "how long the start took, for --profile",
    "boards/pictures/recognition.py": "how fast another process trains",
}


WAITS = {
    "waiting.py": "for another process",
    "test_time.py": "this file",
    "files/test_linear_time.py": "it compares the processor's time for a text with that for one twice as long",
    "registry/test_watchdog.py": "what it tests is a limit of time: it sleeps so that the limit is passed",
}


def is_pygames(node: ast.AST) -> bool:
    """`pygame.time`."""
    return isinstance(node, ast.Attribute) and node.attr == "time" and ast.unparse(node.value) == "pygame"


def clocks(tree: ast.AST) -> list[str]:
    """Line and name of what is taken from `time`, and of a time limit that is a number."""
    found = []
    for node in nodes(tree, ast.ImportFrom):
        found += [(node.lineno, f"time.{alias.name}") for alias in node.names if node.module == "time"]
    for plain in nodes(tree, ast.Import):
        found += [(plain.lineno, "time") for alias in plain.names if alias.name == "time"]
    for word in nodes(tree, ast.keyword):
        if word.arg == "timeout" and isinstance(word.value, ast.Constant) and word.value.value is not None:
            found.append((word.value.lineno, f"timeout={word.value.value!r}"))
    for name in nodes(tree, ast.Attribute):
        found += [(name.lineno, ast.unparse(name))] if is_pygames(name.value) else []
    return [f"{line}: {what}" for line, what in sorted(found)]


def looked(files: list[Path], root: Path, but: set[str]) -> list[str]:
    names = {path: path.relative_to(root).as_posix() for path in files}
    trees = {name: tree_of(path) for path, name in names.items() if name not in but}
    return [f"{name}, line {clock}" for name, tree in trees.items() for clock in clocks(tree)]


def test_only_waiting_for_another_process_takes_time() -> None:
    assert looked(sorted(TESTS.rglob("*.py")), TESTS, set(WAITS)) == []


def test_what_is_seen_looks_at_one_clock() -> None:
    files = [path for room in SEEN for path in sorted((GAME / room).rglob("*.py"))]
    found = looked(files, GAME, set(OWN))
    assert [line for line in found if "pygame.time.Clock" not in line] == []  # the loop's rate of frames
    assert all(clocks(tree_of(GAME / name)) for name in OWN), "struck from the list"


def test_the_rule_can_tell_right_from_wrong() -> None:
    wrong = "import time\nfrom time import sleep\nrun(timeout=60)\npygame.time.wait(5)\n"
    assert [line.split(":")[0] for line in clocks(ast.parse(wrong))] == ["1", "2", "3", "4"]
    assert clocks(ast.parse("run(timeout=PATIENCE)\nrun(timeout=None)\nimport timeit")) == []
