"""The kinds of play screen: a level's data decides which it gets, and only the file of that board is imported."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from ..rules.fitting import has_land
from . import traits

if TYPE_CHECKING:
    from ..rules.level import Level
    from .shared.board import Board
    from .shared.host import Host

KINDS: dict[str, Callable[[Level], bool]] = {  # the most particular first
    "pictures.reading_board.HandBoard": traits.is_drawn,
    "pictures.digits_board.DigitsBoard": traits.reads_pictures,
    "pictures.stencil_board.StencilBoard": traits.is_stencil,
    "pictures.teacher_board.TeacherBoard": traits.learns_stencil,
    "network.stopping_board.StoppingBoard": traits.asks_when_to_stop,
    "one_neuron.recording_board.RecordingBoard": traits.has_recording,
    "one_neuron.feel_board.FeelBoard": traits.is_felt_first,
    "one_neuron.lock_board.LockBoard": traits.has_gates,
    "by_hand.rule_board.RuleBoard": traits.has_slots,
    "network.pictured_board.PicturedBoard": traits.draws_itself,
    "several_weights.alphas_board.AlphasBoard": traits.has_alphas,
    "several_weights.neurons_board.NeuronsBoard": traits.has_neurons,
    "several_weights.contour_board.ContourBoard": traits.has_two_weights,
    "network.net_board.NetBoard": traits.has_wires,
    "one_neuron.calls_board.CallsBoard": traits.asks_for_needles,
    "one_neuron.needles_board.NeedlesBoard": traits.has_needles,
    "one_neuron.sealed_board.SealedBoard": traits.is_sealed,
    "by_hand.fog_board.FogBoard": traits.lies_in_fog,
    "by_hand.sending_board.SendingBoard": has_land,
    "by_hand.metric_board.MetricBoard": traits.chooses_metric,
    "one_neuron.two_codes_board.TwoCodesBoard": traits.compares_codes,
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
