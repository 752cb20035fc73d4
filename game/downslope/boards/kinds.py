"""The kinds of play screen. A level's data decides which it gets: what is free, what is seen, what it is made of."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .shared.board import Board
    from .shared.host import Host

KINDS = (
    "pictures.hand_board.HandBoard",
    "pictures.digits_board.DigitsBoard",
    "pictures.stencil_board.StencilBoard",
    "pictures.teacher_board.TeacherBoard",
    "network.stopping_board.StoppingBoard",
    "one_neuron.recording_board.RecordingBoard",
    "by_hand.rule_board.RuleBoard",
    "network.pictured_board.PicturedBoard",
    "several_weights.alphas_board.AlphasBoard",
    "several_weights.neurons_board.NeuronsBoard",
    "several_weights.contour_board.ContourBoard",
    "network.net_board.NetBoard",
    "one_neuron.calls_board.CallsBoard",
    "one_neuron.needles_board.NeedlesBoard",
    "one_neuron.sealed_board.SealedBoard",
    "by_hand.fog_board.FogBoard",
    "by_hand.sending_board.SendingBoard",
    "by_hand.metric_board.MetricBoard",
    "one_neuron.two_codes_board.TwoCodesBoard",
    "one_neuron.bowl_board.BowlBoard",
)


def board_for(host: Host) -> Board:
    """The first kind that suits the level; the bowl suits all."""
    from .one_neuron.bowl_board import BowlBoard

    return next((kind for kind in kinds() if kind.suits(host.attempt.level)), BowlBoard)(host)


def kinds() -> list[type[Board]]:
    """Every kind of board, the most particular first."""
    names = (name.rpartition(".") for name in KINDS)
    return [getattr(import_module(f".{module}", __package__), kind) for module, _dot, kind in names]
