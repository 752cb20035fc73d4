"""The middle column: the stage that the game would take for this network, two runs drawn over it; below it the runs.

One weight has the bowl, two the valley, a hidden layer the net; from three weights on there are the errors over steps.
Under it Step, Learn, Bet and Reset, and the runs that were made; while a bet is asked, its six cards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ...boards.network.net_board import PicturedStage
from ...boards.network.net_panel import NetPanel
from ...boards.network.shown_net import VisibleNet, picture_of
from ...boards.one_neuron.bowl_board import BowlPanel
from ...boards.several_weights.contour_board import ContourLand
from ...boards.shared.knob_panel import SIGNS, knob_title
from ...boards.shared.neuron_model import errors_of
from ...boards.shared.panel import DrawnPanel
from ...boards.shared.runs_panel import RunList
from ...i18n import N_, _
from ...rules import OUTCOMES, Catalog
from ...view.charts.number_line import draw_sketch
from ...view.charts.run_chart import NOW, RunLine, draw_compare, draw_mark, style_of
from ...view.draw import CODE, LABEL, LEAD, NUMBER, Canvas, Run, draw_plate, meets
from ...view.format.numbers import short, telling
from ...view.widgets.answer_card import AnswerCard, AnswerRow
from ...view.widgets.button import Button, CellList, IconButton, Tile
from ...view.widgets.ink import SPRING, Boxed, Col, Ink, InkBox, Line, Mark, Row, icon, words
from ...view.widgets.number_input import NumberField
from ...view.widgets.panel import (
    Box,
    Group,
    Panel,
    Part,
    Split,
    WidgetPanel,
    column,
    first_that_fits,
    fit_content,
    grid,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Intent, Rect, State, Widget
from ...workshop.bench import BenchRun
from .bench_screen import BenchScreen, BenchVisit, title_in

LEAST = 8  # steps that a chart shows at least
DASH = (8.0, 6.0)


def draw_errors(scene: BenchScreen, canvas: Canvas, rect: Rect) -> None:
    """The error at every step of the present run, or of the two that are compared."""
    x, y, w, h = rect
    base = y + 12 + 16 * canvas.type
    canvas.within(x + 18, base, _("Error at every step"), w - 36, LEAD, "text")
    pair, attempt, step = scene.visit.runs.pair, scene.attempt, scene.attempt.step
    errors = errors_of(attempt.shown)[: step + 1 if attempt.playback.moving else None]
    lines = [RunLine(style_of(number)._replace(dash=DASH if number else None), run.errors)
             for number, run in enumerate(pair)]  # fmt: skip
    live = [] if pair else [RunLine(NOW, tuple(errors))]
    beats = max([LEAST, *(len(line.errors) - 1 for line in (*lines, *live))])
    well = (x + 14, base + 10, w - 28, y + h - base - 24)
    here = len(pair[0].errors) - 1 if pair else step
    draw_compare(canvas, well, lines, live, scene.visit.target, here, beats, _("step"))


class BenchBowl(BowlPanel):
    """The bowl with the lowest error told at its foot."""

    bare, words = (200.0, 90.0), (100.0, 110.0)

    def __init__(self, scene: BenchScreen) -> None:
        super().__init__(scene)
        self.bench_scene = scene

    @property
    def low(self) -> float:
        """No number line lies under it: the start has its slider at the left."""
        return 0.0

    def make(self) -> None:
        super().make()
        self.axis = None

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        bowl, visit = self.seen, self.bench_scene.visit
        if bowl is None:
            return
        ways = [[bowl.rest_point(weights[0], 6.0) for weights in run.path if bowl.fits(weights[0])]
                for run in visit.runs.pair]  # fmt: skip
        with canvas.clip(*bowl.rect[:3], bowl.sky):
            draw_pair(canvas, ways)
        if visit.floor is None or bowl.zoom != 1:
            return

        # how low the error can be, beside the lowest point; not where Pip stands
        error, (lowest,) = visit.floor
        spot = (bowl.pixel_x(lowest), bowl.height(lowest))
        pip = (bowl.pixel_x(self.at()) - 24, spot[1] - 50, 48.0, 60.0)
        value = telling(error, 3)
        runs: list[Run] = [(_("floor") + " ", "text", 600), (value, "error", 600, "mono")]
        width, height = canvas.rich_width(runs, LABEL) + 24, 12 + 18 * canvas.type
        x, y, w, _h = self.rect
        top = min(spot[1] + 2, y + bowl.sky - height - 6)
        places = [(spot[0] + 62, top, width, height), (spot[0] - 62 - width, top, width, height)]
        place = next((each for each in places if not meets(each, pip)), places[0])
        left = min(max(x + 8, place[0]), x + w - width - 8)
        draw_plate(canvas, (left, top, width, height), "error", 8, alpha=0.92)
        canvas.rich(left + 12, canvas.baseline_of(top + height / 2), runs, LABEL)


class BenchValley(ContourLand):
    """The valley from above."""

    def __init__(self, scene: BenchScreen) -> None:
        super().__init__(scene, RunList(scene, is_on_map=True))
        self.scene = scene
        self.night = False  # who makes the level looks at its land before a run

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        window = self.window
        if window is not None:
            ways = [[window.at((a, b)) for a, b in run.path] for run in self.scene.visit.runs.pair]
            with canvas.clip(*self.rect):
                draw_pair(canvas, ways)


class BenchNet(NetPanel):
    """The net with its wires; they are not turned here, the start is drawn from its seed."""

    flat = False  # it lies on no board that has a sheet for it
    bare, words = (420.0, 190.0), (0.0, 30.0)

    def __init__(self, scene: BenchScreen) -> None:
        super().__init__(scene, VisibleNet(scene))

    def place(self, rect: Rect) -> list[Widget]:
        super().place(rect)
        return []  # it is looked at


def draw_pair(canvas: Canvas, ways: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Two runs on the board: the second dashed, each with the sign of its run at every step."""
    for number, way in enumerate(ways):
        style = style_of(number)
        if len(way) > 1:
            canvas.polyline(way, style.hue, 3, dash=DASH if number else None)
        for spot in way:
            draw_mark(canvas, style, *spot, 4.5)


class BoardPanel(Group):
    """The picture of this network, one of the scene's `pictures`; why no run can begin lies over it."""

    def __init__(self, scene: BenchScreen) -> None:
        self.scene = scene
        self.renew()

    def renew(self) -> None:
        """Another attempt at a network of the same shape lies on the bench."""
        scene, size = self.scene, self.scene.attempt.level.network.size
        errors = DrawnPanel(scene, partial(draw_errors, scene), (200.0, 160.0), (100.0, 60.0))
        pictures: list[tuple[str, Panel]] = [(_("Errors"), errors)]
        if picture_of(scene.attempt.level) is not None:
            pictures.insert(0, (_("Net"), PicturedStage(scene)))
        elif scene.visit.bench.hidden:
            pictures.insert(0, (_("Net"), BenchNet(scene)))
        elif size == 1:
            pictures = [(_("Bowl"), BenchBowl(scene))]
        elif size == 2:
            pictures.insert(0, (_("Valley"), BenchValley(scene)))
        scene.pictures = pictures
        super().__init__(pictures[min(self.scene.picture, len(pictures) - 1)][1])

    def least_size(self) -> tuple[float, float]:
        return max(panel.least_size() for _name, panel in self.scene.pictures)

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        if self.scene.visit.why:
            (x, y, w, h), line = self.rect, Line(self.scene.visit.why, LABEL, yields=True)
            ink = Boxed(Row((icon("warn", 22, "error"), line), 10), (14, 11), "panel", "error")
            wide, high = ink.size(canvas, w - 28)
            ink.draw(canvas, (x + (w - wide) / 2, y + (h - high) / 2, wide, high))


# The last three runs as one control: arrows walk them, Enter brings one back, Space chooses it to compare.


ROW = 42.0


class RunRows(CellList):
    """`chosen`: the row that has the keyboard."""

    role = N_("list")
    lasting = ("chosen",)
    intents = ("up", "down", "accept", "step")

    def __init__(self, rect: Rect, visit: BenchVisit) -> None:
        super().__init__("runs", rect)
        self.visit = visit

    @property
    def label(self) -> str:
        runs = self.visit.runs.kept[self.chosen :]
        return ", ".join(words(run_ink(runs[0], self.visit.game.catalog, False))) if runs else _("Runs")

    @property
    def columns(self) -> int:
        return 1

    def handled_intents(self) -> tuple[str, ...]:
        return self.intents if self.visit.runs.kept else ()

    def in_view(self) -> range:
        return range(len(self.visit.runs.kept))

    def cell(self, number: int) -> Rect:
        x, y, w, h = self.rect
        height = min(ROW, h / 3)
        return (x, y + number * height, w, height)

    def choose(self, number: int) -> None:
        self.chosen = max(0, min(len(self.visit.runs.kept) - 1, number))

    def choose_at(self, number: int, x: float, y: float) -> None:
        """A press on its number chooses a run to be compared, elsewhere it brings it back."""
        self.chosen = number
        self._take(x < self.rect[0] + 40)

    def act(self, intent: Intent) -> bool:
        if intent.name in ("accept", "step") and self.visit.runs.kept:
            self._take(intent.name == "step")
            return True
        return super().act(intent)

    def _take(self, compare: bool) -> None:
        self.feedback("press")
        (self.visit.runs.choose if compare else self.visit.bring_back)(self.visit.runs.kept[self.chosen].number)

    def draw(self, canvas: Canvas, state: State) -> None:
        (x, y, w, h), runs = self.rect, self.visit.runs
        if not runs.kept:
            empty = Line(_("Press Step or Learn: your runs are listed here."), LABEL, "text2")
            empty.draw(canvas, (x + 12, y, w - 24, min(h, ROW)))
        for number, run in enumerate(runs.kept):
            _x, top, _w, high = self.cell(number)
            if run.number == runs.now:
                canvas.rect(x, top + 2, w, high - 4, "rowhi", 8)
                canvas.rect(x, top + 7, 4, high - 14, "text", 2)
            run_ink(run, self.visit.game.catalog, run.number in runs.chosen).put(canvas, (x + 11, top, w - 25, high))
            if state.focus and number == self.chosen:
                canvas.focus(x + 3, top + 4, w - 6, high - 8, 7)


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


class RunsPanel(Group):
    """Tiles above, runs below; the mean error that is to be reached is typed in their heading."""

    def __init__(self, scene: BenchScreen, canvas: Canvas) -> None:
        self.scene, visit = scene, scene.visit
        self.field = NumberField(  # the mean error that is to be reached
            "target", UNPLACED, visit.target or 0.0, 0.0, MOST, size=16.0, hue="goal",
            label=_("the mean error to reach"), on_fault=visit.game.toasts.add,
            show=lambda value: telling(value, 3) if value < 1 else short(value, 6),
            on_done=lambda value: visit.change(replace(visit.bench, target=value)),
            nudge=lambda value, steps, fine: float(f"{value * (1.01 if fine else 1.1) ** steps:.3g}"),
        )  # fmt: skip
        if scene.betting:  # what is asked, six cards, one for each way in which a run can end, and the way round it
            def cards(kind: type[AnswerCard], least: float, columns: int) -> Split:
                made = [kind(f"bet {each}", UNPLACED, _(OUTCOMES[each].title), partial(scene.close_bet, each),
                             icons=(each,), picture=partial(draw_sketch, kind=each), key=key, group="answers")
                        for each, key in zip(OUTCOMES, KEYS)]  # fmt: skip
                return grid(columns, *(WidgetPanel(card, 0, least) for card in made), gap=8)

            skip = Button("skip bet", UNPLACED, _("Skip"), "", scene.close_bet, key="back")
            asked = Col((Line(_("Your bet"), LABEL, "text2", spacing=1.5),
                         Line(_("How will the run end?"), LEAD, spacing=1.5)))  # fmt: skip
            head = row(fit_content(InkBox(canvas, asked)), Part(Box()), Part(WidgetPanel(skip, 90, 42), 120), gap=12)
            abreast = [cards(AnswerRow, SMALL, columns) for columns in (3, 2)]
            answers = first_that_fits(cards(AnswerCard, CARD, 3), *abreast)
            body: Split = with_padding(column(fit_content(head), Part(answers), gap=8), 14, 8, 14, 12)
        else:  # what is done with the bench, side by side; the heading with the target; the runs
            k = canvas.type
            tiles = [Tile(f"tile {name}", UNPLACED, label, icon, press, key=key, group="tiles", kind="normal")
                     for name, label, icon, key, press in (
                         ("step", _("Step"), "step", "step", visit.step),
                         ("learn", _("Learn"), "learn", "learn", visit.learn),
                         ("bet", _("Bet"), "flask", "task", scene.open_bet),
                         ("reset", _("Reset"), "reset", "reset", visit.reset))]  # fmt: skip
            height = max([TILES, *(tile.high(canvas) for tile in tiles)])
            high, another, count = max(34.0, 18 + 16 * k), list[Part](), len(scene.pictures)
            if count > 1:  # another picture of the same network
                following = (scene.picture + 1) % count

                def show() -> None:
                    scene.picture = following

                tip = _("Show: {name}").format(name=scene.pictures[following][0])
                button = IconButton("picture", UNPLACED, "", "eye", show, key="compare", tip=tip)
                another = [Part(WidgetPanel(button), high + 8)]
            heading = row(
                fit_content(InkBox(canvas, Line(_("Runs"), LEAD))), *another,
                Part(InkBox(canvas, Line(_("steps to a mean error of"), LABEL, "text2", "end"), 0)),
                Part(WidgetPanel(self.field), FIELD * max(1.0, 0.5 + 0.5 * k)), gap=GAP,
            )  # fmt: skip
            body = column(
                Part(with_padding(row(*map(Part, map(WidgetPanel, tiles)), gap=7), PAD, PAD, PAD), PAD + height),
                Part(Box(), 8),
                Part(with_padding(heading, 18, 0, PAD), high),
                Part(Box(), 4),
                Part(with_padding(WidgetPanel(RunRows(UNPLACED, visit)), 8, 0, 8, 6)),
                gap=0,
            )
        super().__init__(body)

    def least_size(self) -> tuple[float, float]:
        return (WIDE * self.scene.game.look().type, 232.0)

    def update(self, seconds: float) -> None:
        super().update(seconds)
        field, target = self.field, self.scene.visit.target
        field.visible = target is not None
        if field.typed is None and target is not None:
            field.value = target
