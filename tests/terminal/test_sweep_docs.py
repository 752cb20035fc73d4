"""What docs/sweep.md says is so: its commands run, and its table is what the command prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from downslope.sweep.grid import SweepRequest, jobs
from downslope.sweep.sweep import COLUMNS
from downslope.terminal.commands import run
from support import shipped

TEXT = (Path(__file__).parents[2] / "docs" / "sweep.md").read_text(encoding="utf-8")
OPTIONS = ("learner", "metric", "alpha", "weight", "spread", "seed")


def test_every_command_in_it_is_one_and_every_column_is_explained() -> None:
    """What it asks for is there, and is not too much for a minute or two."""
    commands = re.findall(r"`(downslope sweep [^`]*)`", TEXT)
    assert len(commands) >= 5
    for command in commands:
        words = shlex.split(command)[2:]
        pairs = list(zip(words, words[1:]))
        fields: dict[str, Any] = {
            f"{name}s": [value for option, value in pairs if option == f"--{name}"] for name in (*OPTIONS, "knob")
        }
        levels = [word for word in words if word in shipped().levels]
        assert 1 < len(jobs(SweepRequest(levels, **fields), shipped())) < 10_000, command
        known = {"--out", "--knob", *(f"--{name}" for name in OPTIONS)}
        assert {word for word in words if word.startswith("--")} <= known
    table = TEXT[TEXT.index("| column |") :]
    assert all(f"`{name}`" in table for name in COLUMNS)


@pytest.mark.slow
def test_the_summary_in_it_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (command,) = re.findall(r"```sh\n(.*?)\n```", TEXT, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    assert run(shlex.split(command)[1:]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line] == [line for line in printed.splitlines() if line]
