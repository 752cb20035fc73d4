"""Where an intent goes on a screen: the pointer to the widget under it, the keyboard to the one with the focus.

An intent that is no pointer's is offered to the focused widget, to a widget with that key, to the scene's `on_intent`,
and last it moves the focus. A widget that was pressed keeps the pointer until it is let go. Presses that come too early
are not passed on (press_guard.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...desktop.bindings import BY_INTENT
from ...i18n import _
from ...view.widgets.widget import Widget
from .focus_order import AHEAD, knob_for, reading_order, step_in_group
from .navigation import KEYS_HIDDEN_BY
from .press_guard import PressGuard

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...desktop.controls import Intent

DIRECTIONS = frozenset({"left", "right", "up", "down"})
MOVES = DIRECTIONS | {"next", "previous"}
TURNS, TURNS_ACROSS, MORE = ("up", "down"), ("left", "right"), ("up", "right")
ACCEPTS = frozenset({"accept", "step"})
KNOBS = {"turn_weight": "weight", "turn_alpha": "alpha"}  # what a stick asks for -> the word of its knob
STEP = 0.18  # seconds from one move of the focus by a stick to the next
FLASH = 0.12  # seconds for which a widget looks pressed after its key was hit
EASY = 44.0  # pixels of the system, or of the page: nothing is harder to hit than that
TIP_AFTER = 0.6  # seconds of rest until the tip of a widget is shown


def name_of(widget: Widget) -> str:
    """What a control is called where its key is listed; "": it has no words."""
    return str(getattr(widget, "label", "") or widget.tip)


class EventRouting:
    """The half of a scene that hears: widgets, focus, pointer, keyboard."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.widgets: list[Widget] = []
        self.scale = 1.0  # physical pixels in a design pixel
        self.focus = ""  # name of the focused widget
        self.guard = PressGuard()
        self.begin = ""  # while nothing is armed: the widget where the keyboard begins
        self._arms = False  # `begin` takes the focus by itself as soon as the scene hears again
        self.ring = True  # is the focus to be seen? Not while the pointer is used
        self._hover = ""
        self._held = ""  # the widget that the pointer holds
        self._flash: dict[str, float] = {}
        self._rest = 0.0  # seconds for which the pointer has not moved
        self._used = ""  # the widget that was pressed, until the pointer leaves it: its tip has done its work
        self._peeks = False  # a finger has asked what is there
        self._moved = -STEP  # when a stick moved the focus last

    def on_intent(self, intent: Intent) -> bool:
        """An intent that no widget wanted. True: done."""
        return False

    def own_acts(self) -> dict[str, str]:
        """Intents that `on_intent` and `back` do something with now -> what that is called; "": as in the table."""
        return {} if type(self).back is EventRouting.back else {"back": ""}

    def acts(self) -> dict[str, str]:
        """All intents of keys that do something on this screen now -> what that is called; "": as in the table."""
        found: dict[str, str] = {}
        focused = self.widget(self.begin or self.focus)
        if focused is not None and focused.live:
            found.update(dict.fromkeys(focused.hears(), name_of(focused)))
        taken = set[str]()  # by what only says why not, or waits: it does nothing, and nobody else hears of it
        for widget in self.widgets:
            names = [name for name in BY_INTENT if name not in found and widget.live and widget.answers(name)]
            if getattr(widget, "why_not", "") or getattr(widget, "waits", False):
                taken |= set(names)
            else:
                found |= dict.fromkeys(names, name_of(widget))
        found |= {name: words for name, words in self.own_acts().items() if name not in found and name not in taken}
        if "accept" in found and focused is not None and "accept" in focused.hears():
            found.setdefault("step", found["accept"])
        if len(self.order()) > 1 or self.begin:
            found |= {"next": "", "previous": ""}
        if focused is not None and focused.group:
            near = [way for way in AHEAD if way not in found and self._beside(focused, way) is not None]
            found |= dict.fromkeys(near, _("to what is beside it"))
        knob = self.main_knob()
        if knob is not None and not self.begin:
            found |= {way: name_of(knob) for way in self.turns() if way not in found}
        if self.begin:  # nothing is armed: what presses does nothing, what moves takes it up
            found = {name: words for name, words in found.items() if name not in ACCEPTS}
            found |= dict.fromkeys(DIRECTIONS, _("to the first of them"))
        if any(toast.action for toast in self.game.toasts.shown):
            found["note"] = ""
        found = {name: words for name, words in found.items() if not self.game.hides(KEYS_HIDDEN_BY.get(name, ""))}
        return found | {"sound": "", "full_screen": ""}

    def main_knob(self) -> Widget | None:
        """What the arrows of `turns` turn, whatever has the keyboard; None: nothing here."""
        return None

    def turns(self) -> tuple[str, str]:
        """The two arrows that turn the main knob: up and down, but in a column these lead along it."""
        focused = self.widget(self.focus)
        return TURNS_ACROSS if focused is not None and focused.group and focused.walks == TURNS else TURNS

    def on_pointer(self, intent: Intent) -> bool:
        """A pointer intent outside all widgets. True: done."""
        return False

    def back(self) -> None:
        """Esc."""

    @property
    def hovered(self) -> str:
        """Name of the widget under the pointer, "" for none."""
        return self._hover

    @property
    def rested(self) -> float:
        """Seconds for which the pointer has not moved."""
        return self._rest

    @property
    def holding(self) -> bool:
        """The pointer holds something."""
        return bool(self._held)

    # -- focus -------------------------------------------------------------------------------------------------------

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
        self.focus, self.begin = name, ""
        if current is not None:
            current.leave()

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

    # -- pointer -----------------------------------------------------------------------------------------------------

    def at(self, x: float, y: float) -> Widget | None:
        """The widget under a point. Small ones count as 44 pixels wide where nothing else is; the nearest is meant."""
        least = EASY * self.game.density / self.scale
        live = [widget for widget in reversed(self.widgets) if widget.live]
        for background in (False, True):
            near = [widget for widget in live if widget.background is background and widget.contains(x, y, least)]
            exact = next((widget for widget in near if widget.contains(x, y)), None)
            if near:
                return exact or min(near, key=lambda widget: widget.distance(x, y))
        return None

    def _pointer(self, intent: Intent) -> None:
        if intent.name == "move":
            self.guard.move_pointer(intent.x, intent.y)
        if intent.name in ("hover", "lift"):
            self._finger(intent)
            return
        if self.game.toasts.handle(intent):
            return
        if intent.name == "context":  # the other button: the screen knows whether it is something here
            self.ring = False
            self.on_intent(intent)
            return
        self._rest = 0.0
        self._peeks = self._peeks and intent.name == "release"
        held = self.widget(self._held)
        if intent.name != "wheel":
            under = self.at(intent.x, intent.y)
            self._hover = under.name if under else ""
            self._used = self._used if self._used == self._hover else ""
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
            self._act(held, self._aimed(held, intent))
        else:
            self._act(held, intent)

    def _finger(self, intent: Intent) -> None:
        """One that holds still shows what a resting pointer shows, and presses nothing; one that is lifted is nowhere.

        What is turned is held, not asked.
        """
        held = self.widget(self._held)
        if intent.name == "lift":
            self._hover = self._hover if self._peeks else ""
        elif held is None or not held.turned:
            under = self.at(intent.x, intent.y)
            self._held, self._hover, self._rest, self._peeks = "", under.name if under else "", TIP_AFTER, True
            self._used = ""

    def _press(self, intent: Intent) -> None:
        self.ring = False
        target = self.at(intent.x, intent.y)
        if target is None:
            focused = self.widget(self.focus)
            if focused is not None:
                focused.leave()
            self.on_pointer(intent)
            return
        if not self.guard.takes_pointer(target):
            return
        if target.focusable and target.enabled and not getattr(target, "waits", False):
            self.set_focus(target.name)
        self._held = self._used = target.name
        self._act(target, self._aimed(target, intent))

    def _aimed(self, widget: Widget, intent: Intent) -> Intent:
        """What is pressed beside a small widget is meant for it: the point is moved onto it."""
        if widget.turned or widget.contains(intent.x, intent.y) or self.at(intent.x, intent.y) is not widget:
            return intent
        x, y = widget.nearest(intent.x, intent.y)
        return intent._replace(x=x, y=y)

    # -- keyboard ----------------------------------------------------------------------------------------------------

    def _stick(self, intent: Intent) -> None:
        """A stick turns its knob from wherever the focus is; where there is none, it is the arrows, not so fast."""
        knob = knob_for(self.widgets, self.focus, KNOBS[intent.name])
        if knob is not None:
            self._turn(knob, intent, more=intent.value >= 0)
        elif self.guard.now >= self._moved + STEP:
            self._moved = self.guard.now
            across = abs(intent.x) >= abs(intent.y)
            name = ("right" if intent.x > 0 else "left") if across else ("up" if intent.y > 0 else "down")
            self._key(intent._replace(name=name, fine=False))

    def _key(self, intent: Intent) -> None:
        self.ring = True
        if intent.name in KNOBS:
            self._stick(intent)
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
        if self._types_into_knob(intent):
            return
        if intent.name == "text":  # a character whose key does nothing else: the screen may know it
            self.on_intent(intent)
            return
        if focused is not None and self._offer(focused, intent):
            return
        if self.game.hides(KEYS_HIDDEN_BY.get(intent.name, "")):
            return
        for widget in self.widgets:
            if widget is not focused and widget.live and widget.answers(intent.name) and self._offer(widget, intent):
                return
        if intent.name == "note":
            self.game.toasts.act_on_newest()
        elif intent.name == "sound":
            self.game.toggle_sound()
        elif not self.on_intent(intent):
            self._move_focus(intent, focused)

    def _begin(self, intent: Intent) -> bool:
        """Nothing is armed: a key that moves or types takes up `begin`, one that presses does nothing. False: done."""
        begin = self.widget(self.begin)
        typed = bool(intent.text) and begin is not None and begin.takes(intent.text)
        if typed or intent.name in MOVES:
            self.set_focus(self.begin)
            return begin is not None and (typed or (intent.name in DIRECTIONS and not begin.group))
        return intent.name not in ACCEPTS

    def _types_into_knob(self, intent: Intent) -> bool:
        """A number whose first character does nothing else here is for the main knob, whatever has the keyboard."""
        knob = self.main_knob()
        if knob is None or not intent.text or not knob.takes(intent.text) or intent.name in self.acts():
            return False
        self.set_focus(knob.name)
        return self._act(knob, intent._replace(name="text"))

    def _turn(self, knob: Widget, intent: Intent, more: bool) -> None:
        """A step of a knob, by the keys that it knows."""
        ways = ("up", "down") if "up" in getattr(knob, "ways", ()) else ("right", "left")
        self._act(knob, intent._replace(name=ways[not more]))

    def _act(self, widget: Widget, intent: Intent) -> bool:
        widget.feedback = self.game.feel.feedback
        return widget.act(intent)

    def _offer(self, widget: Widget, intent: Intent) -> bool:
        pressed = intent.name in ACCEPTS or widget.answers(intent.name)
        if pressed and not self.guard.takes_key(widget):
            return True
        if not self._act(widget, intent):
            return False
        if intent.name == "accept" or widget.answers(intent.name):
            self._flash[widget.name] = FLASH
        return True

    def _move_focus(self, intent: Intent, focused: Widget | None) -> None:
        if intent.name in ("next", "previous"):
            self._tab(1 if intent.name == "next" else -1)
        elif (target := self._beside(focused, intent.name)) is not None:
            self.set_focus(target.name)
        elif intent.name in self.turns() and (knob := self.main_knob()) is not None:
            self._turn(knob, intent, more=intent.name in MORE)
        elif intent.name == "back":
            self.back()
        elif intent.name == "step" and focused is not None:  # where nothing steps, Space presses
            self._offer(focused, intent._replace(name="accept"))

    def _beside(self, focused: Widget | None, way: str) -> Widget | None:
        """Where an arrow leads from the widget that has the keyboard; None: nowhere."""
        if focused is None or not focused.group or way not in DIRECTIONS:
            return None
        if way not in focused.walks and self.main_knob() is not None:
            return None
        return step_in_group(focused, self.order(), way)

    def _tab(self, direction: int) -> None:
        names = [widget.name for widget in self.order()]
        if not names:
            return
        current = self.widget(self.focus)
        if current is not None:
            current.leave()
        place = names.index(self.focus) if self.focus in names else -1 if direction > 0 else 0
        self.set_focus(names[(place + direction) % len(names)])
