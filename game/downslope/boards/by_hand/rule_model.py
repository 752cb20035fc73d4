"""What the rule board shows, read from a session: the cards, the rules that were tested, the calls."""

from __future__ import annotations

from collections.abc import Mapping

from ...i18n import _
from ...rules.actions import Learn, Turn
from ...rules.knob import Knob
from ...rules.level import Level
from ...rules.question import Question
from ...rules.session import Session
from ...view.cards.rule_card import VisibleCard
from ...view.widgets.panel import Laid
from ..shared.panel import Host
from ..shared.tiles import undo_turn

# ---------------------------------------------------------------------------------------------------------------------
# The slots of a rule of tiles: which knobs of a level they are.


def slots_of(level: Level) -> list[Knob]:
    """The free knobs whose values are words, but for the metric and the learner: the slots of a rule."""
    named = [k for k in level.knobs if k.name not in ("metric", "learner") and k.stops]
    return [k for k in named if all(isinstance(stop, str) for stop in k.stops)]


Rule = tuple[str, ...]  # a tile for each slot


def cards_of(session: Session, tested: bool) -> list[VisibleCard]:
    """The neurons side by side as they are before the rule moves them, and, `tested`, what it has done to them."""
    run = session.run
    (inputs, goals) = run.examples[0]
    start = run.weights_at(0)
    end = run.weights_at(1) if tested and run.count else None
    first = run.network.predict(start, inputs)
    last = run.network.predict(end, inputs) if end is not None else None
    error, limit = run.metric.error, 1.2 * max(abs(weight) for weight in start) or 1.0
    return [
        VisibleCard(
            i + 1, inputs[i], start[i], first[i], goals[i], first[i] - goals[i], error(first[i], goals[i]),
            error(last[i], goals[i]) if last is not None else None, end[i] - start[i] if end is not None else None,
            limit,
        )
        for i in range(len(start))
    ]  # fmt: skip


def tiles_in_slots(session: Session) -> dict[str, str]:
    """Slot -> tile, for the slots into which a tile was put."""
    names = {knob.name for knob in slots_of(session.base)}
    tiles: dict[str, str] = {}
    for action in session.actions:
        if isinstance(action, Turn) and action.knob in names:
            tiles[action.knob] = str(action.value)
    return tiles


def rule_tests(session: Session) -> list[Rule]:
    """The rules that were tested, the first one first."""
    slots = slots_of(session.base)
    here = {knob.name: str(session.knobs.get(knob.name, "")) for knob in slots}
    here |= {knob.name: str(knob.start if knob.start is not None else knob.stops[0]) for knob in slots}
    rules: list[Rule] = []
    for action in session.actions:
        if isinstance(action, Turn) and action.knob in here:
            here[action.knob] = str(action.value)
        elif isinstance(action, Learn):
            rules.append(tuple(here.values()))
    return rules


def smaller(session: Session, rule: Rule) -> tuple[bool, ...]:
    """For each card: does this rule make its error smaller? The engine runs it."""
    turns = [Turn(knob.name, tile) for knob, tile in zip(slots_of(session.base), rule)]
    trial = Session(session.base, session.catalog, [*turns, Learn(1)])
    return tuple(card.better for card in cards_of(trial, True))


def way_of(question: Question, answer: str) -> int:
    """1: up, -1: down, 0: neither, as the question itself means it."""
    means = question.meaning_of(answer)
    return int(means) if isinstance(means, (int, float)) else 0


class RuleModel:
    """The calls, which are the level's questions for the start, one for each card; then the rule that is built.

    slot       where the next tile goes      reviewing   the cards show why the calls are as they are
    questions  of the calls, in the order of the cards: each with its number
    """

    slot, reviewing, skipped = Laid(0), Laid(False), Laid(False)
    called = Laid[int | None](None)  # the card before which all were
    inside = Laid[Mapping[str, str]]({})  # the slots

    def __init__(self, host: Host) -> None:
        self.host, self.attempt, self.open_bets = host, host.attempt, host.attempt.open_bets
        level = host.attempt.level
        asked = [(n, q) for n, q in enumerate(level.questions) if isinstance(q, Question) and q.when == "start"]
        self.questions = asked if len(asked) == level.network.outputs else []
        if self.questions:
            self.open_bets.end()

    # -- the calls ---------------------------------------------------------------------------------------------------

    @property
    def asked(self) -> int | None:
        """The card whose call is next; None: all are made or skipped, or there are none."""
        if self.skipped or not self.host.game.settings.bets or self.attempt.machine is not None:
            return None
        given = self.open_bets.given
        return next((card for card, (number, _q) in enumerate(self.questions) if number not in given), None)

    def answers(self, card: int) -> list[tuple[str, int]]:
        """What can be called, and which way that is: up first."""
        question = self.questions[card][1]
        return sorted(((answer, way_of(question, answer)) for answer in question.answers), key=lambda each: -each[1])

    def right(self, card: int) -> bool | None:
        """Was the player's call right? None: there was none."""
        return self.open_bets.answered.get(self.questions[card][0]) if self.questions else None

    def way(self, card: int) -> int | None:
        """The right way, once it was called."""
        if self.right(card) is None:
            return None
        question = self.questions[card][1]
        return way_of(question, question.right)

    def sentence(self, card: int) -> str:
        """What was called. The reason names the rule, so it is told when that is found."""
        number, question = self.questions[card]
        if self.attempt.session.complete:
            return _(question.why)
        given = self.open_bets.given.get(number)
        return _("not called") if given is None else _("you called: {answer}").format(answer=_(str(given)))

    def call(self, card: int, answer: str) -> None:
        """Up or down; noted as an answer to the card's question."""
        self.open_bets.call(self.questions[card][0], answer)
        self.called = self.asked
        self.host.set_focus(f"call {card + 2} {answer}" if self.asked is not None else "slot 1")

    def skip(self) -> None:
        self.skipped = True
        self.host.set_focus("slot 1")

    # -- the rule ----------------------------------------------------------------------------------------------------

    @property
    def knobs(self) -> list[Knob]:
        """The slots."""
        return slots_of(self.attempt.session.base)

    def choose(self, slot: int) -> None:
        self.slot = min(len(self.knobs) - 1, max(0, slot))
        self.host.set_focus(f"slot {self.slot + 1}")

    def put(self, tile: str, slot: int | None = None) -> None:
        """Put a tile into a slot, and go on to the next one that is empty."""
        slot = self.slot if slot is None else slot
        self.reviewing = False
        if self.attempt.turn(self.knobs[slot].name, tile):
            inside = tiles_in_slots(self.attempt.session)
            empty = [number for number, knob in enumerate(self.knobs) if knob.name not in inside]
            self.slot = empty[0] if empty else slot
            self.inside = inside

    def undo(self) -> None:
        if undo_turn(self.attempt):
            self.inside = tiles_in_slots(self.attempt.session)

    @property
    def ready(self) -> bool:
        return self.asked is None and len(tiles_in_slots(self.attempt.session)) == len(self.knobs)

    @property
    def tested(self) -> bool:
        """The test has come to its end on the screen."""
        return self.attempt.step > 0

    def test(self) -> None:
        attempt = self.attempt
        if attempt.session.count:
            attempt.reset()
        self.reviewing = False
        attempt.step_once()
        attempt.verdict = attempt.fault is not None  # the cards say what came of it
