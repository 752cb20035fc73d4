"""The end of the machine's show: how it ended, all tries at their ends, why, and where to go from here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ....attempt.game.progression import can_play
from ....captions.end_moments import other_setting
from ....captions.sentences import sentence
from ....i18n import _
from ....rules import campaign
from ....rules.actions import Action, from_json
from ....rules.outcome import outcome_title
from ....rules.outcome_kinds import OUTCOMES
from ....view.cards.outcome_sentences import why
from ....view.charts.lanes import RacePlace
from ....view.charts.race import RaceLook
from ....view.draw.tokens import BODY, LABEL, LIT_PANEL, SPACE_3, SPACE_4
from ....view.format.measure import measure
from ....view.widgets.button import Button, IconButton
from ....view.widgets.button_panel import ButtonPanel
from ....view.widgets.card import Card
from ....view.widgets.label import Label
from ....view.widgets.layout import Box, Part, Split, column, either, inset, row, tight
from ....view.widgets.panel import Figure, WidgetPanel
from ....view.widgets.widget import UNPLACED, Rect, Widget
from ..shared.run_sharing import film_words, save_film
from .race_look import aside_words
from .race_panel import RacePanel

if TYPE_CHECKING:
    from ....attempt.playback.show import MachineShow
    from ....rules.level import Level
    from ....rules.session import Session
    from ....view.draw.canvas import Canvas
    from ..shared.play_screen import PlayScreen

BADGE, BUTTON = 36.0, 46.0
LOWEST, LINE = 70.0, 28.0  # of a grid without words, and of each line of them
PARTED, SPACING = 8.0, 1.4  # between the parts, where there is room; of the lines of the words
LAST = 2  # sentences of why it ended so


class EndStory(NamedTuple):
    """What is told. `badge`: icon and name of the end; `aside`: at the right of it.

    parts    sentences with light markup: why it ended so, then what another setting would have taken
    """

    badge: tuple[str, str]
    aside: str
    parts: tuple[str, ...]

    def tellings(self) -> list[str]:
        """All of it, and less and less of it, always in whole sentences."""
        return [" ".join(self.parts[:count]) for count in range(len(self.parts), 0, -1)]


class EndRace(RacePanel):
    """All tries at their ends, under the badge: what it is, is told there."""

    heading = False
    room = 0.0  # the width that it will have

    def smallest(self) -> tuple[float, float]:
        look = self.look
        if isinstance(look, RaceLook):
            canvas = measure(self.host.game, self.host.width, self.host.height)
            return 300.0, RacePlace(canvas, (0.0, 0.0, self.room or 300.0, 0.0), look).least
        return 300.0, LOWEST + 2 * LINE * self.text_scale


class ShowEnd:
    """Lies where the board lets it, until something is chosen. `card`: None where there is nothing to tell."""

    card: Card | None = None

    def __init__(self, play: PlayScreen) -> None:
        self.play, self.attempt = play, play.attempt
        self.race = EndRace(play)

    def widgets(self, rect: Rect, machine: MachineShow) -> list[Widget]:
        """Lay it out there; its buttons. A show that is only watched has none."""
        canvas = measure(self.play.game, self.play.width, self.play.height)
        self.race.tried = machine.tried if machine.tried is not None and len(machine.tried.lanes) > 1 else None
        self.race.own = own_run(self.play)
        self.card = Card(self._tree(canvas, rect, machine), LIT_PANEL, 0)
        return self.card.place(rect)

    def _tree(self, canvas: Canvas, rect: Rect, machine: MachineShow) -> Split:
        """Badge, race, words, buttons; where that is too high fewer words, then no race."""
        story = story_of(machine)
        wide, race = rect[2] - 2 * SPACE_4, self.race
        named = canvas.badge_width(story.badge[1])
        badge = Figure(draw_badge, *story.badge, least=(named, BADGE))
        film = IconButton("film", UNPLACED, "", "save", partial(save_film, self.play), key="film", group="show end",
                          tip=film_words())  # fmt: skip
        aside = Part(Figure(draw_cost, story.aside, least=(canvas.width(story.aside, LABEL) + 12, BADGE)))
        ends, saves = Part(badge, named), [] if self.play.bare else [Part(WidgetPanel(film), BADGE)]
        head = either(row(ends, aside, *saves), row(ends, Part(Box()), *saves))
        top = Part(inset(head, SPACE_4, SPACE_3, SPACE_4, 0), BADGE + SPACE_3)
        race.room = rect[2]
        told = [
            [tight(inset(Label(canvas, text, BODY, width=wide, spacing=SPACING), SPACE_4, 0, SPACE_4, 2))]
            for text in story.tellings()
        ]
        foot = []
        if not self.play.bare:
            foot = [Part(inset(self._buttons(canvas, machine), SPACE_4, 0, SPACE_4, SPACE_3), BUTTON + SPACE_3)]
        alone = [column(top, *words, Part(Box()), *foot, gap=gap) for words in [*told, []] for gap in (PARTED, 2)]
        if race.tried is None:
            low = [Part(self._buttons(canvas, machine))] if not self.play.bare else [Part(Box())]
            high = max(0.0, (rect[3] - BUTTON) / 2)
            return either(*alone, inset(row(Part(badge, named), *low, gap=SPACE_3), SPACE_4, high, SPACE_4, high))
        raced = [column(top, Part(race), *words, *foot, gap=gap) for words in [*told, []] for gap in (PARTED, 2)]
        return either(*raced, *alone)

    # -- where to go -------------------------------------------------------------------------------------------------

    def first(self) -> str:
        """The button that the keyboard begins on: the way on, or out where no try could be run."""
        if self.attempt.machine is not None and self.attempt.machine.failed:
            return "leave"
        return "show next" if self._following() is not None else "your turn"

    def _following(self) -> Level | None:
        """The level after this one, if it may be played."""
        game = self.play.game
        level = campaign.following(self.play.level, game.catalog)
        return level if level is not None and can_play(level, game.catalog, game.progress) else None

    def _buttons(self, canvas: Canvas, machine: MachineShow) -> Split:
        level, group = self._following(), "show end"
        kind, key = ("normal", "note") if level is not None else ("primary", "accept")
        mine = Button("your turn", UNPLACED, _("Your turn"), "", self._your_turn, key=key, kind=kind, group=group)
        again = Button("show again", UNPLACED, _("Again"), "", machine.restart, key="reset", group=group)
        found = [Part(ButtonPanel(canvas, button, BUTTON), share=0.25) for button in (mine, again)]
        if level is not None:
            label, go = _("Next: {title}").format(title=_(level.title)), partial(self.play.open, "play", level=level)
            following = Button("show next", UNPLACED, label, "", go, key="accept", kind="primary", group=group)
            found.insert(0, Part(ButtonPanel(canvas, following, BUTTON), share=0.5))
        return row(*found, gap=10)

    def _your_turn(self) -> None:
        """The show is left, and the level begins anew; the machine's run stays as a ghost."""
        self.attempt.leave_machine()
        if self.attempt.session.actions:
            self.attempt.reset()


def own_run(play: PlayScreen) -> tuple[Action, ...]:
    """The player's own best run; empty: there is none."""
    if play.attempt.session.won:
        return tuple(play.attempt.session.actions)
    record = play.game.progress.levels.get(play.level.id)
    return tuple(from_json(action) for action in record.actions) if record is not None else ()


def story_of(machine: MachineShow) -> EndStory:
    """How the machine's run ended, and why."""
    session = machine.session
    outcome = session.outcome
    if outcome is not None:
        badge = OUTCOMES[outcome.kind].icon, _(outcome_title(outcome))
    else:
        badge = ("check", _("reached")) if session.won else ("warn", _("given up"))
    tried = machine.tried
    aside = aside_words(tried, None) if tried is not None and len(tried.lanes) > 1 else ""
    other = other_setting(tried) if tried is not None and tried.done else None
    return EndStory(badge, aside, (*sentences(session), *((sentence(other),) if other is not None else ())))


def sentences(session: Session) -> Sequence[str]:
    """Why it ended so: the last of what is said of a player's run."""
    outcome = session.outcome
    if outcome is None:
        return ()
    parts = why(session, outcome).replace(". ", ".\n").split("\n")
    return parts[-LAST:]


def draw_badge(canvas: Canvas, rect: Rect, icon: str, words: str) -> None:
    """How it ended."""
    x, y, _w, h = rect
    canvas.badge(x, y + (h - BADGE) / 2, icon, words, BADGE)


def draw_cost(canvas: Canvas, rect: Rect, words: str) -> None:
    """Beside it, from the right."""
    x, y, w, h = rect
    canvas.within(x + w, canvas.base_of(y + h / 2), words, w, LABEL, "text2", "end")
