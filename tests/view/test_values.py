"""What a number, an axis, a motion, the end of a run looks like: values.txt is the transcript; and what any holds."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings, strategies as st
from pytest import approx

from downslope.boards.network.shown_net import kind_of
from downslope.boards.pictures.recognition import parts_of
from downslope.rules import Level, Session, signed_misses
from downslope.rules.level import Example
from downslope.view.cards.outcome_sentences import why
from downslope.view.charts import plot, run_chart
from downslope.view.charts.number_line import trail
from downslope.view.draw import tween
from downslope.view.format import axis, numbers
from downslope.view.format.markup import plain
from downslope.view.scenery import diorama
from lib.claims import untrue
from lib.support import part, play, shipped
from lib.walks import answers, differences, questions

RECT = (100.0, 50.0, 400.0, 200.0)
Values = list[Any]


class Far:
    """A target of somebody's own: where it lies nobody knows."""

    def met(self, session: Session) -> bool:
        return session.weights[0] > 0.3


def small(**fields: Any) -> Session:
    """One weight, from 0 to 0.8."""
    return play(Level("small", **{"title": "", "examples": [Example(1.0, 0.8)], "weights": [0.0], **fields}))


def end(session: Session) -> str:
    """How it ends, what is said of it, which holds by its own numbers, and the misses on the chart beside it."""
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    outcome = session.outcome
    assert outcome is not None and untrue(session) == []
    told = f"{outcome.kind}: {plain(why(session, outcome))}"
    if session.base.id != "small":
        return told
    shown = trail(session, outcome.kind, outcome.turn)
    last = shown.first + len(shown.values) - 1
    assert shown.signed and shown.first <= outcome.turn <= last, "the step that it turns on is there"
    assert list(shown.values) == signed_misses(session, shown.first, last)
    return f"{told} [{shown.first} to {last}]"


def kind(examples: Values) -> Any:
    """The picture of a net's answers: its name, rows and columns; no two cells are in one place."""
    found = kind_of(examples)
    assert found is None or len(set(found.cells)) == len(found.cells)
    return found and (found.name, found.rows, found.columns)


def way(ease: Any) -> Values:
    """From 0.5 to 6, and back to 1 from where it is; with reduced motion it is there at once."""
    moved, seen = tween.Tween(0.5, 2.0, ease), list[float]()
    for goal, still in (*[(6.0, False)] * 10, *[(1.0, False)] * 3, (1.0, True)):
        moved.go(goal)
        moved.update(0.06, still)
        seen.append(moved.value)
    return seen


def shows(still: bool, *seconds: float) -> Values:
    """How far each of two beats has come after each of these, and whether all is over."""
    line, seen = tween.Timeline(("thumb", 0.3), ("wall", 0.7)), Values()
    for each in seconds:
        line.update(each, still)
        seen.append([line.part("thumb"), line.part("wall"), line.over])
    return seen


def jump(kind: str) -> Values:
    """Where Pip is in eight moments of it, and at once with reduced motion: across and up, where he looks, how high."""
    moments = [(k * diorama.LASTS / 7, False) for k in range(8)]
    return [diorama.pose(kind, *moment)[:4] for moment in (*moments, (0.1, True))]


MODULES = (
    "rules", "solving.autosolve", "view.draw.tween", "view.format.axis", "view.format.numbers", "view.charts.plot",
    "view.charts.run_chart", "view.level_map.map_panel", "view.networks.answers", "view.scenery.diorama",
)  # fmt: skip
NAMES: dict[str, Any] = {
    "inf": math.inf, "nan": math.nan, "replace": replace, "play": play, "part": part, "level": shipped().level,
    "RECT": RECT, "line": lambda *errors: run_chart.RunLine(run_chart.NOW, errors), "kind": kind, "way": way,
    "shows": shows, "jump": jump, "small": small, "end": end, "Far": Far,
    "WALL": [((1, 0, 1), (1,)), ((0, 1, 1), (1,)), ((0, 0, 1), (0,)), ((1, 1, 1), (0,))],
}  # fmt: skip


def test_what_a_player_reads_of_values() -> None:
    assert differences(Path(__file__).with_name("values.txt"), questions(*MODULES, names=NAMES), answers) == []


@settings(max_examples=40)
@example(votes=[0.71, 0.3, 0.14, 0.1, -0.2, -0.05, 0, 0, 0, 0])
@example(votes=[0.0] * 10)
@given(votes=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12))
def test_per_cents_of_votes_make_a_hundred_and_their_order_stays(votes: list[float]) -> None:
    parts = parts_of(votes)
    assert sum(parts) == approx(1) and min(parts) >= 0 and parts[votes.index(max(votes))] == max(parts)
    told, texts = numbers.percents(parts), numbers.told_percents(parts)
    assert sum(told) == sum(0 if text == "<1%" else int(text[:-1]) for text in texts) == 100
    assert all(abs(whole - 100 * part) < 1 + 1e-9 for whole, part in zip(told, parts))
    assert all((text == "0%") == (part == 0) for text, part in zip(texts, parts))


@settings(max_examples=40)
@given(errors=st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=20), most=st.integers(2, 12), log=st.booleans())
def test_a_larger_number_never_stands_lower_and_the_way_back_is_the_same(
    errors: list[float], most: int, log: bool
) -> None:
    found = axis.log_axis(errors, floor=1e-7) if log else axis.linear_axis(errors)
    places = [found.place(error) for error in sorted(errors)]
    assert places == sorted(places) and all(0 <= place <= 1 for place in places)
    assert all(found.place(found.value(k / 7)) == approx(k / 7, abs=1e-6) for k in range(8))
    marks, spare = found.ticks(most), 1e-6 * (found.high - found.low)
    assert len(marks) <= most + 1 and len({label for _value, label in marks}) == len(marks)
    assert all(found.low * 0.999999 - spare <= value <= found.high * 1.000001 + spare for value, _label in marks)


@settings(max_examples=40)
@given(errors=st.lists(st.floats(1e-6, 1e3), min_size=1, max_size=30), wanted=st.floats(1e-5, 10))
def test_what_counts_of_a_run_is_in_its_picture(errors: list[float], wanted: float) -> None:
    up = run_chart.error_axis([run_chart.RunLine(run_chart.NOW, errors)], wanted)
    seen = plot.Plot(RECT, axis.Axis(0, 30), up)
    assert all(50 <= seen.y_of(error) <= 250 for error in errors) and up.low <= wanted
