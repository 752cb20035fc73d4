"""The top of the play screen: way back, level's code, title and task, what was used, the stars, the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....i18n import _
from ....view.format.measure import measure
from ....view.widgets.button import Button, IconButton
from ....view.widgets.button_panel import ButtonPanel
from ....view.widgets.layout import Part, Split, fits, inset, row
from ....view.widgets.panel import FreePlace, WidgetPanel, place_tree
from ....view.widgets.widget import UNPLACED, Widget
from ..stage.run_badge import NARROW, badge_width
from .counter import Counter
from .level_title import HIGH, TOP, LevelTitle, task_base

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from ..shared.play_screen import PlayScreen

EDGE = 24.0
GAP = 16.0
BELOW, MORE = 72.0, 16.0  # where the board begins, and how much lower under a task of two lines
BADGE = 6.0  # above and below the badge of whose run it is


class TopBar:
    """Everything above the board, in one row.

    lines   of the task that stand under the title: 1 or 2; 0: it is told elsewhere, and a button opens it
    """

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self.title, self.counter = LevelTitle(play), Counter(play)
        self.badge = FreePlace(NARROW)  # of whose run it is, where it is the machine's
        self.lines = 1
        self._shape: object = None

    @property
    def below(self) -> float:
        """Where the board begins."""
        return BELOW + (MORE if self.lines == 2 else 0.0)

    def widgets(self) -> list[Widget]:
        play = self.play
        canvas = measure(play.game, play.width, play.height)
        way_back = "" if play.charted or play.game.hides("map") else "map"
        leads = _("To the title") if play.game.hides("map") else _("To the map")
        self._back = IconButton("back", UNPLACED, "", "back", play.to_map, key=way_back, tip=leads)
        self._settings = IconButton("settings", UNPLACED, "", "settings", play.open_settings, key="settings",
                                    tip=_("Settings"))  # fmt: skip
        self._task = IconButton("task", UNPLACED, "", "open", play.turn_task, key="task", tip=_("Task of the level"))
        self._end = Button("end demo", UNPLACED, _("To its end"), "", self.attempt.asking.end_demo, key="accept")
        for self.lines in (1, 2, 0):
            found = self._place(canvas)
            if not self.lines or self._of_show or self._has_room(canvas):
                break
        self.title.most = self.lines
        play.meet_task(self.lines > 0)
        if play.bare:
            return []
        away = {self._task} if play.task_is_shown else set[Widget]()
        away |= set() if self._has_settings else {self._settings}
        found = [widget for widget in found if widget not in away]
        return found if self._of_show else [*found, *self.title.term_words(canvas)]

    def _has_room(self, canvas: Canvas) -> bool:
        """The task has no more than these lines, they end where the board begins, and that is whole below them."""
        ends = task_base(canvas, self.lines) + 4 * canvas.type <= self.below + 0.5
        board = self.play.board
        return ends and self.title.lines(canvas) <= self.lines and (self.lines < 2 or fits(board.tree(), board.room))

    @property
    def _of_show(self) -> bool:
        """The machine's show speaks here: it needs no more than the bar."""
        return self.attempt.show is not None

    @property
    def _has_settings(self) -> bool:
        return not (self.play.bare or self.play.game.hides("settings"))

    def _place(self, canvas: Canvas) -> list[Widget]:
        self._shape = self.counter.wide(canvas)
        rect = (EDGE, TOP, self.play.width - 2 * EDGE, HIGH)
        return place_tree(self._tree(canvas), rect)[1]

    def _tree(self, canvas: Canvas) -> Split:
        badge = badge_width(canvas, self.play)
        end = self._end.wide(canvas, self.play.game.controls.label("accept"))
        return row(
            Part(WidgetPanel(self._back), HIGH if not self.play.bare else 0),
            Part(self.title),
            Part(ButtonPanel(canvas, self._end, 0), end if self.attempt.asking.playing else 0, shrinks=True),
            Part(WidgetPanel(self._task), HIGH if not self.lines and self.play.story else 0),
            Part(inset(self.badge, 0, BADGE, GAP - 8, BADGE), badge + GAP - 8 if badge else 0, shrinks=True),
            Part(self.counter, self.counter.wide(canvas), shrinks=True),
            Part(inset(WidgetPanel(self._settings), GAP / 2), HIGH + GAP / 2 if self._has_settings else 0),
            gap=GAP,
        )

    def paint(self, canvas: Canvas) -> None:
        if self._shape != self.counter.wide(canvas):
            self._place(canvas)
        self.title.paint(canvas)
        if self.play.bare and self.attempt.machine is not None:
            self.counter.paint(canvas)
