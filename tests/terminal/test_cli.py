"""The command line, as a person or a program uses it, in an empty player's folder: in a process of its own where the
surroundings are another's, else in this one. That each command starts as a process is asked in test_surroundings.py."""

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
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from downslope import Level
from downslope.cli import parse_quick
from downslope.cli import run as run_here
from downslope.desktop import window
from downslope.registry.sources import load_all
from downslope.scenes.opening import MOST_WORDS
from downslope.terminal.lists import show_levels
from downslope.terminal.sweep import stopping
from downslope.testing.findings import RULES
from processes import python_path
from registry.dropped import drop
from support import campaign
from waiting import PATIENCE

ERROR, PREDICTION = 0.00023544975794049082, 0.6846556278088515  # the article's thirteen rounds


def run(*words: str, code: int = 0, **environment: str) -> tuple[str, str]:
    """(standard output, standard error) of `downslope words`; the exit code must be `code`."""
    if set(environment) <= {"COLUMNS"}:
        out, errors = io.StringIO(), io.StringIO()
        with patch.dict(os.environ, environment), redirect_stdout(out), redirect_stderr(errors):
            found = run_here(list(words))
        assert found == code, (found, out.getvalue()[-500:], errors.getvalue()[-1500:])
        return out.getvalue(), errors.getvalue()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "downslope", *words],
        capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": python_path(), **environment},
    )  # fmt: skip
    assert done.returncode == code, (done.returncode, done.stdout[-500:], done.stderr[-1500:])
    return done.stdout, done.stderr


def solved(*words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("solve", *words, "--json")[0], parse_constant=pytest.fail)
    return found


def test_thirteen_rounds_bit_for_bit() -> None:
    found = solved("thirteen", "--alpha", "3", "--rounds", "13")
    assert (found["error"], found["prediction"], found["weights"]) == (ERROR, PREDICTION, [2.295995361001539])
    assert (found["steps"], found["outcome"], found["cause"]) == (13, "land", "reached")


def test_thirteen_lands_in_twelve_steps() -> None:
    found = solved("thirteen", "--alpha", "3", "--trace")
    assert (found["steps"], found["error"], found["prediction"]) == (12, ERROR, PREDICTION)
    trace = found["trace"]
    assert isinstance(trace, list) and len(trace) == 13
    assert trace[0] == {
        "iteration": 0, "weights": [0.1], "prediction": 0.03, "error": 0.4488999999999999, "delta": -0.6699999999999999,
        "weight_deltas": [-0.20099999999999998],
    }  # fmt: skip
    assert trace[-1]["error"] == ERROR


def test_the_script_of_thirteen_ends_as_the_article_does() -> None:
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


def test_watching_in_a_pipe_prints_the_end() -> None:
    text, _ = run("solve", "thirteen", "--alpha", "5", COLUMNS="100")
    assert "● land" in text and "6 nights" in text and "error .4489 → 3.4e-4" in text


@pytest.mark.slow
def test_what_is_said_of_every_step_holds_for_every_step() -> None:
    for words, said in [
        (["thirteen", "--alpha", "5"], "every step leaves 0.55 of the miss, and it never changes sides"),
        (["thirteen", "--alpha", "15"], "every step leaves -0.35 of the miss, and it changes sides"),
        (["orbit", "--alpha", ".4"], ""),  # absolute error: the first step leaves .82, the next .78
        (["stuck-steps", "--alpha", ".5"], ""),
    ]:
        text, _ = run("solve", *words, COLUMNS="120")
        assert said in text and ("of the miss" in text) == bool(said)


@pytest.mark.slow
def test_the_marks_of_a_board_are_there_where_only_ascii_can_be_written() -> None:
    text, _ = run("solve", "goldilocks", "--alpha", ".5", PYTHONIOENCODING="ascii", COLUMNS="100")
    assert "8 swing for ever" in text


IMPOSSIBLE = [
    (["solve", "thirten"], ["thirten", "did you mean 'thirteen'"]),
    (["play", "thirten"], ["thirten", "did you mean 'thirteen'"]),
    (["solve", "kitchen/sink"], ["There is no level kitchen/sink: no plugin is called kitchen."]),
    (["script", "warmest"], ["warmest", "warmer"]),
    (["script", "thirteen", "--as", "troch"], ["form 'troch'", "did you mean 'torch'"]),
    (["script", "thirteen", "--as", "x"], ["form 'x'", "python, numpy, torch, keras"]),
    (["script", "stuck-steps", "--as", "torch"], ["hot and cold", "has only the Python form"]),
    (["script", "seven", "--as", "numpy"], ["by hand", "only the Python form"]),
    (["script", "seven", "--loop"], ["seven: A level that is played by hand makes no steps."]),
    (["script", "stuck-steps", "--loop"],
     ["stuck-steps: Its steps are made one by one: a learner with a step of its own."]),
    (["solve", "thirteen", "--learner", "gradient-decent"], ["gradient-decent", "gradient-descent"]),
    (["solve", "thirteen", "--metric", "sqared"], ["sqared", "squared"]),
    (["solve", "thirteen", "--alpha", "fast"], ["--alpha", "'fast'", "above 0"]),
    (["solve", "thirteen", "--alpha", "0"], ["--alpha is 0", "above 0"]),
    (["solve", "thirteen", "--alpha", "nan"], ["--alpha is nan", "finite"]),
    (["solve", "thirteen", "--weight", "inf"], ["--weight is inf", "finite"]),
    (["solve", "thirteen", "--weight", "1", "--weight", "2"], ["--weight is given 2 times"]),
    (["solve", "thirteen", "--rounds", "1.5"], ["--rounds is 1.5", "a whole number, 1 to"]),
    (["solve", "thirteen", "--rounds", "0"], ["--rounds is 0", "a whole number, 1 to"]),
    (["play", "--frames", "many"], ["--frames is many", "whole number"]),
    (["play", "--size", "big"], ["--size is big", "WIDTHxHEIGHT"]),
    (["play", "--theme", "pink"], ["--theme is pink", "dark, light"]),
    (["solve", "thirteen", "--colour", "1"], ["--colour"]),
    (["slove", "thirteen"], ["slove"]),
    (["check", "nowhere.py"], ["nowhere.py"]),
    (["plugins", "--enable", "one", "--disable", "two"], ["--enable", "one of them"]),
]


@pytest.mark.slow
def test_what_cannot_be_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in IMPOSSIBLE:
        assert run_here(words) == 2
        text = capsys.readouterr().err
        assert all(part in text for part in said), text
        assert len(text.strip().splitlines()) == 1


def test_lists_for_programs() -> None:
    levels = json.loads(run("levels", "--json")[0])
    assert [level["code"] for level in levels][:6] == ["1-1", "1-2", "1-3", "1-4", "1-5", "2-1"]
    assert len(levels) == 39 and {level["source"] for level in levels} == {"shipped"}
    plugins = json.loads(run("plugins", "--json")[0])
    assert not any(plugin["error"] for plugin in plugins)
    assert run("levels", COLUMNS="100")[0].startswith("level ")  # and for people


def test_progress_is_exported_and_what_is_neither_way_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "progress.json"
    run("progress", "export", str(file))
    assert json.loads(file.read_text())
    assert "did you mean export?" in run("progress", "exprt", str(file), code=2)[1].replace("'", "")


@pytest.mark.slow
def test_every_shipped_level_is_fair() -> None:
    """Each part is won within its par, and the right answer of each bet and recap is what a run gives. Of the kernels
    campaign/test_levels_digits.py asks it: they train for seconds."""
    findings: list[str] = []
    for level in campaign():
        if level.id != "kernels":
            *lines, last = run("check", "--level", level.id)[0].splitlines()
            assert last.startswith("1 level checked: ") and ("all is well" in last) is (not lines)
            findings += lines
    *crowded, note = sorted(findings)  # two parts bring two things that belong together
    assert len(crowded) == 2 and all(text.startswith("level-new: ") for text in crowded)
    assert "was not checked: there is no search for it" in note, "what a search cannot tell"


UNFAIR = """
from downslope import Example, Knob, Level, Near, Question, hookimpl

@hookimpl
def levels():
    wrong = Question("?", ("yes", "no"), "no", asks="outcome", means=("land", "orbit"))
    plain = dict(examples=[Example(2, 1)], weights=[0], target=Near(.01), knobs=[Knob("alpha", stops=(.1, .2, .3))])
    return [
        Level("won-already", title="", **plain | dict(weights=[.5])),
        Level("out-of-reach", title="", **plain | dict(knobs=[Knob("alpha", stops=(1, 2))], alpha=1)),
        Level("par-of-a-dreamer", title="", par=1, **plain),
        Level("wrong-key", title="", questions=[wrong], **plain),
        Level("good", title="", par=3, **plain),
    ]
"""


@pytest.mark.slow
def test_an_unfair_level_is_found_wherever_its_file_lies(home: Path, tmp_path: Path) -> None:
    """In the player's folder too, as docs/plugins.md says: drop it in, see it listed, check it."""
    drop(home, unfair=UNFAIR)
    (tmp_path / "unfair.py").write_text(UNFAIR)
    for place in (home / "plugins" / "unfair.py", home / "plugins", tmp_path / "unfair.py"):
        text, _ = run("check", str(place), code=1)
        for said in ("won-already: is won at its start", "out-of-reach: part 1 is not won", "wrong-key: question 1",
                     "par-of-a-dreamer: par 1 is not reached; the search needs 3"):  # fmt: skip
            assert said in text
        assert "/good" not in text and "5 levels checked: 4 things are wrong" in text


WORDY = """
from downslope import Example, Knob, Level, Near, Question, Turn, hookimpl

@hookimpl
def levels():
    asks = Question(" ".join(["word"] * COUNT), ("land", "run away"), "run away", actions=[Turn("alpha", .03)],
                    asks="outcome", means=("land", "runaway"))
    return [Level("long", title="Long", brief="Land.", questions=[asks], examples=[Example(8.5, 1)], weights=[.02],
                  target=Near(.01), alpha=.001, knobs=[Knob("alpha", stops=(.001, .005, .01, .03))])]
"""


@pytest.mark.slow
@pytest.mark.parametrize(("count", "warned"), [(30, False), (70, True)])
def test_a_strict_check_counts_the_words_of_an_opening_screen(tmp_path: Path, count: int, warned: bool) -> None:
    file = tmp_path / "wordy.py"
    file.write_text(WORDY.replace("COUNT", str(count)))
    assert run("check", str(file))[0].splitlines() == ["1 level checked: all is well"]
    text, _ = run("check", "--strict", str(file), code=int(warned))
    match = re.search(r"level-words: .* has (\d+) words; allowed: (\d+)\. Most are in: the bet \((\d+)\)", text)
    assert (match is not None) is warned
    if match is not None:
        words, most, asked = map(int, match.groups())
        assert most == MOST_WORDS and count < asked < words < count + 50
    assert str(MOST_WORDS) in RULES["level-words"].meaning


def test_a_strict_check_without_a_window_says_what_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_size: object) -> None:
        raise window.DisplayMissing("no driver")

    monkeypatch.setattr(window, "open_window", missing)
    text, errors = run("check", "--strict", "--level", "dead-wire")
    assert text.splitlines()[-1] == "1 level checked: all is well"
    assert errors.splitlines() == ["The words of opening screens were not counted: no driver"]


@pytest.mark.slow
def test_without_a_display_the_terminal_is_named() -> None:
    _, text = run("play", "--frames", "1", code=2, SDL_VIDEODRIVER="nosuchdriver")
    assert "downslope solve" in text and len(text.strip().splitlines()) == 1


def test_playing_is_read_without_typer() -> None:
    for words, found in [
        ([], {}),
        (["play"], {}),
        (["--frames", "3"], {"frames": "3"}),
        (["play", "seven", "--size=960x540", "--profile"], {"level": "seven", "size": "960x540", "profile": "yes"}),
    ]:
        assert parse_quick(words) == found


def test_everything_else_goes_to_typer() -> None:
    for words in [["--help"], ["solve", "thirteen"], ["play", "a", "b"], ["play", "--nothing"]]:
        assert parse_quick(words) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("below-zero", "--learner", "random-search", "--weight", "1e308"),
        ("in-the-dark", "--learner", "rmsprop", "--metric", "squared", "--alpha", "1e308", "--weight", "3"),
        ("stuck-steps", "--metric", "softmax-cross-entropy"),
        ("thirteen", "--weight", "1.7e308", "--alpha", "1e308", "--rounds", "3", "--trace"),
    ],
    ids=" ".join,
)
def test_json_never_holds_a_number_that_is_not_finite(words: tuple[str, ...]) -> None:
    """What there is no number for is null; a weight is never so."""
    found = solved(*words)
    weights = found["weights"]
    assert isinstance(weights, list) and all(isinstance(w, (int, float)) for w in weights)
    for columns in ("80", "130"):  # and for people
        run("solve", *words[: -1 if words[-1] == "--trace" else None], COLUMNS=columns)


def test_a_learner_that_does_not_fit_is_refused_by_solve_and_sweep(tmp_path: Path) -> None:
    sentence = "rule-of-tiles is not made for the network of dead-relu."
    assert sentence in run("solve", "dead-relu", "--learner", "rule-of-tiles", code=2)[1]
    words = "sweep", "dead-relu", "--learner", "rule-of-tiles", "--out", str(tmp_path / "x.parquet")
    assert sentence in run(*words, code=2)[1]


def test_the_list_goes_through_the_levels_as_often_however_many_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    class Levels(dict[str, Level]):
        rounds = 0

        def values(self) -> Any:
            self.rounds += 1
            return super().values()

    rounds = []
    for many in (2, 20):
        registry = load_all(plugins=False)
        thirteen = registry.catalog.level("thirteen")
        more = {f"own/l{number}": replace(thirteen, id=f"own/l{number}") for number in range(many)}
        registry.catalog.levels = levels = Levels(registry.catalog.levels | more)
        assert show_levels(registry, as_json=True) == 0
        rows = json.loads(capsys.readouterr().out)
        assert [row["code"] for row in rows[-many:]] == [str(number) for number in range(1, many + 1)]
        rounds.append(levels.rounds)
    assert rounds[0] == rounds[1]


def test_a_sweep_is_stopped_by_ctrl_c_and_ended_by_a_second_one() -> None:
    stops: list[int] = []
    sweep: Any = SimpleNamespace(stop=lambda: stops.append(1))
    with stopping(sweep) as signals:
        signal.raise_signal(signal.SIGINT)
        assert (signals, stops) == ([signal.SIGINT], [1])
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert (signals, stops) == ([signal.SIGINT], [1])


def test_a_plugin_that_may_run_already_is_not_asked_about(home: Path) -> None:
    drop(home, calm="")
    for said in ("may run as it is now", "may run already"):
        assert said in run("plugins", "--trust", "calm")[0]
