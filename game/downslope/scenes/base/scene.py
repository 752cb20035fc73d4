"""What every screen has: widgets, the keyboard's focus, the pointer. A screen adds its picture and what its intents do.

`handle` and `update` return the scene that is to be shown next, usually itself. A popup holds its parent and gives it
back. Where an intent goes is in event_routing.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pygame import Surface

from ...attempt.game.game import Game
from ...desktop.controls import Intent
from ...i18n import _
from ...registry.plugin_guard import guard
from ...view.draw.canvas import Canvas
from ...view.draw.tween import AWAKE
from ...view.widgets.panel import Laid
from ...view.widgets.toast import draw_tip
from ...view.widgets.widget import State, Widget
from .event_routing import TIP_AFTER, EventRouting, KeyAction, reading_order
from .navigation import HIDDEN_BY, screen

POINTER = frozenset({"press", "release", "move", "wheel", "hover", "lift", "context"})
SILENT = frozenset({"move", "release", "wheel", "text", "hover", "lift"})  # they press nothing
ASKED = frozenset({"tiles", "answers", "digits"})  # groups of what is to be pressed next: no note lies on it
PANELS = {"help": "help", "words": "words"}  # what opens over every screen -> its name in navigation.py
AWAY = frozenset({"back", "map", "settings"})  # keys and names of the controls that lead away


class Scene(EventRouting):
    """Base of all screens.

    Subclasses make their widgets in `layout`, draw in `paint` and `paint_over`, hear in `keys` and `on_pointer`.

    `parent`: the screen that comes back after this one.
    """

    popups: Mapping[str, str] = PANELS  # what opens over it by a key
    parent: Scene | None = None
    toggle = ""  # the intent of the key that opened it, and closes it
    begins_at = ""  # see `begins`
    takes_picture: Callable[[str, bytes], object] | None = None  # reads a dropped file: its name, what is in it
    plugin = ""  # of the level that is played in it
    tries_all = False  # whether all learners and metrics that there are may be tried in it

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self.time = 0.0
        self.width, self.height = 1280.0, 720.0  # design pixels
        self._next: Scene | None = None
        self._laid_out: object = None  # the window it was laid out for
        self._changes = 0  # of what it was laid out by, up to then

    @property
    def foreign(self) -> str:
        """The plugin whose code may run while this is shown; empty: only the game's own."""
        plugin = self.parent.foreign if self.parent is not None else ""
        return self.plugin or plugin or (self.game.plugins.foreign if self.tries_all else "")

    # -- for subclasses ----------------------------------------------------------------------------------------------

    def keys(self) -> dict[str, KeyAction]:
        return {"back": KeyAction(self.back, self.parent is not None or type(self).back is not Scene.back)}

    def back(self) -> None:
        """Esc."""
        if self.parent is not None:
            self.go(self.parent)

    def layout(self) -> None:
        """Fill `self.widgets` for `self.width` x `self.height` design pixels. Called again when the size changes."""

    def paint(self, canvas: Canvas) -> None:
        """The picture under the widgets."""

    def paint_over(self, canvas: Canvas) -> None:
        """What lies above the widgets."""

    def after_update(self, seconds: float) -> None:
        """Time goes by."""

    def end(self) -> None:
        """It will not be shown again."""

    def hurries(self, intent: Intent) -> bool:
        """What is played is only made faster by it: nobody else hears of it."""
        return False

    def spoken_line(self) -> str:
        """What is said on it besides controls and notes, to be read aloud; with light markup."""
        return ""

    def spoken_verdict(self) -> str:
        """How it ended, to be read aloud; with light markup. Empty: it is not told now."""
        return ""

    def take_level(self, level: object) -> bool:
        """A level was dropped, which this screen opens itself. False: it does not."""
        return False

    def begins(self) -> str:
        """Where the keyboard begins if nothing is proposed; "": at the first control that does not lead away."""
        return self.begins_at

    # -- the three things the loop calls -----------------------------------------------------------------------------

    def handle(self, intent: Intent) -> Scene:
        """Do what the player wants; returns the scene to show next."""
        if self.hurries(intent) or not self.guard.handled_intents(intent.name):
            return self
        if intent.name == self.toggle and not self._typed(intent):
            self.back()
            return self._following()
        if intent.name in self.popups and not self._typed(intent):
            self.open(self.popups[intent.name], parent=self)
            return self._following()
        if intent.name in POINTER:
            self._pointer(intent)
        else:
            self._key(intent)
        if intent.name not in SILENT:
            self.game.toasts.press()
        return self._following()

    def update(self, seconds: float) -> Scene:
        """Let time go by; returns the scene to show next."""
        self.time += seconds
        before, self.guard.now = self.guard.input_blocked, self.time
        if before and not self.guard.input_blocked:
            self.game.controls.stop_repeats()  # what was pressed too early does not act later, because it is held
        if self.begin and self._arms and not self.guard.input_blocked:
            self.set_focus(self.begin)
        self.rested += seconds
        self._flash = {name: left - seconds for name, left in self._flash.items() if left > seconds}
        self.game.toasts.update(seconds)
        self.game.player_feedback.update(seconds)
        self.place_notes()
        self.after_update(seconds)
        return self._following()

    def place_notes(self) -> None:
        """Where notes may lie on this screen."""
        toasts = self.game.toasts
        toasts.kept_free = tuple(
            widget.rect for widget in self.widgets if widget.visible and (widget.turned or widget.group in ASKED)
        )
        toasts.place = None

    def draw_notes(self, canvas: Canvas) -> None:
        """What lies over every screen: notes, and the strip at the foot."""
        self.game.toasts.draw(canvas, self.game.controls.label("note"))
        if self.game.strip is not None:
            self.game.strip.draw(canvas)

    def draw(self, canvas: Canvas) -> None:
        """Draw everything; changes nothing."""
        for left in self._flash.values():
            canvas.again(left)
        canvas.clear_text_cache()
        self.draw_under(canvas, self.state)
        asked = self.widget(self.focus if self.ring else self.hovered)
        if asked is not None and asked.visible and self.game.player_feedback.part("focus", "border") is not None:
            x, y, w, h = asked.rect  # what was wanted of it cannot be done: a border for a moment, where none hears it
            canvas.rect(x - 3, y - 3, w + 6, h + 6, None, 14, "focus", 3)
        self._draw_tip(canvas)
        self.draw_notes(canvas)

    def draw_widget(self, canvas: Canvas, widget: Widget, state: State) -> None:
        """One of them, as far as it is seen."""
        widget.draw(canvas, state)

    def draw_under(self, canvas: Canvas, state: Callable[[Widget], State] | None = None) -> None:
        """As it lies under a card: by itself nothing of it has the keyboard or the pointer."""
        self.paint(canvas)
        for widget in self.widgets:
            if widget.visible:
                self.draw_widget(canvas, widget, state(widget) if state is not None else State(time=self.time))
        self.paint_over(canvas)

    def snapshot(self) -> Surface:
        """A picture of it as it is now."""
        from pygame import Surface

        from ...view.draw.canvas import Canvas

        scale = self.game.scale
        picture = Surface((round(self.width * scale), round(self.height * scale)))
        self.draw(Canvas(picture, self.game.look()))
        return picture

    @property
    def quiet(self) -> bool:
        """Nothing has opened or changed of late, and nothing goes on that no press may disturb: every press counts."""
        return self.guard.quiet

    @property
    def playing(self) -> bool:
        """Something is played: it is drawn also where two frames are the same."""
        return False

    # -- for subclasses to use ---------------------------------------------------------------------------------------

    def resize(self, width: float, height: float, scale: float = 1.0) -> None:
        """The window has `width` x `height` design pixels of `scale` physical pixels: lay out anew if that is news."""
        size = (width, height, scale, self.game.settings_key())
        if size == self._laid_out:
            return
        self._laid_out = size
        self.width, self.height, self.scale = width, height, scale
        self.request_layout()

    def request_layout(self) -> None:
        """Make the widgets anew. The focus stays where it was, or goes to what the screen proposes next."""
        AWAKE.touch()
        self._changes = Laid.changes
        before = self.widgets
        self.layout()
        known = {widget.name: widget for widget in before}
        kept = {
            widget.name for widget in self.widgets if widget.name in known and widget.carries_over(known[widget.name])
        }
        self.held = self.held if self.held in kept else ""
        self.guard.laid_out(before, self.widgets)
        if not self.can_focus(self.begin or self.focus):
            self.focus, self.begin = self.proposal(), ""
        self._changes = Laid.changes

    def follow_changes(self) -> None:
        """Lay out anew if something that it was laid out by is another now."""
        if self._laid_out is not None and self._changes != Laid.changes:
            self.request_layout()

    def set_focus(self, name: str) -> None:
        self.follow_changes()
        super().set_focus(name)

    def can_focus(self, name: str) -> bool:
        widget = self.widget(name)
        return widget is not None and widget.live and widget.focusable

    def proposal(self) -> str:
        """What the screen proposes to do next: its primary control, the one on top where there are several.

        Without one, where the keyboard begins; else the first that does not lead away from the screen.
        """
        live = [widget for widget in self.widgets if widget.live and widget.focusable]
        staying = [widget for widget in live if widget.key not in AWAY and widget.name not in AWAY]
        primary = [widget.name for widget in staying if widget.primary]
        if primary:
            return primary[-1]
        first = reading_order(staying) or self.order()
        return self.begins() if self.can_focus(self.begins()) else first[0].name if first else ""

    def go(self, scene: Scene) -> None:
        """Show another scene after this intent or update. What does not stay under it is left for good."""
        self._next = scene
        scene.guard.appear()
        staying = scene.standing()
        for gone in self.standing():
            if gone not in staying:
                gone.end()

    def open(self, name: str, **what: Any) -> None:
        """Show another screen, by its name in navigation.py, made with `what`. In place of a hidden map: the title."""
        if self.game.hides(HIDDEN_BY.get(name, "")):
            if name != "map":
                return
            if self.game.page is not None:
                self.game.page()
                return
            name, what = "title", {}
        plugin = str(getattr(what.get("level"), "plugin", ""))
        self.go(guard(self.game.loaded, plugin, lambda: screen(name, self.game, **what)))

    def open_settings(self) -> None:
        """Show the settings; back leads here."""
        self.open("settings", parent=self)

    def open_plugin(self, name: str) -> None:
        """Show the list of plugins at that one; back leads here."""
        self.open("plugins", parent=self, at=name)

    def standing(self) -> list[Scene]:
        """This scene and those that stand under it and are given back."""
        return [self, *(self.parent.standing() if self.parent is not None else [])]

    def state(self, widget: Widget) -> State:
        return State(
            focus=self.ring and widget.name == self.focus,
            hover=widget.name == self.hovered and widget.enabled,
            pressed=widget.enabled and (widget.name in self._flash or widget.name == self.held),
            time=self.time,
            cap=self._keycap(widget),
        )

    def _keycap(self, widget: Widget) -> str:
        cap = self.game.controls.label(widget.key) if widget.key else ""
        return _("key {digit}").format(digit=cap) if widget.names_key and cap.isdigit() else cap

    def _typed(self, intent: Intent) -> bool:
        """Its character belongs to what has the keyboard."""
        focused = self.widget(self.focus)
        return bool(intent.text) and focused is not None and focused.live and focused.takes(intent.text)

    # -- the rest ----------------------------------------------------------------------------------------------------

    def _following(self) -> Scene:
        following, self._next = self._next or self, None
        if following is self:
            self.follow_changes()
        return following

    def _draw_tip(self, canvas: Canvas) -> None:
        widget = self.widget(self.hovered)
        rests = not self.held and self.rested >= TIP_AFTER
        if self.rested < TIP_AFTER:
            canvas.again(TIP_AFTER - self.rested)
        for (x, y, w, h), whole in zip(canvas.tipped, canvas.tips) if rests else ():
            if 0 <= self.guard.pointer[0] - x <= w and 0 <= self.guard.pointer[1] - y <= h:
                draw_tip(canvas, (x, y, w, h), whole)
                return
        used = widget is not None and widget.name == self._used and not widget.refusal_reason
        if widget is None or used or not rests:
            widget = self.widget(self.focus) if self.ring else None
            if widget is None or not widget.refusal_reason:
                return
        tip, cap = widget.refusal_reason or widget.tip, self._keycap(widget)
        words = tip or getattr(widget, "label", "")
        if words and cap and not widget.shows_keycap(canvas, cap):
            tip = f"{words}  {cap}"
        if tip:
            draw_tip(canvas, widget.rect, tip)
