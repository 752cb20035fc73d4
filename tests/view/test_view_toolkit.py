"""The drawing toolkit, looked at without a window: what must be true of its pixels."""

from __future__ import annotations

import itertools
import re
from array import array
from pathlib import Path

import pygame
import pytest
from pygame import Rect, Surface

from downslope import paths
from downslope.rules.outcome import OUTCOMES
from downslope.view.draw import text as fonts
from downslope.view.draw.canvas import ICONS, Canvas, draw_tag, scale_of, tag_size
from downslope.view.draw.raster import band, outlines
from downslope.view.draw.surface_cache import LAYERS, SPRITES, SurfaceCache
from downslope.view.draw.theme import (
    DUSK,
    DUSK_CONTRAST,
    DUSK_SAFE,
    LAND,
    OWN,
    PAPER,
    PAPER_SAFE,
    Look,
    Theme,
    contrast,
    mix_colours,
    rgb_of,
    theme_for,
    weight_colour,
)
from downslope.view.draw.tokens import BODY, CODE, LEAD_NUMBER, NUMBER, STRONG, Run, TextStyle
from downslope.view.format.axis import ticks
from downslope.view.format.numbers import number, short

THEMES = [DUSK, PAPER]
ALL_THEMES = [DUSK, PAPER, DUSK_SAFE, PAPER_SAFE]  # those of high contrast are asked in checks/
QUANTITIES = ("input", "weight", "weight_negative", "prediction", "goal", "error", "alpha")


def canvas_of(theme: Theme = DUSK, size: tuple[int, int] = (1280, 720), text: float = 1.0) -> Canvas:
    canvas = Canvas(Surface(size), Look(theme, scale_of(*size), text))
    canvas.picture.fill(theme.rgb("panel"))
    return canvas


def changed(canvas: Canvas, ground: str = "panel") -> Rect:
    """The smallest box around everything that is not the ground."""
    ink = pygame.mask.from_threshold(canvas.picture, canvas.rgb(ground), (1, 1, 1, 255))
    ink.invert()
    boxes = ink.get_bounding_rects()
    return boxes[0].unionall(boxes[1:]) if boxes else Rect(0, 0, 0, 0)


def between(canvas: Canvas, area: Rect, low: str, high: str) -> int:
    """How many pixels are neither of two colours: the soft pixels of an edge between them."""
    hard = {canvas.rgb(low), canvas.rgb(high)}
    places = itertools.product(range(area.left, area.right), range(area.top, area.bottom))
    return sum(tuple(canvas.picture.get_at(place))[:3] not in hard for place in places)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_six_outcome_icons_differ_without_colour(theme: Theme) -> None:
    drawn = {}
    for kind in sorted(OUTCOMES):
        canvas = canvas_of(theme, (64, 64))
        Canvas(canvas.picture, Look(theme, 1.0)).icon(kind, 12, 12, 40)
        drawn[kind] = pygame.mask.from_threshold(canvas.picture, canvas.rgb("panel"), (40, 40, 40, 255))
    for one, other in itertools.combinations(drawn.values(), 2):
        differing = one.count() + other.count() - 2 * one.overlap_area(other, (0, 0))
        assert differing > 150  # of 4096 pixels


def test_every_icon_stays_near_its_square() -> None:
    for name in ICONS:
        canvas = canvas_of(size=(200, 200))
        Canvas(canvas.picture, Look(DUSK, 1.0)).icon(name, 100, 100, 48)
        box = changed(canvas)
        assert box.w > 10 and Rect(96, 96, 56, 56).contains(box), name


def test_an_unknown_icon_or_colour_or_mark_says_so() -> None:
    canvas = canvas_of()
    with pytest.raises(KeyError):
        canvas.icon("no such icon", 0, 0, 24)
    with pytest.raises(KeyError):
        canvas.rect(0, 0, 9, 9, "no such colour")
    with pytest.raises(ValueError, match="#RRGGBB"):
        canvas.rect(0, 0, 9, 9, "#12")
    with pytest.raises(ValueError, match="mark"):
        canvas.glyph("nothing", 0, 0)


@pytest.mark.parametrize("scale", [0.75, 1.0, 1.5])
def test_edges_are_soft_and_straight_edges_are_crisp(scale: float) -> None:
    canvas = Canvas(Surface((400, 400)), Look(DUSK, scale))
    canvas.picture.fill(canvas.rgb("panel"))
    canvas.circle(60, 60, 30, "goal")
    assert between(canvas, Rect(0, 0, 200, 200), "panel", "goal") > 60 * scale
    canvas.picture.fill(canvas.rgb("panel"))
    canvas.rect(20, 20, 101, 77, "goal", 14)
    corner = between(canvas, Rect(0, 0, 400, 400), "panel", "goal")
    assert 0 < corner < 4 * (14 * scale + 2) ** 2 / 2  # only the round corners are soft
    canvas.picture.fill(canvas.rgb("panel"))
    canvas.rect(20.3, 20.7, 101, 77, "goal")
    assert between(canvas, Rect(0, 0, 400, 400), "panel", "goal") == 0


@pytest.mark.parametrize("width", [1.5, 2, 3, 4.5, 7, 12])
def test_direct_and_stamped_strokes_look_alike(width: float, monkeypatch: pytest.MonkeyPatch) -> None:
    def weight(small: float) -> float:
        """How much ink the curve leaves, in full pixels."""
        monkeypatch.setattr("downslope.view.draw.shapes.SMALL", small)
        canvas = Canvas(Surface((220, 140)), Look(DUSK, 1.0))
        canvas.polyline([(20 + x, 110 - (x - 90) ** 2 / 100) for x in range(0, 181, 4)], "#FFFFFF", width)
        return sum(canvas.picture.get_at((x, y))[0] / 255 for x in range(220) for y in range(140))

    assert weight(0) == pytest.approx(weight(1e9), rel=0.08)


def test_a_thick_direct_line_has_no_seams() -> None:
    canvas = Canvas(Surface((500, 400)), Look(DUSK, 1.0))
    for width, (x, y) in ((5, (430, 370)), (5, (480, 90)), (6.5, (250, 390)), (3.4, (470, 300))):
        canvas.picture.fill("black")
        canvas.polyline([(20, 20), (x, y)], "#FFFFFF", width)
        for i in range(10, 91):
            spot = (int(20 + (x - 20) * i / 100), int(20 + (y - 20) * i / 100))
            assert canvas.picture.get_at(spot)[0] > 215


def test_the_store_forgets_what_was_not_used_for_longest() -> None:
    store = SurfaceCache[Surface](budget=3 * 400)
    first = store.get("first", lambda: Surface((10, 10)))
    for key in ("second", "third"):
        store.get(key, lambda: Surface((10, 10)))
    assert store.get("first", lambda: Surface((1, 1))) is first
    store.get("fourth", lambda: Surface((10, 10)))
    assert store.size <= store.budget
    assert store.get("first", lambda: Surface((1, 1))) is first
    assert store.get("second", lambda: Surface((2, 2))).get_size() == (2, 2)


@pytest.mark.parametrize("opaque", [False, True])
def test_a_cached_layer_looks_as_if_drawn_directly(opaque: bool) -> None:
    calls = []

    def draw(canvas: Canvas) -> None:
        calls.append(1)
        if opaque:
            canvas.rect(0, 0, canvas.w, canvas.h, "panel")
        canvas.sheet(40, 40, 200, 120)
        canvas.icon("land", 60, 60, 40)
        canvas.text(120, 100, "land", STRONG, "goal")
        canvas.polyline([(60, 140), (150, 90), (220, 150)], "error", 4, 0.5)

    plain, layered = canvas_of(size=(960, 540)), canvas_of(size=(960, 540))
    draw(plain)
    LAYERS.clear()
    calls.clear()
    for _ in range(3):
        layered.picture.fill(layered.rgb("panel"))
        layered.keep("layer", 0, 0, 300, 220, draw, opaque=opaque)
    assert calls == [1]
    for place in itertools.product(range(220), range(160)):
        near = zip(plain.picture.get_at(place), layered.picture.get_at(place))
        assert all(abs(a - b) <= 3 for a, b in near)
    layered.picture.fill((100, 100, 200))
    layered.keep(("fades", opaque), 0, 0, 40, 40, lambda sub: sub.rect(0, 0, 40, 40, "error"), 0.5, opaque)
    meant = [(before + after) / 2 for before, after in zip((100, 100, 200), layered.rgb("error"))]
    assert all(abs(here - half) <= 2 for here, half in zip(layered.picture.get_at((20, 20))[:3], meant))


def test_clip_keeps_everything_outside_as_it_was() -> None:
    canvas = canvas_of(DUSK)
    with canvas.clip(100, 100, 80, 60, 16):
        canvas.rect(0, 0, 400, 400, "goal")
    assert changed(canvas) == Rect(100, 100, 80, 60)
    assert tuple(canvas.picture.get_at((100, 100)))[:3] == canvas.rgb("panel")
    assert tuple(canvas.picture.get_at((179, 159)))[:3] == canvas.rgb("panel")
    assert tuple(canvas.picture.get_at((140, 101)))[:3] == canvas.rgb("goal")
    assert between(canvas, Rect(100, 100, 16, 16), "panel", "goal") > 5


def test_text_stands_on_its_baseline_and_where_its_anchor_says() -> None:
    for anchor, share in (("start", 0.0), ("middle", 0.5), ("end", 1.0)):
        canvas = canvas_of()
        width = canvas.text(400, 300, "HHH", STRONG.with_size(40), "text", anchor)
        box = changed(canvas)
        assert abs(box.bottom - 300) <= 1
        assert 0 <= box.left - (400 - width * share) < 5
        assert width == canvas.width("HHH", STRONG.with_size(40))
    canvas = canvas_of()
    runs: list[Run] = [("error", "error", 700), (" = ", "text2"), ("weight", "weight", 600, "mono")]
    expected = canvas.width("error", STRONG) + canvas.width(" = ") + canvas.width("weight", CODE)
    assert canvas.rich(640, 300, runs, anchor="middle") == pytest.approx(expected)
    assert abs(changed(canvas).centerx - 640) < 4
    for size in (12, 16, 30):  # where a middle is given, it is that of the capitals
        canvas = canvas_of()
        canvas.text_vcenter(10, 100, "H", BODY.with_size(size))
        strong = pygame.mask.from_threshold(canvas.picture, canvas.rgb("text"), (140, 140, 140, 255))
        assert abs(strong.get_bounding_rects()[0].centery - 100) <= 1


def test_text_grows_with_the_setting_and_is_never_too_small() -> None:
    widths = [canvas_of(text=setting).width("Learning rate") for setting in (1.0, 1.25, 1.5)]
    assert widths[1] == pytest.approx(widths[0] * 1.25, rel=0.01)
    assert widths[2] == pytest.approx(widths[0] * 1.5, rel=0.01)
    small = canvas_of(size=(960, 540))
    assert 16 * small.s * small.type == pytest.approx(14) and canvas_of().type == 1
    assert len({round(small.width(f"{n / 9:.4f}", CODE), 6) for n in range(40)}) == 1, "live numbers never jitter"


@pytest.mark.parametrize("raw", [None, b"", b"broken", "half", "spoilt"], ids=str)
def test_a_typeface_that_cannot_be_used_is_replaced_and_named(
    raw: bytes | str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (paths.assets() / "fonts" / "Inter-Medium.ttf").read_bytes()
    spoilt = whole[:2000] + bytes(len(whole) - 2000)
    if raw is not None:
        content = raw if isinstance(raw, bytes) else whole[:5000] if raw == "half" else spoilt
        (tmp_path / "fonts").mkdir()
        (tmp_path / "fonts" / "Inter-Medium.ttf").write_bytes(content)
    monkeypatch.setattr(fonts, "REPLACED", set())
    caches = (fonts.font, fonts.pieces, fonts.advance, fonts.ascent, fonts.holds)
    monkeypatch.setattr(fonts, "assets", lambda: tmp_path)
    monkeypatch.setattr(fonts, "FAULTS", [])
    for cache in caches:
        cache.cache_clear()
    try:
        canvas = canvas_of()
        for size in (16, 20, 24):
            assert canvas.text(20, 100, "still here ∇", BODY.with_size(size)) > 0
        assert changed(canvas).w > 10
        if raw != "spoilt":  # letters that can be drawn, but are none, are not noticed
            assert sum("Inter-Medium.ttf" in sentence for sentence in fonts.FAULTS) == 1
    finally:
        monkeypatch.undo()
        for cache in caches:
            cache.cache_clear()


def test_wrap_and_fit_keep_within_the_width() -> None:
    canvas = canvas_of()
    words = "A paragraph that is longer than the box it stands in, so that it must be broken into lines."
    lines = canvas.lines(words, 200)
    assert " ".join(lines) == words
    assert all(canvas.width(line) <= 200 for line in lines)
    path = "in /home/somebody/.local/share/downslope/plugins/a-learner-of-my-own.py."
    lines = canvas.lines(path, 200)
    assert len(lines) > 2 and "".join(lines) == path.replace(" ", "")
    assert all(0 < canvas.width(line) <= 200 for line in lines)
    assert canvas.lines(path, 200, whole=True) == path.split(), "what is made smaller afterwards is left whole"
    assert canvas.lines("ab", 1.0) == ["a", "b"] and canvas.lines("", 1.0) == [""]
    part = canvas.fit(words, 120)
    assert part.endswith("…") and canvas.width(part) <= 120 and canvas.fit("fits", 120) == "fits"
    whole = canvas.text_vcenter(10, 50, "−12.75", NUMBER)
    assert canvas.text_vcenter(10, 90, "−12.75", NUMBER, room=whole / 2) <= whole / 2 + 1
    assert canvas.text_vcenter(10, 90, "−12.75", NUMBER, room=whole) == whole


@pytest.mark.parametrize("style", [NUMBER, LEAD_NUMBER])
@pytest.mark.parametrize("text", ["0", "1.25", "−12345.678"])
def test_a_tag_is_as_large_as_its_number(text: str, style: TextStyle) -> None:
    canvas = canvas_of(size=(1280, 720))
    wide, high = tag_size(canvas, text, style)
    draw_tag(canvas, (20, 30, wide, high), text, "error", style)
    canvas.picture.fill(canvas.rgb("panel"), (20, 30, round(wide), round(high)))
    assert changed(canvas) == Rect(0, 0, 0, 0)


@pytest.mark.parametrize("theme", ALL_THEMES, ids=lambda theme: f"{theme.name}{theme.rgb('input')}")
def test_every_colour_that_is_written_in_can_be_read(theme: Theme) -> None:
    grounds = ("panel", "raised", "well", "rowhi") if theme.dark else ("panel", "rowhi")
    for ground in grounds:
        for name in (*QUANTITIES, "text", "text2", "text3"):
            assert contrast(theme.colour(name), theme.colour(ground)) >= 4.4, (name, ground)
    assert contrast(theme.prim_text, theme.prim) >= 7
    assert contrast(theme.border2, theme.panel) >= 3


def test_themes_mix_and_choose() -> None:
    assert mix_colours("#000000", "#FFFFFF", 0.5) in ("#808080", "#7F7F7F")
    assert rgb_of("#0C1130") == (12, 17, 48)
    assert theme_for() is DUSK
    assert theme_for(False, "safe") is PAPER_SAFE and theme_for(True, "contrast") is DUSK_CONTRAST
    assert hash(Look(DUSK)) == hash(Look(DUSK))
    assert [weight_colour(w) for w in (-1.0, 0.0, 2.0, None)] == ["weight_negative", "weight", "weight", "weight"]
    assert not OWN.keys() & LAND.keys()
    for theme, name in itertools.product(ALL_THEMES, (*OWN, *LAND)):
        assert re.fullmatch("#[0-9A-F]{6}", theme.colour(name)), (theme.name, name)


@pytest.mark.slow
def test_every_colour_of_the_land_is_drawn_with() -> None:
    game = (Path(__file__).parents[2] / "game").rglob("*.py")
    text = "".join(file.read_text("utf-8") for file in game if file.name != "theme.py")
    assert {name.rstrip("0123456789") for name in LAND} <= set(re.findall(r"""\b([a-z_]+)(?=[\d{"'*])""", text))


def test_path_data_is_read_like_svg() -> None:
    assert outlines("M1 1h4v4h-4z") == ((((1, 1), (5, 1), (5, 5), (1, 5)), True),)
    assert outlines("m1 1 2 0 0 2")[0][0] == ((1, 1), (3, 1), (3, 3))
    circle = outlines("M0 5a5 5 0 1 1 10 0a5 5 0 1 1 -10 0z")[0]
    assert all(abs((x - 5) ** 2 + (y - 5) ** 2 - 25) < 1e-6 for x, y in circle[0])
    assert len(outlines("M0 0L1 1M5 5L6 6")) == 2
    assert outlines("M.5-.5l1e1.5")[0][0] == ((0.5, -0.5), (10.5, 0.0))
    assert outlines("M0 0Q2 4 4 0T8 0", 2)[0][0] == ((0, 0), (2, 2), (4, 0), (6, -2), (8, 0))
    with pytest.raises(ValueError, match="not path data"):
        outlines("M0 0 K3")
    with pytest.raises(ValueError, match="in groups of 2, not 1"):
        outlines("M0 0L1")


def test_numbers_as_the_player_reads_them() -> None:
    told = [number(v) for v in (0.0, 0.25, -0.3, 0.00005, -0.004, 12.345, float("inf"), float("nan"), 3.2e9, -2e-9)]
    assert told == ["0.00", "0.25", "−0.30", "0.00005", "−0.004", "12.35", "∞", "?", "3.2·10⁹", "−2.0·10⁻⁹"]
    assert number(0.5, plus=True) == "+0.50"
    assert number(0.0, plus=True) == "0.00"
    assert number(1.5, 3) == "1.500"
    assert [short(v) for v in (0.1, 15.0, -0.25, 0.0, 22.3, -1.0)] == [".1", "15", "−.25", "0", "22.3", "−1"]
    assert [number(v) for v in (10.5 * 0.25, -2.625, 1.005, 0.125, 2.6249)] == ["2.63", "−2.63", "1.01", "0.13", "2.62"]
    assert [number(v) for v in (1.2e-31, -9e-10, -0.0)] == ["0.00"] * 3  # rounding and nothing else
    assert number(-9e-10, plus=True) == "0.00"
    assert [label for _, label in ticks(0, 4e-10, 2)] == ["0", "2.0·10⁻¹⁰", "4.0·10⁻¹⁰"]


def test_a_frame_of_forty_texts_and_thirty_shapes_draws_nothing_anew() -> None:
    canvas = canvas_of()

    def frame() -> None:
        for i in range(40):
            canvas.text(24 + i % 8 * 150, 350 + i // 8 * 30, f"label {i}")
        for i in range(10):
            canvas.rect(24 + i * 60, 60, 50, 40, "raised", 14)
            canvas.circle(60 + i * 60, 200, 20, "input")
            canvas.icon("step", 60 + i * 40, 260, 22)

    start = SPRITES.made, LAYERS.made
    frame()
    once = SPRITES.made, LAYERS.made
    assert sum(once) > sum(start)
    for _ in range(30):
        frame()
    assert (SPRITES.made, LAYERS.made) == once


def test_a_line_is_the_same_whatever_lies_beside_it_in_memory() -> None:
    """Its two points take 16 bytes, and so does each of these arrays, of which every other one is gone."""
    (left, top), end = (14.06, 149.42), (106.01, 11.64)
    drawn = set()
    for beside in (top - 0.5, 1e9):
        for _ in range(20):
            surface, arrays = Surface((160, 160), 0, 32), [array("f", [beside] * 4) for _ in range(4000)]
            del arrays[::2]
            band(surface, [(left, top), end], 2.6, (255, 255, 255))
            drawn.add(pygame.image.tobytes(surface, "RGB"))
    assert len(drawn) == 1


