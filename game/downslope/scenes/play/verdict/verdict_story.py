"""What a verdict says and shows, before it is drawn: of the player's run, of a bet, or of a plugin's fault."""

from __future__ import annotations

import linecache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ....attempt.game.plugin_repair import plugin_of
from ....i18n import _, translate
from ....rules.outcome import outcome_title
from ....rules.question import Marker, Question
from ....rules.session import Session
from ....view.cards.outcome_sentences import in_short, why
from ....view.charts.misses_chart import Trail, trail
from ....view.charts.number_line import Line
from ....view.format.numbers import number
from ..bets.bet_strip import line_of, outcomes

if TYPE_CHECKING:
    from ....attempt.attempt import Attempt
    from ....engine.run import Fault
    from ..shared.play_screen import PlayScreen


class DroppedMarker(NamedTuple):
    """A marker that was dropped, and where it really is."""

    line: Line
    given: float
    right: float


class FaultyLine(NamedTuple):
    """The line of a plugin's file in which it was stopped."""

    number: int
    text: str
    file: str


class Story(NamedTuple):
    """All that a verdict shows. `result`: True or False for a bet that was right or not, None: no bet."""

    badge: str  # an outcome, or ""
    title: str  # instead of a badge
    aside: str  # at the right of the header
    bet: tuple[str, ...]  # icons of the answer given
    result: bool | None
    head: str  # a bold line above the text
    text: str  # with light markup
    chart: Trail | DroppedMarker | FaultyLine | None
    turn: int
    named: str = ""  # the outcome's name, where it is not that of its kind


def story_of(play: PlayScreen) -> Story | None:
    """What the verdict that is open now tells; None: there is nothing to tell."""
    attempt = play.attempt
    if attempt.asking.last is not None:
        return _of_bet(play, attempt.asking.last)
    if attempt.fault is not None:
        return _of_fault(play, attempt.fault)
    return _of_run(attempt)


def _of_run(attempt: Attempt) -> Story | None:
    session = attempt.session
    outcome = session.outcome
    if outcome is None:
        return None
    calls = attempt.asking.calls
    aside, result = in_short(session, outcome), None
    if calls:
        aside = _("{right} of {all} calls right").format(right=calls.count(True), all=len(calls))
        result = all(calls)
    shown = trail(session, outcome.kind, outcome.turn)
    return Story(outcome.kind, "", aside, (), result, "", why(session, outcome), shown, outcome.turn,
                 outcome_title(outcome))


def _of_bet(play: PlayScreen, asked: int) -> Story:
    asking = play.attempt.asking
    question, given, demo = asking.questions[asked], asking.given[asked], asking.demo
    right = asking.answered[asked]
    outcome = demo.outcome if demo is not None else None
    chart: Trail | DroppedMarker | None = _run_of(demo)
    icons: tuple[str, ...] = ()
    turn = outcome.turn if outcome else -1
    if isinstance(question, Marker):
        chart = DroppedMarker(line_of(play, question), float(given), question.right)
    else:
        icons = outcomes(question, str(given))
    kind = outcome.kind if outcome else ""
    head, text = _answer(question, given, right)
    return Story(kind, _("Your bet"), "", icons, right, head, text, chart, turn)


def _run_of(demo: Session | None) -> Trail | None:
    if demo is None:
        return None
    outcome = demo.outcome
    return trail(demo, outcome.kind, outcome.turn) if outcome else trail(demo, "", -1)


def _answer(question: Question | Marker, given: str | float, right: bool) -> tuple[str, str]:
    """The right answer; what was said, and why it is so."""
    if isinstance(question, Marker):
        truth, said = number(question.right, 3), number(float(given))
        first = _("It is [{hue}:{truth}]; your marker stood at [{hue}:{said}].").format(
            hue=question.hue, truth=truth, said=said
        )
        return "", f"{first} {_(question.why)}"
    answer, text = _(question.right), _(question.why)
    said = _("You said so.") if right else _("You said: {answer}.").format(answer=_(str(given)))
    return _("Answer: {answer}").format(answer=answer), f"{said} {text}"


def _of_fault(play: PlayScreen, fault: Fault) -> Story:
    told = _("[error:{sentence}]").format(sentence=translate(fault).replace("[", "(").replace("]", ")"))
    aside = _("stopped") if fault.stopped else _("stopped by a fault")
    line = linecache.getline(fault.file, fault.line).strip() if plugin_of(play.game, fault) is not None else ""
    if line:
        shown = FaultyLine(fault.line, line, PurePath(fault.file).name)
        after = _("The run stopped at step {n}. Fix the file and reload it.")
        if play.game.strip is not None:
            after = _("The run stopped at step {n}. Fix the file and save it: it is reloaded.")
        text = after.format(n=play.attempt.session.count)
        return Story("", fault.plugin, aside, (), None, f"{told.removesuffix('.]').rstrip(']')}.]", text, shown, -1)
    if fault.file:
        where = _("In [value:{file}], line [value:{line}].").format(file=PurePath(fault.file).name, line=fault.line)
        told += " " + where
    told += " " + _("The run is unchanged. Fix the file and reset, or go to the map and turn the plugin off.")
    return Story("", fault.plugin, aside, (), None, "", told, None, -1)
