"""What Pip says in a level by hand, from what the player has seen there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import N_, _, several
from ...rules.actions import Next, Turn
from ...rules.question import Question
from ...rules.truncate import last_of
from ...view.format.numbers import number, short
from ..shared.tolerance import leeway_of
from .sends import Sent, most_decimals, strike_knob, struck_cards

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...rules.session import Session

Words = tuple[str, str]  # a bold line and a plain one; light markup
CLOSE = 1e-9
NOTHING: Words = ("", "")
COUNTS = (N_("No"), N_("One"), N_("Two"), N_("Three"), N_("Four"), N_("Five"), N_("Six"))


def words(game: Game, session: Session, rows: list[Sent], live: bool, arrived: bool) -> Words:
    """For the state of an attempt. `rows`: what the player has seen; `arrived`: no light is on its way."""
    if session.won and not arrived:
        return NOTHING  # what is played is told when it has been seen
    if session.won:
        return _won(session, rows[-1])
    if live:
        return _turning(game, session, rows)
    if session.stage and session.base.star(session.stage) is not None and len(rows) == 1:
        goal = short(session.level.examples[0].pair[1][0])
        return (
            _("A second target: [goal:{goal}].").format(goal=goal),
            _("The table tells you enough for one send."),
        )
    if _asks_for_a_strike(session):
        told = _("Which one does not fit the others?") if len(rows) == 1 else _sending(rows)[0]
        return told, _("Click the wrong one, or reach it with Tab and press Enter.")
    if struck_cards(session) != rows[-1].struck:
        return (
            _("It no longer counts.") if struck_cards(session) else _("All of them count again."),
            _("Set the [weight:weight] for those that are left, then send.") if struck_cards(session)
            else _("Set the [weight:weight] for all of them, then send."),
        )
    return _sending(rows)


def _untouched(session: Session) -> bool:
    """No knob was turned since this stage began."""
    return isinstance(last_of(session.actions, Next, Turn), Next)


def _won(session: Session, sent: Sent) -> Words:
    if _untouched(session):
        return (
            _("The [prediction:prediction] is right, and nobody touched the dial."),
            _("The same [weight:weight] works for every one."),
        )
    if session.last_stage:
        return _end(session, sent)
    if session.base.star(session.stage + 1) is not None:
        return _("Just right."), _("Level won. A second target waits, if you like.")
    return _("Correct."), _("Now try the same [weight:weight] on the next one.")


def _end(session: Session, sent: Sent) -> Words:
    """All is won: what this weight does for all that was asked in this level."""
    base, run, parts = session.base, session.run, session.stage + 1
    asked = [pair for stage in range(session.stage) for pair in base.stage(stage).data()]
    tolerance = leeway_of(session.level)
    if not all(abs(run.predict(session.weights, x)[0] - goal[0]) <= tolerance + CLOSE for x, goal in asked):
        name = _(base.words.get("stages", "goals"))
        told = _("Both {goals} are done, each with its own [weight:weight].") if parts == 2 else _(
            "All {goals} are done, each with its own [weight:weight].")  # fmt: skip
        return _("That’s it."), told.format(goals=name)
    if len(run.examples) < len(base.stage(session.stage).data()):
        return _("This one [weight:weight] fits every goal that is left."), _strike_why(session)
    if len(run.examples) > 1:
        return _("That’s it."), _("One [weight:weight] for all of them.")
    if parts == 1:
        told = number(sent.predictions[0], max(2, most_decimals([sent.predictions[0], run.examples[0][1][0]])))
        return _("That’s it: [prediction:{prediction}].").format(prediction=told), ""
    count = _(COUNTS[parts]) if parts < len(COUNTS) else str(parts)
    name = _(base.words.get("stages", "goals"))
    return _("{count} {goals}, one [weight:weight].").format(count=count, goals=name), ""


def _turning(game: Game, session: Session, rows: list[Sent]) -> Words:
    if not any(isinstance(action, Turn) for action in session.actions):
        keys = game.controls.help({"left": _("less"), "right": _("more")})
        told = " ".join(cap for cap, _words in keys)
        return (
            _("Turn the dial and watch what grows with it."),
            _("Drag it or its slider, or press {keys}; hold Shift for ten at a time.").format(keys=told),
        )
    low = rows[-1].misses[0] < 0
    return (
        _("Still too low.") if low else _("Now it is too high."),
        _("The square is how far off you are. Make it vanish."),
    )


def strike_text(session: Session) -> str:
    """What a level asks that is answered by the first card struck; "": nothing."""
    question = _strike_question(session)
    return "" if question is None else _(question.text)


def _strike_why(session: Session) -> str:
    """Which card was to be struck, and why."""
    question = _strike_question(session)
    return "" if question is None else f"{_(question.right)}: {_(question.why)}"


def _strike_question(session: Session) -> Question | None:
    found = strike_knob(session.base.stage(session.stage))
    for question in session.level.questions:
        if found is not None and isinstance(question, Question) and question.knob == found[0].name:
            return question
    return None


def _how(before: float, now: float) -> str:
    """What became of the weight: times, where it has grown; else from where to where."""
    if before * now > 0 and abs(now) > abs(before):
        return _("The [weight:weight] is [value:{times}] times as big.").format(times=short(now / before, 3))
    return _("The [weight:weight] went from [weight:{before}] to [weight:{now}].").format(
        before=short(before), now=short(now)
    )


def _asks_for_a_strike(session: Session) -> bool:
    """No card has been struck yet, and the first one counts."""
    found = strike_knob(session.base.stage(session.stage))
    return found is not None and bool(strike_text(session)) and found[0].name not in session.tally.first_values


def _sending(rows: list[Sent]) -> Words:
    seen = len(rows)
    if seen == 1:
        return (
            _("Row 0 is the start. Your first send fills row 1."),
            _("Set the [weight:weight], then send it down the wire."),
        )
    last, before = rows[-1], rows[-2]
    if len(last.predictions) > 1:
        left = [miss for i, miss in enumerate(last.misses) if i not in last.struck]
        high, low = all(miss > CLOSE for miss in left), all(miss < -CLOSE for miss in left)
        less, more = _("All of them are too high."), _("All of them are too low.")
        return (
            several("One send is in the table.", "{count} sends are in the table.", seen - 1).format(count=seen - 1)
            if seen > 2
            else _("Look at the misses, one by one."),
            less if high else more if low else _("Does one of them pull the other way?"),
        )
    if abs(last.weight - before.weight) < CLOSE:
        return _("The same [weight:weight] gives the same result."), _("Turn it before you send.")
    if seen == 2:
        return (
            _("Two results are in the table."),
            _how(before.weight, last.weight) + " " + _("What did the [prediction:prediction] do?"),
        )
    return (
        several("One result is in the table.", "{count} results are in the table.", seen).format(count=seen),
        _("Between which two of them must the [weight:weight] lie?")
        if any(a.misses[0] * b.misses[0] < 0 for a in rows for b in rows)
        else _("All miss on the same side. Go further."),
    )
