"""What a question asks of a run, worked out on paper for small levels."""

from typing import Any

import pytest

from downslope import Accuracy, Example, Knob, Layers, Learn, Level, Marker, Neuron, Neurons, Question, Turn
from downslope.solving.question_answers import ASKS, answer_of, is_right
from lib.support import shipped
from rules.levels import small


def level(**fields: Any) -> Level:
    """From 0 to 1 by halves; the weight's notches lie by quarters."""
    knobs = [Knob("alpha", stops=[0.5, 1.0, 1.5, 2.5]), Knob("weight", -1.0, 2.0, step=0.25)]
    return small(**{"knobs": knobs} | fields)


def turned(knob: str, value: float, *more: Any) -> list[Any]:
    return [Turn(knob, value), *more]


TWO = level(network=Neuron(2), examples=[Example((1, 0), 1), Example((0, 1), 3)], weights=[0.0, -1.0])
HIDDEN = level(network=Layers(1, 3, 1), examples=[Example(1, 1)], weights=[1.0, 1.0, -1.0, 0.5, 0.5, 0.0], knobs=[])
BESIDE = level(network=Neurons(3), examples=[Example((1, 2, 3), (1, 1, 1))], weights=[0.0] * 3, alpha=0.4, knobs=[])
CUT = level(network=Layers(1, 1, 1), examples=[Example(1, 0)], weights=[0.0, 1.0], alpha=0.1, knobs=[])
SEEN = [Example((1, 0, 0, 1), (1, 0)), Example((0, 1, 1, 0), (0, 1))]
READS = level(
    network=Neuron(4, 2), examples=SEEN, unseen=SEEN, weights=[0.0] * 8, knobs=[Knob("shifts", stops=("off", "on"))],
    settings={"shifts": "off"}, variants={"shifts": {"off": {}, "on": {"augment": "shift"}}}, target=Accuracy(1.0),
    solution=[Turn("shifts", "on"), Learn(3)],
)  # fmt: skip
BESIDE_9, UNSEEN = level(examples=[Example(1, 0.9)]), [Example(1, 1), Example(2, 0), Example(0, 0)]
ASKED: dict[str, list[tuple[Level, list[Any], Any]]] = {
    "outcome": [(level(), [], "land"), (level(), turned("alpha", 2.5), "runaway")],
    "steps": [(level(), [], 4), (level(), turned("alpha", 2.5), "runaway"), (level(recording=[Learn(1)]), [], 3)],
    "prediction": [(level(), [Learn(1)], 0.5), (level(examples=[Example(2, 1)]), turned("weight", 0.75), 1.5)],
    "miss": [(level(), [], -1.0)],
    "miss sign": [(level(), [], -1), (level(), turned("weight", 1.25), 1), (level(), turned("weight", 1.0), 0)],
    "crossings": [(level(), [Learn(3)], 0), (level(), turned("alpha", 1.5, Learn(3)), 3)],
    "error": [(level(), [Learn(1)], 0.25)], "error ratio": [(level(), [Learn(2)], 0.25)],
    "weight": [(level(), [Learn(2)], 0.75)], "bottom": [(level(), [], 1.0), (BESIDE_9, [], 1.0)],
    "floor": [(level(), [], 0), (BESIDE_9, [], 1)], "move": [(level(), [], 0.5)],
    "move sign": [(level(), [], 1), (level(), turned("weight", 2.0), -1), (level(), turned("weight", 1.0), 0)],
    "input": [(level(examples=[Example(3, 1)]), [], 3.0)],
    "largest weight": [(TWO, [], 1)], "largest move": [(TWO, [], 1)],
    "first weight moved": [(level(), [Learn(1), Turn("alpha", 1.0), Learn(1)], 50)],
    "how many run away": [(BESIDE, [Learn(2)], 1)], "lit": [(HIDDEN, [Learn(1)], 2), (CUT, [Learn(1)], 0)],
    "kinds": [(HIDDEN, [], 2)],
    "lowest exam": [(level(), turned("alpha", 1.5), 0.0), (level(), turned("alpha", 2.5), 1.0)],
    "unseen right": [(level(unseen=UNSEEN), [Learn(4)], 2)],
    "unseen grade": [
        (level(unseen=[Example(1, 0.95)]), [], "right"), (level(unseen=[Example(1, 0.6)]), [], "nearly"),
        (level(unseen=[Example(1, 0.9), Example(1, 0.4)]), [], "wrong"),
    ],
    "times best": [(level(unseen=[Example(1, 0.4)]), [Learn(2)], 12)],
    "largest alpha that lands": [(level(), [], 1.5)], "alpha that lands in one": [(level(), [], 1.0)],
    "alpha that ends lowest": [(level(), [], 1.0)], "fewest in doubt": [(level(), [], 0.5)],
    "scrambled": [(READS, [Learn(3)], "same")], "shifted accuracy": [(READS, [], "down down")],
}  # fmt: skip


def test_the_answer_is_what_the_run_gives_and_right_is_the_one_that_means_it() -> None:
    for asks, cases in ASKED.items():
        for of, actions, value in cases:
            question = Question("…", ["a", "b"], "a", actions=actions, asks=asks)
            wanted = pytest.approx(value) if isinstance(value, float) else value
            assert answer_of(question, of, shipped()) == wanted, (asks, actions)
    assert set(ASKS) - set(ASKED) == {"choice that lands"}  # played with its level
    question = Question("…", ["few", "more"], "more", asks="steps", means=[[1, 2, 3], [4, 5]])
    for changes, right in (({}, True), ({"right": "few"}, False), ({"means": [1, 2]}, False), ({"asks": ""}, None)):
        assert is_right(question._replace(**changes), level(), shipped()) is right
    with pytest.raises(LookupError):
        answer_of(question._replace(asks="weather"), level(), shipped())
    marker = Marker("…", 0, 10, 4, 0.5, asks="steps")
    assert is_right(marker, level(), shipped()) and is_right(marker, level(alpha=1.0), shipped()) is False


@pytest.mark.slow
def test_every_shipped_bet_is_right() -> None:
    """But for what shifts do: two trainings, which the level's own test makes."""
    for one in shipped().levels.values():
        for question in (*one.questions, *one.recap):
            assert question.asks == "shifted accuracy" or is_right(question, one, shipped()), (one.id, question.text)
