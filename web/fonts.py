"""The typefaces cut down to the letters that the game can write, for desktop and tab alike; needs `fonttools[woff]`.

The letters are those of the languages of Europe in Latin, Greek and Cyrillic letters, the signs of formulas, and
arrows. What is drawn stays the same to the last pixel. Therefore also features and letters stay that nobody asks for:
FreeType finds out by `sups`, `subs` and `pnum` which letters belong together, and fits them to the pixels accordingly.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "assets" / "fonts"
PAGE = ROOT / "web" / "page" / "fonts"
LETTERS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2BC, 0x2BC), (0x2EE, 0x2EE), (0x370, 0x3FF), (0x400, 0x45F),
    (0x2010, 0x2026), (0x2030, 0x203A), (0x2070, 0x209F), (0x20AC, 0x20AC), (0x2190, 0x2199), (0x21B5, 0x21B5),
    (0x21BA, 0x21BB), (0x2200, 0x22FF), (0x232B, 0x232B), (0x2423, 0x2423), (0x25CF, 0x25CF),
)  # fmt: skip
FEATURES = ("kern", "liga", "tnum", "pnum", "sups", "subs", "calt", "ccmp", "mark", "locl")
ON_THE_PAGE = ("Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-ExtraBold.ttf", "JetBrainsMonoNL-SemiBold.ttf")
LETTERS_OF_THE_PAGE = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2026), (0x2190, 0x2193))


def letters(ranges: tuple[tuple[int, int], ...] = LETTERS) -> set[int]:
    """Code points of ranges, the last of each included."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def subset(font: bytes, codes: set[int], flavor: str | None = None) -> bytes:
    """A font file with these letters only, the same bytes each time; `flavor`: "woff2" for a page."""
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options()
    options.layout_features = list(FEATURES)
    options.name_IDs = ["*"]  # its licence and its makers' names stay in it
    options.notdef_outline = True  # the box for a missing letter is how one is found out
    options.flavor = flavor
    options.recalc_timestamp = False
    face = load_font(io.BytesIO(font), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(face)
    out = io.BytesIO()
    save_font(face, out, options)
    return out.getvalue()


def cut(source: Path = FOLDER) -> None:
    """Write `assets/fonts` from the files of `source`, and the page's own; prints sizes."""
    files = sorted(source.glob("*.ttf"))
    if not files:
        sys.exit(f"{source}: there is no font file")
    PAGE.mkdir(parents=True, exist_ok=True)
    for file in files:
        whole = file.read_bytes()
        if file.name != "Symbols.ttf":  # this one was cut down already
            (FOLDER / file.name).write_bytes(subset(whole, letters()))
            print(f"{file.name}: {len(whole):,} -> {(FOLDER / file.name).stat().st_size:,} bytes")
        if file.name in ON_THE_PAGE:
            page = PAGE / f"{file.stem}.woff2"
            page.write_bytes(subset(whole, letters(LETTERS_OF_THE_PAGE), "woff2"))
            print(f"{page.name}: {page.stat().st_size:,} bytes")
