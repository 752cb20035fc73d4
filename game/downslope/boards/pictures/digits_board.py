"""Pictures that are learned: a pad to draw on, kernels and what they see, the votes, and how the training goes.

The training runs in a process of its own (background/client.py), or in slices of the frames where there can be none
(background/client.py); the board follows it and never waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...desktop.controls import Intent
from ...digits.dataset import Digits
from ...i18n import _, plural_form
from ...rules import accuracy_examples
from ...view.charts.plot import Plot
from ...view.draw import BODY, CODE, LABEL, NUMBER, Canvas, holds
from ...view.format.axis import Axis
from ...view.format.numbers import number, percent, short
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import SPRING, Col, Either, Line, Mark, Row
from ...view.widgets.number_input import Scrubber
from ...view.widgets.panel import Part, Picture, PicturePanel, row, with_padding
from ...view.widgets.widget import Rect, Widget
from ..shared.board import ENDS, Keys, TileSpec, kinds_of, meaning_of, shared_tiles, with_next_step
from ..shared.knob_panel import KnobPanel
from ..shared.panel import DrawnPanel, Host, ModelPanel
from .reading_board import ReadingBoard
from .recognition import Passed, TrainingFollower, requested_shares

RIGHT, TOP, FLAG = 22.0, 24.0, 10.0  # beside the axes, above them; what of it is above the ground, for the flag
SCRUBBER = 22.0  # height of its row
LENS = 0.9  # from this share on the axis is as long as all of it below: the last ten per cent are what is fought for


def plot_place(rect: Rect, k: float) -> Rect:
    """The room between the axes; `k`: how much larger the text is. Under it the scrubber, then a line of words."""
    x, y, w, h = rect
    left = 18 + 29 * k
    return (x + left, y + TOP, w - left - RIGHT, h - TOP - 10 - SCRUBBER - 20 * k)


def height_of(share: float) -> float:
    """Where a share stands on the axis, 0 ... 1: the lower half up to LENS, the upper half from there."""
    return 0.5 * share / LENS if share < LENS else 0.5 + 0.5 * (share - LENS) / (1 - LENS)


class PassScrubber(Scrubber):
    """Its steps stand where their passes are. `places`: from 0 to 1 along the track."""

    places: Sequence[float] = (0.0,)

    def x_of(self, value: float) -> float:
        number = min(len(self.places) - 1, max(0, round(value)))
        return self.rect[0] + self.places[number] * self.rect[2]

    def value_at(self, x: float, y: float) -> float:
        part = (x - self.rect[0]) / self.rect[2]
        return float(min(range(len(self.places)), key=lambda k: abs(self.places[k] - part)))


def draw_accuracy(canvas: Canvas, rect: Rect, points: Sequence[Passed], last: float, goals: Sequence[float],
                  here: int | None, beside: Sequence[Passed] = (), title: str = "") -> None:  # fmt: skip
    """`last`: passes that the axis ends with; `goals`: shares that are wanted; `here`: the point that is looked at.

    beside  another training, drawn thin        title   in the plot, where there is something to be said of it
    """
    x, y, w, h = rect
    place = plot_place(rect, canvas.type)
    floor = place[1] + place[3]
    canvas.rect(x, y + FLAG, w, floor + 10 - y - FLAG, "well", 12)
    plot = Plot(place, Axis(0, max(last, 1e-9)), Axis(0, 1))
    canvas.rect(*place[:3], place[3] / 2, "rowhi", 4, alpha=0.7)
    for share in (1.0, LENS, 0.0):
        label = number(100 * share, 0)  # in the full ink: Pip glows beside it
        plot.level(canvas, height_of(share), "border2", 1, 0.6, label=label, ink="text", before=0, after=4, dash=None)
    for goal in goals:
        plot.level(canvas, height_of(goal), "goal", 2, 0.95, dash=(3, 6), before=0, after=4)
    if goals:
        canvas.flag(place[0] + place[2] - 2, plot.y_of(height_of(goals[0])) + 3, 24, glow=False)
    plot.curve(canvas, [(passes, height_of(unseen)) for passes, _seen, unseen in beside], "text2", 1.5)
    plot.curve(canvas, [(p, height_of(seen)) for p, seen, _unseen in beside if seen is not None], "text2", 1,
               dash=(2, 6))  # fmt: skip
    if title:
        brief = title.partition(";")[0]
        canvas.within(place[0] + place[2] / 2, floor - 12, title, place[2] - 8, LABEL, "text2", "middle", [brief])
    positions = plot.spots([(passes, height_of(unseen)) for passes, _seen, unseen in points])
    if len(positions) > 1:
        canvas.polygon([*positions, (positions[-1][0], floor), (positions[0][0], floor)], "prediction", 0.14)
        canvas.polyline(positions, "prediction", 3)
    plot.curve(canvas, [(p, height_of(seen)) for p, seen, _unseen in points if seen is not None], "text2", 2,
               dash=(2, 6))  # fmt: skip
    for spot in positions[1:]:
        canvas.circle(*spot, 3.4, "prediction")
    if positions:
        canvas.circle(*positions[0], 4, "well", "prediction", 2)
    base = y + h - 5 * canvas.type
    if len(points) > 1:  # before, there is nothing to be read
        ends = [plot.x_of(passes) for passes in (0, last)]
        for passes, spot_x in zip((0, last), ends):
            canvas.text(spot_x, base, short(passes), CODE, "text2", "middle")
        canvas.text(sum(ends) / 2, base, _("passes"), BODY, "text2", "middle")
    if here is not None and points:
        canvas.pip(*positions[here], 10, (0.25, -0.1))


def draw_bar(canvas: Canvas, rect: Rect, done: float) -> None:
    """Of what is done, 0 ... 1."""
    x, y, w, _h = rect
    canvas.rect(x, y + 2, w, 12, "well", 6)
    if done > 0:
        canvas.rect(x, y + 2, max(12.0, w * min(1.0, done)), 12, "text", 6)


# The last part of 8-4 by its own solution, and the same without shifts: (seen, unseen) in % after each pass. A training
# takes a quarter of a minute, for which nobody waits: a test makes them.
SHIFTED = {
    "off": ((95.4, 86.4), (98.7, 90.3), (99.1, 92.2), (99.6, 91.7), (99.9, 91.9), (99.9, 92.5), (100.0, 91.7),
            (100.0, 91.7), (100.0, 92.2), (100.0, 92.2)),
    "on": ((95.3, 91.7), (97.4, 90.8), (92.4, 83.9), (98.0, 93.3), (98.7, 95.3), (98.6, 91.4), (99.2, 95.8),
           (99.4, 94.4), (99.3, 95.0), (99.4, 95.3)),
}  # fmt: skip
SHARES = 154.0
EDGE = 8.0  # so far a plate goes beyond the chart's axes


class AccuracyPanel(ModelPanel[TrainingFollower], PicturePanel):
    """Accuracy by passes, and a scrubber to look back at one."""

    flat = True
    bare, words = (RIGHT + 100, TOP + 80), (60.0, 40.0)
    scrubber: PassScrubber

    @property
    def here(self) -> int | None:
        """The point of the chart that is looked at."""
        looks = [i for i, one in enumerate(self.model.kept) if one.step <= self.model.step_seen]
        return max(looks, default=0) if self.model.kept else None

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        left, top, width, height = plot_place(rect, self.text_scale)
        place = (left, top + height + 10, width, SCRUBBER)
        self.scrubber = PassScrubber("passes", place, 0, 1, moved=self._look, label=_("pass"))
        return [self.scrubber]

    def _look(self, number: int) -> None:
        looks = self.model.kept
        if looks and not self.model.running:
            self.attempt.look(looks[min(number, len(looks) - 1)].step)

    def update(self, seconds: float) -> None:
        count, last = len(self.model.kept), max(1e-9, float(self.attempt.now.budget))
        self.scrubber.places = [min(1.0, passes / last) for passes, _seen, _unseen in self.model.points] or [0.0]
        self.scrubber.look(self.here or 0, max(0, count - 1))
        self.scrubber.enabled = self.scrubber.visible = count > 1 and not self.model.running

    def picture(self) -> Picture:
        points, level = tuple(self.model.points), self.attempt.now
        seen = self.attempt.open_bets.film("shifted accuracy")
        if seen is None:
            return draw_accuracy, self.rect, points, float(level.budget), requested_shares(level), self.here
        # The accuracies of the passes 1 ... `at`, whose last part is on its way to the next pass
        at, curves = 1 + seen * (len(SHIFTED["on"]) - 1), list[tuple[Passed, ...]]()
        whole, part = int(at), at % 1
        for rows in (SHIFTED["on"], SHIFTED["off"]):
            passed: list[Passed] = [(k, a / 100, b / 100) for k, (a, b) in enumerate(rows[:whole], 1)]
            if part:
                learned, unseen = (a + part * (b - a) for a, b in zip(*rows[whole - 1 : whole + 1]))
                passed.append((at, learned / 100, unseen / 100))
            curves.append(tuple(passed))
        on, off = curves
        title = _("recorded; thin: without shifts")
        return draw_accuracy, self.rect, on, float(len(SHIFTED["on"])), requested_shares(level), None, off, title


class DigitsBoard(ReadingBoard):
    """Between the columns and the training stand the knobs, beside each other."""

    knobs: KnobPanel

    def __init__(self, host: Host) -> None:
        self.training = TrainingFollower(host)
        super().__init__(host, self.training)
        self.on_end = self.training.stop
        self.knobs = KnobPanel(host, turn=self.training.turn)
        self.accuracy = AccuracyPanel(host, self.training)
        self.shares = DrawnPanel(host, self._shares, (150.0, 60.0), (0.0, 36.0), flat=True)
        shares = with_padding(self.shares, 0, 8, 24, 4)
        self.below = row(Part(with_padding(self.accuracy, 0, 2, 8, 6)), Part(shares, SHARES + 24), gap=0.0)
        self.rest = DrawnPanel(host, self._progress, (20.0, 20.0), (200.0, 14.0), flat=True)

    def _progress(self, canvas: Canvas, rect: Rect) -> None:
        """How much of the budget is used, and how long the rest will take."""
        training, whole = self.training, self.attempt.now.budget
        steps = training.reached - self.attempt.shown.recorded
        trains = training.running and training.machine is None
        if trains or steps % training.each:
            done, every = steps, whole * training.each
            sentence = plural_form("{done} of {whole} step", "{done} of {whole} steps", every)
        else:
            done, every = steps // training.each, whole
            sentence = plural_form("{done} of {whole} pass", "{done} of {whole} passes", whole)
        left = ""
        if training.running and training.rate > 0:
            seconds = max(0, training.until - training.step) / training.rate
            minutes = _("{minutes} min left").format(minutes=round(seconds / 60))
            left = _("{seconds} s left").format(seconds=round(seconds)) if seconds < 90 else minutes
            left = _("about to end") if seconds < 1 else left
        title = _("Training (in this window)") if training.in_window else _("Training")
        part = round(steps / training.each / whole, 3)
        head = Row((Line(title, LABEL), SPRING, Line(sentence.format(done=done, whole=every), CODE)), 10)
        Col((head, Mark(draw_bar, (part,), high=16), Line(left, colour="text2")), 3).put(canvas, rect)

    def _shares(self, canvas: Canvas, rect: Rect) -> None:
        """The large number, and under it the seen share, where it began, and the goal, as far as there is room."""
        here, goals, points = self.accuracy.here, requested_shares(self.attempt.now), self.training.points
        _passes, seen, unseen = points[here] if here is not None else (0.0, None, None)
        start = points[0][2] if len(points) > 1 and points[0][0] == 0 else None
        run, goal = self.attempt.shown.run, goals[0] if goals else None
        asked, lines = len(accuracy_examples(run)), list[Line]()
        big = NUMBER.with_size(40 / max(1.0, canvas.type * 0.95))
        share = Line("–" if unseen is None else percent(unseen, 1), big, "prediction", spacing=1.0)
        # Of pictures that it never learned from, where the level has some
        names = (_("Seen pictures"), _("Seen digits")), (_("Unseen pictures"), _("Unseen digits"))
        name = names[bool(self.attempt.now.unseen)][isinstance(self.attempt.now.examples, Digits)]
        head, of = (Line(name, LABEL, "text2"), share), " " + _("of {n}").format(n=asked)
        for word, part, colour, count in ((_("seen"), seen, "text", of), (_("began at"), start, "prediction", ""),
                                          (_("goal"), goal, "goal", "")):  # fmt: skip
            if part is not None:  # of how many it is, is always said where there are more
                runs = (word + " ", "text2", 600), (percent(part, 1), colour, 700, "mono"), (count, "text2", 600)
                lines.append(Line(runs, shorter=runs[1:] if count and asked < len(run.examples) else runs[:2]))
        # The goal, the last of them, is seen on the chart
        Either(tuple(Col((*head, *lines[:n])) for n in range(len(lines), -1, -1))).put(canvas, rect)

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """How a training ends, on the chart of its accuracy: at the goal, by chance, or between them.

        "seen unseen": up or down with both, at the chart's edge; where they come nearer to each other, between them.
        """
        (question, means), place = meaning_of(self.attempt, number, answer), super().anchor(number, answer)
        kinds, goals = kinds_of(means), requested_shares(self.attempt.now)
        x, y, w, h = plot_place(self.accuracy.rect, self.accuracy.text_scale)
        if self.accuracy in self.panels and kinds and goals:
            chance = 1 / self.attempt.now.network.outputs  # what has run away reads no better
            part, _of_weights = ENDS.get(kinds[0], (0.0, 0.0))
            place = AnswerAnchor(x + w, y + h * (1 - height_of(chance + part * (goals[0] - chance))), "left")
        elif self.accuracy in self.panels and question is not None and question.asks == "shifted accuracy":
            words = (means if isinstance(means, str) else means[0]).split()
            place = AnswerAnchor(x + w, y + h / 2, "left")
            if words[0] == words[-1]:
                place = AnswerAnchor(x + w / 2, y if words[0] == "up" else y + h, arrow=words[0])
        if place is None or not holds(self.accuracy.rect, (place.x, place.y)):
            return place
        _left, top, _wide, high = self.accuracy.rect  # beside the numbers of its axis
        return place._replace(within=(x - EDGE, top, w + 2 * EDGE, high))

    def press(self, name: str) -> bool:
        actions = {"learn": self.training.toggle, "step": self.training.one_pass}
        if name == "reset":
            self.training.stop()
        if name in actions:
            actions[name]()
        return name in actions

    def keys(self) -> Keys:
        kept = _("What it learned is kept. Reset starts again.")  # taking a training back would mean to train again
        undo: dict[str, Callable[[Intent], object]] = {"undo": lambda _intent: self.host.game.toasts.add(kept)}
        return undo | ({"pause": lambda _intent: self.training.toggle()} if self.training.running else {})

    def tiles(self) -> list[TileSpec]:
        attempt, busy = self.attempt, self.training.running
        over = attempt.over or attempt.director.seen.won
        tiles = [
            TileSpec("learn", _("Pause") if busy else _("Train"), "pause" if busy else "play", "learn",
                     primary=True, enabled=busy or not over, on=busy),
            TileSpec("step", _("Pass"), "step", "step", enabled=not busy and not over),
            *shared_tiles(attempt, "reset", "hint"),
        ]  # fmt: skip
        if attempt.now.stop and not attempt.session.won:
            tiles.insert(2, TileSpec("stop", _("Done"), "check", "accept", enabled=not busy))
        return tiles if busy else with_next_step(self.attempt, tiles)

    def after_update(self, seconds: float) -> None:
        self.training.update()
        if self.place is not None and self.training.running and not self.host.game.settings.still:
            self.place.stream()
        super().after_update(seconds)
