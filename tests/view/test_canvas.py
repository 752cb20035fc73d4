"""What is drawn: words within their room, layers, typefaces and glyphs, themes; what lists of screens cannot tell."""

import ast
from itertools import combinations, product
from pathlib import Path

import pygame
import pygame.freetype
import pytest
from pygame import Surface

from downslope import paths
from downslope.rules import OUTCOMES
from downslope.view import draw as drawing
from downslope.view.draw import BODY, DUSK, LEAD, Canvas, Look, Theme, contrast, readable, text as fonts
from downslope.view.draw.surface_cache import SurfaceCache
from downslope.view.draw.theme import DUSK_CONTRAST, DUSK_SAFE, PAPER, PAPER_CONTRAST, PAPER_SAFE
from downslope.view.format.markup import coloured_lines, plain, wrap_code
from downslope.view.widgets.ink import Label
from lib.syntax import nodes, tree_of

TEXT = "A weight that is too large makes the [alpha:.5] too large, and of that something is taken back …"
PATH = "/home/somebody/" + "very-long-name-of-a-folder/" * 4 + "learner.py"
ROOT = Path(__file__).parents[2]
EUROPE = "∇∈ℝ⊙ᵀ␣↵ÀÉÎÕÜßæøåłžőșțğıñçČĐĒĢĦĿŇŒŘŠŤŮŴŶŻ¿¡«»„“”‘’–—…€ΑΒΓΔΕΖαβγδεζηθλμπστφχψω"
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
    for edge, ground in product(("border2", "lip", "text2") if theme.contrast else (), ("panel", "raised", "well")):
        assert contrast(theme.colour(edge), theme.colour(ground)) >= 3.0, (edge, ground)
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
        hued = ["".join(part for part, _hue in line) for line in coloured_lines(canvas.look, string, room)]
        for lines in (hued, canvas.lines(plain(string), room)):
            assert "".join(lines).replace(" ", "") == plain(string).replace(" ", "") and "…" not in lines
            assert all(0.58 * canvas.width(line) <= room for line in lines if len(line) > 1)
    label = Label(canvas, TEXT, LEAD, width=max(room, 160), height=130)
    assert " ".join(label.words()).split() == plain(TEXT).split() and 16 / text <= label.style.size <= LEAD.size
    assert canvas.width(canvas.fit(plain(TEXT), room)) <= max(room, canvas.width("…"))
    code = "".join("".join(wrap_code("    prediction = input * weight", int(room)) or ()).split())
    assert code == "prediction=input*weight"


def test_a_kept_layer_is_drawn_once_and_the_store_forgets_what_was_not_used_for_longest() -> None:
    """No more is made in a frame than there is time."""
    calls, canvas = list[Canvas](), canvas_of()
    for _ in range(3):
        canvas.keep("layer", 0, 0, 300, 220, calls.append)
    assert len(calls) == 1
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


@pytest.mark.slow
@pytest.mark.source
def test_every_letter_of_a_sentence_has_a_glyph_and_what_no_face_has_is_drawn_all_the_same() -> None:
    """Asked of the file itself, not by the width of its box. The game's own folder may have a name of any letters."""
    sources = [path for folder in ("game", "levels", "plugins") for path in sorted((ROOT / folder).rglob("*.py"))
               if "terminal" not in path.parts]  # a terminal has its own typeface  # fmt: skip
    constants = [node.value for path in sources for node in nodes(tree_of(path), ast.Constant)]
    texts = [text for text in constants if isinstance(text, str)]
    texts += [file.read_text(encoding="utf-8") for file in sorted(paths.languages().rglob("*.po"))]
    written = {letter for letter in {*"".join(texts), *EUROPE, "漢"} if letter.isprintable()} - {fonts.NOWHERE}
    assert len(written) > 150
    pygame.freetype.init()
    for family, weight in fonts.FILES:
        chosen = {letter: fonts.pieces(letter, family, weight)[0][0] for letter in written}
        faces = {file: pygame.freetype.Font(paths.assets() / "fonts" / file, 64) for file in set(chosen.values())}
        assert {each for each, file in chosen.items() if faces[file].get_metrics(each) == [None]} == {"漢"}
    assert fonts.advance("a\0\udcff", "ui", 500, 60) == fonts.advance("a?", "ui", 500, 60)
    assert fonts.word("\0\udcffé", "mono", 500, 60, (0, 0, 0)).get_width() > 0
