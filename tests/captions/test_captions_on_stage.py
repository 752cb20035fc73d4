"""Every caption of a show holds of the picture under it, frame by frame: of the weights then on the stage, or of the
beat of the tries that is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.show import MachineShow
from downslope.captions.sentences import Moment, knob_settings, sentence
from downslope.engine.run import Run
from downslope.rules.level import Level
from downslope.rules.session import Session
from downslope.solving.tried import Tried
from downslope.view.format.markup import plain
from moment_claims import named_examples
from support import campaign, play

FRAME = 1 / 20
LEVELS = [level.id for level in campaign() if level.id != "kernels"]  # the digits by ten neurons are told alike


class Picture(NamedTuple):
    """What stands on the stage under a caption: a run at a place between two steps, or a beat of the tries."""

    moment: Moment
    session: Session
    at: float
    step: int
    run: Run
    level: Level
    tried: Tried | None = None

    @property
    def weights(self) -> Sequence[float]:
        """Asked for where a caption is of them: of 1,437 digits a step takes long to make again."""
        return self.run.weights_at(self.step)

    def answers(self, neuron: int) -> list[float]:
        run, weights = self.run, self.weights
        return [run.network.forward(weights, x)[1][neuron - 1] for x, _goal in run.examples]

    def examples(self) -> list[int]:
        return named_examples(self.session, self.moment.facts["example"])


def pictures(level: str) -> list[Picture]:
    show, found = MachineShow(play(level), Playback()), dict[object, Picture]()
    for _ in range(round(200 / FRAME)):
        if show.over:
            return list(found.values())
        show.update(FRAME)
        seen = picture(show)
        if seen is not None:
            stands = seen.tried, seen.session.stage, int(seen.at), seen.at > int(seen.at) + 0.45
            found.setdefault((id(seen.moment), *stands), seen)
    raise AssertionError("it never ends")


def picture(show: MachineShow) -> Picture | None:
    plan, session, tried = show.plan, show.session, show.tried
    if show.phase is ShowPhase.TRIES and tried is not None and plan.tries is not None:
        moment = plan.tries.caption(show.clock * plan.tries.length / plan.lasts[ShowPhase.TRIES])
        beat = tried.visible_at(plan.beat(show.clock))
        if moment is None or beat is None:
            return None
        return Picture(moment, session, beat, 0, session.run, session.level, tried)
    if show.phase is not ShowPhase.RUNS or plan.run is None or plan.by_hand:
        return None
    moment = plan.run.caption(show.clock)
    if moment is None:
        return None
    assert show.caption == sentence(moment)
    return Picture(moment, session, show.playback.at, show.playback.looked_at, session.run, session.level)


def mostly(seen: Picture) -> bool:
    (own, *_same), rows = seen.examples(), map(seen.answers, seen.moment.facts["neurons"])
    return all(row[own] >= 0.2 and row[own] >= 8 * abs(v) for row in rows for e, v in enumerate(row) if e != own)


def is_right(seen: Picture) -> bool:
    run, weights = seen.run, seen.weights
    misses = [run.network.predict(weights, run.examples[e][0])[0] - run.examples[e][1][0] for e in seen.examples()]
    return any(abs(miss) < 0.25 for miss in misses)


def dark(seen: Picture) -> bool:
    facts = seen.moment.facts
    return not any(any(seen.answers(n)) for n in facts.get("neurons") or range(1, facts["count"] + 1))


def alike(seen: Picture) -> bool:
    facts = seen.moment.facts
    return len({tuple(seen.answers(n)) for n in facts.get("neurons") or range(1, facts["count"] + 1)}) == 1


def first_step(seen: Picture) -> bool:
    """Its error is seen, and its weights have not been left."""
    return seen.moment.step + 0.49 < seen.at < seen.moment.step + 1


def next_alpha(seen: Picture) -> bool:
    """The step that comes is made with it. The run has come to its end meanwhile."""
    return seen.at == seen.moment.step and seen.run.at(seen.moment.step).alpha == seen.moment.facts["alpha"]


def reads(seen: Picture) -> bool:
    """So many of the digits that it never learns from, with the weights of the step that it names."""
    if seen.at > seen.moment.step:
        return True
    unseen, weights = seen.level.data(unseen=True), seen.weights
    right = [max(range(10), key=goal.__getitem__) == max(range(10), key=seen.run.predict(weights, x).__getitem__)
             for x, goal in unseen]  # fmt: skip
    return bool(sum(right) / len(unseen) == seen.moment.facts["part"])


def errors_of(seen: Picture) -> dict[float, list[float]]:
    """Setting -> its errors, up to the beat that is shown."""
    assert seen.tried is not None
    found = {}
    for lane in seen.tried.lanes:
        ((_knob, _title, value),) = knob_settings(seen.tried.session, lane.actions)
        found[float(value)] = [abs(error) for error in lane.errors[: min(int(seen.at), lane.beats) + 1]]
    return found


def climbing(seen: Picture) -> bool:
    climb = {value: len(errors) > 2 and errors[-3] < errors[-2] < errors[-1] > errors[0]
             for value, errors in errors_of(seen).items()}  # fmt: skip
    border, below = seen.moment.facts["alpha"], [value for value in climb if not climb[value]]
    return all(climb[value] == (value >= border) for value in climb) and len(below) == seen.moment.facts["count"]


def won_by_then(seen: Picture) -> bool:
    assert seen.tried is not None
    won = [knob_settings(seen.tried.session, lane.actions) for lane in seen.tried.lanes
           if lane.won and lane.made <= seen.at]  # fmt: skip
    return seen.moment.facts["way"] in won


HOLDS: dict[str, Callable[[Picture], bool]] = {
    **dict.fromkeys(("answers mostly", "answer mostly"), mostly), "right": is_right,
    **dict.fromkeys(("dark", "one dark", "all dark", "all dark, nothing moves"), dark),
    **dict.fromkeys(("all alike", "some alike"), alike),
    **dict.fromkeys(("low, one to blame", "high, one to blame", "share the blame"), first_step),
    "another alpha": next_alpha, **dict.fromkeys(("half a pass", "pass reads", "pass reads, mistakes"), reads),
    **dict.fromkeys(("out alpha", "out", "out alpha, one is not", "out, one is not"), climbing),
    **dict.fromkeys((f"{kind}{end}" for kind in ("first there", "there by then") for end in ("", ", two knobs")),
                    won_by_then),
}  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
def test_every_caption_holds_of_the_picture_under_it(level: str) -> None:
    found = pictures(level)
    early = [(plain(sentence(seen.moment)), seen.at) for seen in found if seen.at < seen.moment.step]
    wrong = [(plain(sentence(seen.moment)), seen.at) for seen in found
             if seen.moment.kind in HOLDS and not HOLDS[seen.moment.kind](seen)]  # fmt: skip
    assert (early, wrong) == ([], [])
