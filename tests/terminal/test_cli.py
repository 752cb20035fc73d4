"""The command line, as a person or a program uses it. What cannot be: test_refusals.py."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from downslope.cli import parse_quick
from downslope.cli import run as run_here
from downslope.desktop import window
from downslope.scenes.opening import MOST_WORDS
from downslope.terminal.sweep import stopping
from downslope.testing import check_level
from downslope.testing.findings import RULES
from registry.dropped import drop
from support import campaign, shipped
from waiting import PATIENCE

ERROR, PREDICTION = 0.00023544975794049082, 0.6846556278088515  # the article's thirteen rounds


def run(*words: str, code: int = 0, columns: int = 100) -> tuple[str, str]:
    """(standard output, standard error) of `downslope words`; the exit code must be `code`."""
    out, errors = io.StringIO(), io.StringIO()
    with patch.dict(os.environ, COLUMNS=str(columns)), redirect_stdout(out), redirect_stderr(errors):
        found = run_here(list(words))
    assert found == code, (found, out.getvalue()[-500:], errors.getvalue()[-1500:])
    return out.getvalue(), errors.getvalue()


def solved(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("solve", *words, "--json")[0], parse_constant=pytest.fail)
    return found


def test_thirteen_rounds_bit_for_bit() -> None:
    found = solved("thirteen", "--alpha", "3", "--rounds", "13")
    assert (found["error"], found["prediction"], found["weights"]) == (ERROR, PREDICTION, [2.295995361001539])
    assert (found["steps"], found["outcome"], found["cause"]) == (13, "land", "reached")
    found = solved("thirteen", "--alpha", "3", "--trace")
    assert (found["steps"], found["error"], found["prediction"]) == (12, ERROR, PREDICTION)
    assert len(found["trace"]) == 13 and found["trace"][-1]["error"] == ERROR
    assert found["trace"][0] == {
        "iteration": 0, "weights": [0.1], "prediction": 0.03, "error": 0.4488999999999999, "delta": -0.6699999999999999,
        "weight_deltas": [-0.20099999999999998],
    }  # fmt: skip
    text, _ = run("script", "thirteen")
    done = subprocess.run([sys.executable, "-I", "-c", text], capture_output=True, text=True, check=True,
                          timeout=PATIENCE)  # fmt: skip
    printed = done.stdout.split()
    assert (float(printed[1]), float(printed[3])) == (ERROR, PREDICTION)


def test_what_runs_is_printed_and_runs() -> None:
    text, _ = run("script", "thirteen", "--loop")
    assert text.startswith("# These lines run where many steps of thirteen are made at once: Neuron(1, 1), squared, ")
    space: dict[str, Callable[..., object]] = {}
    exec(text, space)
    weights: list[float] = []
    space["run"]([0.1], [], [((0.9,), (0.7,), 0.4)] * 3, weights.extend, lambda error: None)
    assert weights[0] == 0.1 and len(weights) == 3


def test_in_a_pipe_solve_prints_the_end_and_what_holds_for_every_step() -> None:
    text, _ = run("solve", "thirteen", "--alpha", "5")
    assert "● land" in text and "6 nights" in text and "error .4489 → 3.4e-4" in text
    for words, said in [
        (["thirteen", "--alpha", "5"], "every step leaves 0.55 of the miss, and it never changes sides"),
        (["thirteen", "--alpha", "15"], "every step leaves -0.35 of the miss, and it changes sides"),
        (["orbit", "--alpha", ".4"], ""),  # absolute error: the first step leaves .82, the next .78
    ]:
        text, _ = run("solve", *words, columns=120)
        assert said in text and ("of the miss" in text) == bool(said)


def test_lists_for_programs_and_for_people() -> None:
    levels = json.loads(run("levels", "--json")[0])
    assert [level["code"] for level in levels][:6] == ["1-1", "1-2", "1-3", "1-4", "1-5", "2-1"]
    assert len(levels) == 39 and {level["source"] for level in levels} == {"shipped"}
    assert not any(plugin["error"] for plugin in json.loads(run("plugins", "--json")[0]))
    assert run("levels")[0].startswith("level ")


@pytest.mark.slow
def test_every_shipped_level_is_fair() -> None:
    """Each part is won within its par, and the right answer of each bet and recap is what a run gives. Of the kernels
    campaign/test_levels_digits.py asks it: they train for seconds."""
    findings = [one for level in campaign() if level.id != "kernels" for one in check_level(level, shipped())]
    *crowded, note = sorted(map(str, findings))  # two parts bring two things that belong together
    assert len(crowded) == 2 and all("level-new: " in text for text in crowded)
    assert "was not checked: there is no search for it" in note, "what a search cannot tell"


WORDY = """
from downslope import *
asks = Question(" ".join(["word"] * COUNT), ("land", "run away"), "run away", actions=[Turn("alpha", .03)],
                asks="outcome", means=("land", "runaway"))
LEVELS = [Level("long", title="Long", brief="Land.", questions=[asks], examples=[Example(8.5, 1)], weights=[.02],
                target=Near(.01), alpha=.001, knobs=[Knob("alpha", stops=(.001, .005, .01, .03))])]
"""


@pytest.mark.slow
@pytest.mark.parametrize(("count", "warned"), [(30, False), (70, True)])
def test_a_strict_check_counts_the_words_of_an_opening_screen(
    home: Path, count: int, warned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(home, wordy=WORDY.replace("COUNT", str(count)))
    text, _ = run("check", "--strict", "--level", "wordy/long", code=int(warned))
    match = re.search(r"level-words: .* has (\d+) words; allowed: (\d+)\. Most are in: the bet \((\d+)\)", text)
    assert (match is not None) is warned and str(MOST_WORDS) in RULES["level-words"].meaning
    if match is not None:
        words, most, asked = map(int, match.groups())
        assert most == MOST_WORDS and count < asked < words < count + 50

    def missing(*_size: object) -> None:
        raise window.DisplayMissing("no driver")

    monkeypatch.setattr(window, "open_window", missing)
    text, errors = run("check", "--strict", "--level", "wordy/long")
    assert text.splitlines()[-1] == "1 level checked: all is well"
    assert errors.splitlines() == ["The words of opening screens were not counted: no driver"]


def test_playing_is_read_without_typer_and_everything_else_with_it() -> None:
    for words, found in [
        ([], {}),
        (["play"], {}),
        (["--frames", "3"], {"frames": "3"}),
        (["play", "seven", "--size=960x540", "--profile"], {"level": "seven", "size": "960x540", "profile": "yes"}),
        *(([*words.split()], None) for words in ("--help", "solve thirteen", "play a b", "play --nothing")),
    ]:
        assert parse_quick(words) == found


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "below-zero --learner random-search --weight 1e308",
        "in-the-dark --learner rmsprop --metric squared --alpha 1e308 --weight 3",
        "thirteen --weight 1.7e308 --alpha 1e308 --rounds 3 --trace",
    ],
)
def test_json_never_holds_a_number_that_is_not_finite(words: str) -> None:
    """What there is no number for is null; a weight is never so."""
    weights = solved(*words.split())["weights"]
    assert isinstance(weights, list) and all(isinstance(weight, (int, float)) for weight in weights)
    run("solve", *words.removesuffix(" --trace").split())  # and for people


def test_a_sweep_is_stopped_by_ctrl_c_and_ended_by_a_second_one() -> None:
    stops: list[int] = []
    sweep: Any = SimpleNamespace(stop=lambda: stops.append(1))
    with stopping(sweep) as signals:
        signal.raise_signal(signal.SIGINT)
        assert (signals, stops) == ([signal.SIGINT], [1])
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert (signals, stops) == ([signal.SIGINT], [1])
