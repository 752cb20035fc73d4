"""What is going on at a level: the player's session, what is looked at, what runs, what is asked. It draws nothing.

The play screen and its boards read it; widgets call its methods. A refused action becomes a note, never an error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from ..engine.fault import blame
from ..engine.run import Fault
from ..engine.watchdog import StopPoint
from ..i18n import _
from ..registry.plugin_guard import fault_sentence, guard
from ..rules import (
    ALL,
    UNITS,
    Action,
    Answer,
    Impossible,
    Learn,
    Level,
    Next,
    Probe,
    Reset,
    Session,
    Stop,
    TakeOver,
    Turn,
    course,
    last_action,
    numbers,
    part_with_count,
    record,
    shown,
)
from ..solving.tried import Tried
from ..storage.level_digest import terms
from ..view.draw import TimeSlice
from .bets import Bets, refusal_sentence
from .director import Director, Phase, SeenState
from .game.game import Game
from .game.sound_cues import FAST, RunFeedback
from .past_runs import PastRuns, errors_of, keep, mark_of, requested_error
from .playback import Pace, Playback, RunPreview
from .rehearsal import ShowPhase
from .show import MachineShow
from .shown import AUTO_LATER, VisibleAttempt, unit_name

SHARE, STEPS = 0.002, 0.0015  # seconds of a frame in which a run is looked ahead; its steps are made, one at least
AT_ONCE = 0.05  # seconds in which a run is looked ahead where all of it is needed at once


MOST = 4  # steps that are announced in one frame: of more, the last ones
LARGE = 2_000  # examples times weights above which the error of the step before is taken, which is known
EVEN = {"hot-and-cold", "absolute"}  # a learner and a metric whose steps have one size
TINY = 1e-12  # the error of a target that asks for none


@dataclass(eq=False)
class RunNews:
    """Tells what is felt of every step as it comes to its end, of what came of the run, of the leader of the tries.

    A step that is jumped to (a look back, an undo) is not one that was taken.
    """

    _feel: RunFeedback
    _run: object = None
    _step: int = 0
    _jumps: int = -1
    _seen: object = None  # the outcome that Pip has taken in
    _told: object = None  # the outcome that was announced last
    _heard: tuple[Tried | None, int] = (None, 0)  # the tries, and the beat of them that was heard last

    def update(self, attempt: VisibleAttempt) -> None:
        """A frame was made up: what of it is news."""
        if attempt.drag is not None:  # what a knob would give is not a run
            return
        session, step, jumps = attempt.shown, attempt.step, attempt.playback.jumps
        player_feedback, run = self._feel, (session.run.serial, session.stage)
        if run != self._run:
            learner, metric = session.run.learner, session.run.metric
            even = metric.name in EVEN or (learner is not None and learner.name in EVEN)
            first = abs(signed_error(session, 0))
            level = session.base
            player_feedback.begin(target_of(session), first, even, level.chapter, level.id, level.picture)
        elif attempt.ahead is not None and len(session.run.batches) > 1:
            pass  # of what is tried whole passes are seen
        elif jumps == self._jumps and step > self._step:
            quiet, playback = session is not attempt.session, attempt.playback
            stands = playback.running and playback.pace is not None and playback.pace.step(playback.made)[1] > 0
            first = max(self._step, step - MOST)
            errors = [signed_error(session, k) for k in range(first, step + 1)]
            for k, (before, after) in enumerate(pairwise(errors), first):
                telling = stands and k == step - 1
                speed = min(FAST, playback.speed) if telling else playback.speed
                listens = player_feedback.listens and speed <= FAST
                moved = [numbers(session, each) if listens else {} for each in (k, k + 1)]
                player_feedback.step(before, after, speed, quiet, telling, moved)
        if run != self._run:
            self._told = self._seen = session.outcome  # what it came to was announced when it was played
        self._run, self._step, self._jumps = run, step, jumps
        player_feedback.hop(attempt.playback.hop_progress)
        self._tell_end(attempt)
        # Each beat is heard once
        show = attempt.show
        tried = show.tried if show is not None and show.phase is ShowPhase.TRIES else None
        beat = tried.shown if tried is not None else None
        if tried is None or beat is None:
            return
        before = self._heard[1] if self._heard[0] is tried else 0
        self._heard = tried, beat
        leader = tried.leader(beat) if beat > before else None
        if leader is None:
            return
        lane = tried.lanes[leader]
        first, now = abs(lane.errors[0]), abs(lane.errors[lane.last_shown_beat(beat)])
        landed = sum(each.won and before < each.made <= beat for each in tried.lanes)
        self._feel.tries(now, first, target_of(tried.session), landed)

    def _tell_end(self, attempt: VisibleAttempt) -> None:
        outcome, playback = attempt.shown.outcome, attempt.playback
        if attempt.ahead is not None and attempt.step < attempt.shown.count:
            outcome = None  # it is not seen yet
        played = not playback.moving and not playback.running
        if outcome is None:
            self._told = self._seen = None
            return
        reacts = attempt.director.state is Phase.REACT
        if outcome is self._told or not played or (attempt.director.pending and not reacts):
            return
        if outcome is not self._seen:  # Pip takes it as the world does; what it was is heard with the verdict
            self._feel.show(outcome.kind)
            self._seen = outcome
        if not reacts:
            self._told = outcome
            self._feel.sing(outcome.kind, attempt.shown is not attempt.session)


def target_of(session: Session) -> float:
    """The error at which the run has landed; where the target is no error, a little of the first one."""
    wanted = requested_error(session)
    if wanted is None:
        first = abs(signed_error(session, 0))
        wanted = first * 10**-3.5 if math.isfinite(first) else 0.0
    return max(TINY, wanted)


def signed_error(session: Session, step: int) -> float:
    """The error at a step. Where one weight is learned it is negative on the side where the weight must fall.

    Where the steps of a pass see one example each, it is that of all of them: each alone is now better, now worse.
    """
    run = session.run
    try:
        size = len(run.examples) * run.network.size
        if len(run.batches) > 1 and size <= LARGE:
            return run.full_problem.error(run.weights_at(step))
        if step < run.count:
            error = run.errors[step]
        elif size > LARGE:
            error = run.errors[-1] if run.count else math.nan
        else:
            error = run.error()
        if run.network.size == 1 and size <= LARGE:
            return math.copysign(error, -run.weight_deltas_at(step)[0])
        return error
    except (ArithmeticError, LookupError):
        return math.inf


def before_last(session: Session) -> Session:
    """Without the last thing that was turned or learned; looks since then stay.

    Impossible: there is nothing but looks.
    """
    state = session
    while isinstance(last_action(state), Probe):
        state = state.step_back()
    if last_action(state) is None:
        raise Impossible(UNITS["probes"].stays)
    return state.step_back()


def with_inspections(session: Session, state: Session) -> Session:
    """An earlier state, or the level from its start, in which all that was seen in the session still counts.

    Impossible: a run was seen there, where runs are the unit.
    """
    unit = session.level.par_unit
    if unit != "probes" and UNITS[unit].stays and UNITS[unit].count(state) < UNITS[unit].count(session):
        raise Impossible(UNITS[unit].stays)
    calls, kept = ([isinstance(action, Stop) for action in each.actions].count(True) for each in (session, state))
    if session.level.once and kept < calls:
        raise Impossible("What was called stays called. Press Reset for another try.")
    looks = max(0, session.tally.probes - state.tally.probes)
    turns = max(0, session.tally.turns - state.tally.turns) if unit == "turns" else 0
    rows = session.probed[len(state.probed) :] if session.stage == state.stage else []
    if looks or turns:
        state.carry(looks, 0, turns, rows[-looks:] if looks else ())
    return state


class Attempt(VisibleAttempt):
    """One visit to a level.

    session    the player's own        shown      the session that is on the screen: own, the machine's, a bet's run
    playback   the animated position in the shown run, and which step is looked at
    asking     the open bet, answers given        machine    auto-solve, once it was started
    director   at what the visit is, and what may be told
    """

    def __init__(self, game: Game, level: Level, start: Sequence[Action] = ()) -> None:
        """`start`: what is done before the player comes."""
        self.game = game
        self.level = level
        self.session = Session(level, game.catalog, start)
        self.ghost = None
        if level.ghost:  # its own reference run
            self.ghost = Session(level, game.catalog)
            record(self.ghost, level.ghost)
        self.open_bets = Bets(self)
        self.director = Director(self)
        self.machine: MachineShow | None = None
        self.runs = PastRuns()  # the old ones
        self.drag: Session | None = None  # what a knob that is being dragged would give
        self.playback = Playback()
        self.playback.jump(self.session.count)
        self.watched = False  # auto-solve was seen in this visit: only star 1 can be had
        self.replayed = False  # somebody else's run was seen in this visit
        self.curves: dict[int, list[float]] = {}  # the errors of the run that won a part, by its number
        self.ran = False  # the player has made a run of their own
        self.hints = 0
        self.verdict = False  # the verdict panel is open
        self.shown_card = False  # the level's card was seen: what is done then is a replay
        self.fault: Fault | None = None
        self.wants_code = False  # all lines of it
        self._shows = dict[int, frozenset[str]]()  # of each part
        self.stars_before = frozenset(game.progress.stars(level.id))
        self._preview: RunPreview | None = None  # of the Learn that was begun last
        self._news = RunNews(game.player_feedback)
        self.open_bets.offer()

    # what the player does

    def act(self, action: Action) -> bool:
        """Do it, or say why not. False: it was refused."""
        self.open_bets.close()
        before, seen = mark_of(self.session), self.director.seen
        if not self.through(partial(self.session.do, action)):
            return False
        if self.session.run is not before[0]:
            self.runs.keep(before)
        self.after(action, seen)
        return True

    def through(self, do: Callable[[], object]) -> bool:
        """Every action goes through here. False: it was refused, or a plugin raised, which is said."""
        run = self.session.run
        try:
            guard(self.game.loaded, self.level.plugin, do) if self.level.plugin else do()
        except Impossible as why:
            self.game.refuse(refusal_sentence(why))
        except (Fault, StopPoint) as why:
            fault = why if isinstance(why, Fault) else blame(why, run.learner, run.metric, run.network)
            self.fault, self.verdict = fault, True
            self.playback.jump(self.session.count)
            self.director.rest()
            self.game.plugins.record_fault(fault)
            if self.director.board is None:  # on a board the verdict tells it
                self.game.toasts.fault(fault_sentence(fault))
        else:
            return True
        return False

    def next_metric(self, back: bool = False) -> None:
        """Turn the metric knob to its next value."""
        knob = self.session.level.knob("metric")
        if knob is not None:
            here = knob.stops.index(self.session.knobs["metric"])
            self.turn("metric", knob.stops[(here + (-1 if back else 1)) % len(knob.stops)])

    def turn(self, knob: str, value: float | str, index: int = 0, instead: bool = False) -> bool:
        """A knob has been turned and let go.

        `instead`: of its turn just before, if that was the last action; back where it was before, it was not turned.
        """
        self.drag = None
        self.exit_machine()
        self.open_bets.close()
        before = self.session
        last = before.actions[-1] if before.actions else None
        if instead and isinstance(last, Turn) and (last.knob, last.index) == (knob, index):
            self.session = before.undo()
            if knob == "weight" and self.session.weights[index] == value:
                self._stand()
                return True
        if not self.act(Turn(knob, value, index)):
            self.session = before
            return False
        self.playback.jump(self.session.count)
        self.verdict = False
        return True

    def dragging(self, knob: str, value: float | str, index: int = 0) -> None:
        """A knob is being dragged: show what it would give, keep nothing."""
        if self.show is not None:
            return
        self.open_bets.close()
        scratch = self.session.copy()
        with suppress(Impossible, Fault):
            scratch.do(Turn(knob, value, index))
            self.drag = scratch

    def step_once(self) -> None:
        """Step: look, then move."""
        if self.show is not None:
            self.show.single()
            return
        if not self._run_is_over() and self.act(Learn(1)):
            self.playback.hop(self.session.count)

    def learn(self, seconds: float | None = None) -> None:
        """Learn until there is an outcome, or stop a Learn that runs. `seconds`: that the whole of it is to take."""
        if self.playback.running:
            self.pause()
            return
        if self._run_is_over():
            return
        self.open_bets.close()
        seen, pace = self.director.seen, None
        self._preview = RunPreview(self.session)
        if seconds is not None:
            self._preview.work(TimeSlice(AT_ONCE))
            steps = len(self._preview.pace.moving) if self._preview.pace is not None else 0
            pace = Pace((seconds / steps,) * steps, (0.0,) * steps) if steps else None  # all alike
        self.playback.start(pace)
        self.director.play(seen)

    @property
    def may_pause(self) -> bool:
        """Something runs: the player's own Learn, or the machine's."""
        return self.playback.running or self.playback.moving or self.show is not None

    def pause(self) -> None:
        """Hold a run; where none is, nothing."""
        if self.show is not None:
            self.show.toggle()
        elif self.may_pause:
            self.playback.jump(self.session.count)

    def probe(self) -> None:
        """Send, probe, look, peek. Where nothing was done since the last one it would tell the same: it is not counted.
        """
        self.exit_machine()
        if isinstance(last_action(self.session), Probe):
            text = _("Nothing has changed since the last {look}: you would see the same.")
            self.game.refuse(text.format(look=unit_name(self.level, 1, "probes")))
            return
        self.act(Probe())

    def stop(self) -> None:
        """Call the bottom."""
        self.exit_machine()
        if self.act(Stop()) and not self.session.won:
            self.game.toasts.add(_("Not here: this is not the bottom."))
            self.game.player_feedback.feedback("wrong")

    def reset(self) -> None:
        self.exit_machine()
        self.director.rest()
        done = self.session.actions
        since = done[max((n for n, action in enumerate(done) if isinstance(action, Next)), default=len(done)) + 1 :]
        at_once = self.session.won and self.session.stage and all(isinstance(each, Answer) for each in since)
        if self.shown_card or at_once:  # a part that was won as it began has nothing in it to begin again
            self.through(self._begin_anew)
        elif self.act(Reset()):
            self._stand()

    def _begin_anew(self) -> None:
        """All parts. What was counted stays counted until the level has been reached; answers stay given."""
        fresh = Session(self.level, self.game.catalog)
        for answer in [action for action in self.session.actions if isinstance(action, Answer)]:
            with suppress(Impossible, Fault):
                fresh.do(answer)
        replays = self.shown_card or self.session.complete
        self._go_to(fresh if replays else with_inspections(self.session, fresh))
        self.shown_card = False

    def undo(self) -> None:
        self.open_bets.close()
        if last_action(self.session) is None:
            self.game.refuse(_("There is nothing to undo."))
            return
        self.exit_machine()
        looked = isinstance(last_action(self.session), Probe)
        if self.through(lambda: self._go_to(with_inspections(self.session, before_last(self.session)))) and looked:
            self.game.toasts.add(_(UNITS["probes"].stays))

    def rewind(self) -> None:
        """Go on from the step that is looked at: what came after it is gone."""
        if self.step < self.session.count:
            self.through(lambda: self._go_to(with_inspections(self.session, self.session.rewind(self.step))))

    def take_over(self) -> None:
        """From the machine's run, or from a recording, at the step that is looked at."""
        show = self.show
        if show is not None:
            keep(self.game, self)
            if self.through(lambda: self._go_to(show.session_for_player(self.step, self.session))):
                self.watched = True  # what the machine has won is not the player's, also where all was reached before
        elif self.session.base.recording and self.act(TakeOver(self.step)):
            self._stand()

    def begin_from(self, session: Session) -> None:
        """Where somebody else's run stands, from now on the player's own."""
        if self.through(lambda: self._go_to(session)):
            self.watched = True

    def next_stage(self) -> None:
        won, curve = self.session.stage, errors_of(self.session)
        if self.act(Next()):
            self.curves[won] = curve
            self.verdict = False
            self.playback.jump(self.session.count)

    def look(self, step: int) -> None:
        """Look back (or forward again); nothing is replayed."""
        if self.show is not None:
            self.show.pause()
        self.open_bets.stop_demo()
        self.playback.jump(max(0, min(step, self.shown.count)))

    def hint(self) -> str:
        """One more hint, in order; the last stays. While a bet is open it is the first: others may tell its answer."""
        hints = self.session.level.hints
        if not hints:
            return _("This level has no hints.")
        self.hints = min(len(hints) if self.open_bets.open is None else max(1, self.hints), self.hints + 1)
        return _(hints[self.hints - 1])

    # the machine

    def auto(self) -> None:
        """Auto-solve: the machine takes the seat, or leaves it."""
        if self.show is not None:
            self.exit_machine()
            return
        if not self.can_auto:
            self.game.refuse(_(AUTO_LATER))
            return
        self.open_bets.close()
        self.watched = self.watched or not self.session.complete
        # What the player's best run under this par took, in its unit; None: there is none
        part, record = part_with_count(self.session), self.game.progress.level(self.level.id)
        best = record.best if record.best is not None and record.is_under(terms(self.level)) else None
        counts = best, self.session.tally.cost_at_win.get(part)
        own_best = min((count for count in counts if count is not None), default=None)
        self.machine = MachineShow(Session(self.level, self.game.catalog), self.playback, yours=own_best)
        self.verdict = False

    def replay(self, actions: Sequence[Action]) -> None:
        """A run that somebody has made takes the seat, and is played as theirs was."""
        self.open_bets.close()
        self.watched, self.replayed = self.watched or not self.session.complete, True
        self.machine = MachineShow(Session(self.level, self.game.catalog), self.playback, actions)
        self.verdict = False

    def exit_machine(self) -> None:
        """Back to the player's own run; the machine's stays as a ghost."""
        show = self.show
        if show is not None:
            show.on_stage = False
            self.ghost = show.session
            self.runs.keep(mark_of(self.ghost), machine=not show.is_shared)
            self.playback.jump(self.session.count)

    # time

    @property
    def shows(self) -> frozenset[str]:
        """The names of campaign.PANELS that are seen now; of the others nothing is drawn, and their keys still act."""
        part = self.shown.stage
        if self.game.settings.panels == "all":
            return ALL
        if part not in self._shows:
            levels = (each for each in course(self.level, self.game.catalog) if each.plugin == self.level.plugin)
            self._shows[part] = shown(self.level, levels, part)
        return self._shows[part]

    @property
    def whole_code(self) -> bool:
        """All lines of code are seen, not only the one that has just run: if the player wants them, where all is
        shown, and those of somebody else's learner or metric."""
        now = self.shown.level
        return self.wants_code or self.shows == ALL or "/" in f"{now.learner} {now.metric}"

    def close_verdict(self) -> None:
        self.verdict = False

    def turn_code(self) -> None:
        """All lines, or only that one, in this visit."""
        self.wants_code = not self.wants_code

    def show_everything(self) -> None:
        """All panels at once, from now on; again: as the levels introduce them."""
        settings = self.game.settings
        settings.panels = "come" if settings.panels == "all" else "all"
        self.game.save()

    @property
    def moving(self) -> bool:
        """A run goes on, or the eye is on its way in it."""
        working = self.show is not None and (self.show.playing or self.show.looks_ahead)
        return working or self.open_bets.playing or self.playback.moving or self.playback.running

    def update(self, seconds: float) -> None:
        """Time goes by."""
        if not self.open_bets.update(seconds):
            if self.show is not None:
                self.show.update(seconds, self.game.settings.still)
            else:
                # A Learn goes on: its pace is found out ahead; the playback says how many steps are due, which are made
                playback = self.playback
                if playback.running and playback.pace is None and self._preview is not None:
                    self._preview.work(TimeSlice(SHARE))
                    playback.pace = self._preview.pace
                due = playback.update(seconds, self.session.count, self.game.settings.still)
                piece = TimeSlice(STEPS)
                while due > 0 and self.session.outcome is None and not self.fault:
                    due -= 1
                    self._learn_one()
                    if due and piece.left <= 0 and playback.running:
                        playback.give_back(due)
                        break
                playback.running = playback.running and not self._learned
        self._news.update(self)

    def learn_out_of_sight(self) -> None:
        """The rest of a Learn that nobody can follow: all of it at once."""
        while self.playback.running and not self._learned:
            self._learn_one()
        self.playback.jump(self.session.count)

    @property
    def _learned(self) -> bool:
        return self.session.outcome is not None or self.fault is not None or self.session.run.diverged

    def _learn_one(self) -> None:
        playback, session, seen, before = self.playback, self.session, self.director.seen, self.session.count
        if not self.through(lambda: session.learn_until_outcome(1, grow=playback.grown)):
            playback.running = False
            return
        playback.grown = True
        playback.target = session.count
        if session.count > before:
            self.after(Learn(1), seen)

    # inside

    def note_steps(self) -> None:
        """Another process has made steps, and the session has taken them over."""
        self.playback.jump(self.session.count)
        self._note(Learn(1))
        self.director.check_for_news()  # now: what it tells would be on the tiles in this frame

    def after(self, action: Action, seen: SeenState) -> None:
        """What follows of something that was done. `seen`: what was seen before it."""
        self._note(action)
        self.game.player_feedback.did(action.knob if isinstance(action, Turn) else type(action).__name__)
        self.director.after(action, seen)

    def _note(self, action: Action) -> None:
        if isinstance(action, (Learn, Probe, Stop)):
            self.ran = self.ran or self.session.won or self.session.outcome is not None or isinstance(action, Probe)
        if self.session.outcome is not None and isinstance(action, Learn):
            self.verdict = True
        self.open_bets.after(action)

    def _run_is_over(self) -> bool:
        if not self.over:
            return False
        if self.session.won and not self.session.last_stage:
            self.next_stage()
        else:
            self.game.refuse(_("This run is over. Press Reset for a new one."))
        return True

    def _go_to(self, session: Session) -> None:
        """Another session of the player's; a run that had come to its end stays to be compared."""
        self.exit_machine()
        self.open_bets.close()
        if self.session.outcome is not None:
            self.runs.keep(mark_of(self.session))
        self.session = session
        self._stand()

    def _stand(self) -> None:
        self.fault = None
        self.verdict = False
        self.playback.jump(self.session.count)
        self.director.rest()
