"""What a player can give away of a run: its code, a film of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....i18n import _

if TYPE_CHECKING:
    from .play_screen import PlayScreen

# What writes links, codes and films is imported with the first of them: a level that is opened needs none.


def copy_code(play: PlayScreen) -> None:
    """The run that is shown, as a code that others can paste; where nothing was done yet, a note says so."""
    from ....attempt.sharing.shared_run import copy_run

    if play.attempt.shown.actions:
        copy_run(play.game, play.attempt.shown)
    else:
        play.game.toasts.add(_("There is no run to copy yet. Do something first."))


def copy_link_to(play: PlayScreen) -> None:
    """A link to the level with its knobs as they stand."""
    from ....attempt.sharing.link_opening import copy_link

    copy_link(play.game, play.attempt.session)


def has_film(play: PlayScreen) -> bool:
    """A run was seen to its end."""
    shown = play.attempt.shown
    return bool(shown.actions) and (shown.outcome is not None or shown.won)


def film_words() -> str:
    """What is said of what saves it."""
    return _("Save a film of the run")


def save_film(play: PlayScreen) -> None:
    """A film of the run that was just seen, and a picture of what there is to see now."""
    from ....attempt.sharing.run_film import film_of

    if has_film(play):
        film_of(play.game, play.attempt, play.snapshot())
