"""What a test starts ends with it and hears Ctrl-C, wherever the tests themselves were started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import waiting
from processes import python_path, started
from waiting import PATIENCE

FOR_EVER = [sys.executable, "-c", "import sys; sys.stdin.read()"]
UNIX = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")


def test_an_interrupt_is_heard() -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.slow
@UNIX
def test_what_a_deaf_shell_starts_hears_it_too() -> None:
    """As in `sh -c 'pytest ... &'`: the signal is ignored from the start."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{__file__}::test_an_interrupt_is_heard"]
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=PATIENCE, cwd=Path(__file__).parents[1],
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
        assert all(python_path(Path(__file__).parent).split(os.pathsep))
