"""When to stop: the seen error is an open curve, the unseen one is peeked at. Played with real events."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pygame
import pytest

from downslope.boards.network.stopping_board import StoppingBoard
from downslope.learning.problem import Problem
from downslope.rules.actions import Stop
from downslope.view.charts.early_stopping import ErrorPeek, TwoErrors
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.format.numbers import number as as_text
from downslope.view.widgets.number_input import Slider
from driving import Driver
from listening import Spy
from playing import board_of, click, control, enter, key, need, opened, painted, screen, told, wait
from word_canvas import WordCanvas

pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=StoppingBoard)


def peek_at(driver: Driver, at: int) -> None:
    enter(driver, "pass", str(at), pygame.K_SPACE)


@pytest.mark.slow
def test_the_curves_are_what_the_engine_says_and_the_unseen_one_is_not_drawn_before_the_end() -> None:
    driver = opened("stop-in-time")
    before = painted(driver)
    tape, session = board(driver).chart, screen(driver).attempt.session
    run = session.recording_run
    for at, error in tape.seen[::30]:
        misses = [run.network.predict(run.at(int(at) * 8).weights, x)[0] - y[0] for x, y in session.level.data()]
        assert error == pytest.approx(sum(miss * miss for miss in misses) / 8)
    while not tape.carry_on(50):
        pass
    unseen = Problem(run.network, session.level.data(unseen=True), run.metric)
    assert tape.unseen[-1][1] == pytest.approx(unseen.error(run.at(4800).weights))
    assert [at for at, _error in tape.unseen] == [at for at, _error in tape.seen] == list(range(0, 601, 5))
    assert painted(driver).get_buffer().raw == before.get_buffer().raw


@pytest.mark.parametrize("at", [0, 80, 600])
def test_the_curve_is_what_the_net_of_the_pass_predicts_from_end_to_end(at: int) -> None:
    chart = board(opened("stop-in-time")).chart
    line, weights = chart.line(at), chart.run.at(at * 8).weights
    assert line[0][0] == -1 and line[-1][0] == 1 and len(line) == 61
    assert [up for _across, up in line] == [chart.run.network.predict(weights, (across, 1))[0] for across, _up in line]


def test_each_peek_has_a_slot_with_its_curve_and_the_best_is_marked() -> None:
    driver = opened("stop-in-time", bets=False)
    spy = driver.game.player_feedback.sound = Spy()
    for at, proposed in ((20, "probe"), (80, "probe"), (320, "stop")):  # once the lowest lies between higher ones
        peek_at(driver, at)
        wait(driver, 0.1)
        assert [name for name in spy.take() if name in ("gust", "scoop")] == ["gust", "scoop"], "the fog lifts"
        assert [tile.name for tile in board(driver).tiles() if tile.primary] == [proposed]
    wait(driver, 0.2)
    slots, tape = board(driver).log.slots(), board(driver).chart
    lowest = min((peek for peek, *_more in slots), key=lambda peek: peek[2])
    assert [(peek[1], now) for peek, _curve, _best, now in slots] == [(20, False), (80, False), (320, True)]
    assert all(best == (peek is lowest) and curve == tape.line(peek[1]) for peek, curve, best, _now in slots)


def test_the_fog_is_named_where_it_lies_beside_pip_and_where_no_peek_stands() -> None:
    seen = tuple((at, 0.5 / (1 + at)) for at in range(0, 601, 5))

    def named(here: float, fog: bool = True, sky: float = 420.0, peeks: Sequence[ErrorPeek] = ()) -> list[float]:
        canvas = WordCanvas(pygame.Surface((1280, 720)), Look(DUSK))
        chart = TwoErrors((0.0, 0.0, 900.0, 500.0), sky, 600.0, seen, 0.01)
        chart.paint_here(canvas, here, "Pass", "calm", "seen error", peeks, fog)
        return [left for word, left, _right in canvas.places if word == "unseen: fog"]

    (right,), (left,) = named(10.0), named(590.0)
    assert left < 450 < right, "on the side that Pip leaves free"
    assert named(10.0, fog=False) == named(10.0, sky=500.0) == [], "it has lifted; a place has a fog of its own"
    low = [(number, float(at), 1e-4) for number, at in enumerate(range(420, 601, 15), 1)]
    assert named(10.0, peeks=low) == []


def parts_drawn(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts of the place that are drawn now."""
    place, keys, keep = need(board(driver).place), list[Any](), Canvas.keep

    def noted(canvas: Canvas, key: Any, *given: Any, **named: Any) -> None:
        keys.append(key)
        keep(canvas, key, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Canvas, "keep", noted)
        painted(driver)
    picture = place.picture
    return [picture.groups[key[1]][0][0].name for key in keys if key[0] == picture.picture.mark]


@pytest.mark.slow
def test_a_peek_blows_the_fog_off_the_unseen_days_for_a_moment_and_stop_for_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver = opened("stop-in-time", bets=False)

    def count(*kinds: str) -> int:
        return sum(name.split()[0] in kinds for name in parts_drawn(driver, monkeypatch))

    assert (count("scoop"), count("fog"), count("other")) == (8, 1, 0)
    for at in (20, 80, 320):
        peek_at(driver, at)
        wait(driver, 0.3)
        assert (count("fog"), count("other")) == (0, 20)
        wait(driver, 0.7)
        assert (count("fog"), count("other")) == (1, 0)
    seen, told = board(driver).chart.seen_at(320), screen(driver).attempt.session.probed[-1].unseen or 0.0
    assert screen(driver).spoken_line().startswith(
        f"Pass 320: seen error {as_text(seen, 4)}. Peek 3: unseen error {as_text(told, 4)}."
    )
    click(driver, "tile stop")
    click(driver, "tile stop", then=3.0)
    assert (count("fog"), count("other")) == (0, 20)


@pytest.mark.parametrize("at", [0, 75, 600])
def test_the_syrup_is_what_the_net_of_the_pass_says_and_each_day_stands_at_what_was_sold(at: int) -> None:
    driver = opened("stop-in-time", bets=False)
    screen(driver).attempt.turn("pass", at)
    wait(driver, 0.2)
    place, attempt = need(board(driver).place), screen(driver).attempt
    numbers, network = place.numbers(), attempt.session.run.network
    moves = {(move.part, move.what): move.value(numbers.get(move.by, 0.0)) for move in attempt.level.moves}
    syrup = next(shape for shape in place.picture.picture.parts if shape.name == "answers 1 8")
    left, zero, right, one = map(float, syrup.outline.replace("M", "").replace("L", "").split())
    answers = [numbers[f"answers 1 8 {k}"] for k in range(41)]
    assert answers == pytest.approx([network.predict(attempt.session.weights, (k / 20 - 1, 1))[0] for k in range(41)])
    days = [("scoop", attempt.level.data()), ("other", attempt.level.data(unseen=True))]
    for part, examples in days:
        for number, ((warmth, _one), (sold,)) in enumerate(examples, 1):
            x, y = moves[f"{part} {number}", "x"], moves[f"{part} {number}", "y"]
            assert x == pytest.approx(left + (right - left) * (warmth + 1) / 2)
            assert y == pytest.approx(zero + (one - zero) * sold)
            if part == "scoop":
                miss = (one - zero) * answers[round(20 * warmth + 20)] - (y - zero)
                assert moves[f"stem {number}", "high"] == pytest.approx(miss) and (at < 600 or abs(miss) < 26)


def test_dragging_runs_nothing_and_shows_the_seen_error() -> None:
    driver = opened("stop-in-time")
    slider = control(driver, "pass", Slider)
    run = screen(driver).attempt.session.run
    driver.post(pygame.MOUSEBUTTONDOWN, pos=(round(slider.x_of(0)), round(slider.line)), button=1)
    driver.post(pygame.MOUSEMOTION, pos=(round(slider.x_of(300)), round(slider.line)), rel=(9, 0), buttons=(1, 0, 0))
    wait(driver, 0.1)
    assert board(driver).chart.current_pass == 300 and screen(driver).attempt.session.run is run
    driver.post(pygame.MOUSEBUTTONUP, pos=(round(slider.x_of(300)), round(slider.line)), button=1)
    assert screen(driver).attempt.session.knobs["pass"] == 300 and screen(driver).attempt.session.count == 2400


def test_stopping_too_late_is_final_until_a_reset() -> None:
    driver = opened("stop-in-time", bets=False)
    click(driver, "tile stop")
    assert board(driver).sure
    screen(driver).set_focus("pass")
    key(driver, pygame.K_END)
    assert not board(driver).sure, "a turn takes the question back"
    click(driver, "tile stop")
    click(driver, "tile stop")
    attempt = screen(driver).attempt
    assert not attempt.session.won and "Reset" in board(driver).words()[1]
    actions = list(attempt.session.actions)
    key(driver, pygame.K_z)
    assert attempt.session.actions == actions and isinstance(actions[-1], Stop)
    told(driver)
    assert not need(driver.scene.widget("tile stop")).enabled
    click(driver, "tile reset")
    assert need(driver.scene.widget("tile stop")).enabled


@pytest.mark.slow
@pytest.mark.parametrize("still", [False, True])
def test_in_a_show_the_pass_goes_from_peek_to_peek(still: bool) -> None:
    """Through passes that the knob can stand at; with reduced motion it jumps."""
    driver = opened("stop-in-time", bets=False, still=still)
    attempt, chart = screen(driver).attempt, board(driver).chart
    attempt.ran = True
    attempt.auto()
    machine = need(attempt.machine)
    while machine.round is None:
        wait(driver, 0.1)
    seen, peeks = [chart.current_pass], [machine.session.knobs.get("pass", chart.current_pass)]
    while machine.prepares and len(machine.session.probed) < 4:
        wait(driver, 1 / 30)
        seen.append(chart.current_pass)
        peeks.append(machine.session.knobs.get("pass", peeks[0]))
    places = list(dict.fromkeys(peeks))
    assert len(places) == 5 and all(at % 5 == 0 for at in seen)
    if still:
        assert seen == peeks
    else:
        assert set(places) < set(seen) and len(set(seen)) > 40
        assert all(abs(b - a) <= 20 for a, b in zip(seen, seen[1:])), "it does not leap"
