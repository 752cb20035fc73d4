"""A picture of a plugin's own in the land: what is drawn of PNG and SVG, and a sentence with the line for all else."""

from __future__ import annotations

import math
import random
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pygame
import pytest

from checks.paper import written as texts
from downslope import Move
from downslope.boards.kinds import kind_of
from downslope.level_files.land_picture import ELEMENTS, HEIGHT, HUES, MAGIC, WIDTH, drawing_in, read_land_picture
from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from downslope.registry.sources import reload
from downslope.rules.catalog import has_land
from downslope.storage.files import Refused
from downslope.storage.level_digest import digest
from downslope.testing import check_level
from downslope.view.draw.canvas import Canvas, scale_of
from downslope.view.draw.theme import DUSK, LAND, OWN, PAPER, Look
from downslope.view.scenery.moving_picture import HIGH, WIDE, MovingPicture
from playing import opened, painted
from support import campaign, shipped

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1216 528">\n'
STALL = HEAD + '<rect x="500" y="100" width="400" height="400" fill="error"/>\n</svg>\n'
LEVEL = """id = "stall"
title = "Stall"
examples = [[2, 3]]
weights = [0.5]
learner = "by hand"
picture = "stall.svg"
sight = { bowl = "none" }
knobs = [{ name = "weight", low = 0, high = 3, step = 0.1 }]
target = { kind = "near", tolerance = 0.05 }
"""


def come_in(folder: Path, level: str = LEVEL, **files: str | bytes) -> tuple[Registry, Plugin]:
    (folder / "stall.toml").write_text(level, encoding="utf-8")
    for name, content in files.items():
        file = folder / name.replace("_", ".")
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    registry = Registry()
    registry.catalog.metrics.update(shipped().metrics)
    registry.catalog.learners.update(shipped().learners)
    plugin = registry.add_file(folder / "stall.toml")
    registry.collect()
    return registry, plugin


def png(size: tuple[int, int] = (1216, 528), colour: str = "red") -> bytes:
    buffer, surface = BytesIO(), pygame.Surface(size)
    surface.fill(colour)
    pygame.image.save(surface, buffer, "stall.png")
    return buffer.getvalue()


def packed(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """A PNG of these, each with its sum."""
    summed = (len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
              for kind, data in chunks)  # fmt: skip
    return MAGIC + b"".join(summed)


def cut(size: tuple[int, int], rows: int) -> bytes:
    """One of colours whose head and sums are right, with so many rows of pixels."""
    head = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return packed([(b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows * (1 + 3 * size[0])))), (b"IEND", b"")])


@pytest.mark.slow
@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("form", ["svg", "png"])
def test_it_stands_in_the_land_in_both_themes(tmp_path: Path, form: str) -> None:
    level = LEVEL.replace("stall.svg", f"stall.{form}")
    registry, plugin = come_in(tmp_path, level, **{f"stall_{form}": STALL if form == "svg" else png()})
    assert plugin.faults == [] and check_level(registry.catalog.level("stall/stall"), registry.catalog) == []
    for theme, colours in (("dark", DUSK), ("light", PAPER)):
        driver = opened("stall/stall", registry.catalog, theme=theme, bets=False)
        seen = painted(driver)
        wanted = colours.rgb("error") if form == "svg" else (255, 0, 0)
        assert near(seen, wanted), theme
    registry, plugin = come_in(tmp_path, LEVEL.replace('picture = "stall.svg"', ""))
    assert not near(painted(opened("stall/stall", registry.catalog, bets=False)), DUSK.rgb("error"))


def near(seen: pygame.Surface, colour: tuple[int, int, int]) -> bool:
    """At a place that the picture covers; the evening's light lies over it."""
    return all(abs(a - b) <= 16 for a, b in zip(seen.get_at((500, 480)), colour))


def test_another_content_is_drawn_after_a_reload(tmp_path: Path) -> None:
    registry, plugin = come_in(tmp_path, stall_svg=STALL)
    before = registry.catalog.pictures["stall/stall.svg"]
    (tmp_path / "stall.svg").write_text(STALL.replace("error", "goal"), encoding="utf-8")
    again = reload(registry, plugin)
    assert again.refused is None and registry.catalog.pictures["stall/stall.svg"].mark != before.mark


REFUSED = [
    ("<text x='1' y='2'/>", 2, "<text> holds a number that moves; it needs an id."),
    ("<text id='a'>x</text>", 2, "text is not drawn."),
    ("<rect id='Big!'/>", 2, "id is 'Big!'; allowed: small letters and digits, another for each part."),
    ("<rect id='a'/>\n<rect id='a'/>", 3, "id is 'a'"),
    ("".join(f"<rect id='{k}'/>" for k in range(81)), 2, "id: at most 80 parts have one."),
    ("<polygon points='1,2 3'/>", 2, "points: three places or more"),
    ("<g><rect/></g>", 2, "<g> has an id and nothing else: what is in it moves together."),
    ("<g id='a'><g id='b'/></g>", 2, "<g> is not drawn here"),
    (
        "<rect><rect/></rect>",
        2,
        "<rect> is not drawn here; allowed: path, rect, circle, ellipse, line, polygon, text, not within each other.",
    ),
    ("<image href='x.png'/>", 2, "<image> is not drawn here"),
    ("<script>1</script>", 2, "<script> is not drawn here"),
    ("\n\n<rect fil='red'/>", 4, "fil of <rect>; "),
    ("<rect fill='red'/>", 2, "fill is 'red'; allowed: none, #RRGGBB"),
    ("<rect fill='url(#a)'/>", 2, "fill is 'url(#a)'"),
    ("<rect fill='ter9'/>", 2, "did you mean 'ter"),
    ("<rect fill='ter2*ink*9'/>", 2, "fill is 'ter2*ink*9'"),
    ("<rect fill='ter2*red*.5'/>", 2, "fill is 'ter2*red*.5'"),
    ("<rect style='fill:red'/>", 2, "style of <rect>"),
    ("<rect onload='x()'/>", 2, "onload of <rect>"),
    ("<rect width='-1'/>", 2, "width is '-1'"),
    ("<circle r='1e9'/>", 2, "r is '1e9'"),
    ("<circle r='nan'/>", 2, "r is 'nan'"),
    ("<path d='L 1 1'/>", 2, "d: M is wanted, not L."),
    ("<path d='M 1'/>", 2, "d: M is followed by too few numbers; allowed: 2."),
    ("<path d='M 1 1 L 2 #'/>", 2, "d has '#'"),
    ("<path d='M 1 1 z 3'/>", 2, "d: a number without M."),
    (f"<path d='M{' 1' * 20_002}'/>", 2, "at most 20000"),
    ("<rect/>" * (ELEMENTS + 1), 2, f"shapes: at most {ELEMENTS} are drawn."),
    ("hello", 2, "text is not drawn."),
    ("<?php x ?>", 2, "instructions are not allowed."),
    ("<rect", 2, "stall.svg, line"),
    ("&amp;", 2, "text is not drawn."),
]


def test_what_is_not_drawn_is_refused_with_its_line() -> None:
    for inner, line, sentence in REFUSED:
        with pytest.raises(Refused) as refused:
            drawing_in(f"{HEAD}{inner}\n</svg>".encode(), "stall.svg")
        told = str(refused.value)
        assert sentence in told and not told.endswith("?."), told
        assert told.startswith(f"stall.svg, line {line}: ") or inner == "<rect"


NO_DRAWINGS: list[tuple[bytes, str]] = [
    (b"<!DOCTYPE svg [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><svg>&c;</svg>", "document types are not"),
    (b"<html/>", "<html> where <svg> is wanted."),
    (b"<svg/>", "viewBox is '"),
    (b"<svg viewBox='0 0 1'/>", "viewBox is four numbers"),
    (b"<svg viewBox='0 0 0 1'/>", "must be 1 or more"),
    (b"", "line 1: no element found"),
    (b"\xff\xfe\x00", "line 1: "),
]  # fmt: skip


def test_what_is_no_drawing_is_refused() -> None:
    for content, sentence in NO_DRAWINGS:
        with pytest.raises(Refused) as refused:
            drawing_in(content, "stall.svg")
        assert sentence in str(refused.value)


def test_the_smallest_picture_is_one_wide() -> None:
    for size in ('viewBox="0 0 1 1"', 'width="1px" height="1"'):
        assert drawing_in(f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'.encode(), "dot.svg")
    for size in ('viewBox="0 0 1 0.9"', 'width="0.9" height="1"'):
        with pytest.raises(Refused, match="must be 1 or more"):
            drawing_in(f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'.encode(), "dot.svg")


def test_what_was_understood_is_written_anew() -> None:
    inner = '<!-- a comment -->\n<path d="M1,2l3-4.5e0.5.5z" fill="none" stroke="#a0B1c2" stroke-width="2px"/>'
    drawing = drawing_in(f"{HEAD}{inner}</svg>".encode(), "stall.svg")
    text = drawing.svg(DUSK.colour)
    assert '<path d="M 1 2 l 3 -4.5 0.5 0.5 z" fill="none" stroke="#a0B1c2" stroke-width="2"/>' in text
    assert drawing_in(text.encode(), "again.svg") == drawing
    assert pygame.image.load_sized_svg(BytesIO(text.encode()), (100, 50)).get_size()[1] in (43, 44)


def test_the_colours_that_may_be_named_are_the_themes() -> None:
    assert set(HUES) <= {*OWN, *LAND}
    assert all(theme.colour(name).startswith("#") for theme in (DUSK, PAPER) for name in HUES)


def test_any_svg_is_drawn_or_refused() -> None:
    rng, seen = random.Random(4), set[bool]()
    text = HEAD + '<path d="M 1 2 C 1 2 3 4 5 6 A 3 3 0 0 1 4 4 z" fill="ter2" opacity=".5"/><circle r="3"/>\n</svg>'
    for _turn in range(300):
        place = rng.randrange(len(text))
        mutated = text[:place] + rng.choice('<>/"= zM0.e-#') + text[place + rng.randrange(3) :]
        try:
            drawing = drawing_in(mutated.encode(), "stall.svg")
            pygame.image.load_sized_svg(BytesIO(drawing.svg(DUSK.colour).encode()), (60, 30))
            seen.add(True)
        except Refused as refused:
            assert str(refused)[-1] in ".?" and str(refused)[-2:] != "?."
            seen.add(False)
    assert seen == {True, False}


NO_PICTURES: list[tuple[str, dict[str, bytes], str]] = [
    ("stall.svg", {}, "stall.svg cannot be read"),
    ("../stall.svg", {}, "expected the name of a file next to this one"),
    (".svg", {}, "the name of a file"),
    ("stall.png", {"stall_png": b"GIF89a" + b"x" * 40}, "stall.png is not a PNG picture."),
    ("stall.png", {"stall_png": png((WIDTH + 1, 3))}, f"allowed: up to {WIDTH} x {HEIGHT}"),
    ("stall.png", {"stall_png": png()[:-20]}, "stall.png is damaged"),
    ("stall.png", {"stall_png": cut((30, 20), 7)}, "stall.png is damaged: a part is missing"),
    ("stall.png", {"stall_png": b"x" * 1_000_001}, "stall.png cannot be read"),
]  # fmt: skip


def test_a_file_that_cannot_be_is_a_fault_of_the_level(tmp_path: Path) -> None:
    for number, (name, files, sentence) in enumerate(NO_PICTURES):
        (tmp_path / str(number)).mkdir()
        _registry, plugin = come_in(tmp_path / str(number), LEVEL.replace("stall.svg", name), **files)
        (fault,) = plugin.faults
        assert fault.line == 6 and sentence in fault.sentence and not plugin.things


def test_a_picture_that_comes_in_passes_is_whole_with_all_of_them(tmp_path: Path) -> None:
    for size, whole in ((22, True), (21, False)):  # 5 x 3 grey pixels: 15, and 7 rows of 5 passes begin with a byte
        head = bytes([0, 0, 0, 5, 0, 0, 0, 3, 8, 0, 0, 0, 1])
        content = packed([(b"IHDR", head), (b"IDAT", zlib.compress(bytes(size))), (b"IEND", b"")])
        _registry, plugin = come_in(tmp_path, LEVEL.replace("stall.svg", "stall.png"), stall_png=content)
        assert (plugin.faults == []) is whole


def test_without_files_beside_it_there_is_no_picture() -> None:
    with pytest.raises(Refused, match="has no files next to it"):
        read_land_picture(None, "stall.svg")


def test_where_there_is_no_land_it_is_said_that_it_is_not_seen(tmp_path: Path) -> None:
    registry, plugin = come_in(tmp_path, LEVEL.replace('sight = { bowl = "none" }', ""), stall_svg=STALL)
    assert plugin.faults == []
    level = registry.catalog.level("stall/stall")
    assert not has_land(level) and "level-picture" in {one.rule for one in check_level(level, registry.catalog)}
    assert any(has_land(each) for each in campaign())


SIDE = """examples = [[[4, 4], [12, 6]]]
weights = [1.0, 2.0]
network = { kind = "neurons", count = 2 }
"""


@pytest.mark.parametrize(("network", "moves", "seen", "board"), [
    (SIDE, True, True, "NeuronsBoard"), (SIDE, False, False, "NeuronsBoard"),
    ('examples = [[[1, 0], 1]]\nnetwork = { kind = "layers", sizes = [2, 3, 1] }\nweights = "drawn"\n', True, True,
     "NetBoard"),
    ('examples = [[[1, 0], 1]]\nnetwork = { kind = "neuron", inputs = 2 }\nweights = "drawn"\n', True, False,
     "ContourBoard"),
])  # fmt: skip
def test_a_place_where_several_neurons_learn_is_seen(
    tmp_path: Path, network: str, moves: bool, seen: bool, board: str
) -> None:
    text = 'id = "stall"\ntitle = "The stall"\npicture = "stall.svg"\n' + network
    moving = 'moves = [{ part = "post", what = "x", by = "prediction 1" }]\n' if moves else ""
    drawn = HEAD + '<rect id="post" width="9" height="9" fill="#FF0000"/></svg>'
    registry, plugin = come_in(tmp_path, text + moving, stall_svg=drawn)
    assert plugin.faults == []
    level = registry.catalog.level("stall/stall")
    assert ("level-picture" not in {one.rule for one in check_level(level, registry.catalog)}) is seen
    assert kind_of(level).rpartition(".")[2] == board


LIFT = HEAD + """<rect x="560" y="200" width="120" height="300" fill="hill_near"/>
<line id="rope" x1="620" y1="210" x2="620" y2="430" stroke="text2" stroke-width="4"/>
<rect id="cabin" x="572" y="426" width="96" height="70" rx="8" fill="#FF0000"/>
<circle id="light" cx="620" cy="460" r="14" fill="#00FF00"/>
<polygon id="mark" points="700,460 724,448 724,472" fill="goal"/>
<text id="told" x="740" y="300" font-size="24" fill="prediction"/>
</svg>"""
RISES = 'by = "prediction", of = [0, 8], to = [0, -200]'
MOVES = f"""moves = [
  {{ part = "cabin", what = "y", {RISES} }}, {{ part = "light", what = "y", {RISES} }},
  {{ part = "rope", what = "high", by = "prediction", of = [0, 8], to = [1, 0.06], about = [620, 210] }},
  {{ part = "told", what = "number", by = "prediction" }},
]
"""
MOVED = LEVEL.replace("stall.svg", "lift.svg").replace("[2, 3]", "[4, 6]")


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("size", [(1280, 720), (960, 540)])
def test_a_part_stands_where_its_number_is(tmp_path: Path, size: tuple[int, int]) -> None:
    registry, plugin = come_in(tmp_path, MOVED + MOVES, lift_svg=LIFT)
    assert plugin.faults == [] and check_level(registry.catalog.level("stall/stall"), registry.catalog) == []
    picture = MovingPicture(registry.catalog.pictures["stall/lift.svg"], registry.catalog.level("stall/stall").moves)
    look, room, tops = Look(DUSK, scale_of(*size), 1.0, True), (0.0, 0.0, WIDE, HIGH), []
    for prediction in (0.0, 2.0, 4.0, 8.0, 99.0):
        canvas = Canvas(pygame.Surface(size), look)
        picture.draw_still(canvas, room)
        picture.draw_at(canvas, picture.place(room), {"prediction": prediction})
        rows = [y for y in range(size[1]) if canvas.picture.get_at((round(600 * canvas.s), y))[:3] == (255, 0, 0)]
        tops.append(rows[0] / canvas.s)
    words = [text.string for text in texts(
        lambda sub: picture.draw_at(sub, picture.place(room), {"prediction": 2.5}), size, look)]
    assert tops == pytest.approx([426, 376, 326, 226, 226], abs=1.5)
    assert words == ["2.50"]


@pytest.mark.usefixtures("display")
def test_where_no_svg_can_be_read_what_moves_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by an SDL that was built without formats of pictures."""

    def lacks(*_: object) -> None:
        raise NotImplementedError("load_sized_svg is not there")

    monkeypatch.setattr(pygame.image, "load_sized_svg", lacks)
    registry, _plugin = come_in(tmp_path, MOVED + MOVES, lift_svg=LIFT)
    picture = MovingPicture(registry.catalog.pictures["stall/lift.svg"], registry.catalog.level("stall/stall").moves)
    canvas, room = Canvas(pygame.Surface((1280, 720)), Look(DUSK, 1.0, 1.0, True)), (0.0, 0.0, WIDE, HIGH)
    picture.draw_still(canvas, room)
    picture.draw_at(canvas, picture.place(room), {"prediction": 4.0})
    assert canvas.picture.get_at((600, 340))[:3] == (255, 0, 0)


def test_a_value_between_two_is_on_the_straight_way() -> None:
    move = Move("a", "y", "error", (1, 10, 100), (0, 1, 3), log=True)
    assert [move.value(x) for x in (0, 1, 10, 100, 1e9, math.nan)] == [0, 0, 1, 3, 3, 0]
    assert move.value(10**1.5) == pytest.approx(2) and Move("a", "y", "miss", (-1, 1), (4, 8)).value(0) == 6


@pytest.mark.usefixtures("display")
def test_of_a_path_that_is_trimmed_the_first_pieces_are_drawn(tmp_path: Path) -> None:
    """A pile of four, from below."""
    pile = " ".join(f"M0 {528 - 100 * k}h900v-60h-900z" for k in range(4))
    content = f'{HEAD}<path id="pile" d="{pile}" fill="#FF0000"/></svg>'
    registry, plugin = come_in(tmp_path, LEVEL + 'moves = [{ part = "pile", what = "trim", by = "prediction" }]\n',
                               stall_svg=content)  # fmt: skip
    assert plugin.faults == []
    picture = MovingPicture(registry.catalog.pictures["stall/stall.svg"], registry.catalog.level("stall/stall").moves)
    look, counts = Look(DUSK, 1.0, 1.0, True), []
    for prediction in (0.0, 0.1, 0.3, 0.5, 0.9, 1.0):
        canvas = Canvas(pygame.Surface((1280, 720)), look)
        picture.draw_at(canvas, picture.place((0.0, 0.0, WIDE, HIGH)), {"prediction": prediction})
        column = [canvas.picture.get_at((400, y))[:3] == (255, 0, 0) for y in (500, 400, 300, 200)]
        assert column == sorted(column, reverse=True)
        counts.append(sum(column))
    assert counts == [0, 0, 1, 2, 4, 4]


WRONG_MOVES = [
    ("part = \"rope\"", "part = \"roope\"", "moves[2].part is 'roope'; allowed: one of rope, cabin, light, mark, told; "
     "did you mean 'rope'?"),
    ("part = \"told\"", "part = \"rope\"", "moves[3].part is 'rope'; allowed: one of told"),  # no shape shows a number
    ("what = \"high\"", "what = \"jump\"", "moves[2].what is 'jump'; allowed: one of x, y, turn"),
    ("by = \"prediction\" }", "by = \"predicton\" }", "moves[3].by is 'predicton'; allowed: one of input 1"),
    ("to = [1, 0.06]", "to = [1]", "moves[2].to is [1]; allowed: as many numbers as `of` has: 2"),
    ("of = [0, 8], to = [1, 0.06]", "of = [8, 0], to = [1, 0.06]", "each number above the one before"),
    ("to = [1, 0.06]", "to = [1, 0.06], log = true", "numbers above 0"),
    ("about = [620, 210]", "about = [620]", "moves[2].about is"),
    ("by = \"prediction\" }", "by = \"next\" }", "moves[3].by is 'next'; allowed: one of input 1, "
     "input, weight 1, weight, prediction 1, prediction, goal 1, goal, miss 1, miss, beat"),
    ("lift.svg", "trail", "a picture of your own in SVG: nothing else moves"),
]  # fmt: skip


def test_a_wrong_move_is_named_with_what_there_is(tmp_path: Path) -> None:
    text = MOVED + MOVES
    for old, new, sentence in WRONG_MOVES:
        assert old in text
        _registry, plugin = come_in(tmp_path, text.replace(old, new), lift_svg=LIFT)
        assert any(sentence in fault.sentence for fault in plugin.faults), [fault.sentence for fault in plugin.faults]


def test_of_many_numbers_only_the_nearest_is_named(tmp_path: Path) -> None:
    text = 'id = "stall"\ntitle = "The stall"\npicture = "stall.svg"\n' + SIDE
    moves = 'moves = [{ part = "post", what = "x", by = "predicton 2" }]\n'
    drawn = HEAD + '<rect id="post" width="9" height="9"/></svg>'
    _registry, plugin = come_in(tmp_path, text + moves, stall_svg=drawn)
    (fault,) = plugin.faults
    assert fault.sentence.endswith("moves[0].by is 'predicton 2'; did you mean 'prediction 2'?")


def test_moves_are_a_picture_and_leave_a_levels_digest_alone(tmp_path: Path) -> None:
    registry, _plugin = come_in(tmp_path, MOVED + MOVES, lift_svg=LIFT)
    level = registry.catalog.level("stall/stall")
    assert level.moves and digest(level) == digest(replace(level, moves=()))
