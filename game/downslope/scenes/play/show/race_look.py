"""What a race of tries looks like at a beat: lanes, or a grid where two knobs vary, read from what was tried."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from ....attempt.past_runs import wanted_error
from ....boards.shared.knobs import SIGNS, number_format
from ....i18n import _, several
from ....rules.actions import Action, Freeze, Turn
from ....rules.catalog import thing_title
from ....rules.knob import Knob, equal
from ....rules.names import input_name
from ....rules.session import Session
from ....solving.tried import Lane, TrialAxis, Tried, Way
from ....view.charts.lane_grid import GridCell, GridLook
from ....view.charts.race import RAISED, LaneLook, RaceLook, error_axis, lane_state
from ....view.format.numbers import short


def look_of(tried: Tried, at: float | None, own: Sequence[Action] = (), heading: bool = True) -> RaceLook | GridLook:
    """As it is at a beat. `own`: the actions of the player's best run, for its lane at the end."""
    beat = tried.shown_at(at)
    ends = beat is None
    leader = tried.chosen if ends and tried.chosen is not None else tried.leader(beat)
    you = _own_lane(tried, own) if ends else None
    return (_grid if tried.grid is not None else _race)(tried, beat, leader, you, heading)


def _race(tried: Tried, beat: int | None, leader: int | None, you: int | None, heading: bool) -> RaceLook:
    session, lanes = tried.session, tried.lanes
    axis = tried.axes[0] if tried.axes else None
    goal = wanted_error(session)
    starts = [abs(lane.errors[0]) for lane in lanes if lane.errors]
    start = max(starts) if starts else abs(session.run.error())
    numbers = sorted({*tried.seen, *(number for number in (leader, you) if number is not None)})
    seen = tuple(_lane(tried, lanes[number], beat) for number in numbers)
    others = tuple(_state_of(lane, beat) for number, lane in enumerate(lanes) if number not in numbers)
    border = tried.border(beat) if axis is not None and axis.numbers and beat is not None else None
    return RaceLook(
        title_words(tried), aside_words(tried, beat), seen, error_axis(start, goal, len(lanes)), goal,
        None if leader is None else numbers.index(leader), None if you is None else numbers.index(you),
        sign_of(session, axis), "alpha" if axis is not None and axis.numbers else "text",
        None if border is None else bisect_left(numbers, border),
        tried.choice is not None and beat is not None and beat >= tried.length and tried.chosen is not None,
        heading, others,
    )  # fmt: skip


def _state_of(lane: Lane, beat: int | None) -> str:
    """As the line of totals has it."""
    return lane_state(lane.errors[: lane.last_beat(beat) + 1], _end_of(lane, beat))


def _lane(tried: Tried, lane: Lane, beat: int | None) -> LaneLook:
    way = lane.ways[0] if lane.ways else ()
    label = way_words(tried.session, tried.axes[0].name, way) if tried.axes else ""
    seen, errors = lane.last_beat(beat), lane.errors
    following = lane.last_beat(tried.after(beat)) if beat is not None else seen
    coming = errors[following] if following > seen else None
    return LaneLook(label, tuple(errors[: seen + 1]), _end_of(lane, beat), lane.steps, coming=coming)


def _end_of(lane: Lane, beat: int | None) -> str:
    if lane.fault is not None:
        return RAISED
    return lane.outcome_at(beat) or ""


def _grid(tried: Tried, beat: int | None, leader: int | None, you: int | None, heading: bool) -> GridLook:
    session, (across, up) = tried.session, (tried.axes[0], tried.axes[1])
    goal = wanted_error(session)
    by_ways = {lane.ways: lane for lane in tried.lanes}
    cells = tuple(
        _cell(by_ways.get((first, second)), beat, goal) for second in up.ways for first in across.ways
    )
    places = [(across.ways.index(lane.ways[0]), up.ways.index(lane.ways[1])) for lane in tried.lanes]
    return GridLook(
        title_words(tried), aside_words(tried, beat),
        tuple(way_words(session, across.name, way) for way in across.ways),
        tuple(way_words(session, up.name, way) for way in up.ways), cells,
        (sign_of(session, across), sign_of(session, up)),
        ("alpha" if across.numbers else "text", "alpha" if up.numbers else "text"),
        places[leader] if leader is not None else None, places[you] if you is not None else None, heading,
    )  # fmt: skip


def _cell(lane: Lane | None, beat: int | None, goal: float | None) -> GridCell | None:
    if lane is None:
        return None
    errors, seen = lane.errors, lane.last_beat(beat)
    come = 0.0
    if len(errors) > 1 and goal is not None and 0 < goal < abs(errors[0]):
        now = max(goal, abs(errors[min(seen, len(errors) - 1)]))
        come = math.log(abs(errors[0]) / now) / math.log(abs(errors[0]) / goal) if math.isfinite(now) else 0.0
    return GridCell(_end_of(lane, beat), max(1, lane.made), round(come, 2), beat is not None and seen >= beat)


# -- words -----------------------------------------------------------------------------------------------------------


def title_words(tried: Tried) -> str:
    """What it tries."""
    count, names = len(tried.lanes), [axis.name for axis in tried.axes]
    if len(names) == 1 and names[0] in ("alpha", "learner"):
        if names[0] == "alpha":
            told = several("It tries {n} alpha", "It tries {n} alphas", count)
        else:
            told = several("It tries {n} learner", "It tries {n} learners", count)
    elif len(names) == 2:
        told = several("It tries {n} way to set two knobs", "It tries {n} ways to set two knobs", count)
    else:
        told = several("It tries one run", "It tries {n} ways", count)
    return told.format(n=count)


def aside_words(tried: Tried, beat: int | None) -> str:
    """How far they have come."""
    if beat is None:
        return _("all {n} to their ends").format(n=len(tried.lanes))
    passes = len(tried.session.run.batches) > 1
    return (_("pass {n} of each") if passes else _("step {n} of each")).format(n=beat)


def sign_of(session: Session, axis: TrialAxis | None) -> str:
    """The sign of a knob; "" where it has none. Where a recording is taken over is told by its word."""
    if axis is None:
        return ""
    return _("step") if axis.name == "step" else SIGNS.get(axis.name, "")


def way_words(session: Session, name: str, way: Way) -> str:
    """What a knob is set to, in a few words."""
    knob = _knob_of(session, name)
    if isinstance(way, tuple):
        parts = [way_words(session, name, part) for part in way]
        if name == "freeze":
            held = [_place_words(session, int(index)) for index in way if not isinstance(index, str)]
            return _("all") if len(held) == session.level.network.size else ", ".join(held) or _("none")
        return "".join(part[:1].upper() for part in parts) if all(map(str.isalpha, parts)) else " ".join(parts)
    if isinstance(way, str):
        return choice_words(session, name, way)
    return number_format(knob)(way) if knob is not None else short(way)


def choice_words(session: Session, name: str, way: str) -> str:
    """What is chosen by name."""
    level, catalog = session.level, session.catalog
    if name == "learner":
        return _(thing_title(catalog.learner(way, level.plugin)))
    if name == "metric":
        return _(thing_title(catalog.metric(way, level.plugin)))
    return _(way)


def _place_words(session: Session, index: int) -> str:
    words = session.level.words
    return _(input_name(words, index, str(index + 1)))


def _knob_of(session: Session, name: str) -> Knob | None:
    return next((knob for knob in session.level.knobs if knob.name == name), None)


def _own_lane(tried: Tried, own: Sequence[Action]) -> int | None:
    """The lane that was set as the player's best run was."""
    if not own:
        return None
    mine = {(a.knob, a.index): a.value for a in own if isinstance(a, Turn)}
    frozen = {a.index for a in own if isinstance(a, Freeze) and a.frozen}
    for number, lane in enumerate(tried.lanes):
        turns = [a for a in lane.actions if isinstance(a, Turn)]
        held = {a.index for a in lane.actions if isinstance(a, Freeze)}
        if turns and held == frozen and all(_same(mine.get((a.knob, a.index)), a.value) for a in turns):
            return number
    return None


def _same(one: object, other: float | str) -> bool:
    return isinstance(one, (int, float, str)) and equal(one, other)


