"""Looks at the play screen after every frame of a game that is played, and notes what breaks the director's rules."""

from __future__ import annotations

import pygame
import pytest

from downslope.app.app import App
from downslope.attempt.director import Phase
from downslope.boards.shared.board import pip_mood
from downslope.scenes.play.play import PlayScene
from downslope.view.widgets.button import Tile
from pads import KINDS as MOVED

NEXT = {
    Phase.TRY: {Phase.PLACE, Phase.PLAY},
    Phase.PLACE: {Phase.PLAY},
    Phase.PLAY: {Phase.REACT},
    Phase.REACT: {Phase.VERDICT, Phase.TRY, Phase.PLAY},  # a try that did not win may be followed by the next at once
    Phase.VERDICT: {Phase.HOLD, Phase.TRY},  # after a bet the stage is the player's
    Phase.HOLD: {Phase.TRY, Phase.PLACE, Phase.PLAY, Phase.REACT, Phase.CARD},
    Phase.CARD: set(),
}
GONE_THROUGH = {Phase.PLAY, Phase.REACT, Phase.VERDICT, Phase.HOLD}  # every level that is played to its card
LEADS_AWAY = ("back", "tile reset", "start anew", "later", "answer 1", "answer 2", "answer 3")


class Witness:
    """Looks at the screen after each frame, and complains."""

    def __init__(self, app: App, scene: PlayScene) -> None:
        self.app, self.scene = app, scene
        self.before = Phase.TRY
        self.focus = scene.focus
        self.tiles: list[tuple[str, str, bool]] = []
        self.stars: object = None
        self.faults: list[str] = []
        self.came: set[Phase] = set()

    def look(self, pressed: bool) -> None:
        scene, director = self.scene, self.scene.attempt.director
        now = director.state
        if now is not self.before and now not in NEXT[self.before]:
            self.faults.append(f"{self.before} -> {now}")
        self.came.add(now)
        if self.app.scene is scene:
            self._frozen(director.pending and scene.attempt.open_bets.open is None)
            if not pressed and scene.focus != self.focus and scene.focus in LEADS_AWAY:
                self.faults.append(f"the keyboard went to {scene.focus} by itself")
            holder = scene.widget(scene.focus) if scene.focus else None
            if scene.focus and (holder is None or not holder.live):
                self.faults.append(f"{now}: the keyboard is at {scene.focus}, which is not there")
        self.before, self.focus = now, scene.focus

    def _frozen(self, frozen: bool) -> None:
        """What would tell the end is as it was at the press."""
        scene = self.scene
        tiles = [(w.name, w.label, w.primary) for w in scene.widgets if isinstance(w, Tile)]
        stars = scene.attempt.director.seen.stars
        if not frozen:
            self.tiles, self.stars = tiles, stars
            return
        if tiles and self.tiles and (tiles, stars) != (self.tiles, self.stars):
            self.faults.append(f"{self.before}: {self.tiles} {self.stars} became {tiles} {stars}")
        if pip_mood(scene.attempt) == "happy" and not scene.attempt.met:
            self.faults.append("he is happy before it is told")


def watch(app: App, monkeypatch: pytest.MonkeyPatch) -> dict[str, Witness]:
    """From now on somebody looks after each tick: level id -> the witness of its play screen."""
    witnesses: dict[str, Witness] = {}
    tick = app.tick

    def watched(seconds: float = 0.0) -> None:
        scene = app.scene
        if isinstance(scene, PlayScene) and scene.level.id not in witnesses:
            witnesses[scene.level.id] = Witness(app, scene)
        pressed = pygame.event.peek([pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, *MOVED])
        tick(seconds)
        for witness in witnesses.values():
            if scene is witness.scene:
                witness.look(pressed)

    monkeypatch.setattr(app, "tick", watched)
    return witnesses
