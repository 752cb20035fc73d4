"""What is wrong with a level: each field to its edge, each fault by its field. answers.txt has it all."""

import typing
from collections import abc
from collections.abc import Sequence
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from typing import Annotated, Any

from downslope import Example, Gate, Knob, Level, Neuron, Question
from downslope.learning import FieldFault, Network
from downslope.rules import NoneWord
from downslope.schema.level_rules import faults
from downslope.schema.schema import WRONG, LevelReader, as_words, fits
from lib.support import shipped
from lib.walks import answers, differences, questions, shown
from rules import levels
from rules.levels import small

ANSWERS = Path(__file__).with_name("answers.txt")


def told(found: Sequence[FieldFault]) -> str:
    """Each field with the beginning of its value, and what it may have, of many words the first and the last."""
    words = [allowed if len(allowed) < 120 else f"{allowed[:40]} … {allowed[-40:]}" for _name, _value, allowed in found]
    return " | ".join(f"{row[0]} {shown(row[1])[:40]}: {allowed}" for row, allowed in zip(found, words)) or "right"


def wrong(**fields: Any) -> str:
    return told(faults(small(**{"weights": [0.5], "alpha": 0.1, "knobs": ()} | fields)))


def edge(name: str, *values: Any) -> str:
    """Of a level whose knobs leave room for it; what is right at the same time is told together."""
    alpha = Knob("alpha", 0.01, 2.0, stops=(0.1, 0.5) if name == "variants" else ())
    knobs = [Knob("weight", -4, 4), alpha, Knob("gear", stops=(0, 2))]
    return f"{name}: " + "; ".join(wrong(**{"knobs": knobs, name: value}) for value in values)


def knob(*given: Any, **fields: Any) -> str:
    return wrong(knobs=[Knob("a", *given, **fields)])


def kind(hint: Any, *values: Any) -> str:
    return f"{as_words(hint)}: {[value for value in values if fits(value, hint)]}"


def built(kind: Any, data: Any) -> Any:
    reader = LevelReader(data=True)
    made = reader.build(kind, data, "x")
    return f"{'wrong' if made is WRONG else made}; {told(reader.faults)}" if reader.faults else made


def idle(**fields: Any) -> str:
    reader = LevelReader()
    reader.parts(Level, fields, "")
    return f"{told(reader.faults)}; idle: {told(reader.idle)}"


class Odd(Network):
    def faults(self) -> list[FieldFault]:
        raise LookupError("of its own")


SQUARED = shipped().metric("squared")
MODULES = "rules", "rules.question", "schema.level_rules", "schema.schema"
NAMES = questions(*MODULES, names=vars(abc) | vars(typing) | globals() | {
    "inf": inf, "nan": nan, "BOTH": levels.BOTH, "BET": Question("?", ["a", "b"], right="a"),
    "UP": Question("?", ["up", "down"], right="up"), "ASKED": {"text": "?", "answers": ["a", "b"], "right": "a"},
    "SQUARE": {"network": Neuron(4), "examples": [Example([1, 0, 0, 1], 1)], "weights": None},
    "GATE": {"gates": [Gate(0.6, 0.1)], "weights": None}, "STEEP": {"alpha": 0.05, "knobs": [Knob("alpha", 0.1, 1.0)]},
    "TAU": {"knobs": [Knob("tau", 0, 1, start=0.5)]},
    "SEVERAL": replace(shipped(), metrics={"squared": SQUARED, "a/odd": SQUARED, "b/odd": SQUARED}),
    "BY_HAND": Annotated[str | None, NoneWord("by hand")],
})  # fmt: skip


def test_what_is_answered() -> None:
    assert differences(ANSWERS, NAMES, answers) == []
