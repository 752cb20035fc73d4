"""Below the board: Step, Learn, Bet and Reset, and the runs that were made; while a bet is asked, its six cards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ...boards.shared.knob_panel import SIGNS, knob_title
from ...i18n import N_, _
from ...rules.catalog import Catalog
from ...rules.outcome_kinds import OUTCOMES
from ...view.charts.outcome_sketch import draw_sketch
from ...view.draw.tokens import CODE, LABEL, LEAD, NUMBER, Run
from ...view.format.numbers import short, telling
from ...view.widgets.answer_card import AnswerCard, AnswerRow
from ...view.widgets.button import Button, IconButton, Tile
from ...view.widgets.ink import SPRING, Boxed, Col, Ink, InkBox, Line, Mark, Row, icon, words
from ...view.widgets.number_input import NumberField
from ...view.widgets.panel import (
    Box,
    Panel,
    Part,
    Split,
    WidgetPanel,
    column,
    first_that_fits,
    fit_content,
    grid,
    layout_tree,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Act, Rect, State, Widget
from ...workshop.bench import BenchRun
from .choices import title_in

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .bench_screen import BenchScreen
    from .bench_visit import BenchVisit


# ---------------------------------------------------------------------------------------------------------------------
# The last three runs as one control: arrows walk them, Enter brings one back, Space chooses it to compare.


ROW = 42.0
STEPS = {"up": -1, "down": 1}


class RunRows(Widget):
    """`at`: the row that has the keyboard."""

    role = N_("list")
    lasting = ("at",)

    def __init__(self, rect: Rect, visit: BenchVisit) -> None:
        super().__init__("runs", rect)
        self.visit, self.at = visit, 0

    @property
    def label(self) -> str:
        """What is said of the run that has the keyboard."""
        runs = self.visit.runs.kept
        if not runs:
            return _("Runs")
        return ", ".join(words(run_ink(runs[min(self.at, len(runs) - 1)], self.visit.game.catalog, False)))

    def handled_intents(self) -> tuple[str, ...]:
        return ("up", "down", "accept", "step") if self.visit.runs.kept else ()

    def act(self, intent: Act) -> bool:
        """A click on its number chooses a run to be compared, elsewhere it brings it back."""
        name, visit, runs = intent.name, self.visit, self.visit.runs.kept
        if name in ("press", "release", "move"):
            row = int((intent.y - self.rect[1]) // self._high)
            if name == "release" and 0 <= row < len(runs) and self.contains(intent.x, intent.y):
                self.at = row
                self.feedback("press")
                (visit.choose if intent.x < self.rect[0] + 40 else visit.bring_back)(runs[row].number)
            return True
        if not runs or name not in (*STEPS, "accept", "step"):
            return False
        here = min(self.at, len(runs) - 1)
        if name in STEPS:
            self.at = min(len(runs) - 1, max(0, here + STEPS[name]))
        else:
            self.feedback("press")
            (visit.bring_back if name == "accept" else visit.choose)(runs[here].number)
        return True

    @property
    def _high(self) -> float:
        return min(ROW, self.rect[3] / 3)

    def draw(self, canvas: Canvas, state: State) -> None:
        (x, y, w, h), runs = self.rect, self.visit.runs
        if not runs.kept:
            empty = Line(_("Press Step or Learn: your runs are listed here."), LABEL, "text2")
            empty.draw(canvas, (x + 12, y, w - 24, min(h, ROW)))
        for number, run in enumerate(runs.kept):
            top = y + number * self._high
            if run.number == runs.now:
                canvas.rect(x, top + 2, w, self._high - 4, "rowhi", 8)
                canvas.rect(x, top + 7, 4, self._high - 14, "text", 2)
            ink = run_ink(run, self.visit.game.catalog, run.number in runs.chosen)
            ink.put(canvas, (x + 11, top, w - 25, self._high))
            if state.focus and number == min(self.at, len(runs.kept) - 1):
                canvas.focus(x + 3, top + 4, w - 6, self._high - 8, 7)


def run_ink(run: BenchRun, catalog: Catalog, chosen: bool) -> Ink:
    """Its number, learner and knobs; the bet and whether it was right; what came of it, and after how many steps."""
    bench = run.bench
    learner, metric = catalog.learners.get(bench.learner), catalog.metrics.get(bench.metric)
    knobs: list[Run] = [("α " + telling(bench.alpha, 3), "alpha", 600, "mono")]
    for knob in [*(learner.knobs if learner is not None else ()), *(metric.knobs if metric is not None else ())][:3]:
        value = bench.setting(knob.name, knob.start or 0.0)
        text = short(value) if isinstance(value, float) else str(value)
        knobs.append((f"  {SIGNS.get(knob.name, knob_title(knob))} {text}", "alpha", 600, "mono"))
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
    name = Line(title_in(catalog, "learner", bench.learner), CODE, yields=True)
    return Row((Mark(_draw_number, (run.number, chosen), told=_("run {number}").format(number=run.number), wide=28),
                name, Line(tuple(knobs), CODE), SPRING, *end), 10)  # fmt: skip


def _draw_number(canvas: Canvas, rect: Rect, number: int, chosen: bool) -> None:
    x, middle = rect[0] + 14, rect[1] + rect[3] / 2
    if chosen:
        canvas.circle(x, middle, 13 * max(1.0, 0.5 + 0.5 * canvas.type), None, "focus", 2)
    canvas.text_vcenter(x, middle, str(number), CODE, "text2", "middle")


KEYS = ("one", "two", "three", "four", "five", "six")
CARD, SMALL = 76.0, 46.0  # least height of a bet's card, and of one that lies
WIDE = 440.0  # at least, at 100 %
TILES, PAD, GAP = 76.0, 16.0, 10.0
MOST = 1e9  # a mean error that can be asked for
FIELD = 92.0  # width of the target's box


class RunsPanel(Panel):
    """Tiles above, runs below; the mean error that is to be reached is typed in their heading."""

    def __init__(self, scene: BenchScreen, canvas: Canvas) -> None:
        self.scene, self.canvas = scene, canvas

    def least_size(self) -> tuple[float, float]:
        return (WIDE * self.scene.text_scale, 232.0)

    def place(self, rect: Rect) -> list[Widget]:
        # The mean error that is to be reached
        visit = self.scene.visit
        target_field = NumberField(
            "target", UNPLACED, visit.target or 0.0, 0.0, MOST, size=16.0, hue="goal",
            label=_("the mean error to reach"), on_fault=visit.game.toasts.add,
            show=lambda value: telling(value, 3) if value < 1 else short(value, 6),
            on_done=lambda value: visit.change(replace(visit.bench, target=value)),
            nudge=lambda value, steps, fine: float(f"{value * (1.01 if fine else 1.1) ** steps:.3g}"),
        )  # fmt: skip
        self.rect, self.field = rect, target_field
        self.cards, widgets = layout_tree(self._bet() if self.scene.betting else self._runs(), rect)
        return widgets

    def _bet(self) -> Split:
        """What is asked, six cards, one for each way in which a run can end, and the way round it."""

        def cards(kind: type[AnswerCard], least: float, columns: int) -> Split:
            made = [kind(f"bet {each}", UNPLACED, _(OUTCOMES[each].title), partial(self.scene.answer_bet, each),
                         icons=(each,), picture=partial(draw_sketch, kind=each), key=key, group="answers")
                    for each, key in zip(OUTCOMES, KEYS)]  # fmt: skip
            return grid(columns, *(WidgetPanel(card, 0, least) for card in made), gap=8)

        skip = Button("skip bet", UNPLACED, _("Skip"), "", self.scene.close_bet, key="back")
        asked = Col((Line(_("Your bet"), LABEL, "text2", spacing=1.5),
                     Line(_("How will the run end?"), LEAD, spacing=1.5)))  # fmt: skip
        head = row(fit_content(InkBox(self.canvas, asked)), Part(Box()), Part(WidgetPanel(skip, 90, 42), 120), gap=12)
        body = first_that_fits(cards(AnswerCard, CARD, 3), cards(AnswerRow, SMALL, 3), cards(AnswerRow, SMALL, 2))
        return with_padding(column(fit_content(head), Part(body), gap=8), 14, 8, 14, 12)

    def _runs(self) -> Split:
        """What is done with the bench, side by side; the heading with the target; the runs."""
        scene, visit, canvas, k = self.scene, self.scene.visit, self.canvas, self.scene.text_scale
        tiles = [Tile(f"tile {name}", UNPLACED, label, icon, press, key=key, group="tiles", kind="normal")
                 for name, label, icon, key, press in (
                     ("step", _("Step"), "step", "step", visit.step),
                     ("learn", _("Learn"), "learn", "learn", visit.learn),
                     ("bet", _("Bet"), "flask", "task", scene.open_bet),
                     ("reset", _("Reset"), "reset", "reset", visit.reset))]  # fmt: skip
        height = max([TILES, *(tile.high(canvas) for tile in tiles)])
        head, following, another = max(34.0, 18 + 16 * k), scene.following_picture, []
        if following:
            tip = _("Show: {name}").format(name=following)
            button = IconButton("picture", UNPLACED, "", "eye", scene.show_following, key="compare", tip=tip)
            another = [Part(WidgetPanel(button), head + 8)]
        heading = row(
            fit_content(InkBox(canvas, Line(_("Runs"), LEAD))), *another,
            Part(InkBox(canvas, Line(_("steps to a mean error of"), LABEL, "text2", "end"), 0)),
            Part(WidgetPanel(self.field), FIELD * max(1.0, 0.5 + 0.5 * k)), gap=GAP,
        )  # fmt: skip
        return column(
            Part(with_padding(row(*(Part(WidgetPanel(tile)) for tile in tiles), gap=7), PAD, PAD, PAD), PAD + height),
            Part(Box(), 8),
            Part(with_padding(heading, 18, 0, PAD), head),
            Part(Box(), 4),
            Part(with_padding(WidgetPanel(RunRows(UNPLACED, visit)), 8, 0, 8, 6)),
            gap=0,
        )

    def update(self, seconds: float) -> None:
        field, target = self.field, self.scene.visit.target
        field.visible = target is not None
        if field.typed is None and target is not None:
            field.value = target

    def paint(self, canvas: Canvas) -> None:
        for card in self.cards:
            card.paint(canvas)
