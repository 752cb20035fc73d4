"""What the tiles of the play screen do, by their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..shared.play_screen import PlayScreen


def tile_actions(play: PlayScreen) -> dict[str, Callable[[], None]]:
    """The action of each tile that a board does not take for itself."""
    attempt = play.attempt
    return {
        "step": attempt.step_once, "learn": attempt.learn, "auto": attempt.auto, "reset": attempt.reset,
        "undo": attempt.undo, "hint": play.hint, "send": attempt.probe, "probe": attempt.probe,
        "stop": attempt.stop, "next": attempt.next_stage, "go on": attempt.go_on,
        "card": play.card, "take": attempt.take_over, "rewind": attempt.rewind, "metric": attempt.next_metric,
    }  # fmt: skip
