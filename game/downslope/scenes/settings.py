"""The settings: all apply at once and are saved as they change. On the right the keys, which can be given anew.

Only what there is can be set: a row of languages appears with the second language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from functools import partial
from typing import Any, NamedTuple

import pygame

from .. import i18n
from ..attempt.attempt import Attempt
from ..attempt.game.game import Game, ask_for_progress, give_progress
from ..attempt.link import copy_link
from ..desktop.bindings import BY_INTENT, TABLE, cap
from ..desktop.capabilities import can
from ..desktop.controls import Intent
from ..desktop.programs import speech_program
from ..i18n import N_, _
from ..storage.saves import Settings
from ..view.draw import BODY, CODE, HEADING, LABEL, LEAD_LABEL, NUMBER, SMALL, STRONG, Canvas, Theme, theme_for
from ..view.widgets.button import Button, IconButton, Item, Segmented, Toggle
from ..view.widgets.ink import Boxed, Card, Col, Ink, InkBox, InkPress, Key, Line, Para, Row, icon, rule
from ..view.widgets.number_input import Slider
from ..view.widgets.panel import (
    Box,
    ButtonPanel,
    Group,
    Laid,
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    row,
    with_padding,
)
from ..view.widgets.widget import UNPLACED, Rect, State, Widget
from .base.event_routing import KeyAction
from .base.panel_screen import BAR_HIGH, PanelScreen, TitleBar
from .base.scene import Scene

# The controls of the settings: a theme as a little valley, a palette as its marks, an action with its key.


MARKS = ("input", "weight", "weight_negative", "prediction", "goal", "error", "alpha")


def draw_theme(name: str, theme: Theme, canvas: Canvas, rect: Rect, chosen: bool, _colour: str) -> None:
    """An item of a Segmented: Pip above his flag, everything in the colours of that theme; chosen, with an edge."""
    inset = 3.0 if chosen else 0.0
    x, y, width, height = rect[0] + inset, rect[1] + inset, rect[2] - 2 * inset, rect[3] - 2 * inset
    own = type(canvas)(canvas.surface, canvas.look._replace(theme=theme), (canvas.ox, canvas.oy), canvas.whole)
    lowest, floor = x + width * 0.68, y + height + 9
    curve = [(lowest + u * 58, y + height - 14 - u * u * height * 0.9) for u in (i / 20 - 1.6 for i in range(65))]
    with own.clip(x, y, width, height, 9):
        own.gradient(x, y, width, height, [(0, "sky0"), (1, "sky2")])
        own.glow(lowest, y + height - 16, 46, "glow", 0.7)
        own.polygon([*curve, (x + width + 99, floor), (x - 99, floor)], "ter1")
        own.polyline(curve, "error", 3)
        own.flag(lowest, y + height - 14, 20, glow=False)
        own.pip(lowest - 44, y + height - 18, 8, (0.2, 0.2), glow=False)
        high = 28 * max(1.0, own.type)
        style, label = own.fit_style(name, width - 40, STRONG)
        own.rect(x + 8, y + (height - high) / 2, own.width(label, style) + 20, high, "panel", 8)
        own.text_vcenter(x + 18, y + height / 2, label, style, "text")


def draw_palette(name: str, theme: Theme, canvas: Canvas, rect: Rect, chosen: bool, colour: str) -> None:
    """The same: the name, and below it the seven marks in that palette."""
    x, y, width, height = rect
    own = type(canvas)(canvas.surface, canvas.look._replace(theme=theme), (canvas.ox, canvas.oy), canvas.whole)
    middle = x + width / 2
    style, label = canvas.fit_style(name, width - 12, STRONG if chosen else LABEL)
    canvas.text(middle, y + height - 46, label, style, colour, "middle")
    pitch = min(25.0, (width - 8) / len(MARKS))
    for i, mark in enumerate(MARKS):
        left = middle + (i - (len(MARKS) - 1) / 2) * pitch
        own.rect(left - 12, y + height - 36, 24, 24, "panel", 6)
        own.glyph(mark, left, y + height - 24, 7)


def draw_size(size: float, label: str, canvas: Canvas, rect: Rect, _chosen: bool, colour: str) -> None:
    """The same: letters of about that size, and the size in per cent."""
    x, y, width, height = rect
    small = size / canvas.look.text  # the letters show the setting, whatever it is now
    letters, space = canvas.width("Aa", STRONG.with_size(small)), 14.0
    percent = label if letters + space + canvas.width(label, CODE) <= width - 8 else ""
    wide = letters + (space + canvas.width(percent, CODE) if percent else 0.0)
    left, middle = x + (width - wide) / 2, y + height / 2
    canvas.text_vcenter(left, middle, "Aa", STRONG.with_size(small), colour)
    canvas.text_vcenter(left + letters + space, middle, percent, CODE, colour)


class KeyRow(InkPress):
    """An action and its key. `cap` tells what stands on the key now; None: pressed, it waits for another key."""

    ring = (5.0, 8.0)

    def __init__(self, name: str, label: str, cap: Callable[[], str | None], on_press: Callable[[], None]) -> None:
        super().__init__(name, key_ink(label, ()), on_press, "keys", label)
        self.cap = cap

    def accessible_value(self) -> str:
        cap = self.cap()
        return _("press a key") if cap is None else cap or _("no key")

    def draw(self, canvas: Canvas, state: State) -> None:
        cap = self.cap()
        if cap is None:
            asked = Boxed(Line(_("Press a key"), LABEL), (18, 6), "well", "focus", 9, 2.5)
            self.ink = Boxed(Row((Line(self.told, LABEL, grow=1, yields=True), asked)), (16, 0), "rowhi", radius=10)
        else:
            self.ink = key_ink(self.told, (cap,))
        super().draw(canvas, state._replace(focus=state.focus and cap is not None))


def key_ink(label: str, caps: tuple[str, ...], colour: str = "text") -> Ink:
    """The words at the left, keycaps at the right."""
    keys = [Boxed(Line(cap, CODE, colour, "middle"), (11, 3), "raised", "border2", 8, 1.0, wide=34)
            for cap in caps if cap]  # fmt: skip
    return Boxed(Row((Line(label, LABEL, colour, grow=1, yields=True), *keys)), (16, 0))


# What can be set, a row each: the setting that it changes, what it is called, and the control that changes it.


LANGUAGES = {"en": "English", "nb": "Norsk bokmål", "de": "Deutsch", "fr": "Français", "es": "Español"}
LEFT, RIGHT = 24.0, 21.0  # free at the left and right of a row
LEAST, SPACE = 244.0, 20.0  # width of a row's words, at least; between them and the control
NARROW = 280.0  # the least width of a control


class Setting(NamedTuple):
    """A row. `name`: of the field of Settings that it changes; `values`: what that may be, with the words for each.

    `note` stands beside the control. `key`: the intent whose key does the same. `needs`: what the platform must be able
    to do for it (desktop/capabilities.py); empty: nothing.
    """

    name: str
    kind: str  # what its control is: see SettingRow.controls
    icon: str
    label: str
    high: float
    values: tuple[tuple[object, str], ...] = ()
    note: str = ""
    key: str = ""
    needs: str = ""


SETTINGS = (
    Setting("sound", "volume", "sound", N_("Effects"), 42),
    Setting("wind", "volume", "wind", N_("Wind"), 42),
    Setting("music", "volume", "music", N_("Music"), 42),
    Setting("text", "size", "text", N_("Text size"), 44, ((1.0, "100%"), (1.25, "125%"), (1.5, "150%"))),
    Setting("theme", "theme", "theme", N_("Theme"), 60, (("dark", N_("Dusk")), ("light", N_("Paper")))),
    Setting("colours", "palette", "eye", N_("Colours"), 80,
            (("standard", N_("Standard")), ("safe", N_("Colour-blind")), ("contrast", N_("Contrast")))),
    Setting("still", "switch", "motion", N_("Reduced motion"), 42, note=N_("Fades instead of rolls and shakes")),
    Setting("panels", "choice", "plus", N_("Panels"), 44, (("come", N_("As they come")), ("all", N_("All at once"))),
            key="everything"),
    Setting("bets", "switch", "flask", N_("Bets"), 42, note=N_("Asks how a run will end")),
    Setting("read_aloud", "voice", "sound", N_("Read aloud"), 42, note=N_("The system's voice reads Pip, controls"),
            needs="processes"),
    Setting("attract", "switch", "auto", N_("Reel on its own"), 42, note=N_("Starts after 60 s on the title")),
    Setting("language", "language", "globe", N_("Language"), 48),
    Setting("full_screen", "switch", "full_screen", N_("Full screen"), 42, key="full_screen", needs="full screen"),
)  # fmt: skip


PROGRESS = Setting("progress", "progress", "map", N_("Progress"), 46)


class SettingRow(Group):
    """Icon and words at the left, the control at the right. `on_change` is told the setting and its new value.

    `first`: nothing is above it.
    """

    flat = True

    def __init__(self, canvas: Canvas, game: Game, setting: Setting,
                 on_change: Callable[[str, object], None], first: bool) -> None:  # fmt: skip
        self.game, self.setting, self.on_change, self.canvas, self.first = game, setting, on_change, canvas, first
        more = 52.0 if setting.kind in ("switch", "voice") else 26.0  # at twice the text size: a note has two lines
        self.high = setting.high + more * (canvas.type - 1)

    @property
    def value(self) -> object:
        value = getattr(self.game.settings, self.setting.name)
        others = {"theme": self.game.theme or value, "language": value or i18n.ENGLISH}
        return others.get(self.setting.kind, value)

    def words(self) -> Ink:
        """Its icon, its name, and under that of the first, which is a volume, why nothing is heard."""
        sound, below = self.game.sound, ""
        if self.first and (sound.waits or sound.missing):
            below = _("starts with your first click") if sound.waits else _("there is no sound here")
        note = (Line(below, SMALL, "text2", yields=True),) if below else ()
        return Row((icon(self.setting.icon, 24, "text2"), Col((Line(_(self.setting.label), LEAD_LABEL), *note))), 14)

    def fill(self, wide: float) -> None:
        """Its words take so much width; three palettes with long names take some of it when letters are large."""
        wide -= 140.0 * (self.canvas.type - 1) if self.setting.kind == "palette" else 0.0
        ruled = Box() if self.first else InkBox(self.canvas, rule(1), 0)
        words = InkBox(self.canvas, lambda: Boxed(self.words(), wide=wide, most=wide), wide)
        controls = row(*self.controls(), gap=GAP)
        inside = row(Part(column(Part(words), gap=0), wide), Part(controls), gap=0)
        super().__init__(with_padding(column(Part(ruled, 1), Part(inside), gap=0), LEFT, 0, RIGHT))

    def least_size(self) -> tuple[float, float]:
        return LEFT + LEAST + NARROW + RIGHT, self.high

    def place(self, rect: Rect) -> list[Widget]:
        widgets = super().place(rect)
        for widget in widgets:
            widget.group = "settings"
        return widgets

    def controls(self) -> list[Part]:
        """What changes the setting, by default one of a few values side by side."""
        game, canvas = self.game, self.canvas
        name, kind, _sign, label, _high, values, note, key, _needs = self.setting
        change = partial(self.on_change, name)
        if kind == "volume":  # in per cent; 0 is silence

            def per_cent() -> int:
                return round(100 * float(getattr(game.settings, name)))

            volume = Slider(name, UNPLACED, per_cent(), 0, 100, values=range(0, 101, 5), hue="text2", label=_(label),
                            radius=13.0, on_change=lambda value: change(value / 100),
                            on_done=lambda _value: game.sound.sample("effects" if name == "sound" else name),
                            on_fault=game.toasts.fault)  # fmt: skip
            number = InkBox(canvas, lambda: Line(str(per_cent()), NUMBER, anchor="end"), 0)
            return [Part(WidgetPanel(volume)), Part(with_padding(number, 0, 0, 12), 58)]
        if kind in ("switch", "voice"):  # with a note about it, or the key that does the same
            toggle = Toggle(name, UNPLACED, bool(self.value), change, label=_(label))
            switch = column(Part(Box()), Part(WidgetPanel(toggle), 32), Part(Box()), gap=0)
            cap = [fit_content(InkBox(canvas, Key(game.controls.label(key))))] if key else []
            return [Part(InkBox(canvas, Para(_(note), BODY, "text2", 1.4, most=2), 0)), *cap, Part(switch, 56)]
        if kind == "progress":  # what was done goes to another computer, or comes from one
            given = Button("export", UNPLACED, _("Export"), "save", partial(give_progress, game))
            taken = Button("import", UNPLACED, _("Import"), "folder", self._take)
            return [Part(with_padding(WidgetPanel(button), 0, 6, 0, 6)) for button in (given, taken)]

        if kind == "language":  # each by its own name
            values = tuple((each, LANGUAGES.get(each, each)) for each in i18n.languages())
        names, items = [_(words) for _value, words in values], list[Item]()
        dark = game.look().theme.dark
        for each, words in values:
            if kind == "size":  # letters of each: a little less apart than they will be
                items.append(partial(draw_size, 4 + 12 * float(str(each)), words))
            elif kind == "palette":  # with its marks, in the theme that is seen
                items.append(partial(draw_palette, _(words), theme_for(dark, str(each))))
            elif kind == "theme":
                items.append(partial(draw_theme, _(words), theme_for(each == "dark")))
        kept = [value for value, _words in values]
        here = kept.index(self.value) if self.value in kept else 0
        bar = Segmented(name, UNPLACED, items or names, here, lambda index: change(kept[index]), label=_(label),
                        words=names)  # fmt: skip
        return [Part(with_padding(WidgetPanel(bar), 0, 5, 0, 5))]

    def _take(self) -> None:
        ask_for_progress(self.game)
        self.on_change(self.setting.name, None)


# The screen, on which actions get other keys, too.


ALONE_NOTHING = frozenset(
    [
        pygame.K_LSHIFT, pygame.K_RSHIFT, pygame.K_LCTRL, pygame.K_RCTRL, pygame.K_LALT, pygame.K_RALT,
        pygame.K_LGUI, pygame.K_RGUI, pygame.K_CAPSLOCK, pygame.K_NUMLOCKCLEAR,
    ]
)  # fmt: skip


TOP, EDGE, GAP = 72.0, 24.0, 16.0
EASY = 40.0  # physical pixels: no key's row is lower


class SettingsScene(PanelScreen):
    """`parent` is shown again afterwards."""

    toggle, begins_at = "settings", SETTINGS[0].name
    before = Laid[dict[str, Any] | None](None)  # what the settings were before they were restored
    _theme = Laid("")

    def __init__(self, game: Game, parent: Scene) -> None:
        super().__init__(game)
        self.parent = parent
        self.waiting = self.note = ""  # the action that gets the next key; what the player is told of keys

    def spoken_line(self) -> str:
        return self.note or _("Settings")

    # -- layout ------------------------------------------------------------------------------------------------------

    def tree(self, canvas: Canvas) -> Split:
        attempt: Attempt | None = getattr(self.parent, "attempt", None)
        controls: list[Widget] = []
        if attempt is not None:  # over a level: what can be given away of it
            controls.append(IconButton("link", (0.0, 0.0, BAR_HIGH, BAR_HIGH), "", "link",
                                       partial(copy_link, self.game, attempt.session), key="link",
                                       tip=_("Copy a link to this level")))  # fmt: skip
        bar = TitleBar(canvas, _("Settings"), self.back, aside=_("Saved as you change them"), controls=controls)
        # A row for each setting that there is here, and the one of the progress; `taken`: progress was asked for
        game = self.game
        lacks = {"language": len(i18n.languages()) < 2, "voice": speech_program() is None}
        shown = [setting for setting in SETTINGS if can(setting.needs)
                 and not lacks.get(setting.kind) and not game.hides(setting.name)]  # fmt: skip
        rows = [SettingRow(canvas, game, setting, self._set, setting is shown[0]) for setting in shown]
        rows.append(SettingRow(canvas, game, PROGRESS, lambda _name, _value: self.request_layout(), not rows))
        wide = max([LEAST, *(row.words().size(canvas)[0] + SPACE for row in rows)])
        for each in rows:
            each.fill(wide)
        content = column(*(Part(each, each.high, 1) for each in rows), gap=0)
        scrolled = ScrollPanel("likes", self.area, with_padding(content, top=6, bottom=6), stretch=14.0 * len(rows),
                               focusable=False)  # fmt: skip
        likes = Card(with_padding(scrolled, top=1, right=3, bottom=1), padding=0)
        # The keys
        height = max(EASY / self.scale, 46 * max(1.0, canvas.type * 0.92))
        cap_of, keys = game.controls.label, list[Part]()
        for binding in TABLE:
            if can(binding.needs) and not binding.fixed and binding.intent != "quit":
                key = KeyRow(f"key {binding.intent}", _(binding.words), partial(self._cap, binding.intent),
                             partial(self.ask, binding.intent))  # fmt: skip
                keys += [Part(InkBox(canvas, rule(1), 0), 1)] if keys else []
                keys.append(Part(WidgetPanel(key, high=height), height))
        keys.append(Part(InkBox(canvas, Boxed(Line(_("Always the same"), LABEL, "text2"), (16, 0)), 0), height))
        arrows, accept, back = ("left", "right", "up", "down"), BY_INTENT["accept"], BY_INTENT["back"]
        for words, caps in (
            (_("Turn a knob, choose"), map(cap_of, arrows)),
            (_("Fine, or ten at once"), ("Shift",)),
            (_(accept.words), (cap_of("accept"),)),
            (_(back.words), (cap_of("back"),)),
            (_("Next, previous"), map(cap_of, ("next", "previous"))),
            (_("Answers"), ("1 – 6",)),
        ):
            keys.append(Part(InkBox(canvas, key_ink(words, tuple(caps), "text2"), 0), height))
        listed = ScrollPanel("keys", self.area, with_padding(column(*keys, gap=0), 11, 0, 11, 0), focusable=False)

        def note_ink() -> Ink:
            """What came of the last change, else what can be done."""
            words, colour = self.note or _("Press one to give it another key"), "text" if self.note else "text2"
            return Boxed(Line(words, BODY, colour), (4, 0))

        ruled = column(fit_content(InkBox(canvas, rule(1))), Part(InkBox(canvas, note_ink, 0)), gap=0)
        label = _("Undo restoring") if self.before else _("Restore defaults")
        restore = Button("restore", UNPLACED, label, "undo" if self.before else "reset", self._restore)
        done = Button("done", UNPLACED, _("Done"), "", self.back, kind="primary", key="back")
        buttons = row(Part(ButtonPanel(canvas, restore)), Part(ButtonPanel(canvas, done)), gap=GAP)
        title = Row((icon("keys", 24, "text2"), Line(_("Keys"), HEADING, yields=True)), 12)
        head = Part(with_padding(InkBox(canvas, title, 0), EDGE, 10, EDGE), 26 + 24 * canvas.type)
        foot = Part(with_padding(buttons, EDGE, 0, EDGE, 20), 72)
        note = Part(with_padding(ruled, EDGE, 0, EDGE), 6 + 30 * canvas.type)
        body = Part(with_padding(listed, left=1, right=1))
        keys_card = Card(column(head, body, note, foot, gap=0), padding=0)
        sheets = row(Part(likes, 680, 1), Part(keys_card, 536, 1, shrinks=True), gap=GAP)
        return column(Part(bar, TOP), Part(with_padding(sheets, EDGE, 0, EDGE, EDGE)), gap=0)

    # -- what happens ------------------------------------------------------------------------------------------------

    def _cap(self, intent: str) -> str | None:
        """What stands on the key of an action; None: it waits for one."""
        return None if intent == self.waiting else self.game.controls.label(intent, full=True)

    def ask(self, intent: str) -> None:
        self.waiting = intent
        self.note = _("{key} keeps the old one").format(key=cap("escape"))
        self.game.controls.release_all()
        self.game.controls.listener = self._take_key

    def stop_waiting(self) -> None:
        if self.waiting:
            self.waiting = self.note = ""
        self.game.controls.listener = None

    def _take_key(self, code: int) -> None:
        """A key was pressed, of which one sentence says what came of it."""
        intent, controls = self.waiting, self.game.controls
        if code in ALONE_NOTHING:
            return
        self.stop_waiting()
        if code == pygame.K_ESCAPE:
            return
        before = {row.intent: controls.label(row.intent, full=True) for row in TABLE}
        self.note = controls.rebind(intent, code)
        swapped = next((row for row in TABLE if row.intent != intent
                        and before[row.intent] != controls.label(row.intent, full=True)), None)  # fmt: skip
        if not self.note and swapped is not None:
            text = _("Swapped: {action} is on {key} now")
            self.note = text.format(action=_(swapped.words), key=controls.label(swapped.intent, full=True))
        self._changed()

    def _set(self, name: str, value: object) -> None:
        setattr(self.game.settings, name, value)
        if name == "language":
            i18n.use(str(value))
        if name == "theme":
            self.game.theme = ""  # the player's choice counts more than the one for this run
            self._theme = str(value)
        self._changed()

    def _changed(self) -> None:
        self.game.save()
        self.before = None

    def _restore(self) -> None:
        """Back to what the settings were at first; pressed again, back to what they were before."""
        settings, wanted = self.game.settings, self.before
        now = {each.name: getattr(settings, each.name) for each in fields(Settings)}
        self.before = {**now, "keys": dict(settings.keys)} if wanted is None else None
        for name, value in (wanted or asdict(Settings())).items():
            if name != "keys":
                setattr(settings, name, value)
        settings.keys.clear()
        settings.keys.update(wanted["keys"] if wanted else {})
        self.game.controls.refresh()
        self.game.theme = ""
        i18n.use(settings.language)
        self.note = ""
        self.game.save()

    def handle(self, intent: Intent) -> Scene:
        if intent.name == "press":
            self.stop_waiting()
        return super().handle(intent)

    def keys(self) -> dict[str, KeyAction]:
        return super().keys() | {"settings": KeyAction(self.back, words=_("Back"))}

    def after_update(self, seconds: float) -> None:
        screen = self.widget("full_screen")
        if isinstance(screen, Toggle):  # F11 changes it too, and a display may refuse
            screen.on = self.game.settings.full_screen

    def end(self) -> None:
        """It is left, maybe not by its own way back: no key that is pressed elsewhere is taken."""
        self.stop_waiting()
