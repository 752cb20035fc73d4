"""What every screen has: widgets, the keyboard's focus, the pointer. A screen adds its picture and what its intents do.

`handle` and `update` return the scene that is to be shown next, usually itself. A popup holds its parent and gives it
back. An intent that is no pointer's is offered to the focused widget, to a widget with that key, to the scene's `keys`,
and last it moves the focus. A widget that was pressed keeps the pointer until it is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from math import dist
from typing import TYPE_CHECKING, Any

from pygame import Surface

from ...attempt.game.game import Game
from ...desktop.bindings import BY_INTENT
from ...desktop.controls import Intent
from ...i18n import _
from ...registry.plugin_guard import guard
from ...view.draw import AWAKE, Canvas, holds, measure
from ...view.widgets.panel import Laid, ScrollArea
from ...view.widgets.toast import draw_tip
from ...view.widgets.widget import Rect, State, Widget
from .event_routing import (
    AHEAD,
    KNOBS,
    ROWS_WALK,
    UNSEEN,
    KeyAction,
    PressGuard,
    knob_for,
    name_of,
    neighbour,
    reading_order,
)

if TYPE_CHECKING:
    from ...rules import Level

POINTER = frozenset({"press", "release", "move", "wheel", "hover", "lift", "context"})
SILENT = frozenset({"move", "release", "wheel", "text", "hover", "lift"})  # they press nothing
ASKED = frozenset({"tiles", "answers", "digits"})  # groups of what is to be pressed next: no note lies on it
PANELS = {"help": "help", "words": "words"}  # what opens over every screen -> its name in SCREENS
AWAY = frozenset({"back", "map", "settings"})  # keys and names of the controls that lead away
PAGES = frozenset({"page_up", "page_down"})
DIRECTIONS = frozenset(AHEAD)
MOVES = DIRECTIONS | {"next", "previous"}
TURNS, TURNS_ACROSS, MORE = ("up", "down"), ("left", "right"), ("up", "right")
ACCEPTS = frozenset({"accept", "step"})
STEP = 0.18  # seconds from one move of the focus by a stick to the next
FLASH = 0.12  # seconds for which a widget looks pressed after its key was hit
EASY = 44.0  # pixels of the system, or of the page: nothing is harder to hit than that
TIP_AFTER = 0.6  # seconds of rest until the tip of a widget is shown

# The screens by name: one asks for another without importing it, and each is imported when it is first shown.
SCREENS = {
    "title": "title.TitleScene",
    "teach": "teach_first.TeachFirstScene",
    "map": "level_map.LevelMapScene",
    "play": "play.play.PlayScene",
    "card": "play.card.CardScene",
    "chapter": "chapter_end.ChapterCardScene",
    "one rule": "chapter_end.OneRuleScene",
    "recap": "chapter_end.RecapScene",
    "convergence": "convergence.ConvergenceScene",
    "script": "code_screens.ScriptScene",
    "watch": "reel.WatchScene",
    "reel": "reel.ReelScene",
    "settings": "settings.SettingsScene",
    "help": "keys_and_words.HelpScene",
    "words": "keys_and_words.GlossaryScene",
    "plugins": "plugins.PluginsScene",
    "source": "code_screens.PluginSourceScene",
    "workshop": "workshop.workshop.WorkshopScene",
    "broken": "keys_and_words.BrokenScene",
}

# Screen -> the word with which a link hides it.
HIDDEN_BY = {
    "map": "map", "settings": "settings", "plugins": "plugins", "script": "script", "watch": "auto", "reel": "auto",
}  # fmt: skip
# Intent of a key -> the same; it does nothing then.
KEYS_HIDDEN_BY = {"settings": "settings", "hint": "hints", "auto": "auto"}


class Scene:
    """Base of all screens.

    Subclasses make their widgets in `layout`, draw in `paint` and `paint_over`, hear in `keys` and `on_pointer`. Parts
    that scroll are made with `area`, in `layout`.

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
        self.game = game
        self.widgets: list[Widget] = []
        self.scale = 1.0  # physical pixels in a design pixel
        self.focus = ""  # name of the focused widget
        self.guard = PressGuard()
        self.begin = ""  # while nothing is armed: the widget where the keyboard begins
        self._arms = False  # `begin` takes the focus by itself as soon as the scene hears again
        self.ring = True  # is the focus to be seen? Not while the pointer is used
        self.hovered = ""  # name of the widget under the pointer
        self.held = ""  # the widget that the pointer holds
        self._flash: dict[str, float] = {}
        self.rested = 0.0  # seconds for which the pointer has not moved
        self._used = ""  # the widget that was pressed, until the pointer leaves it: its tip has done its work
        self._peeks = False  # a finger has asked what is there
        self._moved = -STEP  # when a stick moved the focus last
        self.areas: dict[str, ScrollArea] = {}
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

    def keys(self) -> dict[str, KeyAction]:
        """What keys do where no control wants them, by what the player wants: see desktop/bindings.py."""
        here = self.area_of(self.widget(self.focus))  # page up and down work from wherever the focus is
        areas = [area for area in (here, *self.areas.values()) if area is not None and area.limit][:1]
        keys = {name: KeyAction(partial(area.act, Intent(name))) for area in areas for name in PAGES}
        return {"back": KeyAction(self.back, self.parent is not None or type(self).back is not Scene.back), **keys}

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

    def take(self, level: Level) -> bool:
        """A level was dropped, which this screen opens itself. False: it does not."""
        return False

    def begins(self) -> str:
        """Where the keyboard begins if nothing is proposed; "": at the first control that does not lead away."""
        return self.begins_at

    def handle(self, intent: Intent) -> Scene:
        """Do what the player wants; returns the scene to show next."""
        if self.hurries(intent) or not self.guard.handled_intents(intent.name):
            return self
        focused = self.widget(self.focus)  # a character may belong to what has the keyboard
        typed = bool(intent.text) and focused is not None and focused.live and focused.takes(intent.text)
        if intent.name == self.toggle and not typed:
            self.back()
        elif intent.name in self.popups and not typed:
            self.open(self.popups[intent.name], parent=self)
        else:
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
        if self.rested < TIP_AFTER:
            canvas.again(TIP_AFTER - self.rested)
        self.draw_under(canvas, self.state)
        asked = self.widget(self.focus if self.ring else self.hovered)
        if asked is not None and asked.visible and self.game.player_feedback.part("focus", "border") is not None:
            x, y, w, h = asked.rect  # what was wanted of it cannot be done: a border for a moment, where none hears it
            canvas.rect(x - 3, y - 3, w + 6, h + 6, None, 14, "focus", 3)
        # The tip of words that were cut, where the pointer rests on them; else of the widget on which it rests, or of
        # one that has the keyboard and cannot do what is wanted
        rests, pointer = not self.held and self.rested >= TIP_AFTER, self.guard.pointer
        widget = self.widget(self.hovered)
        cut = next((both for both in zip(canvas.tipped, canvas.tips) if rests and holds(both[0], pointer)), None)
        used = widget is not None and widget.name == self._used and not widget.refusal_reason
        if widget is None or used or not rests:
            widget = self.widget(self.focus) if self.ring else None
            widget = widget if widget is not None and widget.refusal_reason else None
        if cut is not None:
            draw_tip(canvas, *cut)
        elif widget is not None:
            tip, cap = widget.refusal_reason or widget.tip, self._keycap(widget)
            words = tip or getattr(widget, "label", "")
            if words and cap and not widget.shows_keycap(canvas, cap):
                tip = f"{words}  {cap}"
            if tip:
                draw_tip(canvas, widget.rect, tip)
        self.draw_notes(canvas)

    def draw_under(self, canvas: Canvas, state: Callable[[Widget], State] | None = None) -> None:
        """As it lies under a card: by itself nothing of it has the keyboard or the pointer."""
        self.paint(canvas)
        for widget in self.widgets:
            if widget.visible:
                self.draw_widget(canvas, widget, state(widget) if state is not None else State(time=self.time))
        self.paint_over(canvas)

    def draw_widget(self, canvas: Canvas, widget: Widget, state: State) -> None:
        """One of them, as far as it is seen."""
        area = self.area_of(widget)
        if area is None:
            widget.draw(canvas, state)
        elif area.sees(widget.rect):
            with canvas.clip(*area.rect):
                widget.draw(canvas, state)

    def snapshot(self) -> Surface:
        """A picture of it as it is now."""
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

    def resize(self, width: float, height: float, scale: float = 1.0) -> None:
        """The window has `width` x `height` design pixels of `scale` physical pixels: lay out anew if that is news."""
        size = (width, height, scale, self.game.settings.text, self.game.settings.language)
        if size != self._laid_out:
            self._laid_out, self._changes = size, -1
            self.width, self.height, self.scale = width, height, scale
            self.follow_changes()

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
        self._reveal()

    def follow_changes(self) -> None:
        """Lay out anew if something that it was laid out by is another now."""
        if self._laid_out is not None and self._changes != Laid.changes:
            self.request_layout()

    def measure(self) -> Canvas:
        """A canvas for widths only."""
        return measure(self.game.look(), self.width, self.height)

    def area(self, name: str, rect: Rect, height: float) -> ScrollArea:
        """A scroll area for this layout; it stands where the one of that name stood before."""
        before = self.areas.get(name)
        self.areas[name] = ScrollArea(name, rect, height, before.offset if before else 0.0)
        return self.areas[name]

    def area_of(self, widget: Widget | None) -> ScrollArea | None:
        return next((area for area in self.areas.values() if widget in area.children), None)

    def _reveal(self) -> None:
        """What has the focus is scrolled into view."""
        widget = self.widget(self.focus)
        area = self.area_of(widget)
        if widget is not None and area is not None:
            area.show(widget.rect)

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
        scene.guard.seen_from = scene.guard.now + UNSEEN
        staying = scene.standing()
        for gone in self.standing():
            if gone not in staying:
                gone.end()

    def open(self, name: str, **what: Any) -> None:
        """Show another screen, by its name in SCREENS, made with `what`. In place of a hidden map: the title."""
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

    def _following(self) -> Scene:
        following, self._next = self._next or self, None
        if following is self:
            self.follow_changes()
        return following

    def on_intent(self, intent: Intent) -> bool:
        """An intent that no widget wanted. True: done."""
        key = self.keys().get(intent.name)
        return key is not None and key.do() is not False

    def acts(self) -> dict[str, str]:
        """All intents of keys that do something on this screen now -> what that is called; "": as in the table."""
        acts: dict[str, str] = {}
        focused = self.widget(self.begin or self.focus)
        if focused is not None and focused.live:
            acts.update(dict.fromkeys(focused.handled_intents(), name_of(focused)))
        taken = set[str]()  # by what only says why not, or waits: it does nothing, and nobody else hears of it
        for widget in self.widgets:
            names = [name for name in BY_INTENT if name not in acts and widget.live and widget.answers(name)]
            if getattr(widget, "refusal_reason", "") or getattr(widget, "waits", False):
                taken |= set(names)
            else:
                acts |= dict.fromkeys(names, name_of(widget))
        taken |= acts.keys()
        acts |= {name: key.words for name, key in self.keys().items() if key.may and name not in taken}
        if "accept" in acts and focused is not None and "accept" in focused.handled_intents():
            acts.setdefault("step", acts["accept"])
        if len(self.order()) > 1 or self.begin:
            acts |= {"next": "", "previous": ""}
        if focused is not None and focused.group:
            near = [way for way in AHEAD if way not in acts and self._beside(focused, way) is not None]
            acts |= dict.fromkeys(near, _("to what is beside it"))
        knob = self.main_knob()
        if knob is not None and not self.begin:
            acts |= {way: name_of(knob) for way in self.turns() if way not in acts}
        if self.begin:  # nothing is armed: what presses does nothing, what moves takes it up
            acts = {name: words for name, words in acts.items() if name not in ACCEPTS}
            acts |= dict.fromkeys(DIRECTIONS, _("to the first of them"))
        if any(toast.action for toast in self.game.toasts.shown):
            acts["note"] = ""
        acts = {name: words for name, words in acts.items() if not self.game.hides(KEYS_HIDDEN_BY.get(name, ""))}
        return acts | {"sound": "", "full_screen": ""}

    def main_knob(self) -> Widget | None:
        """What the arrows of `turns` turn, whatever has the keyboard; None: nothing here."""
        return None

    def turns(self) -> tuple[str, str]:
        """The two arrows that turn the main knob: up and down, but in a column these lead along it."""
        focused = self.widget(self.focus)
        return TURNS_ACROSS if focused is not None and focused.group and focused.walks == TURNS else TURNS

    def on_pointer(self, intent: Intent) -> bool:
        """A pointer intent that no widget wanted. True: done. The wheel scrolls what lies under the pointer."""
        area = next((a for a in self.areas.values() if a.contains(intent.x, intent.y)), None)
        return intent.name == "wheel" and area is not None and area.act(intent)

    def widget(self, name: str) -> Widget | None:
        for widget in self.widgets:
            if widget.name == name:
                return widget
        return None

    def set_focus(self, name: str) -> None:
        """Give the keyboard to a widget; an unknown name is left alone."""
        self.follow_changes()
        if self.widget(name) is not None and name != self.focus:
            current = self.widget(self.focus)
            self.focus, self.begin = name, ""
            AWAKE.touch()
            if current is not None:
                current.leave()
        self._reveal()

    def opens(self, begin: str, arms: bool = False) -> None:
        """Something new lies before the player: for a moment no press is heard, and nothing is armed.

        The keyboard begins at `begin`, which takes the focus by itself afterwards if it `arms`.
        """
        current = self.widget(self.focus)
        if current is not None:
            current.leave()
        self.focus, self.begin, self._arms = "", begin, arms
        self.guard.open()
        self.game.controls.stop_repeats()

    def order(self) -> list[Widget]:
        """The widgets in Tab order: left to right, top to bottom."""
        return reading_order([widget for widget in self.widgets if widget.live and widget.focusable])

    def at(self, x: float, y: float) -> Widget | None:
        """The widget under a point. Small ones count as 44 pixels wide where nothing else is; the nearest is meant."""
        minimum = EASY * self.game.density / self.scale
        live = [widget for widget in reversed(self.widgets) if widget.live]
        for background in (False, True):
            near = [widget for widget in live if widget.background is background and widget.contains(x, y, minimum)]
            exact = next((widget for widget in near if widget.contains(x, y)), None)
            if near:
                widget = exact or min(near, key=lambda widget: dist((x, y), widget.nearest(x, y)))
                area = self.area_of(widget)
                return widget if area is None or area.contains(x, y) else None
        return None

    def _pointer(self, intent: Intent) -> None:
        if intent.name == "move":
            self.guard.pointer = (intent.x, intent.y)
            self.guard.rested_under.clear()
        held = self.widget(self.held)
        if intent.name == "lift":  # a finger that is lifted is nowhere
            self.hovered = self.hovered if self._peeks else ""
            return
        if intent.name == "hover":  # one that holds still shows what a resting pointer shows, and presses nothing
            if held is None or not held.turned:  # what is turned is held, not asked
                under = self.at(intent.x, intent.y)
                self.held, self.hovered, self.rested, self._peeks = "", under.name if under else "", TIP_AFTER, True
                self._used = ""
            return
        if self.game.toasts.handle(intent):
            return
        if intent.name == "context":  # the other button: the screen knows whether it is something here
            self.ring = False
            self.on_intent(intent)
            return
        self.rested = 0.0
        self._peeks = self._peeks and intent.name == "release"
        under = self.at(intent.x, intent.y)
        if intent.name != "wheel":
            self.hovered = under.name if under else ""
            self._used = self._used if self._used == self.hovered else ""
        if intent.name == "press":
            self.ring = False
            if under is None:
                focused = self.widget(self.focus)
                if focused is not None:
                    focused.leave()
                self.on_pointer(intent)
            elif self.guard.handles_key(under) and under.name not in self.guard.rested_under:
                if under.focusable and under.enabled and not getattr(under, "waits", False):
                    self.set_focus(under.name)
                self.held = self._used = under.name
                self._act(under, self._aimed(under, intent))
        elif intent.name == "wheel":
            target = held or under
            if target is None or not self._act(target, intent):
                self.on_pointer(intent)
        elif held is None:
            self.on_pointer(intent)
        elif intent.name == "release":
            self.held = ""
            held.feedback = self.game.player_feedback.feedback
            held.act(self._aimed(held, intent))
        else:
            self._act(held, intent)

    def _aimed(self, widget: Widget, intent: Intent) -> Intent:
        """What is pressed beside a small widget is meant for it: the point is moved onto it."""
        if widget.turned or widget.contains(intent.x, intent.y) or self.at(intent.x, intent.y) is not widget:
            return intent
        x, y = widget.nearest(intent.x, intent.y)
        return intent._replace(x=x, y=y)

    def _key(self, intent: Intent) -> None:
        self.ring = True
        if intent.name in KNOBS:
            # A stick turns its knob from wherever the focus is; where there is none, it is the arrows, not so fast
            knob = knob_for(self.widgets, self.focus, KNOBS[intent.name])
            if knob is not None:
                self._turn(knob, intent, more=intent.value >= 0)
            elif self.guard.now >= self._moved + STEP:
                self._moved = self.guard.now
                across = abs(intent.x) >= abs(intent.y)
                name = ("right" if intent.x > 0 else "left") if across else ("up" if intent.y > 0 else "down")
                self._key(intent._replace(name=name, fine=False))
            return
        focused = self.widget(self.focus)
        if focused is not None and not focused.live:
            focused = None
        if self.begin:
            if not self._begin(intent):
                return
            focused = self.widget(self.focus)
        if intent.text and focused is not None and focused.takes(intent.text):
            self._act(focused, intent._replace(name="text"))
            return
        knob = self.main_knob()
        if knob is not None and intent.text and knob.takes(intent.text) and intent.name not in self.acts():
            self.set_focus(knob.name)  # a number whose first character does nothing else here is for the main knob
            self._act(knob, intent._replace(name="text"))
            return
        if intent.name == "text":  # a character whose key does nothing else: the screen may know it
            self.on_intent(intent)
            return
        if focused is not None and self._offer(focused, intent):
            return
        if focused is not None:
            focused.leave()  # what was typed counts before a key does something with it
        if self.game.hides(KEYS_HIDDEN_BY.get(intent.name, "")):
            return
        for widget in sorted(self.widgets, key=lambda widget: widget.key != intent.name):  # whose key it is comes first
            if widget is not focused and widget.live and widget.answers(intent.name) and self._offer(widget, intent):
                return
        if intent.name == "note":
            self.game.toasts.act_on_newest()
        elif intent.name == "sound":
            self.game.toggle_sound()
        elif not self.on_intent(intent):
            names, way = [widget.name for widget in self.order()], {"next": 1, "previous": -1}.get(intent.name, 0)
            if way and names:
                place = names.index(self.focus) if self.focus in names else min(0, -way)
                self.set_focus(names[(place + way) % len(names)])
            elif (target := self._beside(focused, intent.name)) is not None:
                self.set_focus(target.name)
            elif intent.name in self.turns() and (knob := self.main_knob()) is not None:
                self._turn(knob, intent, more=intent.name in MORE)
            elif intent.name == "step" and focused is not None:  # where nothing steps, Space presses
                self._offer(focused, intent._replace(name="accept"))

    def _begin(self, intent: Intent) -> bool:
        """Nothing is armed: a key that moves or types takes up `begin`, one that presses does nothing. False: done."""
        begin = self.widget(self.begin)
        typed = bool(intent.text) and begin is not None and begin.takes(intent.text)
        if typed or intent.name in MOVES:
            self.set_focus(self.begin)
            return begin is not None and (typed or (intent.name in DIRECTIONS and not begin.group))
        return intent.name not in ACCEPTS

    def _turn(self, knob: Widget, intent: Intent, more: bool) -> None:
        """A step of a knob, by the keys that it knows."""
        ways = ("up", "down") if "up" in getattr(knob, "ways", ()) else ("right", "left")
        self._act(knob, intent._replace(name=ways[not more]))

    def _act(self, widget: Widget, intent: Intent) -> bool:
        widget.feedback = self.game.player_feedback.feedback
        return widget.act(intent)

    def _offer(self, widget: Widget, intent: Intent) -> bool:
        pressed = intent.name in ACCEPTS or widget.answers(intent.name)
        if pressed and not self.guard.handles_key(widget):
            return True
        if not self._act(widget, intent):
            return False
        if intent.name == "accept" or widget.answers(intent.name):
            self._flash[widget.name] = FLASH
        return True

    def _beside(self, focused: Widget | None, way: str) -> Widget | None:
        """Where an arrow leads from the widget that has the keyboard; None: nowhere."""
        if focused is None or not focused.group or way not in DIRECTIONS:
            return None
        if way not in focused.walks and self.main_knob() is not None:
            return None
        # Where an arrow leads within a group: to the neighbour; in a row that is carried on below, to the next of it
        widgets = self.order()
        target = neighbour(focused, widgets, way)
        if target is None and way in ROWS_WALK and way in focused.walks and set(focused.walks) == set(ROWS_WALK):
            group = [widget for widget in widgets if widget.group == focused.group]
            place = group.index(focused) + ROWS_WALK[way] if focused in group else -1
            target = group[place] if 0 <= place < len(group) else None
        return target


def screen_class(name: str) -> Any:
    """The class of a screen; KeyError for a name that is none."""
    module, _dot, kind = SCREENS[name].rpartition(".")
    return getattr(import_module(f"...{module}", __name__), kind)


def screen(name: str, game: Game, **what: Any) -> Scene:
    """A new one; `what`: the rest of what it is made with, such as `level` or `parent`."""
    made: Scene = screen_class(name)(game, **what)
    return made
