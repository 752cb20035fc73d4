"""What is shown after a screen broke, so that the game goes on."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from ..i18n import _
from ..storage.log import write_log

if TYPE_CHECKING:
    from ..scenes.base.scene import Scene


def recovered(broken: Scene, frame: int) -> Scene:
    """The screen to go on with, while its exception is handled; raises it where not even the title can be shown."""
    name, game = type(broken).__name__, broken.game
    for scene in broken.standing():
        scene.ended()
    log = write_log(traceback.format_exc())
    home = game.home()
    if isinstance(broken, type(home)) and frame == 0:
        raise
    game.toasts.fault(_("Something broke in {scene}. The details are in {file}.").format(scene=name, file=log))
    return home
