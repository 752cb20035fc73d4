"""A weight that is moved by hand first, by feel alone; then a loop that does the same, and then its bowl.

By hand there are two buttons and no number. Between that part and the next the loop makes the same moves once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from ...attempt.bets import run_of
from ...i18n import _, plural_form
from ...rules.actions import Turn
from ...rules.question import Question
from ...rules.session import Session
from ...view.bowls.bowl_walk import glide
from ...view.draw.canvas import Canvas
from ...view.format.measure import measure
from ...view.scenery.bathroom import (
    LEAST,
    Bath,
    FeltMove,
    draw_bath,
    draw_bathroom,
    draw_loop,
    draw_loop_card,
    draw_marks,
    draw_ring,
    loop_size,
)
from ...view.widgets.ink import Ink, InkPress, Mark
from ...view.widgets.panel import Box, Laid, Part, Split, WidgetPanel, column, fit_content
from ..shared.host import Host
from ..shared.panel import AttemptPanel
from ..shared.tiles import Count, TileSpec, shared_tiles
from .bowl_board import BowlBoard
from .column_board import LEAST as LEAST_LINES

SHOWN = 3  # moves of the loop that are seen at most
MOVE, REST = 0.8, 0.6  # seconds that one takes, and then to see the end of it
AT_ONCE = 0.45  # of a move: until then it compares, and stands


class FeelBoard(BowlBoard):
    """`room`: what is seen by hand; after it the bowl."""

    _moves = Laid[object](())

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.room, self.loop = RoomPanel(host), LoopPanel(host)

    @property
    def by_hand(self) -> bool:
        """The player moves the weight, or the loop has not taken over yet."""
        return self.attempt.now.learner is None

    @property
    def offers(self) -> bool:
        """It is just right, and the loop may take over."""
        return self.by_hand and self.attempt.director.seen.won

    def stage_tree(self) -> Box | Split:
        return self.room if self.by_hand else super().stage_tree()

    def sides(self) -> Sequence[Box | Split]:
        """By hand there is nothing to be known; then the lines of the loop."""
        if self.by_hand:
            return []
        if not self.attempt.whole_code:
            return [column(fit_content(self.loop))]
        return [column(Part(self.code_pages, self.code.high(lines), 1.0)) for lines in (self.lines, LEAST_LINES)]

    def counter(self) -> Count:
        return Count("", 0, None) if self.by_hand else super().counter()

    def tiles(self) -> list[TileSpec]:
        if not self.by_hand:
            return super().tiles()
        if self.offers:
            run = TileSpec("next", _("Let it run"), "learn", "learn", primary=True)
            return [run, TileSpec("by hand", _("By hand again"), "reset", "reset")]
        last = self.room.moves()[-1:]
        hotter = not last or last[0].hotter == last[0].better
        return [
            TileSpec("colder", _("A step colder"), "down_arrow", "left", primary=not hotter),
            TileSpec("hotter", _("A step hotter"), "up_arrow", "right", primary=hotter and bool(last)),
            *shared_tiles(self.attempt, "hint"),
        ]

    def press(self, name: str) -> bool:
        """A step by hand; the way on plays the loop first, and a second press does not wait for it."""
        if name in ("colder", "hotter"):
            knob, here = self.attempt.now.knob("weight"), self.attempt.session.weights[0]
            if knob is not None:
                self.attempt.turn("weight", knob.nudge(here, 1 if name == "hotter" else -1))
                self._moves = self.room.moves()  # another button is proposed
            return True
        if name == "by hand":
            self.room.clock = -1.0
            self.attempt.reset()
            return True
        if name != "next" or not self.by_hand or self.room.playing or self.host.game.settings.still:
            self.room.clock = -1.0
            return False
        self.room.clock = 0.0
        return True

    def after_update(self, seconds: float) -> None:
        if self.room.playing:
            self.room.clock += seconds
            if self.room.clock >= self.room.length:
                self.room.clock = -1.0
                self.attempt.next_stage()
        super().after_update(seconds)

    def words(self) -> tuple[str, str]:
        if not self.by_hand:
            session, step = self.attempt.shown, self.attempt.step
            before, after = (session.run.weights_at(k)[0] for k in (max(0, step - 1), step))
            head = _("It feels both sides, then it moves.")
            if before != after:
                head = _("Both sides felt. Hotter was better.") if after > before else (
                    _("Both sides felt. Colder was better."))  # fmt: skip
            return head, _("Three looks for one move.")
        if self.room.playing:
            return _("The loop does the same."), ""
        moves = self.room.moves()
        if self.offers:
            told = plural_form("You found it in one move.", "You did the same thing {count} times.", len(moves))
            return told.format(count=len(moves)), _("Shall the loop do it for you?")
        if not moves:
            return _("Which way is better?"), ""
        ways = {
            (True, True): _("Better! Hotter again?"), (False, True): _("Better! Colder again?"),
            (True, False): _("Worse. Colder, then?"), (False, False): _("Worse. Hotter, then?"),
        }  # fmt: skip
        return ways[moves[-1]], ""


def lines_of(session: Session, step: int) -> tuple[list[str], list[int]]:
    """The lines that its learner does to a weight, and the numbers of those that made this step."""
    learner = session.run.learner
    lines = learner.lines.splitlines() if learner is not None else []
    if not 0 <= step < session.count:
        return lines, []
    before, after = session.run.weights_at(step)[0], session.run.weights_at(step + 1)[0]
    sign = "weight +=" if after > before else "weight -=" if after < before else "none"
    return lines, [n for number, line in enumerate(lines) if sign in line for n in (number - 1, number) if n >= 0]


class LoopPanel(WidgetPanel):
    """The loop's own lines, those lit that made the last step. Pressed, they become all of the code."""

    thing = "loop"

    def __init__(self, host: Host) -> None:
        self.host = host
        self.press = InkPress("code line", Ink(), host.attempt.turn_code, told=_("Show code"))
        super().__init__(self.press, sheet=True)

    def least_size(self) -> tuple[float, float]:
        canvas = measure(self.host.game, self.host.width, self.host.height)
        return 0.0, loop_size(canvas, lines_of(self.host.attempt.shown, -1)[0])[1]

    def update(self, seconds: float) -> None:
        attempt = self.host.attempt
        lines, lit = lines_of(attempt.shown, attempt.step - 1)
        self.press.ink = Mark(draw_loop, (tuple(lines), tuple(lit), self.host.game.controls.label("code")))


class RoomPanel(AttemptPanel):
    """`clock`: seconds since the loop began to play; below 0 it does not."""

    bare = LEAST
    clock = -1.0

    @property
    def playing(self) -> bool:
        return self.clock >= 0

    @cached_property
    def loop(self) -> Session | None:
        """What the next part's learner does from the same start, with steps as large; None: it cannot."""
        level = self.attempt.level
        knob = level.knob("weight")
        same = replace(level.stage(1), weights=level.weights, alpha=knob.step if knob and knob.step else level.alpha,
                       knobs=(), stages=(), questions=(), ghost=())  # fmt: skip
        return run_of(Question("", (), "", level=same), level, self.attempt.game.catalog)

    @property
    def count(self) -> int:
        """Of its moves, so many are seen."""
        return min(SHOWN, self.loop.count) if self.loop is not None else 0

    @property
    def length(self) -> float:
        return self.count * MOVE + REST

    def moves(self) -> tuple[FeltMove, ...]:
        """Since the start or the last Reset."""
        session = self.attempt.shown
        here, error = session.run.start[0], session.run.full_problem.error
        moves = list[FeltMove]()
        for action in session.actions[session.run_began_at :]:
            if isinstance(action, Turn) and action.knob == "weight":
                there = float(action.value)
                moves.append(FeltMove(there > here, error([there]) < error([here])))
                here = there
        return tuple(moves)

    def bath(self) -> Bath:
        session, moves = self.attempt.shown, self.moves()
        (input,), (goal,) = session.run.examples[0]
        weight = session.weights[0]
        if self.playing and self.loop is not None:  # the loop's at this moment
            step, run = min(self.count, int(self.clock / MOVE)), self.loop.run
            weight = run.weights_at(step)[0]
            if step < self.count:
                part = max(0.0, (self.clock / MOVE - step - AT_ONCE) / (1 - AT_ONCE))
                weight += (run.weights_at(step + 1)[0] - weight) * glide(part)
        right = session.won if not self.playing else self.clock >= self.length - REST
        felt = _("just right") if right else _("better") if moves and moves[-1].better else _("worse") if moves else ""
        return Bath(input * weight / goal if goal else 1.0, "" if self.playing and not right else felt, right, moves)

    def running_lines(self, loop: Session) -> tuple[list[str], list[int]]:
        """The learner's lines, and which of them run now: it compares first, then it moves."""
        step = min(self.count - 1, int(self.clock / MOVE))
        lines, moved = lines_of(loop, step)
        return lines, moved if self.clock / MOVE - step >= AT_ONCE else [0, 1]

    def paint(self, canvas: Canvas) -> None:
        rect, bath = self.rect, self.bath()
        canvas.once(rect, draw_bathroom, rect)
        draw_bath(canvas, rect, bath)
        if self.playing and self.loop is not None and self.count:
            lines, lit = self.running_lines(self.loop)
            draw_loop_card(canvas, rect, lines, lit, int(self.clock / MOVE), self.count)
        elif self.attempt.director.seen.won:
            draw_ring(canvas, rect, bath.moves)
        else:
            draw_marks(canvas, rect, bath.moves)
