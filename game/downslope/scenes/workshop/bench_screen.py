"""The workshop as its columns, its board and its table see it: a visit, which is the bench with its undo, its present
run, runs that were and bets; what there is to choose from; what hands do.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from ... import paths
from ...attempt.attempt import Attempt
from ...attempt.game.game import Game
from ...desktop.capabilities import no_clipboard
from ...desktop.clipboard import paste
from ...engine.fault import Fault
from ...engine.watchdog import StopPoint
from ...i18n import N_, _, plural_form, translate
from ...level_files.needs import SiblingFolder
from ...level_files.reading import LevelDraft, draft_of, read_levels, text_of
from ...level_files.to_toml import is_level_code, table_in_code
from ...registry.plugin_guard import fault_sentence, guard
from ...rules import Catalog, Impossible, Learn, Level, Session, fits, item_title
from ...schema.level_rules import faults
from ...storage.files import Refused, read_file, unreadable
from ...view.draw import BODY, LABEL, Canvas
from ...view.widgets.ink import Boxed, Ink, InkBox, InkPress, Line, Para, Row, card_title, icon
from ...view.widgets.panel import (
    HIGH,
    Box,
    Laid,
    Panel,
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    row,
    with_padding,
)
from ...workshop.bench import (
    FIRST,
    MOST_HIDDEN,
    MOST_INPUTS,
    MOST_ROWS,
    Bench,
    BenchFile,
    BenchRuns,
    column_name,
    read_table,
    with_network,
    with_rows,
)
from ...workshop.bench_level import BenchFloor, bench_of, floor_of, level_of, why_not_playable
from ..base.panel_screen import Modal, PanelScreen
from ..base.scene import Scene

KEEP = 10.0  # seconds after which the bench is written
MOST_UNDONE = 200  # benches that are kept to go back to
MANY, AGAIN = 40, 0.15  # examples that are looked at no oftener than after so many seconds, while a Learn goes on
CURVE = 60  # points of a curve that bends


SeenExample = tuple[float, float]  # what the network says of an example now: prediction, error


class ExamplePicture(NamedTuple):
    """What is drawn. `inputs`, `goals`: of each example that has numbers; `predictions`: () where there are none.

    rows    which row of the table each of them is
    names   what the columns of the table are called, the goal's last
    curve   (input, prediction) of the network as it is; floor: of the one with the lowest error, () if that is unknown
    """

    inputs: tuple[tuple[float, ...], ...]
    goals: tuple[float, ...]
    rows: tuple[int, ...]
    names: tuple[str, ...]
    predictions: tuple[float, ...] = ()
    errors: tuple[float, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()
    floor: tuple[tuple[float, float], ...] = ()

    @property
    def width(self) -> int:
        """How many inputs an example has; 1 where there is none."""
        return len(self.inputs[0]) if self.inputs else 1


class TableCursor:
    """Where in the table the keyboard is, and what is being typed; it outlasts a layout."""

    row = 0
    column = 0
    typed: str | None = None
    turning = False  # a gamepad turns the cell's number
    first = 0  # the row on top


class BenchVisit:
    """`attempt`: at the level that lies on the bench. `why`: no run can begin, and this says why; "": one can.

    floor    the lowest error that there is, where it is known      target    the mean error that is to be reached
    past     the benches that were there before, the newest last
    """

    def __init__(self, game: Game, bench: Bench | None = None) -> None:
        self.game = game
        self.file = BenchFile()
        self.bench, self.past = bench or self.file.load(), list[Bench]()
        self.cursor = TableCursor()
        self.runs = BenchRuns(self.file.runs)
        self.attempt = Attempt(game, bare_level(level_of(FIRST, game.catalog)))
        self.floor: BenchFloor | None = None
        self.target: float | None = None
        self.why = ""
        self._before: Bench | None = None  # what is being dragged began here
        self._made: object = None
        self._prepared: object = None  # what the compiled loop was made for
        self._since, self._since_seen = 0.0, 0.0
        self._seen: tuple[object, list[SeenExample]] = (None, [])
        self._shown: tuple[object, ExamplePicture | None] = (None, None)
        self.rebuild()

    # -- the bench -----------------------------------------------------------------------------------------------------

    def change(self, bench: Bench) -> None:
        """Another bench, also where one that is dragged is let go; the one before can be had back."""
        before, self._before = self._before or self.bench, None
        self.past = [*self.past, before][-MOST_UNDONE:] if bench != before else self.past
        if bench != self.bench:
            self.bench = bench
            self.rebuild()

    def drag(self, bench: Bench) -> None:
        """Another bench for as long as something is dragged: all of it is one change."""
        self._before, self.bench = self._before or self.bench, bench
        self.rebuild()

    def undo_last(self) -> bool:
        """Undo. False: there is nothing to be undone; that is said."""
        self.cursor.typed = None
        if not self.past:
            self.game.refuse(_("There is nothing to undo."))
            return False
        self.bench, self._before = self.past.pop(), None
        self.rebuild()
        return True

    def rebuild(self) -> None:
        """The run and all numbers of the bench as it is now; where only its words are others, nothing."""
        bench = self.bench
        made = replace(bench, free=(), id="", title="", brief="", par=None, hints=(), bet=None)
        if made == self._made:
            return
        self._made = made
        self.runs.now = 0
        self.floor = self.target = None
        self._seen, self._shown = (None, []), (None, None)
        plugin = bench.learner.rpartition("/")[0] or bench.metric.rpartition("/")[0]

        def build() -> tuple[Attempt, BenchFloor | None]:
            why = why_not_playable(bench, self.game.catalog)
            if why:
                raise Refused(why)
            level = bare_level(level_of(bench, self.game.catalog))
            if plugin:  # its code is watched while it is played
                level = replace(level, id=f"{plugin}/{level.id}")
                Session(level, self.game.catalog).learn(1)  # what fails at once fails before its picture is made
            loop = (bench.network, bench.metric, bench.learner, bench.settings)
            if len(bench.rows) > MANY and self._before is None and loop != self._prepared:
                self._prepared = loop  # the compiled loop is made before a run begins, not within a frame of it
                with suppress(Fault, Impossible):  # the run tells it
                    Session(level, self.game.catalog).learn(2)
            metric = self.game.catalog.metric(bench.metric, bench.kept.plugin if bench.kept is not None else "")
            return Attempt(self.game, level), floor_of(bench, metric)

        self.why = ""
        try:
            self.attempt, self.floor = guard(self.game.loaded, plugin, build)
            self.target = self.attempt.level.aim.at_most
        except Fault as fault:
            self.why = fault_sentence(fault)
        except (Impossible, Refused, StopPoint) as why:
            self.why = translate(why)
        except Exception as raised:  # a plugin's metric or learner
            if not plugin:
                raise
            self.why = f"{plugin}: {type(raised).__name__}: {raised}"

    # -- the run -------------------------------------------------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """No run can begin; that is said."""
        if self.why:
            self.game.refuse(self.why, icon="warn")
        return bool(self.why)

    def is_full(self) -> bool:
        """No example more has room in the table; that is said."""
        full = len(self.bench.rows) >= MOST_ROWS
        if full:
            self.game.refuse(_("The table is full: it has room for at most {most}.").format(most=MOST_ROWS))
        return full

    def step(self) -> None:
        if not self.waiting:
            self._begin()
            self.attempt.step_once()

    def learn(self, bet: str = "") -> None:
        """Learn until there is an outcome, or stop a Learn that runs. `bet`: how the run is bet to end."""
        if not self.waiting:
            self._begin()
            if bet:
                self.runs.mark(bet=bet)
            self.attempt.learn()

    def reset(self) -> None:
        """Back to the start: the next step begins another run."""
        if self.waiting:
            return
        self.attempt.reset()
        self.runs.now = 0

    def _begin(self) -> None:
        if not self.runs.now and not self.attempt.session.count:
            self.runs.begin(self.bench)

    def bring_back(self, number: int) -> None:
        """The settings of a run that was; where the examples are the same it goes on from where it was left."""
        run = self.runs.run(number)
        if run is None or number == self.runs.now:
            return
        old, bench = run.bench, self.bench  # the examples stay, and where these have another shape the start too
        bench = replace(bench, metric=old.metric, learner=old.learner, alpha=old.alpha, settings=old.settings)
        self.change(replace(bench, weights=old.weights, seed=old.seed) if old.shape == bench.shape else bench)
        if self.why or (self.bench.rows, self.bench.shape) != (old.rows, old.shape):
            return
        if self.attempt.session.count:  # the settings are the same, so the present run still lies there
            self.reset()
        if run.steps:
            self.attempt.through(lambda: self.attempt.session.do(Learn(run.steps)))
            self.attempt.playback.jump(self.attempt.session.count)
            self.attempt.director.rest()
        self.runs.now = number

    def update(self, seconds: float) -> None:
        attempt = self.attempt
        attempt.update(seconds * attempt.director.pace)
        attempt.director.update(seconds)
        playback = attempt.playback
        if self.runs.now and playback.running:
            self.runs.mark(steps=attempt.session.count)
        elif self.runs.now:
            before = self.runs.run(self.runs.now)
            self.runs.note(attempt.session)
            now = self.runs.run(self.runs.now)
            if now is not None and now.bet and now.outcome and (before is None or before.outcome is None):
                self.bench = replace(self.bench, bet=(now.bench.alpha, now.bet, now.outcome))  # it is remembered
        self._since += seconds
        self._since_seen += seconds
        if self._since >= KEEP:
            self.keep()

    def keep(self) -> None:
        """Write the bench where it is found again."""
        self._since = 0.0
        known = len(self.file.faults)
        self.file.save(self.bench, self.runs.kept)
        for fault in self.file.faults[known:]:
            self.game.toasts.fault(fault)

    # -- what is seen of it --------------------------------------------------------------------------------------------

    def examples_now(self) -> list[SeenExample]:
        """What the network says of each example at the step that is looked at; [] where nothing can be said."""
        if self.why:
            return []
        session, step = self.attempt.shown, self.attempt.step
        key = (session.run.serial, step, session.count if step >= session.count else -1)
        fast = self.attempt.playback.running and len(session.run.examples) > MANY
        if self._seen[0] != key and not (fast and self._seen[1] and self._since_seen < AGAIN):
            self._since_seen = 0.0
            run, examples = session.run, list[SeenExample]()
            weights = run.weights_at(step)
            try:
                for inputs, goals in run.examples:
                    prediction = run.predict(weights, inputs)
                    examples.append((prediction[0], run.metric.total_error(prediction, goals)))
            except (ArithmeticError, ValueError):
                examples = []  # numbers beyond what a number can be
            self._seen = (key, examples)
        return self._seen[1]

    def mean_error(self) -> float | None:
        """Over all examples; None: it is not known."""
        seen = self.examples_now()
        total = 0.0
        for _prediction, error in seen:
            total += error
        return total / len(seen) if seen else None

    def picture(self) -> ExamplePicture:
        bench, seen = self.bench, self.examples_now()
        key = (self.bench, self._seen[0])
        if self._shown[1] is not None and self._shown[0] == key:
            return self._shown[1]
        numbered = {k: row for k, row in enumerate(bench.rows) if not any(isinstance(cell, str) for cell in row.cells)}
        rows = list(numbered.values())
        inputs = tuple(tuple(float(cell) for cell in row.cells[:-1]) for row in rows)
        goals = tuple(float(row.cells[-1]) for row in rows)
        names = tuple(column_name(bench, column) for column in range(bench.inputs + 1))
        shown = ExamplePicture(inputs, goals, tuple(numbered), names)
        if seen and len(seen) == len(rows):
            predictions, errors = zip(*seen)
            shown = shown._replace(predictions=predictions, errors=errors)
        if shown.predictions and bench.inputs == 1:
            run, lowest = self.attempt.shown.run, self.floor[1] if self.floor is not None else ()
            weights, predict = run.weights_at(self.attempt.step), run.network.predict
            low, high = min([0.0, *(x for (x,) in inputs)]), max([0.0, *(x for (x,) in inputs)])
            far = 0.25 * (high - low)
            ends = (low - far if low < 0 else 0.0, high + far if high > 0 else 0.0)
            places = [ends[0] + (ends[1] - ends[0]) * k / CURVE for k in range(CURVE + 1)] if bench.hidden else ends
            with suppress(ArithmeticError, ValueError):
                curve = [(x, predict(weights, [x])[0]) for x in places]
                floor = tuple((x, predict(lowest, [x])[0]) for x in ends) if lowest else ()
                shown = shown._replace(curve=tuple(point for point in curve if isfinite(point[1])), floor=floor)
        self._shown = (key, shown)
        return shown


def bare_level(level: Level) -> Level:
    """What of a level is played here: its first part, with nothing that is asked, locked or hidden."""
    return replace(level, knobs=(), questions=(), stages=(), variants={}, recording=(), ghost=(), sight={}, stop=False,
                   probes=None, picture="", hints=())  # fmt: skip


# What there is to choose from: networks, metrics, learners, and levels to open, a line about each.


class BenchChoice(NamedTuple):
    """`key`: its name in the catalogue, or the shape of a network. `refusal_reason`: it cannot be taken, and why."""

    key: str
    title: str
    line: str = ""
    plugin: str = ""
    refusal_reason: str = ""


def key_on(bench: Bench, what: str) -> str:
    """The key of the network, metric or learner that the bench has; of a plugin's one there is a / in it."""
    return " ".join(str(int(number)) for number in bench.shape) if what == "network" else str(getattr(bench, what))


def title_in(catalog: Catalog, what: str, key: str) -> str:
    """What a network, a metric or a learner is called; its name where it is not installed."""
    if what != "network":
        thing = (catalog.metrics if what == "metric" else catalog.learners).get(key)
        return _(item_title(thing)) if thing is not None else key
    inputs, hidden, bias = map(int, key.split())
    if hidden and bias:
        return plural_form("{n} hidden neuron, bias", "{n} hidden neurons, bias", hidden).format(n=hidden)
    if hidden:
        return plural_form("layers, {n} hidden neuron", "layers, {n} hidden neurons", hidden).format(n=hidden)
    title = {1: _("one wire"), 2: _("two wires"), 3: _("three wires"), 4: _("four wires")}[inputs]
    return _("{wires}, bias").format(wires=title) if bias else title


# A list over the workshop: of networks, metrics, learners, or of levels to open. Enter takes one.


SIDE, ROW, TITLE = 24.0, 44.0, 210.0
ROUND, BAR = 4.0, 14.0  # free around the rows, for the ring of the focus; at their right, for the bar


class ChoiceCard(Modal):
    """`on_choice`: told the key of what was chosen; the parent is shown again then. `empty`: where there is nothing."""

    wide, grows = 878.0, 360.0

    def __init__(self, game: Game, parent: Scene, title: str, choices: Sequence[BenchChoice], chosen: str,
                 on_choice: Callable[[str], object], empty: str = "") -> None:  # fmt: skip
        super().__init__(game, parent)
        self.title, self.choices, self.chosen, self.empty = title, list(choices), chosen, empty
        self.on_choice = on_choice

    def spoken_line(self) -> str:
        return f"{self.title}. {'' if self.choices else self.empty}"

    def begins(self) -> str:
        keys = [each.key for each in self.choices]
        return f"choice {self.chosen if self.chosen in keys else keys[0]}" if keys else "close"

    def tree(self, canvas: Canvas) -> Split:
        """A row each, as high as the line about it must be: its name, the line, the mark of a plugin."""
        room = self.span - 2 * SIDE - ROUND - BAR
        wide = min(0.36 * room, TITLE * max(1.0, canvas.type))
        rows = [] if self.choices else [fit_content(InkBox(canvas, Para(self.empty, BODY, "text2"), room))]
        for each in self.choices:
            refused, here = each.refusal_reason, each.key == self.chosen
            lock = (icon("lock", 18, "text2"),) if refused else ()
            name = Row((*lock, Line(each.title, LABEL, "text2" if refused else "text", yields=True)), 6)
            line = Para(refused or each.line, BODY, "text2", 1.25, grow=1)
            plugin = (icon("puzzle", 20, "plugin"), Line(each.plugin, LABEL, "text2")) if each.plugin else ()
            bar = Boxed(Ink(wide=4, high=ROW - 12), fill="text" if here else "", radius=2)
            ink = Boxed(Row((bar, Boxed(name, wide=wide, most=wide), line, *plugin), 12), (0, 8),
                        "rowhi" if here else "", radius=9)  # fmt: skip
            press = InkPress(f"choice {each.key}", ink, partial(self._take, each), "choices")
            rows.append(fit_content(WidgetPanel(press, 0, ink.size(canvas, room)[1])))
        content = with_padding(column(*rows, gap=4), ROUND, ROUND, BAR, ROUND)
        scrolled = ScrollPanel("choices", self.area, content, focusable=False)
        buttons = row(Part(Box()), Part(self.close_button(canvas), 180))
        body = column(fit_content(card_title(canvas, self.title)), Part(scrolled), Part(buttons, HIGH), gap=14)
        return with_padding(body, SIDE, 14, SIDE, 20)

    def _take(self, choice: BenchChoice) -> None:
        if choice.refusal_reason:
            self.game.refuse(choice.refusal_reason)
            return
        self.back()
        self.on_choice(choice.key)


# What can be opened on the bench: levels as data in the player's folder, drafts, the letters in the clipboard.


CLIPBOARD = "clipboard"
MOST = 100  # files that are listed


class OpenCard(ChoiceCard):
    """A list of them, the drafts last; the letters of a level first, if such lie in the clipboard."""

    def __init__(self, scene: BenchScreen) -> None:
        text, files = paste() or "", dict[str, tuple[Path, int]]()
        choices = [BenchChoice(CLIPBOARD, _("from the clipboard"), _("the code of a level"))] * is_level_code(text)
        for file, kind in ((file, kind) for folder, kind in ((paths.plugins(), ""), (paths.drafts(), _("draft")))
                           for file in paths.plugin_files(folder)[:MOST] if file.suffix == ".toml"):  # fmt: skip
            try:
                drafts = drafts_in(file)
            except Refused as refused:
                choices.append(BenchChoice(file.name, file.name, refusal_reason=sentence(refused)))
                continue
            for number, draft in enumerate(drafts):
                key = file.name if number == 0 and not kind else f"{file.name} {number} {kind}".strip()
                files[key] = (file, number)
                line = ", ".join(filter(None, (file.name, kind)))
                title = _(draft.level.title) or draft.level.id
                choices.append(BenchChoice(key, title, line, refusal_reason=fault_of(draft)))

        def take(key: str) -> None:
            if key == CLIPBOARD:
                scene.take(text)
                return
            file, number = files[key]
            try:
                drafts = drafts_in(file)
                if number >= len(drafts):  # the file is another one than when it was listed
                    raise Refused(N_("There is no level in it."))
            except Refused as refused:
                scene.game.toasts.fault(sentence(refused))
                return
            scene.take(drafts[number].level, file.name if len(drafts) == 1 else "")

        empty = _("There is no level file yet: “Save as level” makes one in {folder}.").format(folder=paths.plugins())
        super().__init__(scene.game, scene, _("Open"), choices, scene.saved_as, take, empty)


def drafts_in(file: Path) -> list[LevelDraft]:
    """The levels of a file. Refused: it cannot be read."""
    try:
        return list(read_levels(text_of(read_file(file), file.name), SiblingFolder(file.parent)))
    except OSError as error:
        raise unreadable(file.name, error) from None


def fault_of(draft: LevelDraft) -> str:
    """The first thing that is wrong with it; "": nothing."""
    wrong = next(iter(faults(draft.level, told=draft.faults)), None)
    if wrong is None:
        return ""
    field, value, allowed = wrong
    return _("{field} is {value}; allowed: {allowed}").format(field=field, value=repr(value)[:40], allowed=allowed)


def sentence(refused: Refused) -> str:
    """Why, in the player's language."""
    line = _("line {line}: ").format(line=refused.line) if refused.line else ""
    return line + translate(refused)


# What lies on the bench, and what hands do with it.


TITLES = {"network": N_("Network"), "metric": N_("Metric"), "learner": N_("Learner")}


class BenchScreen(PanelScreen):
    """What hands do on the bench: choose, bet, paste, open, undo. Each is one change, which can be undone.

    visit      the bench, its runs       betting    a bet is asked
    pictures   (name, panel) of each picture of the network      picture    which of them is seen
    saved      the bench as it was saved or opened               saved_as   its file
    """

    tries_all = True
    betting, picture = Laid(False), Laid(0)

    def __init__(self, game: Game, parent: Scene | None = None, what: Level | str | None = None) -> None:
        super().__init__(game)
        self.opener = parent
        self.visit = BenchVisit(game)
        self.attempt = self.visit.attempt
        self.pictures: list[tuple[str, Panel]] = []
        self.saved: Bench | None = None
        self.saved_as = self.visit.file.saved_as  # in another visit: whether it still is what lies there
        if self.saved_as and not self.visit.why:
            with suppress(Refused):
                drafts = drafts_in(paths.plugins() / self.saved_as)
                here = level_of(self.visit.bench, game.catalog, bet=True)
                self.saved = self.visit.bench if [draft.level for draft in drafts] == [here] else None
        for fault in self.visit.file.faults:
            game.toasts.fault(fault)
        if what is not None:
            self.take(what)

    # -- what lies on the bench ----------------------------------------------------------------------------------------

    def choose(self, what: str) -> None:
        bench = self.visit.bench

        def take(key: str) -> None:
            bench = self.visit.bench
            if what == "network":
                inputs, hidden, bias = map(int, key.split())
                if inputs > bench.inputs:
                    self.game.toasts.add(_("Every example now has one more input: 1."))
                bench = with_network(bench, inputs, hidden, bool(bias))
            elif what == "metric":
                bench = replace(bench, metric=key)
            else:
                bench = replace(bench, learner=key)
            self.visit.change(bench)

        choices, catalog = list[BenchChoice](), self.game.catalog
        if what == "network":
            sizes = [(count, 0) for count in range(1, MOST_INPUTS + 1)]
            sizes += [(bench.inputs, count) for count in range(1, MOST_HIDDEN + 1)]
            for (inputs, hidden), bias in ((size, bias) for size in sizes for bias in (False, True)):
                line = _("a weight for each input, added up")
                if hidden:
                    line = _("weights: {count}").format(count=hidden * (inputs + bias) + hidden + bias)
                elif bias:
                    line = _("a weight for each input and a bias, added up")
                key = f"{inputs} {hidden} {int(bias)}"
                choices.append(BenchChoice(key, title_in(catalog, what, key), line))
        else:
            kinds: dict[str, type] = {key: type(metric) for key, metric in catalog.metrics.items()}
            for key, kind in (catalog.learners if what == "learner" else kinds).items():
                reason = ""
                try:
                    if what == "learner" and not fits(kind, bench.network):
                        reason = _("it is not made for this network")
                except Exception as raised:  # a plugin's own answer
                    reason = f"{type(raised).__name__}: {raised}"
                # The first sentence that its author wrote about it, of the class or of its file
                module = inspect.getmodule(kind)
                text = vars(kind).get("__doc__") or (module.__doc__ if module is not None else "") or ""
                line = " ".join(text.strip().partition("\n\n")[0].split()).partition(". ")[0].rstrip(".")
                line = _(line + ".") if text else ""
                title = title_in(catalog, what, key)
                choices.append(BenchChoice(key, title, line, key.rpartition("/")[0], reason))
        self.go(ChoiceCard(self.game, self, _(TITLES[what]), choices, key_on(bench, what), take))

    def take(self, what: Level | str, name: str = "") -> bool:
        """Put a level, or what its letters say, on the bench. False: it could not be, and why was said."""
        try:
            level = what
            if isinstance(level, str):  # letters, or the text of a file
                draft = draft_of(table_in_code(level)) if is_level_code(level) else next(iter(read_levels(level)), None)
                if draft is None:
                    raise Refused(N_("There is no level in it."))
                wrong = fault_of(draft)
                if wrong:
                    raise Refused(N_("The level cannot be opened: {reason}"), reason=wrong)
                level = draft.level
            bench = bench_of(level, self.game.catalog)
        except Refused as refused:
            self.game.toasts.fault(translate(refused))
            self.game.player_feedback.feedback("refuse")
            return False
        self.visit.cursor.typed = None
        self.visit.change(bench)
        self.saved, self.saved_as = (bench, name) if name else (None, "")
        return True

    def paste(self) -> None:
        text, bench, cursor = paste(), self.visit.bench, self.visit.cursor
        if text is None:
            self.game.toasts.fault(no_clipboard())
            return
        if is_level_code(text):
            self.take(text)
            return
        try:
            rows, dropped, names = read_table(text)
        except Refused as refused:
            self.game.toasts.fault(translate(refused))
            self.game.player_feedback.feedback("refuse")
            return
        cursor.typed = None
        inputs = len(rows[0].cells) - 1
        self.visit.change(replace(with_rows(bench, rows, inputs), names=names))
        parts = [plural_form("{n} example", "{n} examples", len(rows)).format(n=len(rows))]
        if dropped:
            parts.append(_("the first {most}; skipped: {count}").format(most=MOST_ROWS, count=dropped))
        if inputs != bench.inputs:
            parts.append(_("the network follows, its weights are new"))
        cursor.row = cursor.column = cursor.first = 0
        self.game.toasts.add(_("Pasted"), "; ".join(parts), icon="check")

    # -- what is seen of it --------------------------------------------------------------------------------------------

    def open_bet(self) -> None:
        if self.visit.waiting:
            return
        if self.attempt.session.count:
            self.visit.reset()
        self.betting = True
        self.opens("bet land")

    def close_bet(self, outcome: str = "") -> None:
        """Ask no more; `outcome`: the bet, and the run is made."""
        self.betting = False
        self.set_focus("tile step" if outcome else "tile bet")
        if outcome:
            self.visit.learn(outcome)
