"""A weight that is moved by hand first, by feel alone; then a loop that does the same, and then its bowl.

By hand there are two buttons and no number. Between that part and the next the loop makes the same moves once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from ...attempt.bets import run_of
from ...i18n import _, plural_form
from ...rules import Question, Session, Turn
from ...view.bowls.bowl_walk import glide
from ...view.draw import CODE_LIGHT, LABEL, VALUE, Canvas, draw_plate, measure
from ...view.format.markup import draw_code
from ...view.widgets.ink import Ink, InkPress, Mark
from ...view.widgets.panel import Box, Laid, Part, Split, WidgetPanel, column, fit_content
from ...view.widgets.widget import Rect
from ..shared.board import Count, TileSpec, shared_tiles
from ..shared.panel import AttemptPanel, Host
from .bowl_board import BowlBoard
from .column_board import LEAST as LEAST_LINES

SHOWN = 3  # moves of the loop that are seen at most
MOVE, REST = 0.8, 0.6  # seconds that one takes, and then to see the end of it
AT_ONCE = 0.45  # of a move: until then it compares, and stands
FLOOR, PIPE = 70.0, 60.0  # from the lower edge up, from the upper edge down
TAP_AWAY, TAP = 330.0, 40.0  # from the middle to the tap, its radius; both less where it is narrow
PIP = 44.0
SHADES = 8  # of the water, on either side of just right
MARK, APART, MOST = 15.0, 44.0, 9  # a move's radius, from one to the next; the newest that are seen
STATION = 24.0  # radius of a move on the ring
ROW, PAD = 30.0, 16.0  # of the loop's lines


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

    def stage_tree(self) -> Box | Split:
        return self.room if self.by_hand else super().stage_tree()

    def sides(self) -> Sequence[Box | Split]:
        """By hand there is nothing to be known; then the lines of the loop."""
        if self.by_hand:
            return []
        if not self.attempt.whole_code:
            return [column(fit_content(self.loop))]
        return [column(Part(self.code, self.code.high(lines), 1.0)) for lines in (self.lines, LEAST_LINES)]

    def counter(self) -> Count:
        return Count("", 0, None) if self.by_hand else super().counter()

    def tiles(self) -> list[TileSpec]:
        if not self.by_hand:
            return super().tiles()
        if self.attempt.director.seen.won:  # just right: the loop may take over
            run = TileSpec("next", _("Let it run"), "learn", "learn", primary=True)
            return [run, TileSpec("by hand", _("By hand again"), "reset", "reset")]
        last = self.room.moves()[-1:]
        hotter = not last or last[0][0] == last[0][1]
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
        if name != "next" or not self.by_hand or self.room.clock >= 0 or self.host.game.settings.still:
            self.room.clock = -1.0
            return False
        self.room.clock = 0.0
        return True

    def after_update(self, seconds: float) -> None:
        if self.room.clock >= 0:
            self.room.clock += seconds
            if self.room.clock >= self.room.count * MOVE + REST:
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
        if self.room.clock >= 0:
            return _("The loop does the same."), ""
        moves = self.room.moves()
        if self.attempt.director.seen.won:
            sentence = plural_form("You found it in one move.", "You did the same thing {count} times.", len(moves))
            return sentence.format(count=len(moves)), _("Shall the loop do it for you?")
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


def loop_size(canvas: Canvas, lines: Sequence[str]) -> tuple[float, float]:
    """What the loop's lines take."""
    wide = canvas.width("0", CODE_LIGHT) * max(map(len, lines), default=0)
    return wide + 2 * PAD, ROW * max(1.0, 0.6 + 0.4 * canvas.type) * len(lines) + PAD


def draw_loop(canvas: Canvas, rect: Rect, lines: Sequence[str], lit: Sequence[int], cap: str = "") -> None:
    """The lines of the loop, those lit that made the last move. `cap`: of the key that shows all of the code."""
    x, y, w, _h = rect
    wide, high = loop_size(canvas, lines)
    room = w - 2 * PAD - (canvas.keycap_size(cap)[0] + 6 if cap else 0)
    pitch, size = (high - PAD) / max(1, len(lines)), min(16.0, 16 * room / max(1.0, wide - 2 * PAD))
    for number, line in enumerate(lines):
        base = y + PAD / 2 + pitch * (number + 0.7)
        if number in lit:
            canvas.rect(x + 6, base - 0.68 * pitch, w - 12, pitch - 2, "rowhi", 8)
            canvas.rect(x + 4, base - 0.68 * pitch, 4, pitch - 2, "text", 2)
        draw_code(canvas, x + PAD, base, line, size)
    if cap:
        canvas.keycap(x + w - 14, y + 10, cap, "end")


class LoopPanel(WidgetPanel):
    """The loop's own lines, those lit that made the last step. Pressed, they become all of the code."""

    thing = "loop"

    def __init__(self, host: Host) -> None:
        self.host = host
        self.press = InkPress("code line", Ink(), host.attempt.turn_code, told=_("Show code"))
        super().__init__(self.press, sheet=True)

    def least_size(self) -> tuple[float, float]:
        canvas = measure(self.host.game.look(), self.host.width, self.host.height)
        return 0.0, loop_size(canvas, lines_of(self.host.attempt.shown, -1)[0])[1]

    def update(self, seconds: float) -> None:
        attempt = self.host.attempt
        lines, lit = lines_of(attempt.shown, attempt.step - 1)
        self.press.ink = Mark(draw_loop, (tuple(lines), tuple(lit), self.host.game.controls.label("code")))


class RoomPanel(AttemptPanel):
    """`clock`: seconds since the loop began to play; below 0 it does not."""

    bare = (760.0, 380.0)
    clock = -1.0

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

    def moves(self) -> tuple[tuple[bool, bool], ...]:
        """Since the start or the last Reset: of each whether it made the water hotter, and whether it was better so."""
        session = self.attempt.shown
        here, error = session.run.start[0], session.run.full_problem.error
        moves = list[tuple[bool, bool]]()
        for action in session.actions[session.run_began_at :]:
            if isinstance(action, Turn) and action.knob == "weight":
                after = float(action.value)
                moves.append((after > here, error([after]) < error([here])))
                here = after
        return tuple(moves)

    def warmth(self) -> float:
        """1 is just right, below it is colder."""
        session = self.attempt.shown
        (input,), (goal,) = session.run.examples[0]
        weight = session.weights[0]
        if self.clock >= 0 and self.loop is not None:  # the loop's at this moment
            step, run = min(self.count, int(self.clock / MOVE)), self.loop.run
            weight = run.weights_at(step)[0]
            if step < self.count:
                part = max(0.0, (self.clock / MOVE - step - AT_ONCE) / (1 - AT_ONCE))
                weight += (run.weights_at(step + 1)[0] - weight) * glide(part)
        return input * weight / goal if goal else 1.0

    def paint(self, canvas: Canvas) -> None:
        """Tap, water and Pip, his eyes bound: the water tells how warm it is, and a word what he felt."""
        rect, moves = self.rect, self.moves()
        canvas.once(rect, _draw_bathroom, rect)
        (x, y, w, h), warm, playing = rect, self.warmth(), self.clock >= 0
        right = self.attempt.shown.won if not playing else self.clock >= self.count * MOVE
        floor, middle, tap = y + h - FLOOR, x + w / 2, x + w / 2 - min(TAP_AWAY, w * 0.3)
        canvas.circle(tap, y + PIPE, TAP, "raised", "text2", 3)
        angle = -2.2 + 1.5 * min(2.0, max(0.0, warm))
        dx, dy = TAP * math.cos(angle), TAP * math.sin(angle)
        canvas.line(tap - dx, y + PIPE - dy, tap + dx, y + PIPE + dy, "text", 6)
        part = round(SHADES * min(1.0, abs(warm - 1.0) * 2)) / SHADES
        hue = canvas.mix("warm_water", "ice_ink" if warm < 1 else "error", part)
        for k in range(-4, 5):
            canvas.line(middle + 13 * k, y + PIPE + 66, middle + 26 * k, floor - 6, hue, 3.2, 0.8, (16, 12))
        canvas.ellipse(middle, floor + 8, 150, 12, hue, 0.5)
        canvas.pip(middle, floor - PIP, PIP, (0.0, -0.1), "happy" if right else "calm")
        if not right:
            canvas.rect(middle - PIP - 2, floor - PIP - 16, 2 * PIP + 4, 22, "ball_ink", 6)
        better = bool(moves) and moves[-1][1]
        felt = _("just right") if right else _("better") if better else _("worse") if moves else ""
        if felt and (right or not playing):
            edge = "goal" if right else "prediction" if better else "error"
            width, high = canvas.width(felt, LABEL) + 26, 16 + 18 * canvas.type
            draw_plate(canvas, (middle + 150, floor - 130, width, high), edge)
            canvas.text_vcenter(middle + 163, floor - 130 + high / 2, felt, LABEL, edge)
        if playing and self.loop is not None and self.count:
            # The loop on a plate beside the shower; under it a dot for each of its moves, those filled that are made
            step = min(self.count - 1, int(self.clock / MOVE))
            lines, moved = lines_of(self.loop, step)
            lit = moved if self.clock / MOVE - step >= AT_ONCE else [0, 1]  # it compares first, then it moves
            wide, high = loop_size(canvas, lines)
            place = x + w - min(wide, w / 2 - 90) - 24, y + 24, min(wide, w / 2 - 90), high
            draw_plate(canvas, (*place[:3], high + 30), "border2", 14)
            draw_loop(canvas, place, lines, lit)
            for number in range(self.count):
                fill = "alpha" if number < int(self.clock / MOVE) else None
                canvas.circle(place[0] + PAD + 12 + number * 30, place[1] + high + 12, 9, fill, "alpha", 2.5)
        elif self.attempt.director.seen.won:
            # The moves as stations of a ring that leads from the last back to the first
            middle, count = x + w * 0.75, min(5, len(moves))
            spots, line = [middle + (k - (count - 1) / 2) * 104 for k in range(count)], y + 66
            for number, at in enumerate(spots):
                canvas.circle(at, line, STATION, "raised", "prediction", 3)
                name = str(len(moves) - count + number + 1)
                canvas.text(at, canvas.baseline_of(line), name, VALUE, "text", "middle")
                if number:
                    canvas.arrow(spots[number - 1] + STATION + 4, line, at - STATION - 4, line, "text2", 3, 9)
            first, last, low = spots[0] - 56, spots[-1] + 68, line + 96
            canvas.path(f"M{spots[-1] + STATION} {line}Q{last} {line} {last} {line + 50}Q{last} {low} {middle} {low}"
                        f"Q{first} {low} {first} {line + 42}", None, "alpha", 4)  # fmt: skip
            canvas.arrow(first, line + 44, first + 24, line + 14, "alpha", 4, 12)
            canvas.within(middle, low - 14, _("feel, compare, move"), last - first - 40, LABEL, "alpha", "middle")
        else:  # the newest moves from left to right, each with its way and whether it was better
            seen = moves[-MOST:]
            for number, (hotter, was_better) in enumerate(seen):
                at, hue = x + w - 40 - APART * (len(seen) - number), "prediction" if was_better else "error"
                canvas.circle(at, y + 58, MARK, canvas.mix("panel", hue, 0.35), hue, 2.5)
                canvas.icon("up_arrow" if hotter else "down_arrow", at - 10, y + 48, 20)


def _draw_bathroom(canvas: Canvas, rect: Rect) -> None:
    """Tiles, pipe and floor."""
    x, y, w, h = rect
    canvas.gradient(x + 1, y + 1, w - 2, h - 2, ((0.0, "sky0"), (0.7, "sky1"), (1.0, "sky2")), 16)
    floor, middle = y + h - FLOOR, x + w / 2
    with canvas.clip(x + 8, y + 8, w - 16, floor - y - 8):
        for line in range(int((floor - y) / 58) + 1):
            for k in range(-1, int(w / 71) + 1):
                left = x + 20 + k * 71 + (35 if line % 2 else 0)
                canvas.rect(left, y + 16 + line * 58, 67, 54, "raised", 4, alpha=0.22)
    canvas.rect(x + 1, floor, w - 2, FLOOR - 1, "ter2", 15)
    canvas.rect(x + 1, floor, w - 2, 20, "ter2")
    canvas.line(x + 1, floor, x + w - 1, floor, "ter_edge", 3)
    canvas.line(middle, y + 2, middle, y + PIPE + 32, "border2", 12)
    canvas.line(middle - min(TAP_AWAY, w * 0.3), y + PIPE, middle, y + PIPE, "border2", 12)
    top = y + PIPE + 58
    canvas.path(f"M{middle - 62} {top}Q{middle} {top - 44} {middle + 62} {top}Z", "metal")
