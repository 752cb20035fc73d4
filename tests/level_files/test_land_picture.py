"""A picture of a plugin's own in the land: what is drawn of PNG and SVG, and a sentence with the line for all else."""

import random
import zlib
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

import pygame
import pytest

from downslope.level_files.land_picture import HUES, MAGIC, drawing_in, read_land_picture
from downslope.registry.loading import reload
from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from downslope.storage.files import Refused
from downslope.view.draw import DUSK, Canvas, Look
from downslope.view.draw.theme import LAND, OWN, PAPER
from downslope.view.scenery.moving_picture import HIGH, WIDE, MovingPicture
from level_files.samples import laid_out, sample
from lib.playing import opened, painted
from registry.dropped import come_in

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1216 528">\n'
LEVEL, STALL = sample("stall.toml"), sample("stall.svg")


def stall_in(folder: Path, level: str = LEVEL, **files: str | bytes) -> tuple[Registry, Plugin]:
    named = {name.replace("_", "."): content for name, content in {"stall_toml": level, **files}.items()}
    return come_in(laid_out(named, folder) / "stall.toml")


def png(size: tuple[int, int] = (1216, 528)) -> bytes:
    buffer, surface = BytesIO(), pygame.Surface(size)
    surface.fill("red")
    pygame.image.save(surface, buffer, "stall.png")
    return buffer.getvalue()


def packed(rows: bytes, bits: int = 8, colour: int = 0, width: int = 5) -> bytes:
    """A PNG of 5 x 3 pixels in passes, of these rows: 15 pixels, and 7 rows of 5 passes begin with a byte."""
    head = width.to_bytes(4, "big") + (3).to_bytes(4, "big") + bytes([bits, colour, 0, 0, 1])
    chunks = [b"IHDR" + head, b"IDAT" + zlib.compress(rows), b"IEND"]
    return MAGIC + b"".join((len(each) - 4).to_bytes(4, "big") + each + zlib.crc32(each).to_bytes(4, "big")
                            for each in chunks)  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("display")
def test_it_stands_in_the_land(tmp_path: Path) -> None:
    for form, theme, hue in (("svg", "dark", DUSK.rgb("error")), ("png", "light", (255, 0, 0))):
        level, content = LEVEL.replace("stall.svg", f"stall.{form}"), STALL if form == "svg" else png()
        registry, plugin = stall_in(tmp_path, level, **{f"stall_{form}": content})
        assert plugin.faults == []
        seen = painted(opened("stall/stall", registry.catalog, theme=theme, bets=False)).get_at((500, 480))
        assert all(abs(a - b) <= 16 for a, b in zip(seen, hue)), "the evening's light lies over it"


def test_what_was_understood_is_written_anew() -> None:
    inner = '<!-- a comment -->\n<path d="M1,2l3-4.5e0.5.5z" fill="none" stroke="#a0B1c2" stroke-width="2px"/>'
    drawing = drawing_in(f"{HEAD}{inner}</svg>".encode(), "stall.svg")
    text = drawing.svg(DUSK.colour)
    assert '<path d="M 1 2 l 3 -4.5 0.5 0.5 z" fill="none" stroke="#a0B1c2" stroke-width="2"/>' in text
    assert drawing_in(text.encode(), "again.svg") == drawing
    assert set(HUES) <= {*OWN, *LAND}
    assert all(theme.colour(name).startswith("#") for theme in (DUSK, PAPER) for name in HUES)


def test_any_svg_is_drawn_or_refused() -> None:
    rng, seen = random.Random(4), set[bool]()
    text = HEAD + '<path d="M 1 2 C 1 2 3 4 5 6 A 3 3 0 0 1 4 4 z" fill="ter2" opacity=".5"/><circle r="3"/>\n</svg>'
    for _turn in range(150):
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


def test_a_picture_is_read_anew_with_its_level(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no files next to it"):
        read_land_picture(None, "stall.svg")
    registry, plugin = stall_in(tmp_path, stall_svg=STALL)
    before = registry.catalog.pictures["stall/stall.svg"]
    (tmp_path / "stall.svg").write_text(STALL.replace("error", "goal"), encoding="utf-8")
    assert reload(registry, plugin).refused is None
    assert registry.catalog.pictures["stall/stall.svg"].mark != before.mark, "another content is drawn"


@pytest.mark.usefixtures("display")
def test_a_part_stands_where_its_number_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where an SDL was built without formats of pictures. What moves in other ways: pictures/."""
    registry, plugin = stall_in(tmp_path, sample("lift.toml"), lift_svg=sample("lift.svg"))
    assert plugin.faults == []
    picture = MovingPicture(registry.catalog.pictures["stall/lift.svg"], registry.catalog.level("stall/stall").moves)
    look, room, tops = Look(DUSK, 1.0, 1.0, True), (0.0, 0.0, WIDE, HIGH), list[int]()
    for prediction in (0.0, 2.0, 4.0, 8.0, 99.0):
        canvas = Canvas(pygame.Surface((1280, 720)), look)
        picture.draw_at(canvas, picture.place(room), {"prediction": prediction})
        tops.append([canvas.picture.get_at((600, y))[:3] == (255, 0, 0) for y in range(600)].index(True))
        if prediction == 4.0:
            monkeypatch.setattr(pygame.image, "load_sized_svg", Mock(side_effect=NotImplementedError))
    assert tops == pytest.approx([426, 376, 326, 226, 226], abs=1.5)
