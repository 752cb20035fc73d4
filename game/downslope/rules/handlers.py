"""What each action does to a session. One function an action; Session.do looks it up here."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING, Any

from . import knob_turns
from .actions import Answer, Freeze, Impossible, Learn, Next, Probe, Probed, Reset, Show, Stop, TakeOver, Turn
from .target import Drawn, Fooled

if TYPE_CHECKING:
    from .session import Session


def _do_turn(session: Session, action: Turn) -> None:
    knob_turns.turn(session, action, locked=True)
    session.tally.turned(action)
    session.by_hand()


def _do_freeze(session: Session, action: Freeze) -> None:
    if session.level.knob("freeze") is None:
        raise Impossible("Weights cannot be frozen in this level.")
    if action.index >= session.level.network.size:
        raise Impossible("There is no {knob} {index}.", knob="weight", index=action.index)
    session.freeze(action)


def _do_learn(session: Session, action: Learn) -> None:
    session.learn(action.steps)


def _do_reset(session: Session, action: Reset) -> None:
    starts = knob_turns.start_knobs(session.level)
    session.knobs |= {k.name: starts[k.name] for k in session.level.knobs if k.one_way}  # they cannot be turned back
    session.restart(session.entry)
    if session.stage == 0 and session.base.recording:
        session.knobs = knob_turns.start_knobs(session.base)
        session.restart()
        session.record(session.base.recording)
        session.from_pass()
    session.tally.reset()
    session.by_hand()


def _do_next(session: Session, action: Next) -> None:
    if session.last_stage:
        raise Impossible("This was the last part.")
    if not session.won:
        raise Impossible("This part is not won yet.")
    changes = session.base.stages[session.stage]
    weights = None if "weights" in changes or "network" in changes else session.weights
    session.stage += 1
    session.knobs |= knob_turns.stage_knobs(changes)
    session.level = knob_turns.effective_level(session)
    session.frozen = frozenset(session.level.frozen) if "frozen" in changes else session.frozen
    session.entry = weights
    session.restart(weights)
    session.tally.next(changes)
    session.by_hand()  # the weights that came over may do already


def _do_answer(session: Session, action: Answer) -> None:
    questions = session.level.questions
    if not 0 <= action.question < len(questions):
        raise Impossible("There is no question {number} here.", number=action.question)
    if (session.stage, action.question) in session.answers:
        raise Impossible("This question is answered already.")
    session.answers[session.stage, action.question] = action.value


def _do_probe(session: Session, action: Probe) -> None:
    level, run = session.level, session.run
    if level.probes is None:
        raise Impossible("There is nothing to probe in this level.")
    used = len(session.probed) + session.tally.carried[0]
    if used >= level.probes and level.sees("bowl") != "fog":  # there the fog lifts instead
        raise Impossible("All {count} looks are used.", "The one look is used.", count=int(level.probes))
    predictions = tuple(tuple(run.network.predict(run.weights, x)) for x, _ in run.examples)
    unseen = session.error_by(unseen=True) if level.unseen else None
    session.probed.append(Probed(tuple(run.weights), predictions, run.error(), session.knobs["metric"], unseen))
    session.tally.probed()
    session.by_hand(looked=True)


def _do_stop(session: Session, action: Stop) -> None:
    if not session.level.stop:
        raise Impossible("There is nothing to call in this level.")
    session.by_hand(called=True)


def _do_show(session: Session, action: Show) -> None:
    network = session.level.network
    if not isinstance(session.level.target, (Drawn, Fooled)):
        raise Impossible("There is nothing to draw in this level.")
    if (len(action.input), len(action.goal_prediction)) != (network.inputs, network.outputs):
        one = "A drawing has one pixel here."
        raise Impossible("A drawing has {count} pixels here.", one, count=network.inputs)
    if not all(map(isfinite, (*action.input, *action.goal_prediction))):
        raise Impossible("A drawing has finite numbers only.")
    session.shown.append((tuple(action.input), tuple(action.goal_prediction)))
    session.by_hand()


def _do_take_over(session: Session, action: TakeOver) -> None:
    if not session.base.take_over:
        raise Impossible("This recording cannot be taken over.")
    session.take_over(action.step)


HANDLERS: dict[type[Any], Callable[[Session, Any], None]] = {
    Turn: _do_turn,
    Freeze: _do_freeze,
    Learn: _do_learn,
    Reset: _do_reset,
    Next: _do_next,
    Answer: _do_answer,
    Probe: _do_probe,
    Stop: _do_stop,
    Show: _do_show,
    TakeOver: _do_take_over,
}
