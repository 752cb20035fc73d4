"""Charts, networks and bowls in places that have no room for them: something is lost, but nothing raises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pygame import Surface

from downslope.boards.network.net_board import draw_columns
from downslope.boards.network.neuron_panels import NeuronSum, Product, draw_neuron_sum
from downslope.boards.one_neuron.needles_board import Blame, draw_blame
from downslope.boards.pictures.reading_pages import draw_table
from downslope.view.bowls.cups import Cup, Ruler, draw_balance, draw_cups
from downslope.view.bowls.error_bowl import Bowl
from downslope.view.charts.accuracy_chart import Passed, draw_accuracy, draw_progress, draw_shares
from downslope.view.charts.early_stopping import ErrorPeek, Fit, PeekCell, TwoErrors, draw_fit, draw_slots
from downslope.view.charts.number_line import AnswerLine, Trail, draw_line, draw_marker, draw_misses
from downslope.view.charts.race import (
    GridCell,
    GridView,
    LaneView,
    RacePlace,
    RaceView,
    draw_beads,
    draw_grid,
    draw_race,
    error_axis,
)
from downslope.view.charts.recording_strip import Recording, RecordingStrip
from downslope.view.charts.run_chart import NOW, HistoryBars, RunChart, RunLine, draw_compare, draw_two_runs
from downslope.view.charts.vote_bars import draw_so_far, draw_votes, draw_weights
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.networks.answers import SIZES, AnswerKind, Answers, draw_answer
from downslope.view.networks.neuron_panel import (
    NeuronNames,
    NeuronRow,
    NeuronView,
    draw_neuron,
    draw_square,
    neuron_rows_ink,
)
from downslope.view.widgets.ink import SPRING, Boxed, Cells, Col, Either, Flow, Line, Mark, Para, Row, card, icon, rule
from downslope.view.widgets.widget import Rect, State

pytestmark = pytest.mark.usefixtures("display")
PLACES = ((1.0, 1.0), (20.0, 20.0), (300.0, 30.0), (40.0, 300.0))
ERRORS, CURVE = (1.0, 0.5, 0.25, 0.1), ((0.0, 0.0), (1.0, 1.0), (2.0, 0.5))
CELLS = ((0, 0), (0, 1), (1, 0), (1, 1))
ANSWERS = Answers((0.1, -0.5, None, float("nan")), (0.1, 0.2, 0.3, 0.4))
NEURONS = [NeuronRow("a", 1.0, 2.0, 3.0), NeuronRow("b", 1.0, 2.0, None)]
NAMES = NeuronNames("input", "weight", "prediction", "goal", "miss")


def history(canvas: Canvas, rect: Rect) -> None:
    for count in (1, 5, 500):
        bars = HistoryBars("history", rect, lambda step: None)
        bars.show_run([1 / (k + 1) for k in range(count)], count // 2, [0.5] * 3, 4)
        bars.felt = "up"
        bars.draw(canvas, State())


def runs(canvas: Canvas, rect: Rect) -> None:
    chart = RunChart(rect, 2, lambda step: None)
    chart.limit, chart.par, chart.word, chart.unit, chart.type = 0.1, 3, "error", "pass", canvas.type
    chart.show_run(ERRORS, 3, 6, [RunLine(NOW, ERRORS, 1, "a", "dot")], 2)
    chart.draw(canvas, State())
    draw_compare(canvas, rect, [RunLine(NOW, ERRORS)], [RunLine(NOW, ERRORS)], 0.1, 2, 4, "steps", [ERRORS])
    draw_compare(canvas, rect, [], [], None, 0, 0, "steps")
    draw_two_runs(canvas, rect, ERRORS, ERRORS)


def peeks(canvas: Canvas, rect: Rect) -> None:
    chart = TwoErrors(rect, 0.8 * rect[3], 100.0, ((0.0, 1.0), (100.0, 0.1)), 0.01, canvas.type)
    chart.paint(canvas, "Mean error", 0.5, ((0.0, 1.0), (100.0, 2.0)))
    chart.paint_here(canvas, 30.0, "pass 30", "calm", "seen", [ErrorPeek(1, 20.0, 0.5, 0.6)], True)
    draw_fit(canvas, rect, Fit("Fit", "pass 3", CURVE, CURVE, ("a", "b"), "best", CURVE, CURVE))
    draw_slots(
        canvas, rect, ("Peeks", "errors"), [PeekCell(ErrorPeek(1, 2.0, 0.1, 0.2), CURVE, True, True)], 8, "", CURVE
    )


def recording(canvas: Canvas, rect: Rect) -> None:
    strip = RecordingStrip("recording", rect, canvas.type, lambda step: None)
    strip.show_recording(Recording(ERRORS, 2, ERRORS, (0.1, 0.1, 0.2), frozenset({1}), "hold"), 1)
    strip.draw(canvas, State())


def race(canvas: Canvas, rect: Rect) -> None:
    lanes = tuple(LaneView(f"{k}", ERRORS, "land" if k else "", 3, upcoming=0.1) for k in range(7))
    look = RaceView("Race", "step 2", lanes, error_axis(1, 0.01, 7), 0.01, 0, 1)
    draw_race(canvas, rect, look)
    draw_beads(canvas, RacePlace(canvas, rect, look), look, 0.5, 0.5)
    cells = GridCell("land"), GridCell(), None, GridCell("", 1, 0.5, True)
    draw_grid(canvas, rect, GridView("Race", "step 2", ("1", "2"), ("x", "y"), cells, ("α", ""), leader=(0, 0)))


def line(canvas: Canvas, rect: Rect) -> None:
    numbers = AnswerLine(0.0, 10.0, 0.5, "prediction", ((1.0, "1"),), 5.0, (4.0, 6.0))
    draw_line(canvas, rect, numbers)
    draw_marker(canvas, rect, numbers, 3.0, "3.00", True)
    for values in ((1.0,), ERRORS):
        draw_misses(canvas, rect, Trail(values, 0, True), 0)


def passes(canvas: Canvas, rect: Rect) -> None:
    draw_accuracy(canvas, rect, [Passed(0, 0.1, 0.1), Passed(1, 0.5, 0.4)], 2, [0.9], 1)
    draw_shares(canvas, rect, 0.5, 0.6, 0.1, 0.9, "unseen", 200, True)
    draw_progress(canvas, rect, "Reads", "1 of 2", 0.5, "1 s")
    for shares in ([0.1] * 10, [float("nan")] * 9 + [float("inf")]):
        draw_votes(canvas, rect, [str(k) for k in range(10)], shares, None, (1, 2))
    draw_so_far(canvas, rect, "So far", [1, 2, 3], 2)
    draw_table(canvas, rect, ((3, 1), (0, 4)))


def weights(canvas: Canvas, rect: Rect) -> None:
    draw_weights(canvas, rect, [0.1, -0.2, 3.0], 1.0, ("a", "b", "c"))
    draw_columns(canvas, rect, (2, 3, 1), [0.1] * 9, ("a", "b"))
    draw_blame(canvas, rect, ["a", "b", "c"], [Blame(0.1, 1.0, 0.1)] * 3, frozenset({1}))
    told = Either((Row((Line("long " * 9), SPRING, Line("end"))), Col((Line("long"), icon("check")))))
    cells = Cells(tuple((Line(name), Line("1", anchor="end"), Line("= 2")) for name in "abc"), lit=(1,))
    flow = Flow((Line("word " * 5), Mark(wide=90, high=9), Line("last")))
    card("A heading", cells, rule(), Boxed(told, (12, 8), "rowhi", "focus"), flow, Para("Why " * 20)).draw(canvas, rect)


def answers(canvas: Canvas, rect: Rect) -> None:
    for name in SIZES:
        kind = AnswerKind(name, 2, 2, CELLS, (0.0, 1.0, 0.0, 1.0), (0.0, 0.0, 1.0, 1.0))
        draw_answer(canvas, rect, kind, ANSWERS, "1")
        terms = Product("a", 1.0, 2.0), Product("b", None, 1.0)
        draw_neuron_sum(canvas, rect, NeuronSum("Neuron 1", "all", "most", terms, (2, 0.5), 3.0, "relu", 1.0, "told"),
                        kind, ANSWERS)  # fmt: skip


def neurons(canvas: Canvas, rect: Rect) -> None:
    draw_neuron(canvas, rect, NeuronView(1.0, 2.0, 3.0, 4.0, 1.0, -1.0, 2.0, 3.0, (0.0, 5.0)))
    for rows in (NEURONS, NEURONS[:1]):
        neuron_rows_ink(rows, 0.5, 1.0, NAMES).draw(canvas, rect)
    draw_square(canvas, rect, "Error", 4.0, 2.0, "a note")


def bowls(canvas: Canvas, rect: Rect) -> None:
    Bowl(rect, 0.8 * rect[3], (-1.0, 3.0), lambda weight: (weight - 1) ** 2).paint(canvas)
    wishes = [Cup(1.0, "a", "happy"), Cup(2.0, "b", "sad")]
    draw_cups(canvas, rect, lambda place: rect[0] + 10 * place, Ruler(wishes, [(0.0, "0")], (1.0, 2.0), "pleases"))
    draw_balance(canvas, rect, 1.0, 2.0, ("less", "more"))


PICTURES: list[Callable[[Canvas, Rect], None]] = [
    history, runs, peeks, recording, race, line, passes, weights, answers, neurons, bowls,
]  # fmt: skip


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.__name__)
def test_it_is_drawn_without_a_fault(picture: Callable[[Canvas, Rect], None]) -> None:
    canvas = Canvas(Surface((640, 360)), Look(DUSK, 1.0, 1.5))
    for wide, high in PLACES:
        picture(canvas, (20.0, 20.0, wide, high))
