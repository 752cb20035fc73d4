"""Nothing that is drawn raises or hangs, whatever numbers, sizes and places it is given."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import pytest
from pygame import Surface

from downslope import Learn, Level
from downslope.scenes.play.play import PlayScene
from downslope.view.bowls.error_bowl import Bowl
from downslope.view.charts.plot import Plot
from downslope.view.charts.run_chart import history_axis
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look, mix_colours
from downslope.view.format.axis import Axis, linear_axis, log_axis, ticks
from downslope.view.networks.neuron_panel import draw_square
from downslope.view.scenery.moving_picture import draw_thing
from downslope.view.scenery.strips import arcs_of, draw_waves
from driving import open_display
from pictures.drawing import frames
from pictures.plans import Plan, View
from support import shipped

EXTREME = (0.0, -0.0, 5e-324, 1e-160, 1e20, 10**30, 1e160, 1e308, -1e308, 1.7e308, math.inf, -math.inf, math.nan)
FAR = (30.0, 1e308, -math.inf, math.nan)
SIZES = ((0.0, 0.0), (1.0, 1.0), (40.0, 2000.0), (2000.0, 40.0))
RAINBOW = ((0.0, "bg0"), (1.0, "error"))


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    open_display()
    return Canvas(Surface((640, 360)), Look(DUSK, 0.75, 1.5))


STROKES: dict[str, Callable[[Canvas, float, float], object]] = {
    "text": lambda c, x, y: c.text(x, y, "word"),
    "rich": lambda c, x, y: c.rich(x, y, [("one", "text"), ("two", "error")], anchor="end"),
    "line": lambda c, x, y: c.line(9, 9, x, y, "text"),
    "level": lambda c, x, y: c.line(x, 9, y, 9, "text", alpha=0.5),
    "faint": lambda c, x, y: c.line(x, y, 9, 9, "text", alpha=0.5),
    "dashes": lambda c, x, y: c.line(9, 9, x, y, "text", dash=(8, 4)),
    "dots": lambda c, x, y: c.line(x, 9, y, 9, "text", dash=(1, 8)),
    "polyline": lambda c, x, y: c.polyline([(9, 9), (x, y), (50, 80), (y, x)], "text", 4),
    "hairline": lambda c, x, y: c.hairline([(9, 9), (x, y)], "text"),
    "polygon": lambda c, x, y: c.polygon([(9, 9), (x, y), (50, 80)], "text"),
    "faint polygon": lambda c, x, y: c.polygon([(9, 9), (x, y), (50, 80)], "text", 0.5, "error", 2),
    "circle": lambda c, x, y: c.circle(x, y, 9, "text", "error"),
    "rect": lambda c, x, y: c.rect(x, y, 20, 20, "text", 4, "error"),
    "wide rect": lambda c, x, y: c.rect(9, 9, x, y, "text", 4, alpha=0.5),
    "gradient": lambda c, x, y: c.gradient(9, 9, x, y, RAINBOW),
    "glow": lambda c, x, y: c.glow(x, y, 20, "glow"),
    "cached": lambda c, x, y: c.keep(("extreme", x, y), x, y, 20, 20, lambda sub: sub.circle(x, y, 9, "text")),
    "arrow": lambda c, x, y: c.arrow(9, 9, x, y, "text", 2, 8),
    "flag": lambda c, x, y: c.flag(x, y, 40),
    "pip": lambda c, x, y: c.pip(x, y, 16),
    "icon": lambda c, x, y: c.icon("check", x, y, 16, "text"),
}


@pytest.mark.slow
def test_what_is_nowhere_is_not_drawn(canvas: Canvas) -> None:
    for name in STROKES:
        for x, y in product((*EXTREME, 30.0), FAR):
            STROKES[name](canvas, x, y)
            with canvas.clip(x, y, 40, 40):
                pass


def test_a_line_that_goes_far_is_seen_where_it_is_near(canvas: Canvas) -> None:
    for dash in (None, (8.0, 4.0)):
        canvas.surface.fill((0, 0, 0), canvas.surface.get_rect())
        canvas.line(-1e9, 100, 1e9, 100.001, "error", 4, dash=dash)
        row = [canvas.picture.get_at((x, 75))[:3] for x in range(640)]
        assert sum(colour == canvas.rgb("error") for colour in row) > (300 if dash else 600)


def test_axes_of_any_numbers_have_a_place_for_each_and_colours_any_share() -> None:
    for one, other in product(EXTREME, repeat=2):
        for axis in (linear_axis([one, other]), log_axis([one, other]), log_axis([one], 0.1, 2.0, 2.0),
                     history_axis([one, other])):  # fmt: skip
            plot = Plot((0.0, 0.0, 300.0, 200.0), Axis(0, 1), axis)
            assert all(0 <= plot.y_of(value) <= 200 for value in EXTREME), (one, other)
            assert len(axis.ticks(5)) <= 12 and len(ticks(one, other, 5)) <= 12
    for share in (*EXTREME, -0.3, 1.6):
        assert mix_colours("#102030", "#F0E0D0", share).lower() in ("#102030", "#f0e0d0")


@pytest.mark.slow
def test_pictures_of_extreme_numbers(canvas: Canvas) -> None:
    words = ("W" * 300, "weight", "", "\ud800\0")
    for number, (w, h) in product(EXTREME, SIZES):
        rect = (20.0, 20.0, w, h)
        draw_square(canvas, rect, words[0], number, abs(number), words[3])
        draw_thing(canvas, "speaker", 90, 90, arcs=arcs_of(number))
        draw_waves(canvas, 90, 90, 20, number)


def test_a_bowl_of_extreme_weights_has_a_seat_for_each(canvas: Canvas) -> None:
    for weight, far in product(EXTREME, (1.0, 1e300, math.inf)):
        bowl = Bowl((0.0, 0.0, 500.0, 300.0), 240.0, (weight - far, weight + far), lambda w: w * w, seen=weight)
        for seen in (bowl, bowl.zoom_out(1e300)):
            assert all(math.isfinite(place) for to in EXTREME for place in seen.rest_point(to, 12.0)), (weight, far)
            assert len(seen.ticks()) < 30 and len(seen.heights()) < 30


def wild() -> Iterator[Level]:
    levels = shipped().levels
    for weight in (1e308, -1e308, 5e-324):
        for name in ("double-it", "in-the-dark", "warmer", "sealed-box"):
            yield replace(levels[name], weights=[weight])
    yield replace(levels["thirteen"], alpha=1e300)


@pytest.mark.parametrize("level", tuple(wild()), ids=lambda level: f"{level.id} {level.weights} {level.alpha}")
def test_a_level_of_extreme_numbers_is_shown(level: Level) -> None:
    plan = Plan("", lambda game: PlayScene(game, level), "PlayScene", ())
    for scene, look in frames(plan, View("", size=(960, 540), text=1.5)):
        assert isinstance(scene, PlayScene)
        attempt = scene.attempt
        if level.id == "thirteen":
            attempt.session.do(Learn(1))
            attempt.playback.jump(1)
        scene.draw(Canvas(Surface((960, 540)), look))
