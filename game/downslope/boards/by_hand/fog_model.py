"""What was seen through the fog, the start and every probe since; a bet about it; what Pip says of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isfinite, sqrt
from typing import NamedTuple

from ...attempt.attempt import Attempt
from ...formulas.inline import is_squared_error
from ...i18n import _, plural_form, sentence_case
from ...rules import Level, Question, Session, item_title
from ...view.cards.metric_sample import cancels
from ...view.draw import Timeline, smooth
from ...view.format.numbers import number


def factor(level: Level, examples: int) -> int:
    """What the mean is multiplied by to be what the level shows."""
    return examples if level.visibility("error") == "total" else 1


class Curve(NamedTuple):
    """What a question's own session says of the curve, in what the level shows as the error.

    bottom   the weight with the lowest error that can be set      beyond   -1, 1: it goes on down past that end; 0: not
    lowest   that error
    """

    session: Session
    low: float
    high: float
    start: float
    bottom: float
    beyond: int
    lowest: float

    def error(self, weight: float) -> float:
        times = factor(self.session.level, len(self.session.run.examples))
        return self.session.run.full_problem.error([weight]) * times


def curve_of(attempt: Attempt, question: Question) -> Curve | None:
    """The curve that it is about; None: its weight cannot be turned."""
    session = Session(question.level or attempt.level, attempt.game.catalog, question.actions)
    knob = session.level.knob("weight")
    if knob is None or session.run.network.size != 1:
        return None
    notches = sorted(float(v) for v in knob.values() or (knob.low, knob.high) if isinstance(v, (int, float)))
    times = factor(session.level, len(session.run.examples))
    errors = [session.run.full_problem.error([w]) * times for w in notches]
    at = errors.index(min(errors))
    step = (notches[-1] - notches[0]) / max(1, len(notches) - 1)
    beyond = 0
    for end, way in ((0, -1), (len(notches) - 1, 1)):
        if at == end and session.run.full_problem.error([notches[end] + way * step]) * times < errors[end]:
            beyond = way
    return Curve(session, notches[0], notches[-1], session.weights[0], notches[at], beyond, errors[at])


# A bet about a curve in the fog, played out: Pip rolls on it as he likes, or the weight sweeps over all of it. Which
# of both is said by what the question asks for: "bottom", where he comes to rest; "floor", how low it can be.


ROLL, AWAY, CLIMB = 1.1, 0.4, 0.4  # seconds: down the curve, out of sight, back again
SWEEP, LINE = 1.5, 0.4  # seconds: over all weights; a line is drawn at the lowest
OFF = 0.09  # of the weights that can be set: so far beyond the last one Pip is out of the picture
SPEED_UP = 1.8  # exponent: he starts slowly


def heights_of(curve: Curve) -> tuple[float, float]:
    """Errors from a picture's lower to its upper edge, in which the whole way down is seen."""
    errors = [curve.error(w) for w in (curve.start, curve.bottom)]
    far = 1.17 * max(abs(error) for error in errors) or 1.0
    return (-far, far) if min(errors) < 0 else (-0.08 * far, 1.3 * far)


class FogShow:
    """`roll`: Pip rolls; else the weight sweeps. `curve`: what he rolls on.

    `end`: the weight at which the rolling ends: the bottom, or out of the picture.
    """

    def __init__(self, number: int, curve: Curve, roll: bool) -> None:
        self.number, self.curve, self.roll = number, curve, roll
        self.end = curve.bottom + curve.beyond * OFF * (curve.high - curve.low)
        back = (("away", AWAY), ("climb", CLIMB)) if curve.beyond else ()
        self.time = Timeline(("roll", ROLL), *back) if roll else Timeline(("sweep", SWEEP), ("line", LINE))

    @property
    def furthest(self) -> float:
        """The weight up to which Pip has been."""
        curve = self.curve
        return curve.start + (self.end - curve.start) * float(self.time.part("roll") ** SPEED_UP)

    @property
    def weight(self) -> float:
        """The weight at which Pip is, or that is swept over."""
        curve = self.curve
        if not self.roll:
            return curve.start + (curve.high - curve.start) * self.time.part("sweep")
        if curve.beyond and self.time.part("away") >= 1:
            return self.end + (curve.start - self.end) * smooth(self.time.part("climb"))
        return self.furthest


LOWEST = 0.08  # of the errors seen: so far the axis reaches below the lowest
HIGHEST = 1.65  # times the highest error seen: the axis' upper end, so that Pip has room above it
CLOSE = 1e-9  # a miss that is no miss
SAME = 1e-9  # relative: errors that differ by less are the same


class ProbeSeen(NamedTuple):
    """One look. number 0: the start, told for nothing. `side`: the size of the miss, where the error is its square."""

    number: int
    weight: float
    error: float
    metric: str
    side: float | None


def looks(session: Session) -> list[ProbeSeen]:
    """The start of this part, by the metric in use, and all probes since; the newest is the last."""
    run, metric = session.run, session.knobs["metric"]
    # Where this part of the level began: turning the meter does not move it
    weight = float((session.carried_weights or session.level.weights or session.run.start)[0])
    times = factor(session.level, len(run.examples))
    squares = is_squared_error(run.metric)
    square = squares is not None and squares[0] == 1.0 and len(run.examples) == 1 and run.network.outputs == 1
    probes = [ProbeSeen(0, weight, run.full_problem.error([weight]) * times, metric, None)]
    for index, probe in enumerate(session.probed, 1):
        probes.append(ProbeSeen(index, probe.weights[0], probe.error * times, probe.metric, None))
    return [seen._replace(side=sqrt(seen.error)) if square and seen.metric == metric else seen for seen in probes]


def axis(seen: Sequence[ProbeSeen], lowest: float) -> tuple[float, float]:
    """(lowest, highest) error of the picture, from nothing but what was seen. `lowest`: so far it reaches below it."""
    errors = [each.error for each in seen if isfinite(each.error)] or [1.0]
    low, height = min(0.0, *errors), max(0.0, *errors)
    span = height - low or 1.0
    floor = low - lowest * span
    return floor, floor + HIGHEST * (max(height, low + span) - floor)


def is_revealed(session: Session) -> bool:
    """The fog is gone: the level's part is won, or all its probes are used."""
    probes = session.level.probes
    return session.won or (probes is not None and len(session.probed) >= probes)


def winning_look(session: Session, seen: Sequence[ProbeSeen]) -> tuple[ProbeSeen, list[float], bool]:
    """The lowest look on the target's meter; each example's miss there; whether they cancel, so its error is 0."""
    metric = getattr(session.level.target, "metric", None) or session.level.metric
    look = min([each for each in seen if each.metric == metric] or seen, key=lambda each: abs(each.error))
    misses = [session.run.network.predict([look.weight], each)[0] - goals[0] for each, goals in session.run.examples]
    return look, misses, len(misses) > 1 and abs(look.error) < 1e-6 and any(abs(miss) > CLOSE for miss in misses)


def words(session: Session, seen: Sequence[ProbeSeen], lifted: bool) -> tuple[str, str]:
    """What Pip says in the fog. `seen`: the start and the looks."""
    if session.won:
        look, misses, hidden = winning_look(session, seen)
        error = session.run.full_problem.error([look.weight]) * factor(session.level, len(misses))
        if hidden and not cancels(session.run.metric):  # another meter was taken up since
            meter = _(item_title(session.run.metric))
            text = _("{meter} says [error:{value}].").format(meter=sentence_case(meter), value=number(error))
            return text, _("No miss can hide in it.")
        if hidden:
            numbers = [f"[error:{number(miss, 2, plus=True)}]" for miss in misses]
            if len(misses) == 2:
                plain = _("Misses of {one} and {other} cancel.").format(one=numbers[0], other=numbers[1])
                return _("The meter says [error:0]. Yet both are wrong."), plain
            return _("The meter says [error:0]."), _("The misses cancel: {misses}.").format(misses=", ".join(numbers))
        if any(abs(miss) > CLOSE for miss in misses) and len(misses) > 1:
            plain = _("Its error is [error:{error}], not [error:0].").format(error=number(error))
            return _("That is the bottom."), plain
        return _("That’s it."), _("The [error:error] alone led you here.")
    if lifted:
        plain = _("There is the bottom. Go there and probe once more.")
        if session.level.stop:
            plain = _("There is the bottom. Go there and press “This is it”.")
        return _("All probes are used, so the fog lifts."), plain
    probes, used = session.level.probes, len(seen) - 1
    if not used:
        return "", _("Set a [weight:weight], then probe.")
    if cancels(session.run.metric):
        # A meter whose misses cancel
        if session.level.stop:
            return (
                _("On this meter, further along is always less."),
                _("Does it have a bottom at all? Another meter may."),
            )
        here = seen[-1].error
        return (
            _("The meter shows [error:{error}].").format(error=number(here)),
            _("It adds up the misses, signs included."),
        )
    bold, plain = _("The lower the dot, the better."), _("Sure that this is the bottom? Press “This is it”.")
    if probes is not None and probes != inf:
        left = int(probes) - used
        bold = plural_form("One probe is left.", "{count} probes are left.", left).format(count=left)
    if not session.level.stop:
        plain = _("An [error:error] of [error:0] is the bottom. The fog lifts when you stand on it.")
    return bold, plain


def refusal_reason(session: Session, seen: Sequence[ProbeSeen]) -> str:
    """Why this is not the bottom, from what was seen if that is enough."""
    here = session.weights[0]
    if cancels(session.run.metric):
        return _("Misses cancel on this meter: further along is always less. Try another meter.")
    total = len(session.run.examples) if session.level.visibility("error") == "total" else 1
    error = session.run.error() * total
    metric = session.knobs["metric"]
    lower = [each for each in seen if each.metric == metric and each.error < error - CLOSE]
    if lower:
        best = min(lower, key=lambda each: each.error)
        values = {"weight": number(best.weight), "error": number(best.error)}
        return _("Weight [weight:{weight}] had less error: [error:{error}].").format(**values)
    if not any(abs(each.weight - here) < CLOSE for each in seen if each.metric == metric):
        return _("You have not probed here, and somewhere the [error:error] is less.")
    return _("Your best so far, but somewhere not yet probed the [error:error] is less.")
