"""The kinds of play screen. Which one a level gets is decided by its data: what is free, what is seen, what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..play import PlayScene
    from .board import Board


def board_for(play: PlayScene) -> Board:
    """The first kind that suits the level as it is now; the bowl suits all."""
    from .bowl import BowlBoard
    from .fog import FogBoard
    from .forward import ForwardBoard
    from .metric import MetricBoard
    from .needles import NeedlesBoard
    from .recording import RecordingBoard
    from .rule import RuleBoard
    from .sealed import SealedBoard
    from .telescopes import TelescopesBoard

    kinds: tuple[type[Board], ...] = (
        RecordingBoard, RuleBoard, TelescopesBoard, NeedlesBoard, SealedBoard, FogBoard, ForwardBoard, MetricBoard,
    )  # fmt: skip
    level = play.attempt.level
    return next((kind for kind in kinds if kind.suits(level)), BowlBoard)(play)
