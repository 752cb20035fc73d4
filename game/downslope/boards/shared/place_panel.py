"""The place of a level: its own picture, moved by the numbers of the step that is seen."""

from __future__ import annotations

import math
from collections.abc import Callable

from ...attempt.attempt import Attempt
from ...i18n import _
from ...registry.validation import picture_of
from ...rules import MOST, answers, input_name, numbers
from ...view.draw import Canvas
from ...view.scenery.moving_picture import MovingPicture, kind_of
from ...view.widgets.panel import Picture
from ...view.widgets.widget import Rect
from .panel import AttemptPanel, Host, Latest

ROUND = 16.0  # of its corners


def own_picture(attempt: Attempt) -> MovingPicture | None:
    """The picture of the level that is played, where it has one of its own that moves."""
    level = attempt.now
    picture = picture_of(attempt.game.catalog, level) if level.moves else None
    return MovingPicture(picture, level.moves) if picture is not None else None


class PlacePanel(AttemptPanel):
    """Between two steps every number is on the way from the one to the other."""

    flat = True
    least: tuple[float, float] | None = None  # its `bare`, where that does not follow from the picture's size

    def __init__(self, host: Host, example: Callable[[], int] | None = None) -> None:
        """`example`: the index of the one that is shown; None: it is that of the step."""
        AttemptPanel.__init__(self, host)
        picture = own_picture(host.attempt)
        assert picture is not None  # it is what the place is of
        self.picture, self.example = picture, example
        self.bare = self.least or (picture.picture.width * 0.45, picture.picture.height * 0.6)
        self.rooms: dict[str, Callable[[], object]] = {}  # what a board's code draws in a room of that name
        self._kept: dict[object, dict[str, float]] = {}
        self._between: Latest[dict[str, float]] = Latest()

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the picture is in the window."""
        left, top, unit = self.picture.place(self.rect, whole=True)
        return left + x * unit, top + y * unit

    def texts(self) -> dict[str, str]:
        """A text of the name "name 2" is what the level calls its second input; of others, its own word for that."""
        level = self.attempt.now
        names = {f"name {k + 1}": _(input_name(level.words, k, "")) for k in range(level.network.inputs)}
        return names | {name: _(said) for name, said in level.words.items() if name.startswith("goal")}

    def part_at(self, name: str) -> tuple[float, float]:
        """Where a part that does not go anywhere stands in the window."""
        x, y, w, h = self.box(name)
        return x + w / 2, y + h / 2

    def box(self, name: str) -> Rect:
        x, y, w, h = self.picture.reach(name)
        unit = self.picture.place(self.rect, whole=True)[2]
        return (*self.spot(x, y), w * unit, h * unit)

    def numbers(self) -> dict[str, float]:
        """Of the step seen, and of the way to the next one; in the fast run of a bet several steps are one way."""
        playback, step, count = self.attempt.playback, self.attempt.step, self.attempt.shown.count
        part, steps = playback.hop_progress, 1
        is_fast = playback.speed > playback.hops_up_to and not self.host.game.settings.still
        if is_fast and self.attempt.open_bets.playing:
            steps = math.ceil(playback.speed / playback.hops_up_to)
            step -= step % steps
            part = (playback.at - step) / steps
        here = self._at(step)
        if part <= 0 or step >= count:
            return here
        after = self._at(min(count, step + steps))

        def between() -> dict[str, float]:
            smooth = part * part * (3 - 2 * part)
            hop, weights = math.sin(math.pi * part), [k for k in range(1, MOST + 1) if f"tug {k}" in here]
            turns = {k: abs(after[f"weight {k}"] - here[f"weight {k}"]) for k in weights}
            most = max(turns.values(), default=0.0) or 1.0
            numbers = {name: value + smooth * (after[name] - value) for name, value in here.items()}
            numbers |= {"hop": hop, "way": part} | {f"tug {k}": hop * turn / most for k, turn in turns.items()}
            numbers |= {f"was {k}": here[f"weight {k}"] for k in weights}
            return numbers | {name: value for name, value in here.items() if name.startswith("blame")}

        return self._between.of((part, here, after), between)

    def _at(self, step: int) -> dict[str, float]:
        session = self.attempt.shown
        example = self.example() if self.example is not None else None
        key = session.run.serial, step, session.count, tuple(session.weights), str(session.run.alpha), example
        if key not in self._kept:
            self._kept = dict(list(self._kept.items())[-1:])
            self._kept[key] = numbers(session, step, example)
            for shape in self.picture.picture.parts:
                self._kept[key] |= answers(session.run, session.run.weights_at(step), shape.name)
        return self._kept[key]

    def boxes(self, *kinds: str) -> dict[str, Rect]:
        names = {shape.name for shape in self.picture.picture.parts if kind_of(shape) in kinds}
        return {name: self.box(name) for name in names}

    def beneath(self) -> Picture:
        return _draw_still, self.rect, self.picture

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        with canvas.clip(x + 1, y + 1, w - 2, h - 2):
            place = self.picture.place(self.rect, whole=True)
            self.picture.draw_at(canvas, place, self.numbers(), self.texts(), self.rooms)


def _draw_still(canvas: Canvas, rect: Rect, picture: MovingPicture) -> None:
    x, y, w, h = rect
    canvas.shadow(x, y, w, h, ROUND)
    with canvas.clip(x, y, w, h, ROUND):
        canvas.rect(x, y, w, h, "ter3")
        picture.draw_still(canvas, rect, whole=True)
    canvas.rect(x + 0.5, y + 0.5, w - 1, h - 1, None, ROUND, "border", 1.5)
