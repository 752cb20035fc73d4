"""The kinds of play screen. A level's data decides which it gets: what is free, what is seen, what it is made of."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..play import PlayScene
    from .board import Board


KINDS = (
    "hand.HandBoard",
    "digits.DigitsBoard",
    "stencil.StencilBoard",
    "teacher.TeacherBoard",
    "stopping.StoppingBoard",
    "recording.RecordingBoard",
    "rule.RuleBoard",
    "telescopes.TelescopesBoard",
    "abreast.AbreastBoard",
    "valley.ValleyBoard",
    "net.NetBoard",
    "needles.NeedlesBoard",
    "sealed.SealedBoard",
    "fog.FogBoard",
    "forward.ForwardBoard",
    "metric.MetricBoard",
    "two_codes.TwoCodesBoard",
    "bowl.BowlBoard",
)


def board_for(play: PlayScene) -> Board:
    """The first kind that suits the level; the bowl suits all."""
    from .bowl import BowlBoard

    level = play.attempt.level
    return next((kind for kind in kinds() if kind.suits(level)), BowlBoard)(play)


def kinds() -> list[type[Board]]:
    """Every kind of board, the most particular first."""
    names = (name.split(".") for name in KINDS)
    return [getattr(import_module(f".{module}", __name__), kind) for module, kind in names]
