"""What a test starts ends with it and hears Ctrl-C, wherever the tests themselves were started."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import waiting
from processes import python_path, started
from syntax import nodes, tree_of
from waiting import PATIENCE

TESTS = Path(__file__).parent
FOR_EVER = [sys.executable, "-c", "import sys; sys.stdin.read()"]
UNIX = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")


def test_an_interrupt_is_heard() -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@UNIX
def test_what_a_deaf_shell_starts_hears_it_too() -> None:
    """As in `sh -c 'pytest ... &'`: the signal is ignored from the start."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{__file__}::test_an_interrupt_is_heard"]
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=PATIENCE, cwd=TESTS.parent,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@UNIX
def test_what_never_ends_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.05)
    with started(FOR_EVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.read() == b""
        assert process.wait(PATIENCE) == -signal.SIGKILL


@UNIX
def test_nothing_outlives_its_test() -> None:
    with pytest.raises(ValueError, match="a test fails"), started(FOR_EVER, stdin=subprocess.PIPE) as process:
        raise ValueError("a test fails")
    assert process.returncode == -signal.SIGKILL


def test_the_folder_of_the_start_is_not_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in ("", "a", f"a{os.pathsep}"):
        monkeypatch.setenv("PYTHONPATH", before)
        assert all(python_path(TESTS).split(os.pathsep))


# the rule

ENDED = {
    "processes.py": "the one place",
    "sweep/test_sweep_dask.py": "a cluster, which ends its own",
    "boards/test_digits_board.py": "the game's own, looked at",
}


def dotted(node: ast.AST) -> str:
    """`module.name` or `name`; nothing else is asked for."""
    whose = f"{node.value.id}." if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else ""
    return whose + getattr(node, "attr", getattr(node, "id", ""))


def endless(tree: ast.AST) -> list[str]:
    """Calls by which a process could outlive its test: Popen, `run` without a limit; and limits that are a number."""
    named = [(call, dotted(call.func)) for call in nodes(tree, ast.Call)]
    found = [call for call, name in named if name in ("Popen", "subprocess.Popen")]
    for call, name in named:
        if name in ("subprocess.run", "subprocess.check_output", "subprocess.call"):
            found += [call] if not any(word.arg == "timeout" for word in call.keywords) else []
    found += [call for call, _name in named for word in call.keywords
              if word.arg == "timeout" and isinstance(word.value, ast.Constant) and word.value.value]  # fmt: skip
    return [f"{call.lineno}: {ast.unparse(call.func)}" for call in found]


@pytest.mark.source
def test_every_process_has_a_limit() -> None:
    trees = {path.relative_to(TESTS).as_posix(): tree_of(path) for path in sorted(TESTS.rglob("*.py"))}
    found = {name: endless(tree) for name, tree in trees.items()}
    assert {name for name, calls in found.items() if calls} == set(ENDED), found


def test_the_rule_can_tell_right_from_wrong() -> None:
    wrong = "subprocess.Popen(words)\nPopen(words)\nsubprocess.run(words)\nsubprocess.run(words, timeout=PATIENCE)"
    assert len(endless(ast.parse(f"{wrong}\nprocess.wait(timeout=60)\nprocess.wait(timeout=None)"))) == 4
