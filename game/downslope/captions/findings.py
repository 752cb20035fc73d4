"""What is said while a machine tries: `findings(tried)`, and of what it then plays: `choice_finding(tried)`.

A finding is a moment whose step is a beat of the race. It is true at that beat by what all lanes have done until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, pairwise
from typing import Any

from ..learning import Vector, layers_of
from ..rules import (
    UNITS,
    Action,
    Learn,
    Session,
    Turn,
    common_ratio,
    input_name,
    outcome_title,
    part_for,
    signed_misses,
)
from ..solving.autosolve import FIRST, settings
from ..solving.tried import Lane, Tried
from .sentences import Amount, KnobSetting, Moment, amount, knob_settings

# What is said at the end of a show: what it took, and what another setting would have taken.


def end_moment(session: Session, yours: int | None = None) -> Moment:
    """Of the part that the session stands in. `yours`: what the player's own best took, in the unit of the par."""
    level, unit = session.level, session.level.par_unit
    if not session.won:
        if level.aim.drawn:
            return Moment(session.count, 0, "draw")
        title = outcome_title(session.outcome) if session.outcome is not None else ""
        return Moment(session.count, 0, "not there" if title else "given up", {"outcome": title})
    base, part = session.base, session.stage  # of the part that decides about star 2, or its own
    has_par = part == part_for(base, 2) or (part > 0 and "par" in base.stages[part - 1])
    count, par = UNITS[unit].count(session), level.par if has_par else None
    if not count:  # what the par counts was not asked of a machine
        unit, par = "steps" if len(session.run.batches) == 1 else "passes", None
        count = UNITS[unit].count(session)
    words = "there" if unit in ("steps", "passes") else "won with"
    facts: dict[str, Any] = {"steps": amount(level.words, count, unit), "par": par, "yours": yours}
    if par is None:
        return Moment(session.count, 0, words, facts)
    return Moment(session.count, 0, f"{words}, par" if yours is None else f"{words}, par and yours", facts)


def other_setting(tried: Tried) -> Moment | None:
    """A lane that differs from what was played in one knob alone, and landed too. None: there is none, or it is not
    known yet.

    Of several knobs the last one: back where the level has it; else its next value up, or down.
    """
    if tried.chosen is None or not tried.lanes[tried.chosen].won:
        return None
    best = tried.lanes[tried.chosen]
    own = knob_settings(tried.session, best.actions)
    lanes: list[tuple[tuple[float, ...], KnobSetting, Lane]] = []
    for lane in tried.lanes:
        settings = knob_settings(tried.session, lane.actions)
        places = [place for place, (a, b) in enumerate(zip(own, settings)) if a != b]
        if lane is best or not lane.won or len(own) != len(settings) or len(places) != 1:
            continue
        mine, other = own[places[0]].value, settings[places[0]]
        distance: tuple[float, ...] = -places[0], 1, 0, 0  # the smallest one is said
        if not isinstance(mine, str) and not isinstance(other.value, str):
            at_start = len(own) > 1 and tried.session.knobs.get(other.knob) == other.value
            distance = -places[0], not at_start, other.value < mine, abs(other.value - mine)
        lanes.append((distance, other, lane))
    if not lanes:
        return None
    _distance, setting, lane = min(lanes, key=lambda each: each[0])
    return Moment(0, 0, "instead", {"way": (setting,), "steps": _beats(tried.session, lane.made)})


def border_moment(tried: Tried) -> Moment | None:
    """Where running away begins, once the ends of all are known: None: they are not, or it is no border."""
    if len(tried.axes) != 1 or not tried.axes[0].numbers or not tried.done:
        return None
    lanes = sorted(tried.lanes, key=_value)
    away = [lane.outcome == "runaway" for lane in lanes]
    border = away.index(True) if True in away else 0
    if not border or not all(away[border:]) or not all(lane.ended and lane.fault is None for lane in lanes):
        return None
    return Moment(0, 0, "runs away", {"way": knob_settings(tried.session, lanes[border].actions)})


STEADY = 1e-6  # relative: two ratios that differ by less are one, two weights are the same
LOOKS = 3  # beats after which a way of moving has a finding


def findings(tried: Tried) -> list[Moment]:
    """In the order of their beats; empty: there is nothing to try. Ask again when more is known."""
    if not tried.lanes:
        return []
    # A lane that is played and lies between two settings that were tried came with the choice
    choice = tried.choice
    was_found = choice is not None and tried.chosen is not None and choice.actions not in settings(tried.session)
    axes, count, kind = tried.axes, len(tried.lanes) - was_found, "tries ways"
    if all(lane.fault is not None for lane in tried.lanes):
        kind = "no try"
    elif count == 1:
        kind = "one try"
    elif len(axes) == 2 and " " not in axes[1].name:
        kind = "tries two knobs"
    elif len(axes) == 1:
        names = {"alpha": "tries alphas", "learner": "tries learners", "spread": "tries spreads"}
        kind = names.get(axes[0].name, kind)
    lanes = [lane for lane in tried.lanes if lane.session is not None]
    makers = (_first_there, _out, _crosses, _to_and_fro, _nobody)
    moments = [each for make in makers for each in make(tried, lanes)]
    return sorted([Moment(0, 0, kind, {"count": count}), *moments], key=lambda moment: moment.step)


def _first_there(tried: Tried, lanes: Sequence[Lane]) -> list[Moment]:
    winners = [lane for lane in lanes if _there(lane)]
    if len(lanes) < 2 or not winners:
        return []
    first = min(winners, key=lambda lane: lane.made)
    beat, others = first.made, [lane for lane in lanes if lane is not first]
    facts: dict[str, Any] = {
        "way": knob_settings(tried.session, first.actions), "steps": _beats(tried.session, beat)
    }  # fmt: skip
    is_known = all(lane.beats >= beat or lane.fault is not None or _over(lane) for lane in others)
    alone = is_known and not any(_there(lane) and lane.made == beat for lane in others)
    kind = ("first there" if alone else "there by then") + ("" if len(facts["way"]) == 1 else ", two knobs")
    return [Moment(beat, 0, kind, facts)]


def _there(lane: Lane) -> bool:
    """It has won, within its heats: what it does after the choice is not told here."""
    return lane.won and lane.made <= lane.beats


def _over(lane: Lane) -> bool:
    """It has come to its end within its heats."""
    return lane.outcome is not None and lane.made <= lane.beats


def _out(tried: Tried, lanes: Sequence[Lane]) -> list[Moment]:
    """Large settings of one knob that climb so far: from the first of them up."""
    if len(tried.axes) != 1 or not tried.axes[0].numbers:
        return []
    lanes = sorted(lanes, key=_value)
    climb = [lane.climbs(FIRST) for lane in lanes]
    border = next((k for k, flag in enumerate(climb) if flag), len(lanes))
    if not border or len(lanes) - border < 2 or not all(climb[border:]):
        return []
    same = [b for b in range(2, FIRST + LOOKS) if all(lane.climbs(b) == flag for lane, flag in zip(lanes, climb))]
    beat = same[0] if same else FIRST + 1
    if beat > min(FIRST, max(lane.beats for lane in lanes)):
        return []
    last = next(b for b in count(beat) if b + 1 not in same)
    kind = ("out alpha" if tried.axes[0].name == "alpha" else "out") + (", one is not" if border == 1 else "")
    return [Moment(beat, 0, kind, {"alpha": _value(lanes[border]), "count": border}, last + 1)]


def _value(lane: Lane) -> float:
    way = lane.ways[0]
    return float(way) if isinstance(way, (int, float)) else 0.0


def _crosses(tried: Tried, lanes: Sequence[Lane]) -> list[Moment]:
    """One neuron: a lane that is on the other side after each step, and nearer."""
    for lane in lanes if len(tried.axes) == 1 else ():
        session = lane.session
        if session is None or len(session.run.examples) != 1 or session.run.network.outputs != 1:
            misses = []
        else:
            ((inputs, (goal,)),) = session.run.examples
            misses = [session.run.network.predict(weights, inputs)[0] - goal for weights in _first_weights(lane)]
        if len(misses) <= LOOKS or 0 in misses:
            continue
        ratio = common_ratio([after / before for before, after in zip(misses, misses[1:])], STEADY)
        if ratio is not None and -0.95 < ratio < -0.05:
            facts = {"way": knob_settings(tried.session, lane.actions), "ratio": abs(ratio)}
            return [Moment(LOOKS, 1, "crosses", facts)]
    return []


def _to_and_fro(tried: Tried, lanes: Sequence[Lane]) -> list[Moment]:
    """One weight that comes back to where it was two beats ago."""
    for lane in lanes if len(tried.axes) == 1 else ():
        weights = [weight for (weight,) in _first_weights(lane)]
        if len(weights) <= LOOKS:
            continue
        near = [abs(b - a) <= STEADY * (1 + abs(a)) for a, b in zip(weights, weights[2:])]
        if all(near) and abs(weights[1] - weights[0]) > STEADY * (1 + abs(weights[0])):
            return [Moment(LOOKS + 1, 1, "to and fro", {"way": knob_settings(tried.session, lane.actions)})]
    return []


def _first_weights(lane: Lane) -> list[Vector]:
    """Of one weight that all examples move at once, at the first beats."""
    session = lane.session
    if session is None or session.run.network.size != 1 or len(session.run.batches) > 1:
        return []
    run, first = session.run, session.recorded
    steps = range(first, min(run.count, first + LOOKS) + 1)
    return [run.weights_at(k) for k in steps]


def _nobody(tried: Tried, lanes: Sequence[Lane]) -> list[Moment]:
    """The heats are over, and no lane has won."""
    if tried.choice is None or any(map(_there, lanes)) or not lanes or len(tried.lanes) < 2:
        return []
    lowest = min(lanes, key=lambda lane: abs(lane.errors[: lane.last_shown_beat(tried.length) + 1][-1]))
    facts = {"way": knob_settings(tried.session, lowest.actions)}
    return [Moment(tried.length, 0, "nobody there", facts)]


def choice_finding(tried: Tried) -> Moment | None:
    """Why this is played. None: that is not known yet, or there is nothing to be said."""
    choice, beat = tried.choice, tried.length
    if choice is None or not tried.lanes:
        return None
    if choice.kind == "schedule":
        # An alpha for each step
        alpha, used = tried.session.knobs["alpha"], list[float]()
        for action in choice.actions:
            if isinstance(action, Turn) and action.knob == "alpha":
                alpha = action.value
            elif isinstance(action, Learn) and (not used or used[-1] != alpha):
                used.append(alpha)
        falls = all(b < a for a, b in pairwise(used))
        kind = "schedule falls" if falls and len(used) > 1 else "schedule"
        return Moment(tried.length, 0, kind, {"alphas": tuple(used[:3])})
    if choice.kind == "nudge":
        return nudge_moment(tried.session, choice.actions, beat)
    if tried.chosen is None or len(tried.lanes) < 2:
        return None
    lane = tried.lanes[tried.chosen]
    facts = {"way": knob_settings(tried.session, lane.actions)}
    if not _there(lane):
        return Moment(beat, 0, "plays", facts)
    # It has won, with fewer of what decides than all others; or with as many as one other that goes past the goal
    session, beat, unit = tried.session, tried.length, tried.session.level.par_unit
    winners = [other for other in tried.lanes if other is not lane and _there(other)]
    # In the heats no other lane was left while it could still come to land with fewer steps
    known = all(each.fault is not None or _over(each) or each.beats >= lane.made for each in tried.lanes)
    if UNITS[unit].decides:
        count = amount(session.level.words, _cost(lane), unit)
        fewest = known and all(_cost(other) >= _cost(lane) for other in winners)
        return Moment(beat, 0, "fewest" if fewest else "leads", {**facts, "steps": count})
    count = _beats(session, lane.made)
    alike = [other for other in winners if other.made == lane.made]
    if not known or any(other.made < lane.made for other in winners):
        return Moment(beat, 0, "leads", {**facts, "steps": count})
    if not alike:
        return Moment(beat, 0, "fewest", {**facts, "steps": count})
    if len(alike) == 1 and len(facts["way"]) == 1 and _one_side(lane) and not _one_side(alike[0]):
        other_way = knob_settings(session, alike[0].actions)
        return Moment(beat, 0, "tie", {**facts, "other_way": other_way, "steps": count})
    return Moment(beat, 0, "leads", {**facts, "steps": count})


def _one_side(lane: Lane) -> bool:
    """Its miss, where it has a single one, never changed sides."""
    session = lane.session
    misses = signed_misses(session, session.recorded, session.run.count) if session is not None else None
    return misses is not None and all(miss * misses[0] >= 0 for miss in misses)


def _cost(lane: Lane) -> int:
    return UNITS[lane.session.level.par_unit].count(lane.session) if lane.session is not None else 0


def nudge_moment(session: Session, actions: Sequence[Action], beat: int = 0) -> Moment | None:
    """Weights that are turned by hand before it learns; None: none is."""
    turns = [action for action in actions if isinstance(action, Turn) and action.knob == "weight"]
    if not turns or session.level.learner is None:
        return None
    if len(turns) > 1:
        return Moment(beat, 0, "nudges", {"count": len(turns)})
    # Of which input it is, or between which neurons
    level, index = session.level, turns[0].index
    network, layers = level.network, layers_of(level.network)
    place: tuple[str, ...] = (f"weight {index + 1}",)
    if network.weight_names:
        place = (network.weight_names[index],)
    elif layers is None or not layers.hidden:
        place = (input_name(level.words, index % max(1, network.inputs)),)
    else:
        for number, block in enumerate(layers.blocks):
            if block.first <= index < block.first + block.size:
                neuron, source = divmod(index - block.first, block.inputs)
                start = input_name(level.words, source) if number == 0 else f"hidden {source + 1}"
                last = number == len(layers.blocks) - 1
                place = (start, "prediction" if last else f"hidden {neuron + 1}")
    return Moment(beat, 0, "nudge", {"place": place, "turned": float(turns[0].value)})


def search_moment(session: Session) -> Moment:
    """For what it looks where it has nothing to try from one start: which weights to turn before it learns."""
    level = session.level
    by_hand = level.learner is not None and level.knob("weight") is not None and not level.solution
    return Moment(0, 0, "looks, by hand" if by_hand else "looks")


def again_moment(session: Session, begun: int = 0) -> Moment | None:
    """A run that has not won is made again, because a knob opens only after more of them; None: no knob waits.

    `session`: at the end of such a run; at its beginning, if that one is `begun`.
    """
    runs = session.tally.runs + begun
    for knob in session.level.knobs:
        if not session.won and 1 < runs <= knob.after:
            return Moment(0, 0, "again", {"knob": knob.title or knob.name, "count": knob.after})
    return None


def own_way(session: Session) -> Moment:
    """Of a level that says itself how it is done: what is set, and the alphas that follow each other."""
    solution = session.level.solution
    rest = [action for action in solution if not (isinstance(action, Turn) and action.knob == "alpha")]
    alphas = [float(each.value) for each in solution if isinstance(each, Turn) and each.knob == "alpha"]
    way = knob_settings(session, rest)
    if len(alphas) < 2:
        return Moment(0, 0, "own way", {"way": knob_settings(session, solution)})
    facts = {"way": way, "alpha": alphas[0], "last_alpha": alphas[-1]}
    return Moment(0, 0, "own way, alphas" if way else "own alphas", facts)


def _beats(session: Session, count: int) -> Amount:
    return amount(session.level.words, count, "steps" if len(session.run.batches) == 1 else "passes")
