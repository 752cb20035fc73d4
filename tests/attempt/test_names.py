"""What weights and costs are called: by the level's own word, by the network, or by a number."""

from typing import Any

from downslope import Example, Layers, Level, Neuron
from downslope.attempt.shown import par_phrase, unit_name, unit_title, weight_name


def small(**fields: Any) -> Level:
    return Level("small", title="Small", examples=[Example(1, 1)], **fields)


def test_a_weight() -> None:
    for fields, index, name in (
        ({}, 0, "weight"), ({"network": Neuron(2)}, 0, "weight 1"), ({"network": Neuron(2)}, 1, "weight 2"),
        ({"words": {"weight": "tap"}}, 0, "tap"), ({"network": Neuron(2), "words": {"weight": "tap"}}, 1, "tap 2"),
        ({"network": Neuron(2), "words": {"weight 2": "hot tap"}}, 1, "hot tap"),
        ({"network": Neuron(2), "words": {"weight 2": "hot tap"}}, 0, "weight 1"),
        ({"network": Layers(1, 2, 1)}, 3, "weight 4"),
    ):  # fmt: skip
        assert weight_name(small(**fields), index) == name


def test_a_cost() -> None:
    sends = small(words={"probes": "sends", "probe": "send"}, par_unit="probes")
    assert [unit_name(sends, count) for count in (0, 1, 2)] == ["sends", "send", "sends"]
    assert (unit_title(sends), unit_title(sends, "runs"), unit_name(sends, 1, "runs")) == ("Sends", "Runs", "run")
    assert [par_phrase(sends, count) for count in (1, 2)] == ["in 1 send", "in 2 sends or fewer"]
    assert par_phrase(small(), 1, "calls") == par_phrase(small(), 5, "calls") == "every call right"
