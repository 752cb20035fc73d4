"""What every screen has: widgets, the keyboard's focus, the pointer. A screen adds its picture and what its intents do.

`handle` and `update` return the scene that is to be shown next, usually itself. A popup holds its parent and gives it
back. An intent is offered to the focused widget, to a widget with that key, to the scene's `on_intent`, to the focus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..view.widget import COMPACT, State, Widget
from .focus import neighbour, reading_order

if TYPE_CHECKING:
    from ..controls import Intent
    from ..view.canvas import Canvas
    from .game import Game

POINTER = frozenset({"press", "release", "move", "wheel"})
DIRECTIONS = frozenset({"left", "right", "up", "down"})
FLASH = 0.12  # seconds for which a widget looks pressed after its key was hit
TIP_AFTER = 0.6  # seconds of rest until the tip of a widget is shown
EASY = 40.0  # physical pixels: nothing is harder to hit than that


class Scene:
    """Base of all screens. Subclasses make their widgets in `layout` and draw in `paint` and `paint_over`."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.widgets: list[Widget] = []
        self.time = 0.0
        self.width, self.height, self.scale = 1280.0, 720.0, 1.0
        self.focus = ""  # name of the focused widget
        self.ring = True  # is the focus to be seen? Not while the pointer is used
        self._hover = ""
        self._held = ""  # the widget that the pointer holds
        self._flash: dict[str, float] = {}
        self._rest = 0.0  # seconds for which the pointer has not moved
        self._next: Scene | None = None
        self._laid_out: object = None

    # -- for subclasses ----------------------------------------------------------------------------------------------

    def layout(self) -> None:
        """Fill `self.widgets` for `self.width` x `self.height` design pixels. Called again when the size changes."""

    def paint(self, canvas: Canvas) -> None:
        """The picture under the widgets."""

    def paint_over(self, canvas: Canvas) -> None:
        """What lies above the widgets."""

    def on_intent(self, intent: Intent) -> bool:
        """An intent that no widget wanted. True: done."""
        return False

    def on_update(self, seconds: float) -> None:
        """Time goes by."""

    def on_pointer(self, intent: Intent) -> bool:
        """A pointer intent outside all widgets. True: done."""
        return False

    def back(self) -> None:
        """Esc."""

    # -- the three things the loop calls -----------------------------------------------------------------------------

    def handle(self, intent: Intent) -> Scene:
        """Do what the player wants; returns the scene to show next."""
        if intent.name in POINTER:
            self._pointer(intent)
        else:
            self._key(intent)
        return self._following()

    def update(self, seconds: float) -> Scene:
        """Let time go by; returns the scene to show next."""
        self.time += seconds
        self._rest += seconds
        self._flash = {name: left - seconds for name, left in self._flash.items() if left > seconds}
        self.game.toasts.update(seconds)
        self.on_update(seconds)
        return self._following()

    def draw(self, canvas: Canvas) -> None:
        """Draw everything; changes nothing."""
        self.paint(canvas)
        for widget in self.widgets:
            if widget.visible:
                widget.draw(canvas, self.state(widget))
        self.paint_over(canvas)
        self._draw_tip(canvas)
        self.game.toasts.draw(canvas, self.game.controls.label("note"))

    # -- for subclasses to use ---------------------------------------------------------------------------------------

    def resized(self, width: float, height: float, scale: float = 1.0) -> None:
        """The window has `width` x `height` design pixels of `scale` physical pixels: lay out anew if that is news."""
        size = (width, height, scale, self.game.settings_key())
        if size == self._laid_out:
            return
        self._laid_out = size
        self.width, self.height, self.scale = width, height, scale
        self.relayout()

    def relayout(self) -> None:
        """Make the widgets anew and keep the focus where it was, if that widget is still there."""
        self._held = ""
        self.layout()
        current = self.widget(self.focus)
        if current is None or not (current.live and current.focusable):
            order = self.order()
            self.focus = order[0].name if order else ""

    def go(self, scene: Scene) -> None:
        """Show another scene after this intent or update."""
        self._next = scene

    def widget(self, name: str) -> Widget | None:
        for widget in self.widgets:
            if widget.name == name:
                return widget
        return None

    def set_focus(self, name: str) -> None:
        """Give the keyboard to a widget; an unknown name is left alone."""
        target = self.widget(name)
        if target is None or name == self.focus:
            return
        current = self.widget(self.focus)
        self.focus = name
        if current is not None:
            current.leave()

    def order(self) -> list[Widget]:
        """The widgets in Tab order: left to right, top to bottom."""
        return reading_order([widget for widget in self.widgets if widget.live and widget.focusable])

    def state(self, widget: Widget) -> State:
        return State(
            focus=self.ring and widget.name == self.focus,
            hover=widget.name == self._hover and widget.enabled,
            pressed=widget.enabled and (widget.name in self._flash or widget.name == self._held),
            time=self.time,
            cap=self.game.controls.label(widget.key) if widget.key else "",
        )

    # -- pointer -----------------------------------------------------------------------------------------------------

    def at(self, x: float, y: float) -> Widget | None:
        """The widget under a point; small ones count as 40 physical pixels wide where nothing else is."""
        least = EASY / self.scale
        for reach in (0.0, least):
            for widget in reversed(self.widgets):
                if widget.live and widget.contains(x, y, reach):
                    return widget
        return None

    def _pointer(self, intent: Intent) -> None:
        if self.game.toasts.handle(intent):
            return
        self._rest = 0.0
        held = self.widget(self._held)
        if intent.name != "wheel":
            under = self.at(intent.x, intent.y)
            self._hover = under.name if under else ""
        if intent.name == "press":
            self._press(intent)
        elif intent.name == "wheel":
            target = held or self.at(intent.x, intent.y)
            if target is None or not self._act(target, intent):
                self.on_pointer(intent)
        elif held is None:
            self.on_pointer(intent)
        elif intent.name == "release":
            self._held = ""
            self._act(held, intent)
        else:
            self._act(held, intent)

    def _press(self, intent: Intent) -> None:
        self.ring = False
        target = self.at(intent.x, intent.y)
        if target is None:
            focused = self.widget(self.focus)
            if focused is not None:
                focused.leave()
            self.on_pointer(intent)
            return
        if target.focusable:
            self.set_focus(target.name)
        self._held = target.name
        self._act(target, intent)

    # -- keyboard ----------------------------------------------------------------------------------------------------

    def _key(self, intent: Intent) -> None:
        self.ring = True
        focused = self.widget(self.focus)
        if focused is not None and not focused.live:
            focused = None
        if intent.text and focused is not None and focused.takes(intent.text):
            self._act(focused, intent._replace(name="text"))
            return
        if intent.name == "text":
            return
        if focused is not None and self._offer(focused, intent):
            return
        for widget in self.widgets:
            if widget is not focused and widget.live and widget.answers(intent.name) and self._offer(widget, intent):
                return
        if intent.name == "note":
            self.game.toasts.act_on_newest()
        elif not self.on_intent(intent):
            self._move_focus(intent, focused)

    def _act(self, widget: Widget, intent: Intent) -> bool:
        widget.sound = self.game.sound.play
        return widget.act(intent)

    def _offer(self, widget: Widget, intent: Intent) -> bool:
        if not self._act(widget, intent):
            return False
        if intent.name == "accept" or widget.answers(intent.name):
            self._flash[widget.name] = FLASH
        return True

    def _move_focus(self, intent: Intent, focused: Widget | None) -> None:
        if intent.name in ("next", "previous"):
            self._tab(1 if intent.name == "next" else -1)
        elif intent.name in DIRECTIONS and focused is not None and focused.group:
            target = neighbour(focused, self.order(), intent.name)
            if target is not None:
                self.set_focus(target.name)
        elif intent.name == "back":
            self.back()
        elif intent.name == "step" and focused is not None:  # where nothing steps, Space presses
            self._offer(focused, intent._replace(name="accept"))

    def _tab(self, direction: int) -> None:
        names = [widget.name for widget in self.order()]
        if not names:
            return
        current = self.widget(self.focus)
        if current is not None:
            current.leave()
        place = names.index(self.focus) if self.focus in names else -1 if direction > 0 else 0
        self.set_focus(names[(place + direction) % len(names)])

    # -- the rest ----------------------------------------------------------------------------------------------------

    def _following(self) -> Scene:
        following, self._next = self._next or self, None
        return following

    def _draw_tip(self, canvas: Canvas) -> None:
        widget = self.widget(self._hover)
        if widget is None or self._held or self._rest < TIP_AFTER:
            return
        tip, cap = widget.tip, self.state(widget).cap
        if canvas.type > COMPACT and cap:  # there is no room for keycaps
            tip = f"{tip or getattr(widget, 'label', '')}  {cap}"
        if tip:
            from ..view.tip import draw_tip

            draw_tip(canvas, widget.rect, tip)


class Popup(Scene):
    """A scene above its parent, which it holds and gives back. The parent is drawn under it and stands still."""

    def __init__(self, parent: Scene) -> None:
        super().__init__(parent.game)
        self.parent = parent

    def resized(self, width: float, height: float, scale: float = 1.0) -> None:
        self.parent.resized(width, height, scale)
        super().resized(width, height, scale)

    def draw(self, canvas: Canvas) -> None:
        self.parent.paint(canvas)
        for widget in self.parent.widgets:
            if widget.visible:
                widget.draw(canvas, State(time=self.parent.time))
        self.parent.paint_over(canvas)
        canvas.rect(0, 0, canvas.w, canvas.h, "bg0", alpha=0.74)
        super().draw(canvas)

    def close(self) -> None:
        """Give the parent back."""
        self.go(self.parent)

    def back(self) -> None:
        self.close()
