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

    def __init__(self, scene: PlayScene) -> None:
        self.scene, self.before, self.focus = scene, Phase.TRY, scene.focus
        self.told: tuple[list[tuple[str, str, bool]], object] = ([], None)
        self.faults: list[str] = []
        self.came: set[Phase] = set()

    def look(self, app: App, pressed: bool) -> None:
        scene, attempt, director = self.scene, self.scene.attempt, self.scene.attempt.director
        now, faults = director.state, self.faults
        if now is not self.before and now not in NEXT[self.before]:
            faults.append(f"{self.before} -> {now}")
        self.came.add(now)
        if app.scene is scene:
            # while a press is played, what would tell the end is as it was at the press
            frozen = director.pending and attempt.open_bets.open is None
            tiles = [(w.name, w.label, w.primary) for w in scene.widgets if isinstance(w, Tile)]
            told = tiles, director.seen.stars
            if frozen and tiles and self.told[0] and told != self.told:
                faults.append(f"{self.before}: {self.told} became {told}")
            if frozen and pip_mood(attempt) == "happy" and not attempt.met:
                faults.append("he is happy before it is told")
            self.told = self.told if frozen else told
            if not pressed and scene.focus != self.focus and scene.focus in LEADS_AWAY:
                faults.append(f"the keyboard went to {scene.focus} by itself")
            holder = scene.widget(scene.focus) if scene.focus else None
            if scene.focus and (holder is None or not holder.live):
                faults.append(f"{now}: the keyboard is at {scene.focus}, which is not there")
        self.before, self.focus = now, scene.focus


def watch(app: App, monkeypatch: pytest.MonkeyPatch) -> dict[str, Witness]:
    """From now on somebody looks after each tick: level id -> the witness of its play screen."""
    witnesses: dict[str, Witness] = {}
    tick = app.tick

    def watched(seconds: float = 0.0) -> None:
        scene = app.scene
        pressed = pygame.event.peek([pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, *MOVED])
        if isinstance(scene, PlayScene):
            witnesses.setdefault(scene.level.id, Witness(scene))
        tick(seconds)
        for witness in witnesses.values():
            if scene is witness.scene:
                witness.look(app, pressed)

    monkeypatch.setattr(app, "tick", watched)
    return witnesses
