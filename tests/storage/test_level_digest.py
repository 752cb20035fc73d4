"""A level's digest changes with what decides how it plays, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from downslope import Example, Knob, Level, Near, Neuron, Turn
from downslope.storage.level_digest import digest
from support import campaign

LEVEL = Level(
    "thirteen", title="Thirteen", examples=[Example(0.3, 0.7)], weights=[0.1], alpha=3.0, frozen=frozenset({0}),
    settings={"beta": 0.5, "gamma": 1}, stages=[{"alpha": 1.0, "brief": "again"}], recording=[Turn("alpha", 2.0)],
)  # fmt: skip


# Bests, ghosts and share codes are kept under these.
SHIPPED = {
    "double-it": "1ec37954ab4e", "a-hundredth": "bf6e10207425", "seven": "f68d7543626d", "below-zero": "c37058184e78",
    "one-knob-two-days": "9ccd63b8ff54", "in-the-dark": "ce074d4c4d49", "plus-and-minus": "976b78c72fe5",
    "the-grump": "0a2b230f43ca", "no-perfect-answer": "65e75492fe66", "warmer": "68cfb179ae0b",
    "stuck-steps": "62b7eb951ea0", "which-way": "6e52a4fe1bbd", "dead-wire": "c30eb1aa5cf6",
    "hands-off": "5ce390ec57ac", "thirteen": "f74cba5763d4", "goldilocks": "63d9264a2378", "overshoot": "a02e3f356755",
    "runaway": "9dd4965c9159", "two-recipes": "0390480e9883", "orbit": "82935e8fed37", "one-step": "ea5592efb86d",
    "sealed-box": "181f85910404", "three-neurons": "516ad554c8a6", "toes": "095a35642484",
    "freeze-the-toes": "aaa5bffae816", "valley": "74e05ecc1f40", "streetlights": "71c5c39c3c0f",
    "noisy-lights": "87abd81fca84", "the-wall": "d2b8411ea354", "hidden-four": "44a1a40eea96",
    "all-zeros": "01d55256b063", "dead-relu": "0a76c65502e9", "linear-layers": "c8276e492947",
    "stop-in-time": "63af42fc27fe", "edge-by-hand": "d3f768003e1a", "edge-learned": "da3e23daf62a",
    "ten-neurons": "db482e1ce9a5", "kernels": "a50f6d30bf9c", "read-my-hand": "719499160b01",
}  # fmt: skip


def test_the_shipped_levels_keep_their_digests() -> None:
    assert {level.id: digest(level) for level in campaign()} == SHIPPED


def test_words_and_ways_to_write_it_do_not_matter() -> None:
    same: list[dict[str, Any]] = [
        {"title": "13"}, {"brief": "new"}, {"hints": ["look"]}, {"par": 3}, {"examples": (Example(0.3, 0.7),)},
        {"settings": {"gamma": 1.0, "beta": 0.5}}, {"alpha": 3}, {"stages": [{"alpha": 1, "brief": "once more"}]},
    ]  # fmt: skip
    for changes in same:
        assert digest(replace(LEVEL, **changes)) == digest(LEVEL), changes


def test_what_decides_the_play_does() -> None:
    other: list[dict[str, Any]] = [
        {"examples": [Example(0.3, 0.71)]}, {"weights": [0.2]}, {"alpha": 2.0}, {"network": Neuron(1, 1), "seed": 1},
        {"target": Near(0.002)}, {"knobs": [Knob("weight")]}, {"learner": None}, {"stages": []}, {"recording": []},
        {"settings": {"beta": 0.6, "gamma": 1}}, {"frozen": frozenset()},
    ]  # fmt: skip
    for changes in other:
        assert digest(replace(LEVEL, **changes)) != digest(LEVEL), changes


def test_it_is_the_same_in_every_process_whatever_the_order_of_a_set_is() -> None:
    wins: Any = frozenset({"land", "orbit", "stuck", "runaway", "overshoot"})
    assert digest(Level("a", title="A", examples=[Example(1, 2)], wins=wins)) == "c300e6c7d15f"
