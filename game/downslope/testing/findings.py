"""What a check found, and the table of rules: each has a name that stays, how grave it is, and what it means."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from ..engine.plain_text import jump_place
from ..scripts.walk import GAME, code_of_plugin

CodePlace = tuple[str, int]  # a line of a file; "" and 0: not known


def place_of(kind: type, *methods: str) -> CodePlace:
    """Where the first of these methods begins that the class has not from the game."""
    for name in methods:
        method = getattr(kind, name, None)
        code = getattr(method, "__code__", None)
        if code is not None and str(getattr(method, "__module__", "")).partition(".")[0] != GAME:
            return code.co_filename, code.co_firstlineno
    return "", 0


def raised_at(error: BaseException, kind: type, *methods: str) -> CodePlace:
    """The innermost line of the plugin's own that was running; else where the method begins."""
    place = place_of(kind, *methods)
    if not place[0]:
        return place
    is_own, trace = code_of_plugin(place[0]), error.__traceback__
    while trace is not None:
        if is_own(trace.tb_frame.f_code):
            place = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return place


Severity = Literal["error", "warning", "note"]


class Rule(NamedTuple):
    """`error`: it is broken; `warning`: it will surprise someone; `note`: it was not checked, or is only odd."""

    severity: Severity
    meaning: str


RULES: dict[str, Rule] = {
    "plugin-fault": Rule("error", "The plugin, or something in it, could not be loaded."),
    "plugin-missing-need": Rule("note", "It needs another plugin that is missing: nothing was checked."),
    "plugin-stopped": Rule("error", "Code of the plugin did not come back and was stopped."),
    "check-unfinished": Rule("error", "The check took too long; the rest was not checked."),
    "plugin-slow": Rule("warning", "Loading it took more than half of the time allowed."),
    "test-fixture": Rule("warning", "A test asks for a fixture of the game, but nothing brings it."),
    "metric-raises": Rule("error", "`error` or `delta` raised for finite numbers."),
    "metric-finite": Rule("error", "`error` or `delta` was not finite for finite numbers."),
    "metric-kind": Rule("error", "`error` or `delta` returned something that is not a number."),
    "metric-pure": Rule("error", "`error` or `delta` returned two numbers for the same prediction and goal."),
    "metric-sign": Rule("error", "The error falls where `delta` says that it rises: learners go uphill."),
    "metric-factor": Rule("error", "The slope is one multiple of `delta` everywhere, but not `slope_factor`."),
    "metric-slope": Rule("error", "`slope_factor * delta` is not the slope of the error."),
    "metric-knob": Rule("error", "A knob changes neither `error` nor `delta`."),
    "learner-raises": Rule("error", "`step` raised."),
    "learner-mutates": Rule("error", "`step` changed the list of weights that it was given."),
    "learner-shape": Rule("error", "`step` did not return a list with one number per weight."),
    "learner-kind": Rule("error", "`step` returned something that is not a number."),
    "learner-finite": Rule("error", "After a step a weight was not finite, where small steps cannot do that."),
    "learner-random": Rule("error", "It uses the module `random`, so no run can be repeated; use `self.random`."),
    "learner-repeats": Rule("error", "Two runs from the same seed differ."),
    "learner-loop": Rule("error", "All steps at once give other weights than step by step."),
    "learner-lines": Rule("error", "Its `lines` give other weights than its step."),
    "learner-state": Rule("warning", "A copy of it goes on differently: undo needs all its state in `vars(self)`."),
    "learner-alphas": Rule("warning", "It does not accept a list with one alpha per weight."),
    "learner-slow": Rule("note", "A step takes 0.1 s or more: fewer steps are checked, and its levels take long."),
    "learner-worse": Rule("note", "With a small alpha the error rose in each of twelve steps on a bowl."),
    "network-method": Rule("error", "A method that every network has is missing."),
    "network-raises": Rule("error", "`forward` or `weight_deltas` raised."),
    "network-shape": Rule("error", "It returned more or fewer numbers than its shape says, or its ops do something "
    "else."),
    "network-picture": Rule("error", "`picture` names something that does not exist, or is too large to draw."),
    "network-slope": Rule("error", "`weight_deltas` is not the slope of the prediction."),
    "level-fault": Rule("error", "A field of the level is wrong."),
    "level-unfair": Rule("error", "The level cannot be won, is won at its start, or a search does not reach its par."),
    "target-within": Rule("error", "A target's `within` gives no finite number, or 0 where `met` says no."),
    "bet-wrong": Rule("error", "The answer of a question is not what its run gives."),
    "bet-unplayed": Rule("error", "Nothing is played for a bet: no `actions`, knob or needle, no film of its board."),
    "bet-unchecked": Rule("note", "Nothing says how the answer of a question is found."),
    "par-unchecked": Rule("note", "There is no search for the fewest of this unit, and auto-solve needs more."),
    "level-picture": Rule("warning", "The board of the level has no scenery: its picture is not shown."),
    "level-knobs": Rule("warning", "More weights are turned by hand than the board has knobs for."),
    "level-text": Rule("warning", "A text is longer than what the screens have room for at every size."),
    "level-new": Rule("warning", "A part of it introduces more than one new thing, or it more than one tool."),
    "level-words": Rule("warning", "Its opening screen has more than 80 words (only with `--strict`)."),
    "level-word": Rule("warning", "A word the game does not know: it does nothing."),
    "level-word-unseen": Rule("warning", "A word for what the level does not have: no board shows it."),
}
"""All rules, by name."""


class Finding(NamedTuple):
    """A thing that a check found: the rule, the thing, the message, and the place. `line` 0: not known.

    `field`: of a level the one that is meant, as questions[0]; "": the level as a whole.
    """

    rule: str
    thing: str  # "metric log-ratio", "level jackets/tea"
    message: str
    file: str = ""
    line: int = 0
    field: str = ""

    @property
    def severity(self) -> Severity:
        return RULES[self.rule].severity

    @property
    def place(self) -> str:
        """`file:line: `, as editors jump to; empty where neither is known."""
        return jump_place(self.file, self.line)

    def __str__(self) -> str:
        return f"{self.place}{self.rule}: {self.thing}: {self.message}"


def assert_ok(found: Iterable[Finding], allow: Collection[str] = ()) -> None:
    """Raise AssertionError with a line for each finding that is not a note. `allow`: rules to ignore."""
    wrong = [one for one in found if one.severity != "note" and one.rule not in allow]
    if wrong:
        raise AssertionError("\n".join(map(str, wrong)))
