"""Every letter that the game can write has a glyph, in words and in code: the typefaces hold no more than is needed."""

from __future__ import annotations

import ast
import gettext
from pathlib import Path

import pygame.freetype
import pytest

from downslope import paths
from downslope.view.draw import text as fonts
from syntax import nodes, tree_of

ROOT = Path(__file__).parents[2]
FILES = [path for folder in ("game", "levels", "plugins") for path in sorted((ROOT / folder).rglob("*.py"))]
SOURCES = [path for path in FILES if "terminal" not in path.parts]  # a terminal has its own typeface
EUROPE = "∇∈ℝ⊙ᵀ␣↵ÀÉÎÕÜßæøåłžőșțğıñçČĐĒĢĦĿŇŒŘŠŤŮŴŶŻ¿¡«»„“”‘’–—…€ΑΒΓΔΕΖαβγδεζηθλμπστφχψω"
NOT_WRITTEN = {"\n", "\t", "\0", fonts.NOWHERE}


def letters_of_sources() -> set[str]:
    """Of all strings in the code, so of every msgid too."""
    return {
        letter
        for path in SOURCES
        for node in nodes(tree_of(path), ast.Constant)
        if isinstance(node.value, str)
        for letter in node.value
        if letter.isprintable()
    }


def letters_of_translations() -> set[str]:
    """Of all sentences in the compiled translations that come with the game."""
    found: set[str] = set()
    for file in sorted(paths.languages().glob("*/LC_MESSAGES/downslope.mo")):
        with file.open("rb") as stream:
            translation = gettext.GNUTranslations(stream)
        said = translation.gettext("")
        found |= set(said)
    for file in sorted(paths.languages().rglob("*.po")):
        found |= set(file.read_text(encoding="utf-8"))
    return {letter for letter in found if letter.isprintable()}


@pytest.mark.slow
@pytest.mark.source
@pytest.mark.parametrize("family", ["ui", "mono"])
def test_every_letter_of_a_sentence_has_a_glyph(family: str) -> None:
    written = (letters_of_sources() | letters_of_translations() | set(EUROPE)) - NOT_WRITTEN
    assert len(written) > 150
    missing = {weight: missing_in(written, family, weight) for kind, weight in fonts.FILES if kind == family}
    assert {weight: letters for weight, letters in missing.items() if letters} == {}


def missing_in(letters: set[str], family: str, weight: int) -> str:
    """Those for which the face that is chosen has no glyph; asked of the file itself, not by the width of its box."""
    chosen = {letter: fonts.pieces(letter, family, weight)[0][0] for letter in letters}
    pygame.freetype.init()
    faces = {file: pygame.freetype.Font(paths.assets() / "fonts" / file, 64) for file in set(chosen.values())}
    return "".join(sorted(each for each, file in chosen.items() if faces[file].get_metrics(each) == [None]))


def test_a_letter_that_no_typeface_has_is_found_and_what_none_takes_is_drawn_all_the_same() -> None:
    """The game's own folder may have such a name."""
    assert missing_in({"a", "漢"}, "ui", 500) == "漢"
    assert fonts.pieces("\udcff", "ui", 500) == fonts.pieces("?", "ui", 500)
    assert fonts.advance("a\0\udcff", "ui", 500, 60) == fonts.advance("a?", "ui", 500, 60)
    assert fonts.word("\0\udcffé", "mono", 500, 60, (0, 0, 0)).get_width() > 0
