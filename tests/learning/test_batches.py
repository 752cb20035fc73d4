"""Some examples a step: their order, how pictures are moved, alpha over the budget; and long runs, kept in part."""

from collections import Counter
from dataclasses import replace
from math import cos, hypot, pi, radians, sin
from typing import Any

import pytest
from pytest import approx

from downslope import ConvNet, Exam, Example, Freeze, Knob, Layers, Learn, Level, Neuron, Session, Turn
from downslope.engine import history
from downslope.learning import SCHEDULES, BatchSampler, move, scheduled_alpha
from downslope.learning.batches import AUGMENTS
from lib.support import play, shipped

LIGHTS = [((1, 0, 1), 0), ((0, 1, 1), 1), ((0, 0, 1), 0), ((1, 1, 1), 1), ((0, 1, 1), 1), ((1, 0, 1), 0)]
LEVEL = Level(
    "lights", title="", network=Neuron(3), examples=[Example(*pair) for pair in LIGHTS], weights=[0.5, 0.48, -0.7],
    alpha=0.1, batch=1, target=Exam(0.01), budget=60,
    knobs=[Knob("alpha", 0.01, 2), Knob("freeze"), Knob("weight"), Knob("beta", 0, 0.99),
           Knob("schedule", stops=tuple(SCHEDULES)), Knob("metric", stops=("squared", "absolute"))],
)  # fmt: skip
SHIFTED = ["123456789", "012045078", "230560890", "000123456", "456789000"]
DRAWN = [(0, 2), (2, 1), (3, 0), (5, 0), (1, 4), (4, 2), (5, 0), (3, 2), (1, 0), (4, 1), (0, 3), (2, 1)]


def test_an_epoch_sees_each_example_once_and_half_of_them_moved_each_way_alike() -> None:
    for count, batch, cut in ((6, 1, 6), (6, 4, 2), (6, None, 1), (6, 9, 1), (1, 1, 1)):
        for seed in (None, "order 0"):
            order = BatchSampler(count, batch, seed)
            epochs = [[i for k in range(cut) for i in order.batch(epoch * cut + k)] for epoch in range(20)]
            assert len(order.batches) == cut and all(sorted(epoch) == list(range(count)) for epoch in epochs)
            assert len(set(map(tuple, epochs))) > 15 if seed and count > 1 else epochs == [list(range(count))] * 20
    order = BatchSampler(6, 1, "order 0", "order 0")  # every Python draws the same, in any order of asking
    assert [(order.batch(step)[0], order.moves(step)[0]) for step in range(12)] == DRAWN
    assert order.batch(7) == (3,) and BatchSampler(6, 2, "order 0").moves(0) == (0, 0)
    for augment, ways in AUGMENTS.items():
        order = BatchSampler(1000, 1, "order 0", "order 0", augment)
        drawn = Counter(order.moves(step)[0] for step in range(10_000))
        assert len(drawn) == ways and abs(drawn[0] - 5000) < 200
        assert all(abs(drawn[way] - 5000 / (ways - 1)) < 120 for way in range(1, ways))


def test_a_picture_moves_by_one_pixel_or_is_turned_about_its_middle() -> None:
    for way, seen in enumerate(SHIFTED):
        assert list(move([float(i + 1) for i in range(9)], way)) == list(map(float, seen))
    for way, angle in zip(range(5, 9), (10, -10, 20, -20)):
        c, s = cos(radians(angle)), sin(radians(angle))
        turned = move([10.0 + 0.3 * y - 0.7 * x for y in range(8) for x in range(8)], way)
        for up, right in ((y - 3.5, x - 3.5) for y in range(8) for x in range(8)):
            if hypot(up, right) < 3.5:  # a slope stays one; beyond, blank comes in
                y, x = c * up - s * right + 3.5, s * up + c * right + 3.5
                assert turned[int(8 * (up + 3.5) + right + 3.5)] == approx(10.0 + 0.3 * y - 0.7 * x)
        assert 0.0 < move([1.0] * 64, way)[0] < 1.0


def test_a_run_looks_back_at_what_it_saw() -> None:
    examples = [Example([(i * k % 7) / 7 for i in range(16)], [k % 2, 1 - k % 2]) for k in range(1, 6)]
    cases: list[tuple[Any, int | None]] = [("shift", 1), ("affine", 2), ("shift", None)]
    for augment, batch in cases:
        made = Level("eyes", title="", network=ConvNet(4, 2, 2), examples=examples, alpha=0.05, target=Exam(0),
                     shuffle=True, augment=augment, batch=batch)  # fmt: skip
        one, other = Session(made, shipped(), [Learn(1)] * 23), Session(made, shipped(), [Learn(23)])
        others = [replace(made, augment=None), replace(made, seed=1, weights=one.run.at(0).weights)]
        assert one.weights == other.weights and one.rewind(9).weights == list(one.run.at(9).weights)
        assert all(Session(each, shipped(), [Learn(23)]).weights != one.weights for each in others)
        assert any(any(one.run.order.moves(step)) for step in range(23))
        for step in range(23):
            look = one.run.at(step)
            for index, way, seen in zip(look.examples, one.run.order.moves(step), look.predictions, strict=True):
                input = move(one.run.examples[index][0], way)
                assert list(seen) == list(one.run.network.predict(look.weights, input))
            assert look.error == one.run.errors[step]


ORACLES: dict[str, Any] = {
    "constant": lambda part: 1.0, "linear": lambda part: 1 - part, "cosine": lambda part: (1 + cos(part * pi)) / 2,
    "step": lambda part: 0.1 ** max(0, int(4 * part) - 1),
    "cycle": lambda part: (1 + cos((4 * part - int(4 * part)) * pi)) / 2,
}  # fmt: skip


def test_each_schedule_and_the_mean_of_a_batch_once_more() -> None:
    """The run applies the schedule, not the learner."""
    assert set(ORACLES) == set(SCHEDULES)
    for (name, oracle), (batch, budget) in ((o, b) for o in ORACLES.items() for b in ((1, 60), (4, 20))):
        made: Level = replace(LEVEL, schedule=name, budget=10, batch=batch)  # type: ignore[arg-type]
        session, weights = play(made, Learn(20)), [0.5, 0.48, -0.7]
        for k in range(20):
            step, alpha = session.run.at(k), 0.1 * oracle(k / budget)
            assert step.alpha == approx(alpha, abs=1e-12) and list(step.weights) == approx(weights), name
            seen = [LIGHTS[index] for index in step.examples]
            assert seen == (LIGHTS[k % 6 : k % 6 + 1] if batch == 1 else [LIGHTS[:4], LIGHTS[4:]][k % 2])
            misses = [sum(w * x for w, x in zip(weights, input)) - goal for input, goal in seen]
            blame = [sum(miss * input[i] for miss, (input, _) in zip(misses, seen)) / len(seen) for i in range(3)]
            weights = [w - alpha * slope for w, slope in zip(weights, blame)]
        assert session.weights == approx(weights)
    # it holds its last value after the budget, and is turned on the way
    assert scheduled_alpha("linear", 0.8, 3, 4) == scheduled_alpha("linear", 0.8, 9, 4) == approx(0.2)
    assert scheduled_alpha("linear", 0.8, 9, 0) == 0.8
    assert scheduled_alpha("step", [0.8, 0.4], 2, 4) == approx([0.08, 0.04])
    session = play(LEVEL, Learn(6), Turn("schedule", "linear"), Learn(6), Turn("alpha", 0.2), Learn(6))
    alphas = [session.run.at(k).alpha for k in (0, 5, 6, 12)]
    assert alphas == approx([0.1, 0.1, 0.1 * (1 - 6 / 360), 0.2 * (1 - 12 / 360)])


def test_a_long_run_keeps_the_ends_of_epochs_and_runs_again_what_lies_between(monkeypatch: pytest.MonkeyPatch) -> None:
    actions = (
        Learn(100), Turn("alpha", 0.05), Learn(80), Turn("beta", 0.9), Learn(33), Freeze(4), Learn(40),
        Turn("weight", 2, 1), Learn(50), Freeze(4, False), Turn("metric", "absolute"), Learn(61),
    )  # fmt: skip
    deep = replace(LEVEL, learner="momentum", shuffle=True, schedule="cosine", network=Layers(3, 5, 1), weights=None)
    whole = play(deep, *actions)
    assert len(whole.run.history.weights) == 20 * 364 and not whole.run.history.replay_points
    monkeypatch.setattr(history, "LIMIT", 900)
    part = play(deep, *actions)
    kept = part.run.history
    assert part.weights == whole.weights and kept.errors == whole.run.history.errors
    assert len(kept.weights) == 960 and 50 < len(kept.replay_points) < 65  # every sixth, and where something was turned
    for k in (*range(0, 364, 7), 363, 100, 47, 48, 49):
        assert part.run.at(k) == whole.run.at(k)
    assert part.rewind(200).weights == whole.rewind(200).weights == list(whole.run.history.weights_at(200))
    without = play(replace(LEVEL, batch=None), Learn(400)).run.history  # epochs: every step
    assert len(without.weights) == 1200 and not without.replay_points
