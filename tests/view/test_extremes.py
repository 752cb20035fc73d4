"""Nothing that is drawn raises or hangs, whatever numbers, sizes and places it is given."""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from pygame import Surface

from downslope import Learn
from downslope.scenes.play.play import PlayScene
from downslope.view.bowls.error_bowl import Bowl
from downslope.view.charts.run_chart import history_axis
from downslope.view.draw import DUSK, Canvas, Look
from downslope.view.format.axis import ticks
from downslope.view.networks.neuron_panel import draw_square
from downslope.view.scenery.strips import draw_waves
from lib.driving import open_display
from lib.support import shipped
from pictures.drawing import frames
from pictures.plans import Plan, View

EXTREME = (0.0, -0.0, 5e-324, 1e-160, 10**30, 1e308, -1e308, math.inf, -math.inf, math.nan)
STROKES: tuple[Callable[[Canvas, float, float], object], ...] = (
    lambda c, x, y: c.text(x, y, "word"),
    lambda c, x, y: c.rich(x, y, [("one", "text"), ("two", "error")], anchor="end"),
    lambda c, x, y: c.line(x, 9, 9, y, "text", alpha=0.5),
    lambda c, x, y: c.line(9, 9, x, y, "text", dash=(1, 8)),
    lambda c, x, y: c.polyline([(9, 9), (x, y), (50, 80), (y, x)], "text", 4),
    lambda c, x, y: c.hairline([(9, 9), (x, y)], "text"),
    lambda c, x, y: c.polygon([(9, 9), (x, y), (50, 80)], "text", 0.5, "error", 2),
    lambda c, x, y: c.circle(x, y, 9, "text", "error"),
    lambda c, x, y: c.rect(x, y, 20, 20, "text", 4, "error"),
    lambda c, x, y: c.rect(9, 9, x, y, "text", 4, alpha=0.5),
    lambda c, x, y: c.gradient(9, 9, x, y, ((0.0, "bg0"), (1.0, "error"))),
    lambda c, x, y: c.glow(x, y, 20, "glow"),
    lambda c, x, y: c.keep(("extreme", x, y), x, y, 20, 20, lambda sub: sub.circle(x, y, 9, "text")),
    lambda c, x, y: c.arrow(9, 9, x, y, "text", 2, 8),
    lambda c, x, y: c.flag(x, y, 40),
    lambda c, x, y: c.pip(x, y, 16),
    lambda c, x, y: c.icon("check", x, y, 16, "text"),
    lambda c, x, y: draw_square(c, (20.0, 20.0, 40.0, 200.0), "W" * 300, x, abs(y), "\ud800\0"),
    lambda c, x, y: draw_waves(c, 90, 90, 20, x),
)


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    open_display()
    return Canvas(Surface((640, 360)), Look(DUSK, 0.75, 1.5))


@pytest.mark.slow
@pytest.mark.parametrize("x", (*EXTREME, 30.0))
def test_what_is_nowhere_is_not_drawn(canvas: Canvas, x: float) -> None:
    for stroke, y in product(STROKES, (30.0, 1e308, -math.inf, math.nan)):
        stroke(canvas, x, y)
        with canvas.clip(x, y, 40, 40):
            pass


def test_a_line_that_goes_far_is_seen_where_it_is_near_and_any_number_has_a_place(canvas: Canvas) -> None:
    canvas.surface.fill((0, 0, 0), canvas.surface.get_rect())
    canvas.line(-1e9, 100, 1e9, 100.001, "error", 4)
    assert sum(canvas.picture.get_at((x, 75))[:3] == canvas.rgb("error") for x in range(640)) > 600
    for one, other in product(EXTREME, repeat=2):
        axis = history_axis([one, other])
        assert all(0 <= axis.place(value) <= 1 for value in EXTREME)
        assert len(axis.ticks(5)) <= 12 and len(ticks(one, other, 5)) <= 12
    for weight, far in product(EXTREME, (1.0, 1e300, math.inf)):
        bowl = Bowl((0.0, 0.0, 500.0, 300.0), 240.0, (weight - far, weight + far), lambda w: w * w, seen=weight)
        for seen in (bowl, bowl.zoom_out(1e300)):
            assert all(math.isfinite(place) for to in EXTREME for place in seen.rest_point(to, 12.0)), (weight, far)
            assert len(seen.ticks()) < 30 and len(seen.heights()) < 30


@pytest.mark.parametrize("weight", [1e308, -1e308, 5e-324])
@pytest.mark.parametrize("name", ["double-it", "in-the-dark", "warmer", "sealed-box", "thirteen"])
def test_a_level_of_extreme_numbers_is_shown(name: str, weight: float) -> None:
    level = replace(shipped().level(name), weights=[weight], alpha=1e300)
    plan = Plan("", lambda game: PlayScene(game, level), "", ())
    for scene in frames(plan, View("", size=(960, 540), text=1.5)):
        assert isinstance(scene, PlayScene)
        if name == "thirteen":
            scene.attempt.session.do(Learn(1))
            scene.attempt.playback.jump(1)
        scene.draw(Canvas(Surface((960, 540)), scene.game.look()))
