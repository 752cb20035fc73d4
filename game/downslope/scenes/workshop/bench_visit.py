"""A visit to the workshop: the bench with its undo, the present run, runs that were, bets. It draws nothing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from math import isfinite
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.game.game import Game
from ...engine.fault import Fault
from ...engine.watchdog import StopPoint
from ...i18n import _, translate
from ...registry.plugin_guard import fault_sentence, guard
from ...rules.actions import Impossible, Learn
from ...rules.level import Level
from ...rules.session import Session
from ...storage.files import Refused
from ...workshop.bench import FIRST, MOST_ROWS, Bench, BenchFile, BenchRuns, column_name, with_settings
from ...workshop.bench_level import BenchFloor, floor_of, level_of, why_not_playable

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

    def __init__(self) -> None:
        self.row, self.column = 0, 0
        self.typed: str | None = None
        self.turning = False  # a gamepad turns the cell's number
        self.first = 0  # the row on top


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
        """Undo. False: there is nothing to be undone."""
        if not self.past:
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
        self.change(with_settings(self.bench, run))
        if self.why or self.bench.problem != run.bench.problem:
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
            run, lowest = self.attempt.shown.run, self.floor.weights if self.floor is not None else ()
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
