"""What the keys of the play screen do where no control wants them, and which of them do something now: a row a key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ....i18n import _
from ....rules.truncate import last_action
from ..shared.run_sharing import copy_code, copy_link_to, has_film, save_film

if TYPE_CHECKING:
    from ....attempt.attempt import Attempt
    from ..shared.play_screen import PlayScreen


class KeyAct(NamedTuple):
    """`may`: it would do something now. `words`: what it is called in the help; "": what its key always does."""

    do: Callable[[], object]
    may: bool = True
    words: str = ""


def key_acts(play: PlayScreen) -> dict[str, KeyAct]:
    """By what the player wants: see desktop/bindings.py."""
    attempt = play.attempt
    shown, step = attempt.shown, attempt.step
    turn = shown.outcome.turn if shown.outcome is not None else step
    to_map = _("Convergence map") if play.charted else _("Level map")
    return {
        "pause": KeyAct(play.pause, may_pause(attempt)),
        "undo": KeyAct(attempt.undo, may_undo(attempt)),
        "reset": KeyAct(attempt.reset, bool(attempt.session.actions) or attempt.show is not None),
        "hint": KeyAct(play.hint, play.has_hints),
        "task": KeyAct(play.turn_task, bool(play.story)),
        "jump": KeyAct(play.jump, turn != step),
        "code": KeyAct(play.show_code, attempt.verdict or attempt.asking.last is not None),
        "map": KeyAct(play.to_chart, play.charted or not play.game.hides("map"), to_map),
        "settings": KeyAct(play.open_settings),
        "copy": KeyAct(partial(copy_code, play), bool(shown.actions)),
        "link": KeyAct(partial(copy_link_to, play)),
        "film": KeyAct(partial(save_film, play), has_film(play)),
        "earlier": KeyAct(lambda: attempt.look(attempt.step - 1), step > 0),
        "later": KeyAct(lambda: attempt.look(attempt.step + 1), step < shown.count),
    }


def may_pause(attempt: Attempt) -> bool:
    """Something runs: the player's own Learn, or the machine's."""
    return attempt.playback.running or attempt.playback.moving or attempt.show is not None


def may_undo(attempt: Attempt) -> bool:
    """There is something to take back. Where there is not, the tile stands there all the same, and says so."""
    return last_action(attempt.session) is not None
