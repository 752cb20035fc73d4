"""A new layout takes nothing out of the player's hands: focus, and what is half typed, dragged or pressed, go on."""

from __future__ import annotations

import pytest

from downslope.attempt.game.game import Game
from downslope.boards.kinds import KINDS, kind_of
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.storage.progress import Progress
from downslope.view.widgets.button import Tile
from downslope.view.widgets.number_input import NumberInput, Slider
from driving import Driver, MemoryStore
from monkey import starts
from pictured_network import STALLS
from pictures.plans import PLANS
from support import campaign, shipped

SIZES = ((1280.0, 720.0), (1706.0, 720.0), (1280.0, 900.0))
MOST = 16  # of a screen's controls, about so many are tried
SCREENS = [f"picture {plan.name}" for plan in PLANS if not plan.ends.endswith("Board")]


def game_of() -> Game:
    store = MemoryStore(bets=False)
    store.progress = Progress()
    return Game(store, catalog=shipped())


def resize(scene: Scene) -> set[str]:
    """The controls that can be focused in each of the sizes: what scrolls in a small one need not in a large one."""
    there = {widget.name for widget in scene.order()}
    for size in (*SIZES[1:], SIZES[0]):
        scene.resize(*size)
        scene.update(0.01)
        there &= {widget.name for widget in scene.order()}
    return there


def hands(scene: Scene) -> list[str]:
    """Controls whose focus or typing does not outlast a new layout."""
    lost, names = [], sorted(resize(scene))
    for name in names[:: 1 + len(names) // MOST]:
        widget = scene.widget(name)
        assert widget is not None
        scene.set_focus(name)
        if isinstance(widget, NumberInput) and widget.takes("1"):
            widget.typed = "1"
        typed = getattr(widget, "typed", None)
        resize(scene)
        after = scene.widget(name)
        if scene.focus != name or after is None or getattr(after, "typed", None) != typed:
            lost.append(f"{name}: focus {scene.focus}, typed {getattr(after, 'typed', None)} of {typed}")
        if isinstance(after, NumberInput):
            after.typed = None
    return lost


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_begun_on_a_board_outlasts_a_resize(kind: str) -> None:
    level = next(level for level in (*campaign(), STALLS) if kind_of(level) == kind)
    game = game_of()
    assert hands(Driver(PlayScene(game, level)).scene) == []


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("start", SCREENS)
def test_what_is_begun_on_a_screen_outlasts_a_resize(start: str) -> None:
    assert hands(Driver(starts()[start](game_of())).scene) == []


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
