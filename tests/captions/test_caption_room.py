"""Every caption of every show has room in the top bar: in English, and where words are a third longer."""

from __future__ import annotations

import pytest

from checks.pseudo import spoken
from downslope.attempt.game.game import Game
from downslope.captions.findings import choice_finding, end_moment, findings
from downslope.captions.sentences import LONGEST, Moment, sentence
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas, measure, scale_of
from downslope.view.format.markup import coloured_lines, plain
from moment_claims import moments
from shows import all_runs, tried_parts
from support import shipped

TRANSLATED = 80  # characters, where words are longer
ONE_LINE, TWO_LINES = 19.0, 16.0  # sizes
NARROW = ("hidden-four", "dead-wire")  # levels whose badge and counter leave the least room, at 100 % and above

pytestmark = pytest.mark.usefixtures("display")


def all_moments() -> list[Moment]:
    found = [choice_finding(tried) for _name, tried in tried_parts()]
    found += [each for _name, tried in tried_parts() for each in findings(tried)]
    found += [each for _name, run in all_runs() for each in (*moments(run), end_moment(run, 99))]
    return [each for each in found if each is not None]


@pytest.fixture(scope="module")
def english() -> list[str]:
    return sorted({sentence(each) for each in all_moments()})


@pytest.fixture(scope="module")
def longer() -> list[str]:
    with spoken():
        return sorted({sentence(each) for each in all_moments()})


def room(size: tuple[int, int], text: float) -> tuple[Canvas, float]:
    """A canvas for widths, and the least place that the bar gives to a caption."""
    store = Store()
    store.settings.text = text
    game = Game(store, catalog=shipped())
    game.scale = scale_of(*size)
    wide, high = size[0] / game.scale, size[1] / game.scale
    rooms = []
    for name in NARROW:
        scene = PlayScene(game, game.catalog.level(name), auto=True)
        scene.resize(wide, high, game.scale)
        rooms.append(scene.topbar.title.rect[2])
    return measure(game.look(), wide, high), min(rooms)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "text"), [((1280, 720), 1.0), ((1280, 720), 1.25), ((1280, 720), 1.5), ((960, 540), 1.0)]
)
def test_no_caption_is_cut(size: tuple[int, int], text: float, english: list[str], longer: list[str]) -> None:
    canvas, wide = room(size, text)
    assert len(english) >= 294 and wide > 600
    cut = [plain(each) for each in english + longer if len(coloured_lines(canvas, each, wide, TWO_LINES, 700)) > 2]
    assert cut == []
    if text == 1.0:
        assert [plain(each) for each in english if len(coloured_lines(canvas, each, wide, ONE_LINE, 700)) > 1] == []


@pytest.mark.slow
def test_none_has_more_letters_than_it_may(english: list[str], longer: list[str]) -> None:
    assert [each for each in map(plain, english) if len(each) > LONGEST] == []
    assert [each for each in map(plain, longer) if len(each) > TRANSLATED] == []
