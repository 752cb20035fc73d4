"""The moments of looks: of each that is taken where nothing learns, by hand or along a recording; of how a net that
votes on pictures reads those that it never saw, pass by pass; of what a kernel looks for.

Where nothing learns the step of a moment is a number of actions: how many were made until then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..engine.checkpoint import Snapshot
from ..learning import CELLS, WIDTH, Network, Vector, kernels_of
from ..rules import Action, Probe, ProbeResult, Session, Show, Stop, Turn, effective_level, largest, merge_learns
from .sentences import MINOR, Amount, Moment, RunTable

FIRST = 3  # looks that have a long moment; of the others only one that is nearer than all before
EQUAL = 1e-9  # relative: an error that is lower by less is not lower


def has_peeks(session: Session) -> bool:
    """It is played by looks at a recording."""
    return session.level.stop and session.level.knob("pass") is not None


def _rows(session: Session, first: int) -> Iterator[tuple[int, Action, ProbeResult | None]]:
    """Each action of this part with how many were made until then, and what it saw."""
    actions, live = session.actions[first:], session.level.probes is None and session.level.learner is None
    looks = [isinstance(action, Probe) for action in actions].count(True)
    if live or looks > len(session.probed):  # each turn of a weight is a look; or a choice has wiped the table
        again = Session(session.base, session.catalog, merge_learns(session.actions[:first]))
        for number, action in enumerate(actions, first + 1):
            again.do(action)
            run, row = again.run, again.probed[-1] if isinstance(action, Probe) and not live else None
            if live and isinstance(action, Turn) and action.knob == "weight":
                predictions = tuple(tuple(run.network.predict(run.weights, inputs)) for inputs, _goals in run.examples)
                row = ProbeResult(tuple(run.weights), predictions, run.error(), again.knobs["metric"])
            yield number, action, row
        return
    seen = iter(session.probed[len(session.probed) - looks :])
    for number, action in enumerate(actions, first + 1):
        yield number, action, next(seen, None) if isinstance(action, Probe) else None


# -- by hand ----------------------------------------------------------------------------------------------------------


def tries_by_hand(session: Session, first: int) -> Iterator[Moment]:
    """The words that fit the level: places of a map, one miss, or an error that is lower or not."""
    lowest: tuple[float, float] | None = None  # error, weight
    before: int | None = None  # places that were right at the look before
    turned, taken, last = 0, 0, len(session.actions)
    for at, action, row in _rows(session, first):
        if isinstance(action, Turn) and action.knob == "weight":
            turned = action.index
        elif isinstance(action, Turn):
            lowest, before = None, None
            knob = session.level.knob(action.knob)
            title = knob.title if knob is not None and knob.title else action.knob
            yield Moment(at, 1, "now", {"title": title, "choice": str(action.value)})
        elif isinstance(action, Show):
            read = largest(list(session.run.network.predict(session.weights, action.input)))
            yield Moment(at, 1, "drawn", {"goal": str(largest(list(action.goal_prediction))), "read": str(read)})
        if row is None:
            continue
        # The level as the choices had it that stood when it was looked
        knobs = {**session.knobs, "metric": row.metric, **dict(row.choices)}
        level, weight = effective_level(session.base, session.stage, knobs, {}), row.weights[turned]
        outputs = [(value, goal) for values, (_inputs, goals) in zip(row.predictions, level.data())
                   for value, goal in zip(values, goals)]  # fmt: skip
        miss = outputs[0][0] - outputs[0][1] if len(outputs) == 1 and level.visibility("bowl") != "fog" else None
        places = [abs(value - goal) <= EQUAL for value, goal in outputs].count(True)
        error = row.error * (len(row.predictions) if level.visibility("error") == "total" else 1)
        won = session.won and at == last
        if len(outputs) > 1 and len(session.run.examples) == 1 and session.run.network.outputs == len(outputs):
            facts = {"count": places, "all": len(outputs), "before": before or 0}
            words = Moment(at, 1 - won, "places" if before is None else "places before", facts)
        elif won:
            words = Moment(at, 0, "that is it", {"turned": weight})
        elif miss:
            words = Moment(at, 1, "too low" if miss < 0 else "too high", {"turned": weight, "miss": abs(miss)})
        elif lowest is None or weight == lowest[1] or error < 0 or lowest[0] < 0:
            words = Moment(at, 1, "error there", {"turned": weight, "error": error})
        else:
            lower, side = error < lowest[0] * (1 - EQUAL), "right" if weight > lowest[1] else "left"
            words = Moment(at, 1, f"{side} is {'lower' if lower else 'no lower'}", {"error": error})
        before, taken = places, taken + 1
        nearer = lowest is None or abs(error) < abs(lowest[0])
        if nearer:
            lowest = error, weight
        yield words if nearer or taken <= FIRST or not words.rank else words._replace(rank=MINOR)


# -- along a recording ------------------------------------------------------------------------------------------------


def peeks(session: Session, first: int) -> Iterator[Moment]:
    """Two errors at a pass: of the examples that it learns from, and of those that it never saw; each beside the peek
    that was taken before it.
    """
    seen: dict[int, ProbeResult] = {}
    here = before = 0
    for at, action, now in _rows(session, first):
        if isinstance(action, Turn) and action.knob == "pass":
            here = round(float(action.value))
        elif now is not None:
            seen[here] = now
            unseen, then, facts = now.unseen, seen.get(before), {"pass": here, "count": len(session.run.examples)}
            if then is None or here == before or unseen is None or then.unseen is None:
                yield Moment(at, 0, "peek", {"pass": here, "error": unseen if unseen is not None else now.error})
            elif here > before and now.error < then.error and unseen != then.unseen:
                yield Moment(at, 0, "peek too far" if unseen > then.unseen else "peek nearer", facts)
            else:
                kind = "peek lower" if unseen < then.unseen else "peek higher"
                yield Moment(at, 0, kind, {"pass": here, "other": before, "error": unseen})
            before = here
        elif isinstance(action, Stop) and len(seen) > 2:
            order = sorted(seen)
            best = order.index(min(order, key=lambda place: seen[place].unseen or 0.0))
            if 0 < best < len(order) - 1:
                yield Moment(at, 0, "it turns", {"low": order[best - 1], "high": order[best + 1]})


# Votes on pictures.


VOTES = 3  # outputs: fewer are no vote
PIECE = 4  # pictures that are read at once
CLEAR = 2.0  # times: a kernel looks for one thing if that is so much clearer than any other
SIDES = ("below", "above", "right of", "left of")


# The share of unseen pictures that are read right, and (what one is, what it is read as) -> how often
Reading = tuple[float, Counter[tuple[int, int]]]
NONE: Mapping[int, Reading] = {}


def reads_pictures(table: RunTable) -> bool:
    """The run learns to vote, and there are pictures that it never saw."""
    run = table.run
    return run.network.outputs >= VOTES and table.session.level.aim.share is not None and table.last > table.first


def reading_moments(
    table: RunTable, read: list[Snapshot] | None = None, known: Mapping[int, Reading] = NONE
) -> Iterator[list[Moment] | None]:
    """In pieces of a few milliseconds: None until the last one. `read`: there each look is added that was taken.

    `known`: the looks that were taken while it ran.
    """
    readings = dict(known)
    for step in look_steps(table):
        if step in known:
            continue
        for reading in read_slowly(table, step, read):
            if reading is not None:
                readings[step] = reading
            yield None
    moments = told_readings(table, readings)
    yield moments + kernel_moments(table.run.network, table.weights_at(table.last), table.last)


def look_steps(table: RunTable) -> list[int]:
    """The steps at which it is seen how it reads: the start, half a pass, each pass."""
    half, ends = table.first + table.each // 2, _ends(table)
    return [table.first, *([half] if half <= table.last else []), *ends]


def _ends(table: RunTable) -> range:
    return range(table.first + table.each, table.last + 1, table.each)


def told_readings(table: RunTable, readings: Mapping[int, Reading]) -> list[Moment]:
    """The moments of each look but the first; of one that was not taken yet its place alone."""
    half, moments = table.first + table.each // 2, list[Moment]()
    if half <= table.last:
        facts: dict[str, object] = {}
        if half in readings:
            facts = {"part": readings[half][0], "begin": readings[table.first][0]}
        moments.append(Moment(half, 0, "half a pass", facts))
    for number, step in enumerate(_ends(table), 1):
        rank = 1 - (step + table.each > table.last)
        if step not in readings:
            moments.append(Moment(step, rank, "pass reads"))
            continue
        right, mistaken = readings[step]
        kind, values = "pass reads", {"pass": number, "part": right}
        often = max(mistaken.values(), default=0)
        if often > 1 and table.run.network.outputs == 10:
            meant, read = min(pair for pair, times in mistaken.items() if times == often)
            kind, values = "pass reads, mistakes", values | {"meant": meant, "read": read, "times": often}
        moments.append(Moment(step, rank, kind, values))
    return moments


def read_slowly(table: RunTable, step: int, read: list[Snapshot] | None = None) -> Iterator[Reading | None]:
    """How it reads at that step, a few pictures at a time: None until the last piece. `read`: there it is added."""
    weights, predict = table.weights_at(step), table.run.predict
    examples, right, mistaken = table.session.level.data(unseen=True), 0, Counter[tuple[int, int]]()
    for number, (picture, goal) in enumerate(examples, 1):
        said, meant = largest(predict(weights, picture)), largest(goal)
        right += said == meant
        if said != meant:
            mistaken[meant, said] += 1
        if number % PIECE == 0:
            yield None
    share = right / max(1, len(examples))
    if read is not None:
        read.append(Snapshot(step, list(weights), {"unseen": share}))
    yield share, mistaken


def kernel_moments(network: Network, weights: Vector, step: int) -> list[Moment]:
    """The kernel that looks most clearly for light on one side of dark, with the weights of that step."""
    kernels = kernels_of(network)
    if kernels is None:
        return []
    clear = list[tuple[float, int, str]]()
    for number in range(kernels.kernels):
        # How much lighter it wants a side than the one across from it
        cells = weights[kernels.kernel(number)]
        rows = [cells[k : k + WIDTH] for k in range(0, CELLS, WIDTH)]
        down = right = 0.0
        for k in range(WIDTH):
            down += rows[-1][k] - rows[0][k]
            right += rows[k][-1] - rows[k][0]
        first, second = sorted(zip((down, -down, right, -right), SIDES), reverse=True)[:2]
        if first[0] > 0 and first[0] >= CLEAR * second[0]:
            clear.append((first[0], number + 1, first[1]))
    if not clear:
        return []
    _most, kernel, side = max(clear)
    return [Moment(step, 1, f"light {side} dark", {"kernel": kernel})]


# The moments of one look at a training that is followed while it goes on: nothing of what comes is known yet.


BY_CHANCE = Moment(0, 0, "by chance")


def look_moment(look: Snapshot, first: Snapshot, each: int, near: float = 0.0, waits: bool = False) -> Moment:
    """How many of the unseen pictures are read after so many steps. `first`: the look before the first step.

    `each`: steps of a pass. `near`: so much of a pass more or less is still half a pass. `waits`: the next look is
    not there yet.
    """
    step, steps = look.step, look.step - first.step
    if waits:
        return Moment(step, 1, "still training", {"pass": steps // each + 1})
    facts: dict[str, object] = {"part": look.measured["unseen"]}
    if not steps:
        return Moment(step, 0, "before it trains", facts)
    if steps == each // 2 or abs(steps / each - 0.5) < near:
        return Moment(step, 0, "half a pass", facts | {"begin": first.measured["unseen"]})
    if steps % each == 0:
        return Moment(step, 1, "pass reads", facts | {"pass": steps // each})
    return Moment(step, 1, "digits read", facts | {"digits": steps})


def last_moments(network: Network, look: Snapshot, first: Snapshot, each: int) -> list[Moment]:
    """Of the last look of all: what became of it, and what a kernel looks for."""
    passes = (look.step - first.step) // each
    facts = {"steps": Amount(passes, "pass", "passes"), "part": look.measured["unseen"],
             "begin": first.measured["unseen"]}  # fmt: skip
    return [Moment(look.step, 0, "passes read", facts), *kernel_moments(network, look.weights, look.step)]
