"""The last three runs as one control: arrows walk them, Enter brings one back, Space chooses it to compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ...rules.outcome_kinds import OUTCOMES
from ...view.draw.tokens import CODE, LABEL, NUMBER
from ...view.format.numbers import telling
from ...view.widgets.widget import Act, Rect, State, Widget
from ...workshop.bench_runs import BenchRun, BenchRuns

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas

ROW = 42.0
Told = tuple[str, tuple[tuple[str, str], ...]]  # a learner's title; sign and value of its own knobs
STEPS = {"up": -1, "down": 1}


class RunRows(Widget):
    """`on_back`, `on_choose`: told the number of a run."""

    role = N_("list")
    lasting = ("at",)

    def __init__(
        self,
        rect: Rect,
        runs: BenchRuns,
        told: Callable[[BenchRun], Told],
        on_back: Callable[[int], object],
        on_choose: Callable[[int], object],
    ) -> None:
        super().__init__("runs", rect)
        self.runs, self.told, self.on_back, self.on_choose = runs, told, on_back, on_choose
        self.at = 0  # the row that has the keyboard

    @property
    def rows(self) -> list[BenchRun]:
        return list(self.runs.kept)

    @property
    def label(self) -> str:
        """What is said of the run that has the keyboard."""
        run = self._here()
        return words_of(run, self.told(run)[0]) if run is not None else _("Runs")

    def _here(self) -> BenchRun | None:
        rows = self.rows
        return rows[min(self.at, len(rows) - 1)] if rows else None

    def hears(self) -> tuple[str, ...]:
        return ("up", "down", "accept", "step") if self.rows else ()

    def act(self, intent: Act) -> bool:
        name, here = intent.name, self._here()
        if name in ("press", "release", "move"):
            if name == "release":
                self._click(intent.x, intent.y)
            return True
        if here is None:
            return False
        if name in STEPS:
            self.at = min(len(self.rows) - 1, max(0, min(self.at, len(self.rows) - 1) + STEPS[name]))
        elif name == "accept":
            self.feedback("press")
            self.on_back(here.number)
        elif name == "step":
            self.feedback("press")
            self.on_choose(here.number)
        else:
            return False
        return True

    def _click(self, x: float, y: float) -> None:
        """On its number it is chosen to be compared, elsewhere it is brought back."""
        row = int((y - self.rect[1]) // self._high)
        if not 0 <= row < len(self.rows) or not self.contains(x, y):
            return
        self.at = row
        self.feedback("press")
        (self.on_choose if x < self.rect[0] + 40 else self.on_back)(self.rows[row].number)

    @property
    def _high(self) -> float:
        return min(ROW, self.rect[3] / 3)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        if not self.rows:
            told = _("Press Step or Learn: your runs are listed here.")
            style, text = canvas.shrink(told, w - 24, LABEL)
            canvas.mid_text(x + 12, y + min(h, ROW) / 2, text, style, "text2")
            return
        for number, run in enumerate(self.rows):
            place = (x, y + number * self._high, w, self._high)
            if run.number == self.runs.now:
                canvas.rect(place[0], place[1] + 2, w, self._high - 4, "rowhi", 8)
                canvas.rect(place[0], place[1] + 7, 4, self._high - 14, "text", 2)
            draw_run(canvas, place, run, self.told(run), run.number in self.runs.chosen)
            if state.focus and number == min(self.at, len(self.rows) - 1):
                canvas.focus(place[0] + 3, place[1] + 4, w - 6, self._high - 8, 7)


def words_of(run: BenchRun, learner: str) -> str:
    """A run in a sentence, for whoever hears the screen."""
    told = [_("run {number}").format(number=run.number), learner, f"alpha {run.bench.alpha:g}"]
    if run.bet:
        told.append(_("bet: {outcome}").format(outcome=_(OUTCOMES[run.bet].title)))
    if run.right is not None:
        told.append(_("right") if run.right else _("wrong"))
    told.append(_(OUTCOMES[run.outcome].title) if run.outcome else _("{count} so far").format(count=run.steps))
    return ", ".join([*told, str(run.steps)] if run.outcome else told)


def draw_run(canvas: Canvas, rect: Rect, run: BenchRun, about: Told, chosen: bool) -> None:
    """Its number, learner and knobs; the bet and whether it was right; what came of it, and after how many steps."""
    x, y, w, h = rect
    middle, k = y + h / 2, canvas.type
    if chosen:
        canvas.circle(x + 25, middle, 13 * max(1.0, 0.5 + 0.5 * k), None, "focus", 2)
    canvas.mid_text(x + 25, middle, str(run.number), CODE, "text2", "middle")
    right = x + w - 14
    if run.outcome is None:
        told = _("{count} so far").format(count=run.steps)
        right -= canvas.mid_text(right, middle, told, LABEL, "text2", "end") + 12
    else:
        count = str(run.steps) if run.won else "–"
        canvas.mid_text(right, middle, count, NUMBER, "text", "end")
        right -= 48 * max(1.0, 0.5 + 0.5 * k)
        canvas.icon(run.outcome, right - 24, middle - 12, 24)
        right -= 46
    if run.bet:
        if run.right is not None:
            canvas.icon("check" if run.right else "close", right - 20, middle - 10, 20)
        right -= 28
        canvas.icon(run.bet, right - 22, middle - 11, 22, "text2")
        right -= 28
        wide = canvas.width(_("bet"), LABEL)
        canvas.mid_text(right - 4, middle, _("bet"), LABEL, "text2", "end")
        right -= wide + 14
    left, room = x + 48, right - x - 48
    knobs: list[tuple[str, str, int, str]] = [("α " + telling(run.bench.alpha, 3), "alpha", 600, "mono")]
    knobs += [(f"  {sign} {value}", "alpha", 600, "mono") for sign, value in about[1][:3]]
    wide = canvas.rich_width(knobs, CODE)
    style, name = canvas.shrink(about[0], max(40.0, room - wide - 16), CODE)
    end = left + canvas.mid_text(left, middle, name, style, "text")
    if room - (end - left) > 40:
        canvas.rich(end + 16, canvas.base_of(middle), knobs, CODE, room=right - end - 20)
