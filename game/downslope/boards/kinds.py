"""The kinds of play screen: what of a level decides which it gets; only the file of that board is imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from math import isqrt
from typing import cast

from ..learning import CELLS, assemble, is_bare_map, is_neuron, is_side_by_side, layers_of
from ..rules import Level, Question, has_land
from .shared.board import Board

ABREAST = 6  # neurons that have room beside each other
PIXELS = 16  # inputs of the smallest picture


# -- what several kinds ask --------------------------------------------------------------------------------------------


def is_one_weight(level: Level) -> bool:
    """One neuron of one weight."""
    return level.network.size == 1 and is_neuron(level.network)


def stand_side_by_side(level: Level) -> bool:
    """Neurons of one layer that have room beside each other."""
    return is_side_by_side(level.network) and 1 < level.network.outputs <= ABREAST


def shows_all(level: Level) -> bool:
    """The whole bowl of what learns, and nothing that it is made of is held back."""
    seen = level.visibility("bowl") == "full" and level.visibility("error") != "none"
    return level.learner is not None and seen and not hides_numbers(level)


def hides_numbers(level: Level) -> bool:
    """A number of its neuron is held back."""
    return any(level.visibility(name) == "hidden" for name in ("input", "goal", "weight"))


# -- what only one asks, at length -----------------------------------------------------------------------------------


def has_slots(level: Level) -> bool:
    """A rule is put together for several neurons."""
    if not stand_side_by_side(level):
        return False
    from .by_hand.rule_board import slots_of

    return bool(slots_of(level))


def draws_itself(level: Level) -> bool:
    """Its network says what its picture is, or can be drawn of its operations."""
    if level.learner is None or (level.network.picture() is None and layers_of(level.network) is not None):
        return False
    from .network.shown_net import picture_of

    return picture_of(level) is not None


def has_wires(level: Level) -> bool:
    """A dense network of layers, or of one whose steps see parts of the examples."""
    network, layers = level.network, layers_of(level.network)
    if layers is None:
        return False
    # a single layer is shown as a neuron with its needles, unless its steps see parts or it says that it has layers
    parts = network.inputs > 1 and level.batch is not None and len(level.data()) > 1
    many = layers.hidden > 0 or "activation" in network.knobs or parts
    if not many or level.learner is None or level.probes is not None or level.stop:
        return False
    from .network.shown_net import fits

    return fits(network)


KINDS: dict[str, Callable[[Level], bool]] = {  # the most particular first
    # What the player draws is read
    "pictures.reading_board.HandBoard": lambda level: (
        level.learner is None and level.aim.drawn and level.network.inputs >= PIXELS),
    # It learns to tell square pictures apart, one a step
    "pictures.digits_board.DigitsBoard": lambda level: (
        level.learner is not None and isqrt(level.network.inputs) ** 2 == level.network.inputs >= PIXELS
        and level.network.outputs > 2 and level.batch == 1),
    # Every weight of a kernel is turned by hand
    "pictures.stencil_board.StencilBoard": lambda level: (
        level.learner is None and level.probes is not None and is_bare_map(level.network)
        and all(level.knob("weight", i) is not None for i in range(level.network.size))),
    # A neuron of nine inputs learns a stencil: its examples are the windows of a square picture, row by row
    "pictures.stencil_board.TeacherBoard": lambda level: (
        level.learner is not None and level.network.inputs == CELLS and is_neuron(level.network)
        and bool(level.unseen) and all(assemble(level.data(unseen)) is not None for unseen in (False, True))),
    # A recorded training is looked into at some of its passes
    "network.stopping_board.StoppingBoard": lambda level: (
        level.knob("pass") is not None and level.probes is not None and level.stop
        and bool(level.unseen) and bool(level.recording)),
    # A run that is already made, of one weight and one example
    "one_neuron.recording_board.RecordingBoard": lambda level: (
        bool(level.recording) and is_one_weight(level) and len(level.examples) == 1 and level.learner is not None),
    # One weight of one example is moved by hand and by feel, before a learner moves it
    "one_neuron.feel_board.FeelBoard": lambda level: (
        level.learner is None and level.probes is None and len(level.examples) == 1 and is_one_weight(level)
        and level.visibility("bowl") == "none" and level.visibility("goal") == "hidden"
        and len(level.stages) > 0 and level.stage(1).learner is not None
        and (knob := level.knob("weight")) is not None and knob.values() is not None),
    # One weight, and gates on the way of its prediction
    "one_neuron.lock_board.LockBoard": lambda level: (
        bool(level.gates) and is_one_weight(level) and not hides_numbers(level)),
    "by_hand.rule_board.RuleBoard": has_slots,
    "network.net_board.PicturedBoard": draws_itself,
    # An alpha for each of several neurons, and they are turned
    "several_weights.alphas_board.AlphasBoard": lambda level: (
        stand_side_by_side(level) and isinstance(level.alpha, Sequence) and level.knob("alpha") is not None),
    # Several neurons learn of one example, and of each the whole bowl is seen
    "several_weights.neurons_board.NeuronsBoard": lambda level: (
        stand_side_by_side(level) and len(level.examples) == 1 and isinstance(level.alpha, (int, float))
        and shows_all(level)),
    "several_weights.contour_board.ContourBoard": lambda level: level.network.size == 2 and shows_all(level),
    "network.net_board.NetBoard": has_wires,
    # The player says beforehand where its needles will stand
    "one_neuron.needles_board.CallsBoard": lambda level: (
        is_neuron(level.network) and level.learner is not None
        and any(isinstance(asked, Question) and asked.needle is not None for asked in level.questions)),
    # Several weights of one neuron, and no bowl. All its numbers are seen there; there alone they can be frozen
    "one_neuron.needles_board.NeedlesBoard": lambda level: (
        level.network.inputs > 1 and is_neuron(level.network) and level.learner is not None
        and level.visibility("bowl") == "none"
        and (not hides_numbers(level) or level.knob("freeze") is not None)),
    # One weight, whose input nobody sees
    "one_neuron.sealed_board.SealedBoard": lambda level: (
        level.visibility("input") == "hidden" and level.network.size == 1 and level.learner is not None),
    # One weight is turned by hand, and of the bowl only what was probed is seen
    "by_hand.fog_board.FogBoard": lambda level: (
        level.learner is None and level.knob("weight") is not None and level.network.size == 1
        and level.visibility("bowl") == "fog" and level.visibility("error") != "none"),
    "by_hand.sending_board.SendingBoard": has_land,
    # One weight, whose metric is one of several
    "by_hand.metric_board.MetricBoard": lambda level: (
        is_one_weight(level) and shows_all(level)
        and any(knob.name == "metric" and len(knob.stops) > 1 for knob in level.knobs)),
    # Two metrics run beside each other, line by line
    "one_neuron.two_codes_board.TwoCodesBoard": lambda level: (
        bool(level.beside) and level.learner is not None),
    "one_neuron.bowl_board.BowlBoard": lambda _level: True,
}  # fmt: skip


def kind_of(level: Level) -> str:
    """The first that suits the level."""
    return next(kind for kind, suits in KINDS.items() if suits(level))


def board_class(kind: str) -> type[Board]:
    """The class of a row; its file is imported now."""
    module, _dot, name = kind.rpartition(".")
    return cast("type[Board]", getattr(import_module(f".{module}", __package__), name))
