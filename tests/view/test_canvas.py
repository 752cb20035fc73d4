"""What is drawn: words within their room, layers, typefaces, themes; what the lists of screens cannot tell."""

from itertools import combinations, product
from pathlib import Path

import pygame
import pytest
from pygame import Surface

from downslope import paths
from downslope.rules import OUTCOMES
from downslope.view import draw as drawing
from downslope.view.draw import BODY, DUSK, LEAD, STRONG, Canvas, Look, Theme, contrast, readable, rects, text as fonts
from downslope.view.draw.surface_cache import LAYERS, SurfaceCache
from downslope.view.draw.theme import DUSK_CONTRAST, DUSK_SAFE, PAPER, PAPER_CONTRAST, PAPER_SAFE
from downslope.view.format.markup import coloured_lines, pieces, plain, wrap_code
from downslope.view.widgets.ink import Label, Line, Para, Prose, Row, words

TEXT = "A weight that is too large makes the [alpha:.5] too large, and of that something is taken back …"
PATH = "/home/somebody/" + "very-long-name-of-a-folder/" * 4 + "learner.py"
THEMES = {DUSK: 4.4, PAPER: 4.4, DUSK_SAFE: 4.4, PAPER_SAFE: 4.4, DUSK_CONTRAST: 7.0, PAPER_CONTRAST: 7.0}


def canvas_of(theme: Theme = DUSK, size: tuple[int, int] = (640, 360), text: float = 1.0) -> Canvas:
    canvas = Canvas(Surface(size), Look(theme, 1.0, text))
    canvas.picture.fill(theme.rgb("panel"))
    return canvas


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: f"{theme.name}{theme.rgb('input')}")
def test_what_is_written_can_be_read_and_outcomes_differ_without_colour(theme: Theme) -> None:
    hues = ("input", "weight", "weight_negative", "prediction", "goal", "error", "alpha", "text", "text2", "text3")
    for hue, ground in product(hues, ("panel", "raised", "well", "rowhi") if theme.dark else ("panel",)):
        assert contrast(theme.colour(hue), theme.colour(ground)) >= THEMES[theme], (hue, ground)
    for hue, ground in product((theme.weight, theme.error), ("#000000", "#767676", "#FFFFFF", theme.weight)):
        assert contrast(readable(hue, ground), ground) >= 4.5
    masks = []
    for kind in sorted(OUTCOMES) if theme in (DUSK, PAPER) else ():
        canvas = canvas_of(theme, (64, 64))
        canvas.icon(kind, 12, 12, 40)
        masks.append(pygame.mask.from_threshold(canvas.picture, canvas.rgb("panel"), (40, 40, 40, 255)))
    for one, other in combinations(masks, 2):
        assert one.count() + other.count() - 2 * one.overlap_area(other, (0, 0)) > 150


@pytest.mark.parametrize(("room", "text"), list(product((90.0, 160.0, 240.0, 600.0), (1.0, 1.5))))
def test_no_word_is_lost_however_little_room_there_is(room: float, text: float) -> None:
    canvas, room = canvas_of(text=text), room * text
    for string in (TEXT, PATH, "See [value:" + 40 * "8" + "]s"):
        hued = ["".join(part for part, _hue in line) for line in coloured_lines(canvas, string, room)]
        for lines in (hued, canvas.lines(plain(string), room)):
            assert "".join(lines).replace(" ", "") == plain(string).replace(" ", "") and "…" not in lines
            assert all(0.58 * canvas.width(line) <= room for line in lines if len(line) > 1)
    label = Label(canvas, TEXT, LEAD, width=max(room, 160), height=130)
    assert " ".join(label.words()).split() == plain(TEXT).split() and 16 / text <= label.style.size <= LEAD.size
    assert canvas.width(canvas.fit(plain(TEXT), room)) <= max(room, canvas.width("…"))
    code = "".join("".join(wrap_code("    prediction = input * weight", int(room)) or ()).split())
    assert code == "prediction=input*weight"


def test_what_gives_way_is_shorter_then_smaller_then_ends_with_dots_and_says_the_rest() -> None:
    line, shown, width = Line("gradient descent", shorter="gradient"), list[list[str]](), canvas_of().width
    for room in (width("gradient descent"), short := width("gradient"), 0.9 * short, 0.5 * short):
        canvas = canvas_of()
        line.draw(canvas, (0, 0, room, 22))
        ((_x, _y, wide, high),) = canvas.words_at()
        assert wide <= room + 1 and high >= 14
        shown.append(list(canvas.tips))
    assert shown == [[], [], [], ["gradient"]]
    canvas = canvas_of()
    Row((Line("a name that gives way", yields=True), Line("13"))).draw(canvas, (0, 0, 120, 24))
    assert canvas.words_at()[1][2] == pytest.approx(width("13")) and canvas.words_at()[0][2] < 100
    assert words(Row((Line("A title"), Para(TEXT)))) == ["A title", plain(TEXT)]
    assert words(Prose((("OSError:", LEAD, "error"), (PATH, BODY, "text")))) == [f"OSError: {PATH}"]
    assert pieces("[weight:−.5] and") == [("−.5", "weight_negative"), (" and", "")]


@pytest.mark.parametrize("opaque", [False, True])
def test_a_kept_layer_looks_as_if_drawn_directly_and_is_drawn_once(opaque: bool) -> None:
    calls = []

    def draw(canvas: Canvas) -> None:
        calls.append(1)
        if opaque:
            canvas.rect(0, 0, canvas.w, canvas.h, "panel")
        canvas.sheet(40, 40, 200, 120)
        canvas.icon("land", 60, 60, 40)
        canvas.text(120, 100, "land", STRONG, "goal")
        canvas.polyline([(60, 140), (150, 90), (220, 150)], "error", 4, 0.5)

    plainly, layered = canvas_of(), canvas_of()
    draw(plainly)
    LAYERS.clear()
    for _ in range(3):
        layered.picture.fill(layered.rgb("panel"))
        layered.keep("layer", 0, 0, 300, 220, draw, opaque=opaque)
    assert len(calls) == 2 and layered.signs[0] == (60, 60, 40, 40)
    assert pygame.mask.from_threshold(plainly.picture, (0, 0, 0), (4, 4, 4, 255), layered.picture).count() == 640 * 360


def test_the_store_forgets_what_was_not_used_for_longest_and_makes_no_more_in_a_frame_than_there_is_time() -> None:
    store, clock = SurfaceCache[Surface](budget=3 * 400), [0.0]

    def made() -> Surface:
        clock[0] += 1.0
        return Surface((10, 10))

    for key in ("first", "second", "third", "first", "fourth", "first"):
        store.get(key, made)
    assert store.size <= store.budget and clock == [4.0], "the first was not forgotten"
    store.get("second", made)
    assert clock == [5.0]
    with drawing.slices_by(lambda: clock[0]), drawing.time_budget(0.0):
        store.get("one in each frame", made)
        with pytest.raises(drawing.FrameBudgetSpent):
            store.get("another", made)


def test_a_line_leaves_out_what_it_would_cover_and_what_is_outside() -> None:
    tag = (40.0, -10.0, 20.0, 20.0)
    (first, second) = rects.free_parts((0, 0), (100, 0), [tag])
    assert (first[1][0], second[0][0]) == pytest.approx((40 - rects.NEAR, 60 + rects.NEAR))
    assert rects.free_parts((45, 0), (55, 0), [tag]) == []
    ways = rects.inside([(100, 100), (200, 100), (200, -900), (300, -900), (300, 200)], (24.0, 72.0, 744.0, 440.0))
    assert ways == [[(100, 100), (200, 100), (200, 72)], [(300, 72), (300, 200)]]
    places = rects.places_that_fit((20.0, 80.0, 600.0, 400.0), 100, 30, 10)
    assert places[0] == (510, 90, 100, 30) and places[rects.first_free_place(places, [places[0]])] != places[0]


@pytest.mark.parametrize("raw", [None, b"broken", "half"], ids=str)
def test_a_typeface_that_cannot_be_used_is_replaced_and_named(
    raw: bytes | str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts").mkdir()
    if raw is not None:
        half = (paths.assets() / "fonts" / "Inter-Medium.ttf").read_bytes()[:5000]
        (tmp_path / "fonts" / "Inter-Medium.ttf").write_bytes(half if isinstance(raw, str) else raw)
    for name, value in {"REPLACED": set(), "assets": lambda: tmp_path, "FAULTS": []}.items():
        monkeypatch.setattr(fonts, name, value)
    forget()
    try:
        canvas = canvas_of()
        for size in (16, 20, 24):
            assert canvas.text(20, 100, "still here ∇", BODY.with_size(size)) > 0
        assert pygame.mask.from_threshold(canvas.picture, canvas.rgb("panel"), (1, 1, 1)).count() < 640 * 360
        assert sum("Inter-Medium.ttf" in sentence for sentence in fonts.FAULTS) == 1
    finally:
        monkeypatch.undo()
        forget()


def forget() -> None:
    for cache in (fonts.font, fonts.pieces, fonts.advance, fonts.ascent, fonts.holds):
        cache.cache_clear()
