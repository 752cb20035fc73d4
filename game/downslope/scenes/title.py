"""The title: the game's name rolling down the valley, and what the player can do. First start: Play, straight away.

The first frame needs neither levels nor plugins; they are loaded in the frames after it, some in each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ..desktop.capabilities import can
from ..i18n import _, plural_form
from ..version import __version__
from ..view.draw import CODE_LIGHT, LABEL, Run, Tween
from ..view.scenery.landscape import FACE, SCARF, draw_mark
from ..view.scenery.title_picture import (
    RADIUS,
    draw_pip,
    offset,
    paint_moving,
    paint_title,
    paint_twinkle,
    pip_anchor,
)
from ..view.widgets.button import MenuButton
from ..view.widgets.ink import SPRING, Boxed, InkBox, InkPress, Key, Line, Mark, Row, draw_star, icon
from ..view.widgets.panel import (
    GAP,
    Box,
    Laid,
    Part,
    Split,
    WidgetPanel,
    column,
    first_that_fits,
    fit_content,
    row,
    with_padding,
)
from ..view.widgets.widget import UNPLACED
from .base.event_routing import ALWAYS, KeyAction
from .base.panel_screen import PanelScreen
from .base.scene import HIDDEN_BY

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..attempt.game.progression import CampaignCount
    from ..desktop.controls import Intent
    from ..rules import Level
    from ..view.draw import Canvas
    from .base.scene import Scene

LEFT, TOP, WIDE, EDGE = 70.0, 282.0, 300.0, 24.0
BESIDE = 66.0  # what a button needs beside its words
LARGE, SMALL, FOOT = 72.0, 54.0, 48.0  # least heights of the buttons, and of the line at the foot
SHARE = 0.006  # seconds of a frame in which plugins are loaded
HOP = 0.5  # seconds that Pip hops for
ATTRACT = 60.0  # seconds without the player after which the reel shows itself, where that is wanted
TWICE = 0.6  # seconds between two Esc
READ = 30.0  # seconds in which it can be said: without plugins, then
VERSION = f"v{__version__}"


class TitleScene(PanelScreen):
    """Where the game starts, and where Esc leads from the map."""

    known = Laid(False)  # are the levels loaded?
    popups = {"help": "help"}  # W opens the workshop here

    def __init__(self, game: Game, teaches: bool = False) -> None:
        """`teaches`: who has saved nothing, and goes for nothing on it, may teach a net first."""
        super().__init__(game)
        self.focus = "play"
        self.teaches = teaches
        self.level: Level | None = None  # what Continue goes on with
        self.code = ""
        self.total: CampaignCount | None = None
        self.plugins = self.faulty = self.waiting = 0
        self._updates = 0
        self._escaped = -math.inf  # when Esc was pressed last
        self._alone = 0.0  # seconds since the player did something
        self._hop = Tween(HOP)

    # -- what there is -----------------------------------------------------------------------------------------------

    @property
    def fresh(self) -> bool:
        return not self.game.progress.levels

    def on_pointer(self, intent: Intent) -> bool:
        x, y = pip_anchor()
        dx, dy = offset(self.width, self.height)
        if intent.name != "press" or math.hypot(intent.x - x - dx, intent.y - y - dy) > RADIUS + 8:
            return super().on_pointer(intent)
        self.game.player_feedback.feedback("press")
        if not self.game.settings.still and self._hop.done:
            self._hop.jump(0.0)
            self._hop.go(1.0)
        return True

    def after_update(self, seconds: float) -> None:
        self._hop.update(seconds, self.game.settings.still)
        self._updates += 1
        if self._updates > 1 and not self.known and self.game.plugins.load_some(SHARE):
            self.learn()
            if self.teaches and self.fresh and self.level is not None:
                self.open("teach", parent=self)
        self._alone += seconds
        if self.game.settings.attract and self.known and self._alone >= ATTRACT:
            # Nobody is there: the reel shows itself
            from ..rules import reel
            from .reel import Reel

            self._alone = 0.0
            levels = reel(self.game.catalog)
            if levels:
                self.open("reel", reel=Reel(levels, attract=True), parent=self)

    def learn(self) -> None:
        """Find out what there is to play and how far the player is; once."""
        if self.known:
            return
        from ..attempt.game.progression import count, next_level
        from ..rules import code

        self.known = True
        catalog, progress = self.game.catalog, self.game.progress
        self.level = next_level(catalog, progress)
        self.code = code(self.level, catalog) if self.level else ""
        self.total = count(catalog, progress)
        # Those that are not shipped: all that are on, those with a fault, and those that nobody has agreed to yet
        from ..registry.plugin import plugin_state  # not before the title is there

        registry = self.game.loaded
        foreign = [plugin for plugin in registry.foreign if plugin.kind != "code"] if registry is not None else []
        self.plugins = len([plugin for plugin in foreign if not plugin.off])
        self.faulty = len([plugin for plugin in foreign if plugin.faults or plugin_state(plugin) == "last-good"])
        later = self.game.plugins.later
        self.waiting = len([plugin for plugin in foreign if plugin.waits is not None and plugin.name not in later])
        for sentence, plugin in self.game.plugins.deaths():
            label = _("Play without it") if plugin else _("Start without plugins")
            without = (label, partial(self._without, plugin))
            self.game.toasts.add(sentence, icon="warn", hue="error", action=without, seconds=READ)

    def _without(self, name: str) -> None:
        """This plugin is off, until it is switched on in the list; "": all that is not shipped, until the game starts
        again.
        """
        from ..attempt.game.game import switch_off

        if not name:
            self.game.plugins.leave_out()
            self.plugins = self.faulty = self.waiting = 0
        elif (plugin := self.game.registry.plugin(name)) is not None and not plugin.off:
            switch_off(self.game, plugin)
        self.known, self.level = False, None

    def spoken_line(self) -> str:
        return "Downslope. " + "".join(run[0] for run in star_runs(self.total))

    # -- layout ------------------------------------------------------------------------------------------------------

    def tree(self, canvas: Canvas) -> Split:
        dx, dy = offset(self.width, self.height)
        left = max(EDGE, LEFT + dx)
        entries = (
            ("map", _("Level map"), "map", lambda: self.open("map"), "map"),
            ("watch", _("Watch it learn"), "auto", partial(self.play, watch=True), "auto"),
            ("workshop", _("Workshop"), "pencil", partial(self.open, "workshop", parent=self), "words"),
        )
        last = (
            ("settings", _("Settings"), "settings", self.open_settings, "settings"),
            ("quit", _("Quit") if can("quit") else _("To the page"), "quit", self.game.leave, ""),
        )
        shown, low = (
            [entry for entry in some if not self.game.hides(HIDDEN_BY.get(entry[0], ""))] for some in (entries, last)
        )
        needed = [canvas.width(entry[1], LABEL) for entry in low]
        part = (WIDE - GAP * (len(low) - 1) - BESIDE * len(low)) / max(1.0, sum(needed))
        wides = [BESIDE + part * width for width in needed]
        beside = row(*(Part(menu_button(*entry, wide=width), width) for entry, width in zip(low, wides)))
        others = column(*(Part(menu_button(*entry), SMALL) for entry in shown), *([Part(beside, SMALL)] if low else []))
        large = max(LARGE, 30 + 35 * canvas.type)  # two lines must fit
        first = _("Play") if self.fresh else _("Continue")
        if self.level is not None:  # where it goes on from as soon as that is known
            first = f"{first}\n{self.code}\n{_(self.level.title)}"
        play = menu_button("play", first, "play", self.play, "accept", kind="primary")
        menu = column(Part(play, large), fit_content(others), Part(Box()), gap=16)
        placed = row(Part(Box(), left), Part(menu, WIDE), Part(Box()), gap=0)
        # Stars and plugins on the left, two keys and the version on the right; of the keys, those that have room
        words = _("Plugins")  # how many there are; first of all, that one waits for the player
        if self.waiting:
            words = plural_form("{n} plugin waits for you", "{n} plugins wait for you", self.waiting)
            words = words.format(n=self.waiting)
        elif self.plugins:
            words = plural_form("{n} plugin", "{n} plugins", self.plugins).format(n=self.plugins)
            if self.faulty:
                words = _("{plugins}, {faulty} with a fault").format(plugins=words, faulty=self.faulty)
        coded = _("Open a code")
        link, code = (InkPress(name, Boxed(Row((icon(sign, 20, "text"), Line(told, LABEL)), 8), (12, 0)), act, "menu")
                      for name, sign, told, act in (("plugins", "puzzle", words, self.open_plugins),
                                                    ("code", "share", coded, self.open_code)))  # fmt: skip
        code.key = "paste"
        runs, label = star_runs(self.total), self.game.controls.label
        keys = ((label("help"), _("keys")), (label("full_screen"), _("full screen")))
        caps = tuple(key for key in keys if key[0])
        stars = InkBox(canvas, Row((Mark(draw_star, (11.0,), wide=24, high=FOOT), Line(runs, LABEL))))
        at_left = (
            *([fit_content(stars), Part(Box(), 28)] if runs else []),
            *([] if self.game.hides("plugins") else [fit_content(WidgetPanel(link, canvas.width(words, LABEL) + 54,
                FOOT))]),
            fit_content(WidgetPanel(code, canvas.width(coded, LABEL) + 54, FOOT)), Part(Box()),
        )  # fmt: skip
        key_rows = [Row((Key(key, "text", ""), Line(words, LABEL)), 9) for key, words in caps]
        corners = [InkBox(canvas, Row((SPRING, *key_rows[n:], Line(VERSION, CODE_LIGHT)), 27))
                   for n in range(len(key_rows) + 1)]  # fmt: skip
        keys_and_stars = first_that_fits(*(row(*at_left, fit_content(corner), gap=0) for corner in corners))
        foot = with_padding(keys_and_stars, left, 0, EDGE, 2 + 5.8 * canvas.type)
        return column(Part(Box(), TOP + dy), Part(placed), fit_content(foot), gap=0)

    # -- what the entries do -----------------------------------------------------------------------------------------

    def play(self, watch: bool = False) -> None:
        self.learn()
        if self.level is None:
            self.game.toasts.fault(_("There is no level to play: the folder of levels is empty."))
        elif watch:
            self.open("watch", parent=self)
        else:
            self.open("play", level=self.level)

    def handle(self, intent: Intent) -> Scene:
        self._alone = 0.0
        following = super().handle(intent)
        self.teaches = self.teaches and intent.name in ALWAYS and not self.hovered
        return following

    def back(self) -> None:
        """Esc twice leads to the page that the game is a part of; on a desktop there is none."""
        page = self.game.page
        if page is None:
            return
        if self.time - self._escaped <= TWICE:
            page()
        self._escaped = self.time

    def keys(self) -> dict[str, KeyAction]:
        return super().keys() | {"back": KeyAction(self.back, self.game.page is not None, _("Twice: to the page"))}

    def open_plugins(self) -> None:
        """What there is to play is found out anew afterwards: plugins may come and go there."""
        self.known = False
        self.open("plugins", parent=self)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        dx, dy = offset(canvas.w, canvas.h)
        ended = frozenset(self.game.progress.chapters_ended)
        face = self.game.progress.drawing() if FACE in ended else ()
        canvas.once((0, 0, canvas.w, canvas.h), paint_title, ended, face, opaque=True)
        if not canvas.look.still:
            canvas.alive(lambda: paint_twinkle(canvas))
        canvas.alive(lambda: paint_moving(canvas, ended))
        canvas.alive(lambda: draw_pip(canvas, dx, dy, self._hop.value % 1.0))
        if SCARF in ended:
            x, y = pip_anchor()
            draw_mark(canvas, "scarf", x + dx, y + dy, RADIUS / 16)
        self.paint_panels(canvas)


def menu_button(name: str, label: str, icon: str, on_press: Callable[[], None], key: str,
                kind: str = "normal", wide: float = WIDE) -> WidgetPanel:  # fmt: skip
    """A button of the menu in its place."""
    button = MenuButton(name, UNPLACED, label, icon, on_press, kind=kind, group="menu", key=key)
    return WidgetPanel(button, wide, SMALL)


def star_runs(total: CampaignCount | None) -> tuple[Run, ...]:
    """How many stars are won."""
    if total is None:
        return ()
    before, _mark, after = _("{stars} of {most} stars").format(stars="{}", most=total.most).partition("{}")
    return (before, "text"), (str(total.stars), "text", 700, "mono"), (after, "text")
