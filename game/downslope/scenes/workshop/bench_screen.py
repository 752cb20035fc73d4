"""What the panels of the workshop may ask of its screen, beyond what a board may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ...boards.shared.host import Host
from ...boards.shared.knob_panel import knob_title
from ...i18n import N_, _
from ...rules.knob import Knob
from ...rules.outcome_kinds import OUTCOMES
from ...view.draw.text import Run
from ...view.draw.tokens import CODE, LABEL, NUMBER
from ...view.format.numbers import telling
from ...view.widgets.ink import SPRING, Boxed, Ink, Line, Mark, Row, icon, words
from ...view.widgets.widget import Act, Rect, State, Widget
from ...workshop.bench import Bench, with_setting, with_start
from ...workshop.bench_level import Parts
from ...workshop.bench_runs import BenchRun, BenchRuns
from .bench_visit import BenchVisit
from .cell_table import TableState
from .choices import BenchChoices

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ...view.widgets.scroll import ScrollArea
    from ...workshop.bench import Cell


# ---------------------------------------------------------------------------------------------------------------------
# The last three runs as one control: arrows walk them, Enter brings one back, Space chooses it to compare.


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
        return ", ".join(words(run_ink(run, self.told(run), False))) if run is not None else _("Runs")

    def _here(self) -> BenchRun | None:
        rows = self.rows
        return rows[min(self.at, len(rows) - 1)] if rows else None

    def handled_intents(self) -> tuple[str, ...]:
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
            told = Line(_("Press Step or Learn: your runs are listed here."), LABEL, "text2")
            told.draw(canvas, (x + 12, y, w - 24, min(h, ROW)))
            return
        for number, run in enumerate(self.rows):
            top = y + number * self._high
            if run.number == self.runs.now:
                canvas.rect(x, top + 2, w, self._high - 4, "rowhi", 8)
                canvas.rect(x, top + 7, 4, self._high - 14, "text", 2)
            ink = run_ink(run, self.told(run), run.number in self.runs.chosen)
            ink.put(canvas, (x + 11, top, w - 25, self._high))
            if state.focus and number == min(self.at, len(self.rows) - 1):
                canvas.focus(x + 3, top + 4, w - 6, self._high - 8, 7)


def run_ink(run: BenchRun, about: Told, chosen: bool) -> Ink:
    """Its number, learner and knobs; the bet and whether it was right; what came of it, and after how many steps."""
    knobs: list[Run] = [("α " + telling(run.bench.alpha, 3), "alpha", 600, "mono")]
    knobs += [(f"  {sign} {value}", "alpha", 600, "mono") for sign, value in about[1][:3]]
    end: list[Ink] = []
    if run.bet:
        end += [Line(_("bet"), LABEL, "text2"), icon(run.bet, 22, "text2", told=_(OUTCOMES[run.bet].title))]
        right = "" if run.right is None else _("right") if run.right else _("wrong")
        end.append(icon("check" if run.right else "close", 20, told=right) if right else Ink(wide=20))
    if run.outcome is None:
        end.append(Line(_("{count} so far").format(count=run.steps), LABEL, "text2"))
    else:
        end.append(icon(run.outcome, 24, told=_(OUTCOMES[run.outcome].title)))
        end.append(Boxed(Line(str(run.steps) if run.won else "–", NUMBER, "text", "end"), wide=36))
    name = Line(about[0], CODE, yields=True)
    return Row((Mark(_draw_number, (run.number, chosen), told=_("run {number}").format(number=run.number), wide=28),
                name, Line(tuple(knobs), CODE), SPRING, *end), 10)  # fmt: skip


def _draw_number(canvas: Canvas, rect: Rect, number: int, chosen: bool) -> None:
    x, middle = rect[0] + 14, rect[1] + rect[3] / 2
    if chosen:
        canvas.circle(x, middle, 13 * max(1.0, 0.5 + 0.5 * canvas.type), None, "focus", 2)
    canvas.text_vcenter(x, middle, str(number), CODE, "text2", "middle")


# ---------------------------------------------------------------------------------------------------------------------
# Which knobs lie on the bench: alpha, the learner's and the metric's own, the start. Each with its range and hue.


ALPHA = (0.0001, 10.0)  # what alpha may be
STARTS = 5.0  # a start weight lies between -5 and 5, further where the examples ask for it
SEEDS = 99  # start weights that can be drawn


class BenchKnob(NamedTuple):
    """A knob on the bench. `read`: its value there; `change`: the bench with another; `free`: its name among what may
    be turned."""

    name: str
    title: str
    low: float
    high: float
    read: Callable[[Bench], float]
    change: Callable[[Bench, float], Bench]
    free: str
    log: bool = False
    hue: str = "text2"
    icon: str = "settings"
    whole: bool = False
    knob: Knob | None = None


def knobs_of_bench(bench: Bench, parts: Parts | None) -> list[BenchKnob]:
    """All of them. `parts`: None where what the bench names is not installed."""
    found = [
        BenchKnob(
            "alpha",
            _("alpha"),
            *ALPHA,
            lambda b: b.alpha,
            lambda b, value: replace(b, alpha=value),
            "alpha",
            log=True,
            hue="alpha",
        )
    ]
    for knob in parts.own if parts is not None else ():
        if not any(isinstance(stop, str) for stop in knob.stops):  # words are chosen where the level is played
            found.append(_own_knob(knob))
    if bench.hidden:
        found.append(
            BenchKnob(
                "seed",
                _("seed"),
                0.0,
                float(SEEDS),
                lambda b: float(b.seed),
                lambda b, value: replace(b, seed=round(value)),
                "seed",
                hue="weight",
                icon="recap",
                whole=True,
            )
        )
    return found + [_start_knob(bench, index) for index in range(len(bench.weights))]


def _own_knob(knob: Knob) -> BenchKnob:
    """Of a learner or a metric."""
    begins = knob.start if isinstance(knob.start, (int, float)) else knob.low

    def read(bench: Bench) -> float:
        kept = bench.kept.settings.get(knob.name, begins) if bench.kept is not None else begins
        value = bench.setting(knob.name, kept)
        return float(value) if isinstance(value, (int, float)) else float(begins)

    return BenchKnob(
        knob.name,
        knob_title(knob),
        knob.low,
        knob.high,
        read,
        lambda b, value: with_setting(b, knob.name, value),
        knob.name,
        knob.log,
        knob=knob,
    )


def _start_knob(bench: Bench, index: int) -> BenchKnob:
    """Of a weight at the start."""
    title = _("start") if bench.inputs == 1 else _("start {number}").format(number=index + 1)
    title = _("start of the bias") if index == bench.inputs else title
    far = 2 * abs(bench.weights[index])
    far = float(f"{far:.1g}") if far > STARTS else STARTS
    return BenchKnob(
        f"start {index + 1}" if index else "start",
        title,
        -far,
        far,
        lambda b: b.weights[index],
        lambda b, value: with_start(b, index, value),
        "start",
        hue="weight",
        icon="dial",
    )


def badges_of(bench: Bench, parts: Parts | None) -> list[tuple[str, str]]:
    """(name, title) of what whoever plays may be allowed to turn."""
    found: dict[str, str] = {}
    for knob in knobs_of_bench(bench, parts):
        found.setdefault(knob.free, _("start") if knob.free == "start" else knob.title)
    return list(found.items())


class BenchScreen(Host, Protocol):
    """The workshop, as its columns, its board and its table see it.

    visit     the bench, its runs     table     where the keyboard is in the examples     betting   a bet is asked
    picture   which picture of the network is seen
    saved     the bench as it was saved or opened     saved_as   its file
    """

    visit: BenchVisit
    table: TableState
    betting: bool
    picture: int
    saved: Bench | None
    saved_as: str

    @property
    def device(self) -> str:
        """What the player has in hand."""

    @property
    def text_scale(self) -> float:
        """How much larger than the design the text is."""

    @property
    def choices(self) -> BenchChoices:
        """What there is to choose from."""

    @property
    def kept_words(self) -> list[str]:
        """What of an opened level is not shown."""

    def area(self, name: str, rect: tuple[float, float, float, float], height: float) -> ScrollArea:
        """The scroll area of that name."""

    def take(self, what: Level | str, name: str = "") -> bool:
        """Put a level on the bench. False: it could not be, and why was said."""

    def choose(self, what: str) -> None:
        """Open the list of networks, metrics or learners."""

    def set_free(self, name: str) -> None:
        """Whoever plays may turn it, or no longer."""

    def dragging(self, knob: BenchKnob, value: float) -> None:
        """A knob is being dragged."""

    def turn(self, knob: BenchKnob, value: float) -> None:
        """A knob was turned and let go."""

    def set_target(self, value: float) -> None:
        """Another mean error is to be reached."""

    def target_text(self, value: float) -> str:
        """That error as it is read."""

    def set_cell(self, number: int, place: int, cell: Cell) -> None:
        """A cell was typed."""

    def remove_row(self, number: int) -> None:
        """An example is taken away."""

    def add_row(self) -> None:
        """One more example is wanted."""

    def add_example(self, across: float, goal: float) -> None:
        """A click into the plot."""

    def drag_goal(self, number: int, goal: float) -> None:
        """A goal is dragged in the plot."""

    def drop_goal(self, number: int, goal: float) -> None:
        """And let go."""

    def paste(self) -> None:
        """Examples from the clipboard."""

    def open_bet(self) -> None:
        """Ask how the run will end."""

    def close_bet(self) -> None:
        """Ask no more."""

    def answer_bet(self, outcome: str) -> None:
        """The bet, and the run."""

    def run_words(self, run: BenchRun) -> Told:
        """What a run's learner is called, and its own knobs."""

    @property
    def following_picture(self) -> str:
        """The name of the next picture of the same network; "": there is only one."""

    def show_following(self) -> None:
        """Show that one."""
