"""The title: the game's name rolling down the valley, and what the player can do. First start: Play, straight away.

The first frame needs neither levels nor plugins; they are loaded in the frames after it, some in each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..i18n import _, several
from ..version import __version__
from ..view.draw.tokens import CODE_LIGHT, LABEL
from ..view.format.measure import measure
from ..view.scenery.title_picture import offset, paint_title, paint_twinkle, slope
from ..view.scenery.wordmark import draw_pip
from ..view.widgets.menu_button import Link, MenuButton
from .base.scene import Scene

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..attempt.journey import Count
    from ..rules.level import Level
    from ..view.draw.canvas import Canvas
    from ..view.draw.text import Run

LEFT, TOP, WIDE = 70.0, 282.0, 300.0
LARGE, SMALL, PITCH = 72.0, 54.0, 66.0  # least heights of the buttons, and from one small one to the next
FOOT = 26.0  # from the footer's baseline to the lower edge
SHARE = 0.006  # seconds of a frame in which plugins are loaded
READ = 30.0  # seconds in which it can be said: without plugins, then
SHIPPED = "downslope."  # how the names of shipped plugins begin


class TitleScene(Scene):
    """Where the game starts, and where Esc leads from the map."""

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self.focus = "play"
        self.level: Level | None = None  # what Continue goes on with
        self.known = False  # are the levels loaded?
        self.code = ""
        self.total: Count | None = None
        self.plugins = 0
        self._updates = 0

    # -- what there is -----------------------------------------------------------------------------------------------

    @property
    def fresh(self) -> bool:
        """Has nothing been played yet?"""
        return not self.game.progress.levels

    def on_update(self, seconds: float) -> None:
        self._updates += 1
        if self._updates > 1 and not self.known and self.game.load_some(SHARE):
            self.learn()

    def learn(self) -> None:
        """Find out what there is to play and how far the player is; once."""
        if self.known:
            return
        from ..attempt.journey import count, next_level
        from ..rules.campaign import code

        self.known = True
        catalog, progress = self.game.catalog, self.game.progress
        self.level = next_level(catalog, progress)
        self.code = code(self.level, catalog) if self.level else ""
        self.total = count(catalog, progress)
        owners = set(catalog.owner.values())
        self.plugins = len([name for name in owners if not name.startswith(SHIPPED)])
        self.relayout()
        for sentence in self.game.told_of_deaths():
            without = (_("Start without plugins"), self._without_plugins)
            self.game.toasts.add(sentence, icon="warn", hue="error", action=without, seconds=READ)

    def _without_plugins(self) -> None:
        """Everything that is not shipped is left out until the game starts again."""
        self.game.leave_plugins_out()
        self.known, self.level, self.plugins = False, None, 0
        self.relayout()

    # -- layout ------------------------------------------------------------------------------------------------------

    def layout(self) -> None:
        dx, dy = offset(self.width, self.height)
        left, top = max(24.0, LEFT + dx), TOP + dy
        canvas = measure(self.game, self.width, self.height)
        large = max(LARGE, 30 + 35 * canvas.type)  # two lines must fit
        first = _("Play") if self.fresh else _("Continue")
        if self.level is not None:
            first = f"{first}\n{self.code}\n{_(self.level.title)}"
        play = MenuButton(
            "play", (left, top, WIDE, large), first, "play", self.play, kind="primary", group="menu", key="accept"
        )
        entries = (
            ("map", _("Level map"), "map", self.open_map, "map"),
            ("watch", _("Watch it learn"), "auto", self.watch, "auto"),
            ("settings", _("Settings"), "settings", self.open_settings, "settings"),
            ("quit", _("Quit"), "quit", self.leave, ""),
        )
        self.widgets = [play]
        for number, (name, label, icon, press, key) in enumerate(entries):
            place = (left, top + large + 16 + number * PITCH, WIDE, SMALL)
            self.widgets.append(MenuButton(name, place, label, icon, press, group="menu", key=key))
        self.widgets.append(self._plugins_link(left, canvas))

    def _plugins_link(self, left: float, canvas: Canvas) -> Link:
        words = _("Plugins")
        if self.plugins:
            words = several("{n} plugin loaded", "{n} plugins loaded", self.plugins).format(n=self.plugins)
        stars = canvas.width(self._stars_text(), LABEL)
        wide = canvas.width(words, LABEL) + 54
        place = (left + (32 + stars + 28 if stars else -12), self.height - FOOT - 5.8 * canvas.type - 24, wide, 48)
        return Link("plugins", place, words, "puzzle", self.open_plugins, group="menu")

    def _stars_text(self) -> str:
        total = self.total
        return _("{stars} of {most} stars").format(stars=total.stars, most=total.most) if total else ""

    # -- what the entries do -----------------------------------------------------------------------------------------

    def play(self) -> None:
        self._open(auto=False)

    def watch(self) -> None:
        self._open(auto=True)

    def _open(self, auto: bool) -> None:
        self.learn()
        if self.level is None:
            self.game.toasts.fault(_("There is no level to play: the folder of levels is empty."))
            return

        self.open("play", level=self.level, auto=auto)

    def open_map(self) -> None:

        self.open("map")

    def open_plugins(self) -> None:

        self.open("plugins", parent=self)

    def open_settings(self) -> None:

        self.open("settings", parent=self)

    def leave(self) -> None:
        self.game.quit = True

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        dx, dy = offset(canvas.w, canvas.h)
        paint_title(canvas)
        if not canvas.look.still:
            paint_twinkle(canvas, self.time)
        draw_pip(canvas, dx, dy, slope, self.time)

    def paint_over(self, canvas: Canvas) -> None:
        """The footer: stars on the left, full screen and version on the right."""
        base = canvas.h - FOOT
        left = max(24.0, LEFT + offset(canvas.w, canvas.h)[0])
        if self.total is not None:
            before, _mark, after = self._stars_text().partition(str(self.total.stars))
            canvas.star(left + 12, base - 6, 11)
            runs: list[Run] = [(before, "text"), (str(self.total.stars), "text", 700, "mono"), (after, "text")]
            canvas.rich(left + 32, base, runs, LABEL)
        version = f"v{__version__}"
        end = canvas.w - 24
        canvas.text(end, base, version, CODE_LIGHT, "text", "end")
        end -= canvas.width(version, CODE_LIGHT) + 27
        words = _("full screen")
        canvas.text(end, base, words, LABEL, "text", "end")
        end -= canvas.width(words, LABEL) + 9
        canvas.keycap(end, base - 6 - 12 * max(1.0, canvas.type), self.game.controls.label("full_screen"), "end",
                      colour="text", fill=None)  # fmt: skip
