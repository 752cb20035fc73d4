"""What docs/sweep.md says is so: its commands run, and its table is what the command prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from downslope.sweep.grid import SweepRequest, jobs
from downslope.sweep.sweep import COLUMNS
from downslope.terminal.commands import run
from support import shipped

TEXT = (Path(__file__).parents[2] / "docs" / "sweep.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"`(downslope sweep [^`]*)`", TEXT)
OPTIONS = {"learner": 1, "metric": 2, "alpha": 3, "weight": 4, "spread": 5, "seed": 6}


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_in_it_is_one(command: str) -> None:
    """What it asks for is there, and is not too much for a minute or two."""
    words = shlex.split(command)[2:]
    levels = [word for word in words if word in shipped().levels]
    fields: list[list[str]] = [levels, *([] for _name in OPTIONS)]
    for option, value in zip(words, words[1:]):
        if option.removeprefix("--") in OPTIONS:
            fields[OPTIONS[option.removeprefix("--")]] = [value]
    ids, learners, metrics, alphas, weights, spreads, seeds = fields
    knobs = [value for option, value in zip(words, words[1:]) if option == "--knob"]
    request = SweepRequest(ids, learners, metrics, alphas, weights, spreads, seeds, None, knobs)
    assert 1 < len(jobs(request, shipped())) < 10_000
    known = {"--out", "--knob", *(f"--{name}" for name in OPTIONS)}
    assert {word for word in words if word.startswith("--")} <= known


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


def test_every_column_is_explained() -> None:
    table = TEXT[TEXT.index("| column |") :]
    assert all(f"`{name}`" in table for name in COLUMNS)
