"""What Pip says while a weight is sought by hand: what to look at, never the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _, several
from ...rules.actions import Next, Turn
from ...rules.question import Question
from ...rules.session import Session
from ...rules.target import Near
from ...view.format.numbers import short
from .sending import Sent, strike_knob

if TYPE_CHECKING:
    from ...attempt.game import Game

Words = tuple[str, str]  # a bold line and a plain one; light markup
CLOSE = 1e-9


def words(game: Game, session: Session, rows: list[Sent], live: bool, arrived: bool) -> Words:
    """For the state of an attempt. `rows`: what the player has seen; `arrived`: no light is on its way."""
    if session.won and not arrived:
        return _on_its_way(session)
    if session.won:
        return _won(session)
    if live:
        return _turning(game, session, rows)
    if session.stage and session.base.star(session.stage) is not None and len(rows) == 1:
        goal = short(session.level.examples[0].pair[1][0])
        return (
            _("A second target: [goal:{goal}].").format(goal=goal),
            _("The table knows enough. One send may do."),
        )
    asked = _strike_question(session)
    if asked:
        return asked, _("Click a card, or reach it with Tab and press Enter.")
    return _sending(rows)


def _untouched(session: Session) -> bool:
    """No knob was turned since this stage began."""
    for action in reversed(session.actions):
        if isinstance(action, (Next, Turn)):
            return isinstance(action, Next)
    return False


def _on_its_way(session: Session) -> Words:
    if _untouched(session):
        return _("The next one: the dial stays where it is."), _("What will the [prediction:prediction] be?")
    return _("It is on its way …"), ""


def _won(session: Session) -> Words:
    if _untouched(session):
        return (
            _("Right, and nobody touched the dial."),
            _("The same [weight:weight] serves the next one too."),
        )
    if session.last_stage:
        return _("That is it."), _serves(session)
    if session.base.star(session.stage + 1) is not None:
        return _("It arrives."), _("The day is won. Another one waits, if you like.")
    return _("It is right."), _("Now see what the same [weight:weight] makes of the next one.")


def _serves(session: Session) -> str:
    """What this weight does for all that was asked in this level."""
    base, run, target = session.base, session.run, session.level.target
    asked = [pair for stage in range(session.stage) for pair in base.stage(stage).data()]
    tolerance = target.tolerance if isinstance(target, Near) else 0.0
    if not all(abs(run.predict(session.weights, x)[0] - goal[0]) <= tolerance + CLOSE for x, goal in asked):
        return _("This goal is met with a [weight:weight] of its own; the one before needs another.")
    if len(run.examples) < len(base.stage(session.stage).data()):
        return _("Every goal that is left is met with this one [weight:weight].")
    if len(asked) + len(run.examples) == 1:
        return _("The goal is met with this one [weight:weight].")
    return _("Every goal is met with this one [weight:weight].")


def _turning(game: Game, session: Session, rows: list[Sent]) -> Words:
    if not any(isinstance(action, Turn) for action in session.actions):
        keys = game.controls.help({"left": _("less"), "right": _("more")})
        told = " ".join(cap for cap, _words in keys)
        return (
            _("Turn the dial and watch what grows with it."),
            _("Drag it, or the slider under it; or press {keys}, with Shift ten notches at once.").format(keys=told),
        )
    low = rows[-1].misses[0] < 0
    return (
        _("Still too low.") if low else _("Now it is too high."),
        _("The square is how far off you are. Make it vanish."),
    )


def _strike_question(session: Session) -> str:
    found = strike_knob(session.base.stage(session.stage))
    if found is None or found[0].name in session.tally.first_values:
        return ""
    for question in session.level.questions:
        if isinstance(question, Question) and question.knob == found[0].name:
            return _(question.text)
    return ""


def _sending(rows: list[Sent]) -> Words:
    seen = len(rows)
    if seen == 1:
        return (
            _("The start is on the table. The rest is dark."),
            _("Set the [weight:weight], then send it down the wire."),
        )
    last, before = rows[-1], rows[-2]
    if len(last.predictions) > 1:
        left = [miss for i, miss in enumerate(last.misses) if i not in last.struck]
        same = all(miss > CLOSE for miss in left) or all(miss < -CLOSE for miss in left)
        return (
            several("One send is on the table.", "{count} sends are on the table.", seen - 1).format(count=seen - 1)
            if seen > 2
            else _("Card by card, look at the miss."),
            _("All of them on one side.") if same else _("Does one card pull the other way?"),
        )
    if abs(last.weight - before.weight) < CLOSE:
        return _("The same [weight:weight] gives the same again."), _("Turn it before you send.")
    if seen == 2:
        more = (last.weight - before.weight) * (last.predictions[0] - before.predictions[0]) > 0
        return (
            _("Two results are on the table."),
            _("More [weight:weight], more [prediction:prediction]. How much more for how much more?")
            if more
            else _("More [weight:weight], less [prediction:prediction]. How much less for how much more?"),
        )
    return (
        several("One result is on the table.", "{count} results are on the table.", seen).format(count=seen),
        _("Between which two of them must the [weight:weight] lie?")
        if any(a.misses[0] * b.misses[0] < 0 for a in rows for b in rows)
        else _("All miss on the same side. Go further."),
    )
