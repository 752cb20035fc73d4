"""A screen at every look, in English and in a longer language: what is written there.

It is opened once for each language; then its window is given one size after the other, as a player may do it.
"""

from copy import copy
from functools import partial
from typing import NamedTuple

from pygame import Rect

from checks.paper import Text, written
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.view.draw import Canvas, scale_of
from downslope.view.widgets.widget import Rect as Place, Widget
from pictures import drawing


class Size(NamedTuple):
    """A window and the player's size of text."""

    size: tuple[int, int]
    text: float
    longer: bool = False  # in the longer language

    @property
    def name(self) -> str:
        return f"{self.size[0]}x{self.size[1]} {self.text:.0%}" + (" longer" if self.longer else "")


SIZES = [(960, 540), (1280, 720), (1920, 1080)]
LOOKS = [Size(size, text, longer) for longer in (False, True) for size in SIZES for text in (1.0, 1.5)]
USUAL, SMALLEST = LOOKS[2], Size((800, 360), 1.0)
LARGE, LARGE_LONGER = LOOKS[1], LOOKS[7]  # 960x540 at 150 %: the hardest of either language
HARDEST = [LOOKS[0], LOOKS[3], LARGE_LONGER]
FRAMED = [LARGE, USUAL, LOOKS[3], Size((2560, 1440), 1.0)]


class Seen(NamedTuple):
    """A screen at a look: all that it writes, its widgets, which of them shorten their words, where its notes stand."""

    scene: Scene  # as it is until the next look
    look: Size
    texts: list[Text]
    widgets: list[Widget]  # as they are now: the next look may move them
    labels: list[str]  # the shortened ones of widgets, each with its widget's name
    notes: list[Rect]
    sheets: list[Rect]  # what was opened over the screen: task, hints, stars; it is folded by a press

    def box(self, rect: Place) -> Rect:
        return box(rect, self.look)


def box(rect: Place, look: Size) -> Rect:
    """Design pixels as physical ones."""
    return Rect(*(round(part * scale_of(*look.size)) for part in rect))


def laid_out(scene: Scene, look: Size) -> None:
    """In a window of this size, with text of this size."""
    game = scene.game
    game.settings.text = look.text
    game.scale = game.controls.scale = scale_of(*look.size)
    for _frame in range(3):
        scene.resize(look.size[0] / game.scale, look.size[1] / game.scale, game.scale)
        scene.update(drawing.FRAME)


def look_at(scene: Scene, look: Size) -> Seen:
    game = scene.game

    def draw(canvas: Canvas) -> None:
        game.toasts.fit(canvas)
        scene.draw(canvas)

    with drawing.settled():
        laid_out(scene, look)
        texts = written(draw, look.size, game.look())
        labels = list[str]()
        for widget in [each for each in scene.widgets if each.visible and not look.longer]:  # some are scrolled away
            alone = written(partial(widget.draw, state=scene.state(widget)), look.size, game.look())
            labels += [f"{widget.name}: {text.string}" for text in alone if text.short]
    notes = [box(rect, look) for rect in game.toasts.rects()]
    sheets = [box(scene.topbar.counter.card, look)] if isinstance(scene, PlayScene) else []
    return Seen(scene, look, texts, list(map(copy, scene.widgets)), labels, notes, sheets)
