"""The level map: the whole campaign as a path over the hills, trails of plugins, and what the chosen level is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..attempt.journey import count, next_level, stops
from ..i18n import _
from ..view.draw.tokens import TITLE
from ..view.format.measure import measure
from ..view.level_map.map_bar import draw_bar
from ..view.level_map.map_control import MapControl
from ..view.level_map.map_layout import MapPlan, make_plan, panel_height
from ..view.level_map.map_panel import PLAY, Card, draw_panel
from ..view.level_map.map_picture import paint_land
from ..view.level_map.map_sign import SignBoard, draw_sign, sign_height, sign_width
from ..view.level_map.map_sign_layout import Sign, place_signs
from ..view.level_map.map_stop import Stop
from ..view.widgets.button import Button, IconButton
from ..view.widgets.widget import Widget
from .base.scene import Scene
from .level_map_words import boards, card_of, refusal

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..desktop.controls import Intent
    from ..rules.level import Level
    from ..view.draw.canvas import Canvas
    from ..view.widgets.widget import Rect


class LevelMapScene(Scene):
    """`level`: the one to choose first; by default the one that comes next, where Pip stands."""

    def __init__(self, game: Game, level: Level | None = None) -> None:
        super().__init__(game)
        self.focus = "trail"
        self.stops: list[Stop] = []
        self.pip = -1
        self.chosen = 0
        self.plan = MapPlan(1280, 720, 1.0)
        self.boards: dict[int, SignBoard] = {}
        self.signs: list[Sign] = []
        self.card = Card("", "", "")
        self._known: object = None
        self.refresh()
        wanted = level or next_level(game.catalog, game.progress)
        self.chosen = self.find(wanted) if wanted else 0

    # -- what there is -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read anew how far the player is."""
        catalog, progress = self.game.catalog, self.game.progress
        self.stops = stops(catalog, progress)
        ahead = next_level(catalog, progress)
        self.pip = self.find(ahead, -1) if ahead else -1
        self.boards = boards(self.stops, progress, catalog)
        self.count = count(catalog, progress)
        self._known = self._progress()

    def find(self, level: Level, otherwise: int = 0) -> int:
        """The index of a level's stop."""
        return next((i for i, s in enumerate(self.stops) if s.level is not None and s.level.id == level.id), otherwise)

    def _progress(self) -> object:
        """What of the progress the map shows, to see that it has changed."""
        progress = self.game.progress
        levels = [(key, level.reached, len(level.stars)) for key, level in progress.levels.items()]
        return progress.last_level, levels, [(key, len(answers)) for key, answers in progress.recaps.items()]

    @property
    def stop(self) -> Stop:
        """The chosen one."""
        return self.stops[self.chosen]

    @property
    def page(self) -> int:
        return self.plan.spots[self.chosen].page

    @property
    def gold(self) -> int:
        """Up to which stop the path is golden: to Pip, or as far as the player came where he is on another trail."""
        if self.pip >= 0 and self.stops[self.pip].chapter:
            return self.pip
        done = [i for i, stop in enumerate(self.stops) if stop.chapter and stop.state == "done"]
        return max(done, default=-1)

    # -- layout ------------------------------------------------------------------------------------------------------

    def layout(self) -> None:
        canvas = measure(self.game, self.width, self.height)
        self.plan = make_plan(self.stops, self.width, self.height, canvas.type)
        high = sign_height(canvas)
        sizes = [(index, sign_width(canvas, board), high) for index, board in self.boards.items()]
        self.signs = place_signs(self.plan, sizes, self.pip)
        x, y, w, h = self.panel
        trail = MapControl((0, 64, self.width, y - 64), self.plan, self.chosen, self.pip, self.choose, self.play)
        play_high = min(h - 24, 58.0)
        play = Button(
            "play", (x + w - 16 - PLAY, y + (h - play_high) / 2 + 2, PLAY, play_high), on_press=self.play, key="accept"
        )
        back = IconButton("back", (24, 10, 48, 48), icon="back", on_press=self.back, tip=_("Back"))
        settings = IconButton("settings", (self.width - 72, 10, 48, 48), icon="settings", key="settings",
                              on_press=self.open_settings, tip=_("Settings"))  # fmt: skip
        self.widgets = [trail, play, back, settings, *self._pagers(canvas)]
        self._show_chosen()

    @property
    def panel(self) -> Rect:
        high = panel_height(self.plan.type)
        return (24, self.height - 16 - high, self.width - 48, high)

    def _pagers(self, canvas: Canvas) -> list[Widget]:
        """Two buttons beside the heading where the map has more than one page."""
        if self.plan.pages < 2:
            return []
        left = 88 + canvas.width(_("Level map"), TITLE) + 24
        up = IconButton("page up", (left, 10, 48, 48), icon="up_arrow", on_press=lambda: self.turn(-1),
                        tip=_("Further up"))  # fmt: skip
        down = IconButton("page down", (left + 60, 10, 48, 48), icon="down_arrow", on_press=lambda: self.turn(1),
                          tip=_("Further down"))  # fmt: skip
        return [up, down]

    def _show_chosen(self) -> None:
        """Button and panel for the chosen stop."""
        self.card = card_of(self.stop, self.game.progress, self.game.catalog)
        play = self.widget("play")
        if isinstance(play, Button):
            locked = self.stop.state == "locked"
            play.label, play.icon = (_("Locked"), "lock") if locked else (_("Play"), "play")
            play.kind = "normal" if locked else "primary"
        for name, last in (("page up", 0), ("page down", self.plan.pages - 1)):
            pager = self.widget(name)
            if pager is not None:
                pager.enabled = self.page != last

    # -- what happens ------------------------------------------------------------------------------------------------

    def on_update(self, seconds: float) -> None:
        if self._known != self._progress():
            self.refresh()
            self.chosen = min(self.chosen, len(self.stops) - 1)
            self.relayout()

    def choose(self, index: int) -> None:
        self.chosen = index
        self.set_focus("trail")
        self._show_chosen()

    def turn(self, way: int) -> None:
        """To another page of the map."""
        wanted = [i for i, spot in enumerate(self.plan.spots) if spot.page == self.page + way]
        trail = self.widget("trail")
        if wanted and isinstance(trail, MapControl):
            trail.chosen = wanted[0] if way > 0 else wanted[-1]
            self.choose(trail.chosen)

    def play(self) -> None:
        """Open the chosen stop, or say why it cannot be opened."""
        sentence = refusal(self.stop, self.game.progress, self.game.catalog)
        if sentence:
            self.game.toasts.add(sentence, icon="lock")
        elif self.stop.kind == "recap":
            self.open("recap", chapter=self.stop.chapter, parent=self)
        elif self.stop.level is not None:
            self.open("play", level=self.stop.level)

    def open_settings(self) -> None:
        self.open("settings", parent=self)

    def back(self) -> None:
        self.open("title")

    def on_pointer(self, intent: Intent) -> bool:
        trail = self.widget("trail")
        if not isinstance(trail, MapControl):
            return False
        if intent.name == "move":
            trail.hover = trail.hit(intent.x, intent.y, 44)
        elif intent.name == "wheel" and self.plan.pages > 1:
            self.turn(-1 if intent.value > 0 else 1)
        return True

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        trail = self.widget("trail")
        if isinstance(trail, MapControl):
            paint_land(canvas, self.plan, self.page, self.gold, trail.draw_stops)
        for sign in self.signs:
            if sign.page == self.page:
                draw_sign(canvas, sign, self.boards[sign.first])
        if self.plan.flag is not None and self.plan.flag[0] == self.page:
            _page, x, y = self.plan.flag
            canvas.flag(x - 4, y, 76)
        draw_bar(canvas, self.count)
        draw_panel(canvas, self.panel, self.card)
