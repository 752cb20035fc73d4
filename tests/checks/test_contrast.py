"""Every text of every reference screen stands out from its ground, in both themes.

Words of ordinary size need 4.5 : 1, large ones 3 : 1 (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pygame
import pytest

from checks.contrast import Written, contrast, measured
from checks.moments import moments
from downslope.rules.actions import Answer, Learn, Turn
from downslope.scenes.base.scene import Scene
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, DUSK_CONTRAST, PAPER, PAPER_CONTRAST, Look, readable, rgb_of
from downslope.view.draw.tokens import BODY
from downslope.view.widgets.panel import FADE, ScrollArea
from pictures import drawing
from pictures.plans import PLANS, Plan, View, level

ENOUGH, LARGE = 4.5, 3.0
LARGE_FROM = 24.0  # pixels
THEMES = ("dark", "light")


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    pygame.display.init()
    yield
    pygame.display.quit()


def faults(texts: list[Written], enough: float = ENOUGH, large: float = LARGE) -> list[str]:
    found = []
    for text in texts:
        if text.ratio < (large if text.px >= LARGE_FROM else enough):
            found.append(f"{text.string!r} at {text.place.topleft}: {text.ratio:.2f} : 1")
    return found


def written(scene: Scene) -> list[Written]:
    """All of it, but for rows that fade because more is below: they are read when they are scrolled up."""
    areas = (each for each in scene.widgets if isinstance(each, ScrollArea) and each.offset < each.limit - 1)
    fading = [pygame.Rect(x, y + h - FADE, w, FADE) for x, y, w, h in (area.rect for area in areas)]
    return [text for text in measured(scene.draw, (1280, 720), scene.game.look())
            if text.place.collidelist(fading) < 0]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_all_stands_out(plan: Plan, themes: Sequence[str] = THEMES) -> None:
    found = []
    for played, _look in drawing.frames(plan, View("", "dark")):
        scene = played
    for theme in themes:
        scene.game.settings.theme = theme  # as a player may change it
        with drawing.settled():
            scene.update(drawing.FRAME)
            texts = written(scene)
        found += [f"{theme}: {fault}" for fault in faults(texts)]
    assert found == []


HIGH = 6.5  # in the themes of high contrast: their table has 7, and letters are measured on what is drawn


@pytest.mark.slow
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_all_stands_out_more_in_the_themes_of_high_contrast(plan: Plan) -> None:
    found = []
    for played, _look in drawing.frames(plan, View("", "dark")):
        scene = played
    scene.game.settings.colours = "contrast"
    for theme in THEMES:
        scene.game.settings.theme = theme
        with drawing.settled():
            scene.update(drawing.FRAME)
            texts = written(scene)
        found += [f"{theme}: {fault}" for fault in faults(texts, HIGH, ENOUGH)]
    assert found == []


def test_all_writing_of_high_contrast_has_seven_to_one() -> None:
    words = ("text", "text2", "text3", "input", "weight", "weight_negative", "prediction", "goal", "error", "alpha",
             "plugin", "ground_text", "kw", "op")  # fmt: skip
    for theme in (DUSK_CONTRAST, PAPER_CONTRAST):
        pairs = [(word, ground) for word in words for ground in ("bg0", "panel", "raised", "well", "rowhi", "ter1")]
        pairs.append(("prim_text", "prim"))
        low = {pair: contrast(*(rgb_of(theme.colour(name)) for name in pair)) for pair in pairs}
        assert {pair: ratio for pair, ratio in low.items() if ratio < 7} == {}
        assert contrast(rgb_of(theme.border2), rgb_of(theme.well)) >= 3


OWN = [moment for moment in moments() if not moment.name.endswith((" hint", " card"))]  # those look alike everywhere


@pytest.mark.slow
@pytest.mark.parametrize("moment", OWN, ids=lambda moment: moment.name)
def test_all_stands_out_at_the_moments_of_every_level(moment: Plan) -> None:
    """One in the dark theme, the next in the light one: each board has several."""
    test_all_stands_out(moment, THEMES[OWN.index(moment) % 2 :][:1])


# the detector itself


def drawn(paint: Callable[[Canvas], object]) -> list[str]:
    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, 1280, 719, "#101010")
        paint(canvas)

    return faults(measured(draw, (1280, 720), Look(DUSK)))


def test_what_is_faint_is_found_however_it_got_so() -> None:
    assert drawn(lambda canvas: canvas.text(100, 100, "hand", BODY, "#E0E0E0")) == []
    assert len(drawn(lambda canvas: canvas.text(100, 100, "hand", BODY, "#505050"))) == 1
    assert len(drawn(lambda canvas: canvas.text(100, 100, "hand", BODY, "#101010"))) == 1  # as good as gone

    def on_a_patch(canvas: Canvas) -> None:
        canvas.rect(116, 80, 200, 40, "#D0D0D0")
        canvas.text(100, 100, "hand", BODY, "#E0E0E0")

    def on_a_layer(canvas: Canvas) -> None:
        def draw(sub: Canvas) -> None:
            sub.text(100, 100, "hand", BODY, "#505050")

        canvas.keep("layer", 50, 50, 200, 100, draw)

    def on_a_faint_layer(canvas: Canvas) -> None:
        canvas.keep("faint", 50, 50, 200, 100, lambda sub: sub.text(100, 100, "hand", BODY, "#E0E0E0"), alpha=0.3)

    assert len(drawn(on_a_patch)) == len(drawn(on_a_layer)) == len(drawn(on_a_faint_layer)) == 1


def test_the_weight_on_an_opened_box_stands_out() -> None:
    opened = level("sealed-box", Learn(1), Answer(0, 1.6), Turn("alpha", 0.39), Learn(1))
    test_all_stands_out(Plan("sealed-box opened", opened, "SealedBoard", (1.0,)))


def test_large_letters_need_less() -> None:
    assert drawn(lambda canvas: canvas.text(100, 100, "0.75", BODY.with_size(30), "#707070")) == []
    assert len(drawn(lambda canvas: canvas.text(100, 100, "0.75", BODY, "#707070"))) == 1


def test_what_lies_under_a_sheet_is_not_asked() -> None:
    def under(canvas: Canvas) -> None:
        canvas.text(100, 100, "hand", BODY, "#505050")
        canvas.rect(80, 80, 100, 40, "#303030")

    assert drawn(under) == []


def test_a_colour_becomes_readable_on_any_ground_and_keeps_its_hue_where_it_can() -> None:
    for theme in (DUSK, PAPER):
        for hue in (theme.weight, theme.weight_negative, theme.error, theme.text3):
            for ground in ("#000000", "#404040", "#767676", "#909090", "#FFFFFF", hue):
                assert contrast(rgb_of(readable(hue, ground)), rgb_of(ground)) >= ENOUGH
    assert readable(DUSK.weight, "#000000") == DUSK.weight.upper()
