"""Where an intent goes on a screen: the pointer to the widget under it, the keyboard to the one with the focus.

An intent that is no pointer's is offered to the focused widget, to a widget with that key, to the scene's `keys`, and
last it moves the focus. A widget that was pressed keeps the pointer until it is let go. Presses that come too early
are not passed on (event_routing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import dist
from typing import NamedTuple

from ...attempt.game.game import Game
from ...desktop.bindings import BY_INTENT
from ...desktop.controls import Intent
from ...i18n import _
from ...view.draw.tween import AWAKE
from ...view.widgets.widget import Widget
from .navigation import KEYS_HIDDEN_BY

# ---------------------------------------------------------------------------------------------------------------------
# When a press counts: never on something that the player could not have seen when the finger went down. Three rules,
# in the scene's own time, so that reduced motion and a slow machine change nothing: - a screen that comes, or comes
# back, takes no press before it could be seen: the second click of a double one; - what opens by itself (a bet, a
# card, a verdict) is deaf for a moment; - a control that took another one's place is deaf for a moment, and under a
# pointer that has not moved since, until it moves.


DEAF = 0.4  # seconds
UNSEEN = 0.2  # seconds after a screen has come: nobody can have seen it and pressed by then
PRESSES = frozenset({"press", "context", "accept", "step"})
ALWAYS = frozenset({"move", "release", "wheel", "hover", "lift"})  # heard while a scene is deaf: they decide nothing


class PressGuard:
    """Told of the time, of what opens, of new layouts and of the pointer; asked before a press is passed on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pointer = (-1.0, -1.0)
        self._deaf_until = 0.0
        self._seen_from = 0.0
        self._since: dict[str, float] = {}  # widget -> when it took another one's place
        self.rested_under: set[str] = set()  # of those, the ones that came to lie under the pointer

    # -- what it is told ---------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Something new lies before the player."""
        self._deaf_until = self.now + DEAF

    def appear(self) -> None:
        """The screen comes, or comes back."""
        self._seen_from = self.now + UNSEEN

    def laid_out(self, before: Sequence[Widget], after: Sequence[Widget]) -> None:
        """Other widgets are there: which of them stand where another one stood?"""
        known = {widget.name: widget for widget in before}
        names = {widget.name for widget in after}
        self._since = {name: since for name, since in self._since.items() if name in names}
        self.rested_under &= names
        for widget in after:
            old = known.get(widget.name)
            if not widget.live or (old is not None and old.live and old.meaning == widget.meaning):
                continue
            stood = next((each for each in reversed(before) if each.live and each.contains(*widget.centre)), None)
            if stood is None or (stood.name == widget.name and stood.meaning == widget.meaning):
                continue
            self._since[widget.name] = self.now
            if stood.name != widget.name and widget.contains(*self.pointer):
                self.rested_under.add(widget.name)

    # -- what it is asked --------------------------------------------------------------------------------------------

    @property
    def input_blocked(self) -> bool:
        return self.now < self._deaf_until

    @property
    def unseen(self) -> bool:
        """It has only just come."""
        return self.now < self._seen_from

    @property
    def quiet(self) -> bool:
        """Nothing has opened or changed of late: every press counts."""
        return not (self.input_blocked or self.unseen) and all(
            self.now >= since + DEAF for since in self._since.values()
        )

    def handled_intents(self, intent: str) -> bool:
        """May the scene have an intent of this name now?"""
        return intent in ALWAYS or not (self.input_blocked or (self.unseen and intent in PRESSES))

    def handles_key(self, widget: Widget) -> bool:
        """May a key press this widget now? The pointer may too, where it is not one that came to lie under it."""
        return not (self.input_blocked or self.unseen) and self.now >= self._since.get(widget.name, -DEAF) + DEAF


# ---------------------------------------------------------------------------------------------------------------------
# Where the keyboard's focus goes: reading order for Tab, the nearest neighbour for the arrows.


ROW = 24.0  # design pixels: centres closer than that are on one line
ROWS_WALK = {"left": -1, "right": 1}
AHEAD = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}


def reading_order(widgets: Sequence[Widget]) -> list[Widget]:
    """Left to right, top to bottom."""
    rows: list[list[Widget]] = []
    for widget in sorted(widgets, key=lambda each: each.centre[1]):
        if rows and widget.centre[1] - rows[-1][0].centre[1] < ROW:
            rows[-1].append(widget)
        else:
            rows.append([widget])
    return [widget for row in rows for widget in sorted(row, key=lambda each: each.centre[0])]


def neighbour(start: Widget, widgets: Sequence[Widget], direction: str) -> Widget | None:
    """The nearest widget of the same group in that direction; what lies straight ahead counts as nearer."""
    ahead_x, ahead_y = AHEAD[direction]
    best, nearest = None, float("inf")
    for widget in widgets:
        if widget is start or widget.group != start.group:
            continue
        across, along = widget.centre[0] - start.centre[0], widget.centre[1] - start.centre[1]
        forward = across * ahead_x + along * ahead_y
        aside = abs(across * ahead_y) + abs(along * ahead_x)
        if forward > max(1.0, aside / 2) and forward + 2 * aside < nearest:
            best, nearest = widget, forward + 2 * aside
    return best


def main_knob(widgets: Sequence[Widget], focus: str) -> Widget | None:
    """The knob that up and down turn from anywhere: a weight, else an alpha, else the first."""
    weight, alpha = (knob_for(widgets, focus, word) for word in ("weight", "alpha"))
    return weight if alpha is None or (weight is not None and "weight" in weight.name.split()) else alpha


def knob_for(widgets: Sequence[Widget], focus: str, word: str) -> Widget | None:
    """The knob that a stick turns: of those with the word in their name the one that has the keyboard, else the first.

    A level without a weight to be turned has another knob on that stick.
    """
    turned = [widget for widget in widgets if widget.turned and widget.live and widget.focusable]
    controls = [widget for widget in turned if word in widget.name.split()]
    if not controls and word == "weight":
        controls = [widget for widget in turned if widget.name in ("pass", "dial") or widget.name.startswith("knob ")]
        controls = [widget for widget in controls if "alpha" not in widget.name.split()]
    return next((widget for widget in controls if widget.name == focus), controls[0] if controls else None)


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


class KeyAction(NamedTuple):
    """What a key does where no control wants it; what `do` gives back is False where the key does something else.

    `may`: it would do something now. `words`: what it is called in the help; "": what its key always does.
    """

    do: Callable[[], object]
    may: bool = True
    words: str = ""


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
        self.hovered = ""  # name of the widget under the pointer
        self.held = ""  # the widget that the pointer holds
        self._flash: dict[str, float] = {}
        self.rested = 0.0  # seconds for which the pointer has not moved
        self._used = ""  # the widget that was pressed, until the pointer leaves it: its tip has done its work
        self._peeks = False  # a finger has asked what is there
        self._moved = -STEP  # when a stick moved the focus last

    def keys(self) -> dict[str, KeyAction]:
        """What keys do where no control wants them, by what the player wants: see desktop/bindings.py."""
        return {}

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
        """A pointer intent outside all widgets. True: done."""
        return False

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
        AWAKE.touch()
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
        minimum = EASY * self.game.density / self.scale
        live = [widget for widget in reversed(self.widgets) if widget.live]
        for background in (False, True):
            near = [widget for widget in live if widget.background is background and widget.contains(x, y, minimum)]
            exact = next((widget for widget in near if widget.contains(x, y)), None)
            if near:
                return exact or min(near, key=lambda widget: dist((x, y), widget.nearest(x, y)))
        return None

    def _pointer(self, intent: Intent) -> None:
        if intent.name == "move":
            self.guard.pointer = (intent.x, intent.y)
            self.guard.rested_under.clear()
        if intent.name in ("hover", "lift"):
            self._finger(intent)
            return
        if self.game.toasts.handle(intent):
            return
        if intent.name == "context":  # the other button: the screen knows whether it is something here
            self.ring = False
            self.on_intent(intent)
            return
        self.rested = 0.0
        self._peeks = self._peeks and intent.name == "release"
        held = self.widget(self.held)
        if intent.name != "wheel":
            under = self.at(intent.x, intent.y)
            self.hovered = under.name if under else ""
            self._used = self._used if self._used == self.hovered else ""
        if intent.name == "press":
            self._press(intent)
        elif intent.name == "wheel":
            target = held or self.at(intent.x, intent.y)
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

    def _finger(self, intent: Intent) -> None:
        """One that holds still shows what a resting pointer shows, and presses nothing; one that is lifted is nowhere.

        What is turned is held, not asked.
        """
        held = self.widget(self.held)
        if intent.name == "lift":
            self.hovered = self.hovered if self._peeks else ""
        elif held is None or not held.turned:
            under = self.at(intent.x, intent.y)
            self.held, self.hovered, self.rested, self._peeks = "", under.name if under else "", TIP_AFTER, True
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
        if not self.guard.handles_key(target) or target.name in self.guard.rested_under:
            return
        if target.focusable and target.enabled and not getattr(target, "waits", False):
            self.set_focus(target.name)
        self.held = self._used = target.name
        self._act(target, self._aimed(target, intent))

    def _aimed(self, widget: Widget, intent: Intent) -> Intent:
        """What is pressed beside a small widget is meant for it: the point is moved onto it."""
        if widget.turned or widget.contains(intent.x, intent.y) or self.at(intent.x, intent.y) is not widget:
            return intent
        x, y = widget.nearest(intent.x, intent.y)
        return intent._replace(x=x, y=y)

    # -- keyboard ----------------------------------------------------------------------------------------------------

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
        for widget in self.widgets:
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
