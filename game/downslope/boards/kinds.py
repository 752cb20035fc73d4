"""The kinds of play screen: what of a level decides which it gets; only the file of that board is imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from math import isqrt
from typing import TYPE_CHECKING, cast

from ..learning.architecture import is_bare_map, is_neuron, is_side_by_side, layers_of
from ..learning.ops import CELLS, assemble
from ..rules.fitting import has_land
from ..rules.question import Question

if TYPE_CHECKING:
    from ..rules.level import Level
    from .shared.board import Board
    from .shared.host import Host

ABREAST = 6  # neurons that have room beside each other
PIXELS = 16  # inputs of the smallest picture


# -- boards of pictures ----------------------------------------------------------------------------------------------


def is_drawn(level: Level) -> bool:
    """What the player draws is read."""
    return level.learner is None and level.aim.drawn and level.network.inputs >= PIXELS


def reads_pictures(level: Level) -> bool:
    """It learns to tell square pictures apart, one a step."""
    network = level.network
    square = isqrt(network.inputs) ** 2 == network.inputs >= PIXELS
    return level.learner is not None and square and network.outputs > 2 and level.batch == 1


def is_stencil(level: Level) -> bool:
    """Every weight of a kernel is turned by hand."""
    turned = all(level.knob("weight", i) is not None for i in range(level.network.size))
    return level.learner is None and level.probes is not None and turned and is_bare_map(level.network)


def learns_stencil(level: Level) -> bool:
    """A neuron of nine inputs learns a stencil: its examples are the windows of a square picture, row by row."""
    if level.learner is None or level.network.inputs != CELLS or not is_neuron(level.network):
        return False
    return bool(level.unseen) and all(assemble(pairs) is not None for pairs in (level.data(), level.data(True)))


# -- boards of a dense network ---------------------------------------------------------------------------------------


def asks_when_to_stop(level: Level) -> bool:
    """A recorded training is looked into at some of its passes."""
    numbers = level.knob("pass") is not None and level.probes is not None
    return numbers and bool(level.unseen) and bool(level.recording) and level.stop


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


# -- boards of several weights ---------------------------------------------------------------------------------------


def stand_side_by_side(level: Level) -> bool:
    """Neurons of one layer that have room beside each other."""
    return is_side_by_side(level.network) and 1 < level.network.outputs <= ABREAST


def has_alphas(level: Level) -> bool:
    """An alpha for each of several neurons, and they are turned."""
    return stand_side_by_side(level) and isinstance(level.alpha, Sequence) and level.knob("alpha") is not None


def has_neurons(level: Level) -> bool:
    """Several neurons learn of one example, and of each the whole bowl is seen."""
    one = isinstance(level.alpha, (int, float)) and level.learner is not None
    return stand_side_by_side(level) and len(level.examples) == 1 and one and shows_all(level)


def has_two_weights(level: Level) -> bool:
    """Two weights that are learned, and nothing about the bowl is held back."""
    return level.learner is not None and level.network.size == 2 and shows_all(level)


def shows_all(level: Level) -> bool:
    """The whole bowl, and nothing that it is made of is held back."""
    return level.visibility("bowl") == "full" and level.visibility("error") != "none" and not hides_numbers(level)


def hides_numbers(level: Level) -> bool:
    """A number of its neuron is held back."""
    return any(level.visibility(name) == "hidden" for name in ("input", "goal", "weight"))


# -- boards of one neuron --------------------------------------------------------------------------------------------


def has_recording(level: Level) -> bool:
    """A run that is already made, of one weight and one example."""
    single = level.network.size == 1 and is_neuron(level.network) and len(level.examples) == 1
    return bool(level.recording) and single and level.learner is not None


def is_felt_first(level: Level) -> bool:
    """One weight of one example is moved by hand and by feel, before a learner moves it."""
    knob = level.knob("weight")
    blind = level.visibility("bowl") == "none" and level.visibility("goal") == "hidden"
    later = len(level.stages) > 0 and level.stage(1).learner is not None
    stepped = knob is not None and knob.values() is not None
    alone = level.learner is None and level.probes is None and level.network.size == 1 and len(level.examples) == 1
    return alone and blind and later and stepped and is_neuron(level.network)


def has_gates(level: Level) -> bool:
    """One weight, and gates on the way of its prediction."""
    return bool(level.gates) and level.network.size == 1 and is_neuron(level.network) and not hides_numbers(level)


def asks_for_needles(level: Level) -> bool:
    """One neuron learns, and the player says beforehand where its needles will stand."""
    one = is_neuron(level.network) and level.learner is not None
    return one and any(isinstance(asked, Question) and asked.needle is not None for asked in level.questions)


def has_needles(level: Level) -> bool:
    """Several weights of one neuron, and no bowl. All its numbers are seen there; there alone they can be frozen."""
    many = level.network.inputs > 1 and is_neuron(level.network) and level.learner is not None
    told = not hides_numbers(level) or level.knob("freeze") is not None
    return many and level.visibility("bowl") == "none" and told


def is_sealed(level: Level) -> bool:
    """One weight, whose input nobody sees."""
    return level.visibility("input") == "hidden" and level.network.size == 1 and level.learner is not None


def compares_codes(level: Level) -> bool:
    """Two metrics run beside each other, line by line."""
    return bool(level.compared_metric) and level.learner is not None


# -- boards by hand --------------------------------------------------------------------------------------------------


def has_slots(level: Level) -> bool:
    """A rule is put together for several neurons."""
    if not stand_side_by_side(level):
        return False
    from .by_hand.rule_model import slots_of

    return bool(slots_of(level))


def lies_in_fog(level: Level) -> bool:
    """One weight is turned by hand, and of the bowl only what was probed is seen."""
    by_hand = level.learner is None and level.knob("weight") is not None and level.network.size == 1
    return by_hand and level.visibility("bowl") == "fog" and level.visibility("error") != "none"


def chooses_metric(level: Level) -> bool:
    """One weight, whose metric is one of several."""
    knob, network = level.knob("metric"), level.network
    one = network.size == network.inputs == network.outputs == 1
    seen = level.visibility("bowl") == "full" and level.visibility("error") != "none"
    several = knob is not None and len(knob.stops) > 1
    return level.learner is not None and several and one and seen and level.visibility("goal") != "hidden"


KINDS: dict[str, Callable[[Level], bool]] = {  # the most particular first
    "pictures.reading_board.HandBoard": is_drawn,
    "pictures.digits_board.DigitsBoard": reads_pictures,
    "pictures.stencil_board.StencilBoard": is_stencil,
    "pictures.teacher_board.TeacherBoard": learns_stencil,
    "network.stopping_board.StoppingBoard": asks_when_to_stop,
    "one_neuron.recording_board.RecordingBoard": has_recording,
    "one_neuron.feel_board.FeelBoard": is_felt_first,
    "one_neuron.lock_board.LockBoard": has_gates,
    "by_hand.rule_board.RuleBoard": has_slots,
    "network.pictured_board.PicturedBoard": draws_itself,
    "several_weights.alphas_board.AlphasBoard": has_alphas,
    "several_weights.neurons_board.NeuronsBoard": has_neurons,
    "several_weights.contour_board.ContourBoard": has_two_weights,
    "network.net_board.NetBoard": has_wires,
    "one_neuron.calls_board.CallsBoard": asks_for_needles,
    "one_neuron.needles_board.NeedlesBoard": has_needles,
    "one_neuron.sealed_board.SealedBoard": is_sealed,
    "by_hand.fog_board.FogBoard": lies_in_fog,
    "by_hand.sending_board.SendingBoard": has_land,
    "by_hand.metric_board.MetricBoard": chooses_metric,
    "one_neuron.two_codes_board.TwoCodesBoard": compares_codes,
    "one_neuron.bowl_board.BowlBoard": lambda _level: True,
}


def kind_of(level: Level) -> str:
    """The first that suits the level."""
    return next(kind for kind, suits in KINDS.items() if suits(level))


def board_class(kind: str) -> type[Board]:
    """The class of a row; its file is imported now."""
    module, _dot, name = kind.rpartition(".")
    return cast("type[Board]", getattr(import_module(f".{module}", __package__), name))


def board_for(host: Host) -> Board:
    """The board of the level that is played."""
    return board_class(kind_of(host.attempt.level))(host)
