"""A new layout takes nothing out of the player's hands: focus, and what is half typed, dragged or pressed, go on."""

from __future__ import annotations

import pytest

from downslope.attempt.game.game import Game
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.storage.progress import Progress
from downslope.view.widgets.button import Tile
from downslope.view.widgets.number_input import Slider
from driving import Driver, MemoryStore
from support import shipped


def game_of() -> Game:
    store = MemoryStore(bets=False)
    store.progress = Progress()
    return Game(store, catalog=shipped())


@pytest.mark.usefixtures("display")
def test_a_drag_goes_on_in_another_layout() -> None:
    player = Driver(PlayScene(game_of(), shipped().level("toes")))
    scene = player.scene
    assert isinstance(scene, PlayScene)
    alpha = next(widget for widget in scene.widgets if isinstance(widget, Slider) and widget.hue == "alpha")
    before = scene.attempt.session.knobs["alpha"]
    y = alpha.line
    player.down(alpha.x_of(float(before)), y)
    player.move(alpha.x_of(alpha.high), y)
    scene.request_layout()  # as when a hint comes, or something is worked out
    again = scene.widget(alpha.name)
    assert isinstance(again, Slider) and again is not alpha and again.value == alpha.value != before
    middle = again.snap((again.low + again.high) / 2)
    player.move(again.x_of(middle), y)
    player.up(again.x_of(middle), y)
    assert scene.attempt.session.knobs["alpha"] == pytest.approx(middle)


@pytest.mark.usefixtures("display")
def test_a_press_goes_on_only_where_it_means_the_same() -> None:
    scene = Some(game_of())
    player = Driver(scene)
    for label, pressed in (("Go", 1), ("Stop", 1)):
        player.down(60, 60)
        scene.label = label
        scene.request_layout()
        player.up(60, 60)
        assert scene.pressed == pressed


class Some(Scene):
    """One tile."""

    label = "Go"
    pressed = 0

    def layout(self) -> None:
        self.widgets = [Tile("tile", (20, 20, 112, 84), self.label, "step", self.count)]

    def count(self) -> None:
        self.pressed += 1
