"""What is asked of every screen, each a generator of faults: is it heard, reached by keys, kept by a new layout?"""

from collections import Counter
from collections.abc import Iterator

from downslope.scenes.base.scene import Scene
from downslope.scenes.base.speech import LONGEST, speech_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import ReelScene
from downslope.view.widgets.number_input import NumberInput
from downslope.view.widgets.widget import Widget
from pictures.drawing import FRAME

# Two ways to the same: they are called the same.
TWINS = [{"reel", "play reel"}, {"tile reset", "start anew"}, {"clear", "tile clear"}, {"hint 2 step", "task step"}]
WAYS_OUT = {"back", "settings", "leave", "close", "story", "page up", "page down"}
SIZES = ((1280.0, 720.0), (1706.0, 720.0), (1280.0, 900.0))


def unheard(scene: Scene) -> Iterator[str]:
    """A control without a name or a role, or called as another; a screen that says nothing, or too much at once."""
    controls = [widget for widget in scene.widgets if widget.live and widget.focusable]
    for widget in controls:
        if not widget.accessible_name() or widget.role == Widget.role:
            yield f"no name or no role: {widget.name}"
    for text, count in Counter(widget.description() for widget in controls).items():
        names = {widget.name for widget in controls if widget.description() == text}
        if count > 1 and len(names) > 1 and names not in TWINS:
            yield f"called the same: {names}"
    speech = speech_of(scene)
    moves = isinstance(scene, PlayScene) and scene.attempt.director.pending
    if not (any(speech) or moves or isinstance(scene, ReelScene)) or not (speech.line or moves):
        yield "it says nothing"
    yield from (f"said: {text}" for text in speech if len(text) > LONGEST or "[" in text or "\n" in text)
    focused = scene.widget(scene.begin or scene.focus)
    if focused is not None and focused.live and not speech.control:
        yield f"not said: {focused.name}"


def leads_away(scene: Scene) -> Iterator[str]:
    """The focus is on a way out, though the screen has something else to offer and does not begin there on purpose."""
    others = [widget.name for widget in scene.order() if widget.name not in WAYS_OUT]
    if scene.focus in WAYS_OUT and others and scene.focus != scene.begins():
        yield f"the focus of {type(scene).__name__} is on {scene.focus}"


def out_of_view(scene: Scene) -> Iterator[str]:
    """What the keyboard comes to and is not whole to be seen then."""
    before = scene.focus
    for name in [widget.name for widget in scene.order()]:
        scene.set_focus(name)
        widget = scene.widget(name)
        if widget is not None:
            area = scene.area_of(widget)
            left, top, wide, high = area.rect if area is not None else (0.0, 0.0, scene.width, scene.height)
            x, y, w, h = widget.rect
            if min(x - left, y - top, left + wide - x - w, top + high - y - h) < -0.01:
                yield f"out of view: {name}"
    scene.set_focus(before)


def dropped(scene: Scene, turn: int) -> Iterator[str]:
    """Controls whose focus or typing does not outlast a new layout; a third of them, each in one of the sizes."""

    def resize(number: int) -> set[str]:
        scene.resize(*SIZES[number % len(SIZES)])
        scene.update(FRAME)
        return {widget.name for widget in scene.order()}

    names = resize(1) & resize(2) & resize(0)  # what scrolls in a small one need not in a large one
    typed_into = [name for name in names if isinstance(scene.widget(name), NumberInput)]
    for number, name in enumerate([*typed_into[:1], *sorted(names)[turn % 3 :: 3]], 1):
        widget = scene.widget(name)
        if widget is None:  # what was typed has closed it
            continue
        scene.set_focus(name)
        if isinstance(widget, NumberInput) and widget.takes("1"):
            widget.typed = "1"
        typed = getattr(widget, "typed", None)
        resize(number)
        after = scene.widget(name)
        if scene.focus != name or after is None or getattr(after, "typed", None) != typed:
            yield f"{name}: focus {scene.focus}, typed {getattr(after, 'typed', None)} of {typed}"
        if isinstance(after, NumberInput):
            after.typed = None
    resize(0)
