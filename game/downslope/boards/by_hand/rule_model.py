"""What the rule board shows, read from a session: the cards, the rules that were tested, the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...rules.actions import Learn, Turn
from ...rules.question import Question
from ...rules.session import Session

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...rules.level import Level

Rule = tuple[str, ...]  # a tile for each slot


class Card(NamedTuple):
    """One of the neurons side by side, as it is before the rule moves it, and what the rule has done."""

    input: float
    weight: float
    prediction: float
    goal: float
    delta: float
    before: float  # error
    after: float | None  # error, once the rule was tested
    moved: float | None  # change of the weight


def slots_of(level: Level) -> list[Knob]:
    """The free knobs whose values are words, but for the metric and the learner: the slots of a rule."""
    named = [k for k in level.knobs if k.name not in ("metric", "learner") and k.stops]
    return [k for k in named if all(isinstance(stop, str) for stop in k.stops)]


def cards_of(session: Session, tested: bool) -> list[Card]:
    """`tested`: the step has been made and may be shown."""
    run = session.run
    (inputs, goals) = run.examples[0]
    start = run.history.weights_at(0) if run.count else tuple(run.weights)
    end = (run.history.weights_at(1) if run.count > 1 else tuple(run.weights)) if tested and run.count else None
    first = run.network.predict(start, inputs)
    last = run.network.predict(end, inputs) if end is not None else None
    error = run.metric.error
    return [
        Card(
            inputs[i], start[i], first[i], goals[i], first[i] - goals[i], error(first[i], goals[i]),
            error(last[i], goals[i]) if last is not None else None, end[i] - start[i] if end is not None else None,
        )
        for i in range(len(start))
    ]  # fmt: skip


def filled(session: Session) -> dict[str, str]:
    """Slot -> tile, for the slots into which a tile was put."""
    names = {knob.name for knob in slots_of(session.base)}
    found: dict[str, str] = {}
    for action in session.actions:
        if isinstance(action, Turn) and action.knob in names:
            found[action.knob] = str(action.value)
    return found


def rules_tested(session: Session) -> list[Rule]:
    """The rules that were tested, the first one first."""
    slots = slots_of(session.base)
    here = {knob.name: str(session.knobs.get(knob.name, "")) for knob in slots}
    here |= {knob.name: str(knob.start if knob.start is not None else knob.stops[0]) for knob in slots}
    found: list[Rule] = []
    for action in session.actions:
        if isinstance(action, Turn) and action.knob in here:
            here[action.knob] = str(action.value)
        elif isinstance(action, Learn):
            found.append(tuple(here.values()))
    return found


def smaller(session: Session, rule: Rule) -> tuple[bool, ...]:
    """For each card: does this rule make its error smaller? The engine runs it."""
    turns = [Turn(knob.name, tile) for knob, tile in zip(slots_of(session.base), rule)]
    trial = Session(session.base, session.catalog, [*turns, Learn(1)])
    return tuple(c.after is not None and c.after < c.before for c in cards_of(trial, True))


def calls_of(level: Level) -> list[tuple[int, Question]]:
    """(number, question) of the calls, one for each card; none where the questions are of another kind."""
    asked = [(n, q) for n, q in enumerate(level.questions) if isinstance(q, Question) and q.when == "start"]
    return asked if len(asked) == level.network.outputs else []


def way_of(question: Question, answer: str) -> int:
    """1: up, -1: down, 0: neither, as the question itself means it."""
    place = list(question.answers).index(answer)
    means = question.means[place] if place < len(question.means) else 0
    return int(means) if isinstance(means, (int, float)) else 0


def numbered(numbers: list[int]) -> str:
    """"3", "3 and 4", "1, 3 and 4" with the word for `and` of the player's language."""
    from ...i18n import _

    texts = [str(n) for n in numbers]
    if len(texts) < 2:
        return "".join(texts)
    return _("{most} and {last}").format(most=", ".join(texts[:-1]), last=texts[-1])
