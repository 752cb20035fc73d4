"""Every letter that the game can write has a glyph, in words and in code: the typefaces hold no more than is needed."""

import ast
from pathlib import Path

import pygame.freetype
import pytest

from downslope import paths
from downslope.view.draw import text as fonts
from lib.syntax import nodes, tree_of

ROOT = Path(__file__).parents[2]
EUROPE = "∇∈ℝ⊙ᵀ␣↵ÀÉÎÕÜßæøåłžőșțğıñçČĐĒĢĦĿŇŒŘŠŤŮŴŶŻ¿¡«»„“”‘’–—…€ΑΒΓΔΕΖαβγδεζηθλμπστφχψω"


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
