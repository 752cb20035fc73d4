"""What is shown after a screen broke, so that the game goes on, and the player loses as little as can be.

First the level that was played, with what had been done in it, or the bench of the workshop; if that breaks at once,
the map; then the title.
"""

from __future__ import annotations

import sys
import traceback
from functools import partial
from typing import TYPE_CHECKING

from ..engine.watchdog import StopPoint
from ..i18n import _, translate
from ..registry.plugin_guard import guard
from ..scenes.base.scene import screen, screen_class
from ..storage.files import write_log

if TYPE_CHECKING:
    from ..scenes.base.scene import Scene
    from ..scenes.play.play import PlayScene

AT_ONCE = 300  # frames: what breaks again within them is not tried a second time
WAYS = 3  # level, map, title


class Recovery:
    """The way down: level, map, title. It begins again when nothing has broken for a while."""

    _fallen = 0  # how far down the player is
    _frame = 0

    def after(self, broken: Scene, frame: int) -> Scene:
        """The screen to go on with, while the exception is handled; raises it where not even the title can be shown."""
        game = broken.game
        log = write_log(traceback.format_exc())
        for scene in broken.standing():
            # It is left for good; where that breaks too, the game goes on all the same
            try:
                scene.end()
            except Exception:
                write_log(traceback.format_exc())
        if frame - self._frame > AT_ONCE:
            self._fallen = 0
        self._frame = frame
        from ..scenes.play.play import PlayScene

        # The level that is on the screen, or under what is
        before = next((scene for scene in broken.standing() if isinstance(scene, PlayScene)), None)
        ways = (self._level, self._map)
        error = sys.exception()
        # Where it was a plugin, that is named, and its record has the fault
        plugin = game.loaded.blamed_plugin(error) if game.loaded is not None and error is not None else None
        if isinstance(error, StopPoint):  # what did not come back is not tried again by itself
            sentence = _("{what} The details are in {file}.").format(what=translate(error), file=log)
            self._fallen = max(self._fallen, ways.index(self._map))
        elif plugin is not None:
            sentence = _("{plugin} has a fault. The details are in {file}.").format(plugin=plugin.name, file=log)
        else:
            name = type(broken).__name__
            sentence = _("Something broke in {scene}. The details are in {file}.").format(scene=name, file=log)
        while self._fallen < len(ways):
            way = ways[self._fallen]
            self._fallen += 1
            try:
                next_scene = guard(game.loaded, broken.foreign, partial(way, broken, before, sentence))
            except Exception:  # that way breaks itself
                write_log(traceback.format_exc())
                continue
            if next_scene is not None:
                return next_scene
        title = screen("title", game)
        if isinstance(broken, type(title)) and frame == 0:
            raise
        game.toasts.fault(sentence)
        return title

    def _level(self, broken: Scene, before: PlayScene | None, fault_words: str) -> Scene | None:
        """The level that was played, as far as it can be done again, under a card."""
        from ..scenes.play.play import PlayScene, redo_actions

        if before is None:
            # The workshop, with what lay on its bench, under a card
            kind = screen_class("workshop")
            left = next((scene for scene in broken.standing() if isinstance(scene, kind)), None)
            if left is None:
                return None
            workshop = screen("workshop", broken.game, parent=left.opener)
            sentence = _("The bench is as you left it.")
            return screen("broken", broken.game, parent=workshop, told=f"{sentence} {fault_words}")
        play = PlayScene(before.game, before.level)
        done, wanted = redo_actions(play, before)
        if done == wanted:
            kept = _("The level is as you left it.")
        else:
            kept = _("Of what you did in this level, {done} of {wanted} could be restored.")
            kept = kept.format(done=done, wanted=wanted)
        return screen("broken", broken.game, parent=play, told=f"{kept} {fault_words}")

    def _map(self, broken: Scene, before: PlayScene | None, sentence: str) -> Scene | None:
        """The map of levels, for who played one."""
        if before is None:
            return None
        broken.game.toasts.fault(sentence)
        return screen("map", broken.game)
