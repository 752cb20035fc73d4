"""The play screen: an attempt at a level, shown by the board that suits it; and what all boards share: the top bar, the
tiles, when the bet strip, the verdict, the transport and the card open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ...attempt.attempt import Attempt
from ...attempt.director import Phase
from ...attempt.game.game import Game, file_elsewhere
from ...attempt.past_runs import keep
from ...background.commands import LevelCheck
from ...boards.kinds import board_class, kind_of
from ...boards.shared.board import TileSpec
from ...boards.shared.panel import EDGE, TILES_HIGH, grow
from ...desktop.controls import Intent
from ...engine.run import SAMPLE
from ...i18n import _
from ...rules import Action, Learn, Level, Next, last_action
from ...view.draw import LABEL, Canvas, TimeSlice
from ...view.widgets.button import NARROW_INSET, TILE_INSET, Button, Tile
from ...view.widgets.number_input import NumberInput
from ...view.widgets.panel import Laid, Part, Placeholder, Split, layout_tree
from ...view.widgets.widget import Press, Rect, Widget
from ..base.event_routing import KeyAction, main_knob
from ..base.panel_screen import draw_beneath
from ..base.scene import AWAY
from .bet_cards import BetMarkers
from .card import card_of
from .dock import Dock, PlaySpeech
from .frame import WAYS_ON, NewThing, dare_of, frame, shown_tiles
from .play_screen import Ghost, TaskBand, copy_code, copy_link_to, has_film, map_is_open, save_film, task_of
from .top_bar import TopBar

# What is heard while something is played.
HEARD = frozenset(
    [
        "move", "release", "hover", "lift", "next", "previous", "hint", "settings", "pause", "learn", "full_screen",
        "note", "quit", "help", "words", "task", "stars", "sound",
    ]
)
MOST = 2  # sentences that are told of a plugin
WIDE, APART = 112.0, 12.0  # of tiles
# What leads away, answers a bet, or takes something back: the keyboard is never put there by itself.
RISKY = AWAY | {"tile reset", "start anew", "later", "drop it"}


class PlayScene(PlaySpeech):
    """`attempt`: what goes on. `board`: how it is shown. `room`: what the frame has of the window; `tree`: how its
    panels share it. `auto`: begin with the machine in the seat.

    `replay`: begin with a run that somebody has made in its seat. `start`: what is turned before the player comes.
    `before`: the screen of an older version of the level; what had been done there is done again.
    """

    ghost: Ghost
    room: Rect
    tree: Split
    _shape = Laid[object](None)

    def __init__(self, game: Game, level: Level, auto: bool = False, replay: Sequence[Action] | None = None,
                 start: Sequence[Action] = (), before: PlayScene | None = None) -> None:  # fmt: skip
        super().__init__(game)
        untrained = ""
        if level.weights_from:
            from ...attempt.game.own_net import where_to_train, with_net

            level = with_net(game, level)
            untrained = "" if auto or self.bare else where_to_train(game, level)
        self.level, self.plugin = level, level.plugin
        game.plugins.enter_level(self, level)
        self.attempt = Attempt(game, level, start)
        self.board = board_class(kind_of(level))(self)
        self.attempt.director.board = self.board
        self.takes_picture = self.board.takes_picture
        if untrained and not self.board.tells_where_to_train:
            game.toasts.add(untrained)
        self.task = TaskBand(self)
        self.dock = Dock(self)
        self.topbar = TopBar(self)
        self.bet_markers = BetMarkers(self)
        self.new_thing = NewThing(self)
        self.tiles_place = Placeholder()
        self.ghost = Ghost()
        self._tiles: list[TileSpec] = []  # as they were when something was pressed last
        self._columns: dict[str, int] = {}  # where each tile stands, from the first time that it is there
        self._phase = Phase.TRY
        # A level of a plugin is checked in the background while it is played: what is wrong with it becomes a note
        plugin = game.plugins.plugin_of(level)
        has_file = plugin is None or plugin.kind != "code"  # else it came as a code or as bytes
        checks = level.plugin and game.strip is None and has_file
        self.check = LevelCheck(level.id, file=file_elsewhere(game, level)) if checks else None
        self.told: list[str] = []  # what it has found
        if replay is None and not self.bare:
            game.progress.last_level = level.id
        if auto or replay is not None:
            self.attempt.ran = True
            self.attempt.open_bets.end()
            self.attempt.replay(replay) if replay is not None else self.attempt.auto()
        done, wanted = redo_actions(self, before) if before is not None else (0, 0)
        if done < wanted:
            text = _("{left} of {all} actions could not be repeated.").format(left=wanted - done, all=wanted)
            game.toasts.add(text, icon="undo")

    def request_layout(self) -> None:
        """Other widgets; the keyboard goes to what opened, and back when it is put away."""
        fresh, before = self._shape is None, self.focus
        if fresh:
            self.focus = self.board.first_focus
        super().request_layout()
        first = self.widget(self.board.first_focus) if fresh else None
        if isinstance(first, Press) and first.answers_bet:  # it has the keyboard only when the player takes it up
            self.opens(first.name)
        self.dock.settle(before)

    def proposal(self) -> str:
        """What has the keyboard where nothing had it: the primary of what goes on, else nothing.

        Where a part begins, the keyboard begins anew, where the board says, else on the first of the tiles that can be
        pressed: its first Enter is not to use up what was set for the last. It is never on an answer, on what leads
        away or on what takes something back.
        """
        session, kind = self.attempt.session, self.kind
        if isinstance(last_action(session), Next) and not self.attempt.director.seen.won and kind in ("", "strip"):
            first = self.board.first_focus
            tiles = (widget.name for widget in self.widgets if widget.name.startswith("tile ") and widget.live)
            return first if self.can_focus(first) else next(tiles, "")
        live = [widget for widget in self.widgets if widget.live and widget.focusable and widget.primary]
        names = [each.name for each in live if each.name not in RISKY and not each.name.startswith("answer ")]
        return names[-1] if names else ""

    def layout(self) -> None:
        self.widgets = self.topbar.widgets()
        top = self.topbar.below
        self.room = (EDGE, top, self.width - 2 * EDGE, self.height - EDGE - top)
        tiles = Part(self.tiles_place, grow(TILES_HIGH, 16.0, self.game.look().type))
        self.tree = frame(self.room, self.board, tiles, self.dock)
        panels, widgets = layout_tree(self.tree, self.room)
        self.board.panels = [panel for panel in panels if panel is not self.dock]
        self.place_notes()
        self.widgets += widgets
        if not self.bare:
            driven, place = self.kind == "machine", self.tiles_place.rect
            self.widgets += self.dock.transport.widgets(place) if driven else self._tiles_at(place)
        self.areas = {name: area for name, area in self.areas.items() if area in self.widgets}
        for panel in (*self.board.panels, self.dock):
            panel.update(0.0)
        self._shape = self._shape_now()

    def _tiles_at(self, place: Rect) -> list[Widget]:
        """What is pressed neither renames them nor puts them elsewhere, until it is told what came of it."""
        director = self.attempt.director
        if not director.pending or not self._tiles:
            self._tiles = [*shown_tiles(self.board), *dare_of(self.attempt)]
        # A part that is won as it begins: its bet comes first, then the win, then the next part
        waits = director.input_blocked or (director.pending and self.attempt.open_bets.open is not None)
        running = self.attempt.playback.running
        tiles = [
            tile._replace(waits=waits and tile.name != "hint", on=tile.on or (running and tile.name == "learn"))
            for tile in self._tiles
        ]
        if self._columns.keys().isdisjoint(tile.name for tile in tiles):  # other things to do: the row begins anew
            self._columns = {}
        # The column of each tile: where it stood `before`; a new one comes at the end
        names, before = [tile.name for tile in tiles], self._columns
        taken = {before[name] for name in names if name in before}
        columns = {name: before[name] for name in names if name in before}
        for name in sorted(names, key=lambda each: each not in WAYS_ON):
            if name not in columns:
                free = taken if name in WAYS_ON else taken.union(before.values())
                columns[name] = next(column for column in range(len(free) + 1) if column not in free)
                taken.add(columns[name])
        self._columns |= {name: column for name, column in columns.items() if name not in WAYS_ON}
        # From left to right, each 112 wide; where they would not fit, narrower, and no place is left free
        x, y, width, height = place
        specs = sorted(tiles, key=lambda spec: columns[spec.name])
        numbers = [columns[spec.name] for spec in specs]
        count = 1 + max(numbers, default=0)
        if (WIDE + APART) * count - APART > width:
            numbers, count = list(range(len(specs))), max(1, len(specs))
        each = min(WIDE, (width - APART * (count - 1)) / count)
        canvas, made = self.measure(), list[Tile]()
        for spec, number in zip(specs, numbers):
            kind = "primary" if spec.primary else "on" if spec.on else "normal"
            short = spec.brief and canvas.width(spec.label, LABEL) > each - 24
            tile = Tile(
                f"tile {spec.name}", (x + number * (each + APART), y, each, height),
                spec.brief if short else spec.label, spec.icon, partial(self.do, spec.name), kind=kind,
                key=spec.key, group="tiles", enabled=spec.enabled, waits=spec.waits, tip=spec.tip,
            )  # fmt: skip
            tile.refusal_reason = spec.refusal_reason
            made.append(tile)
        # All in letters of one size, the largest: nearer to the edge, then wider where there is room, at last smaller
        for inset in (TILE_INSET, NARROW_INSET):
            for tile in made:
                tile.with_padding = inset
            style = min((tile.lines(canvas)[0] for tile in made), key=lambda style: style.size, default=LABEL)
            if style.size >= LABEL.size:
                break
        else:
            wider = max(canvas.width(tile.label, LABEL) for tile in made) + 2 * NARROW_INSET
            if (wider + APART) * count - APART <= width:  # each on one line
                each, style = wider, LABEL
            for tile, number in zip(made, numbers):
                tile.rect, tile.style = (x + number * (each + APART), y, each, height), style
        return [*made]

    def _shape_now(self) -> object:
        """What the set of widgets depends on."""
        attempt = self.attempt
        session, director = attempt.session, attempt.director
        return (
            self.dock.shape, director.pending, director.input_blocked, director.seen, dare_of(attempt),
            session.stage, attempt.shows, attempt.can_auto, attempt.playback.running, attempt.over,
            session.level.network, tuple(k.name for k in session.level.knobs), session.recorded, attempt.hints,
            map_is_open(self), attempt.whole_code, self.topbar.folds,
        )  # fmt: skip

    def after_update(self, seconds: float) -> None:
        director = self.attempt.director
        director.card = False  # it stands again before the player
        if not self.dock.drawer.pauses:
            self.attempt.update(seconds * director.pace)
            self.board.after_update(seconds * director.pace)
            director.update(seconds)
        focused = self.widget(self.focus)
        self.on_number = isinstance(focused, NumberInput)
        if isinstance(focused, NumberInput) and focused.typed is not None and focused.name != "marker":
            self.attempt.open_bets.close()  # the first digit is the first action
        findings = self.check.findings() if self.check is not None and int(self.time * 4) % 2 else None  # now and then
        if findings is not None:
            self.check, self.told = None, findings[:MOST]
            for sentence in self.told:
                self.game.toasts.fault(sentence)
        if self.told and self.attempt.fault is not None:  # where the run itself has met a fault, the verdict says it
            self.game.toasts.drop(*self.told)
            self.told = []
        # What comes with a new state of the director; and what is done while one stands
        attempt, before = self.attempt, self._phase
        self._phase = phase = attempt.director.state
        if phase is Phase.VERDICT and before is not phase:
            keep(self.game, attempt)
            if attempt.session.won and attempt.session.outcome is None:  # a run tells of its own end
                self.game.player_feedback.outcome("land")
            if not self.kind:  # else the panel that opens sees to it
                self._shape = self._shape_now()
                self.follow_changes()
                focused = self.widget(self.focus)
                keeps = isinstance(focused, NumberInput) and self.can_focus(self.focus)  # on it Enter goes on too
                self.opens(self.focus if keeps else self.proposal(), arms=True)
        if phase is Phase.HOLD and attempt.session.won and attempt.session.last_stage:
            self.ghost.work(attempt)
        self._shape = self._shape_now()
        self.follow_changes()
        self.dock.follow(seconds)
        self.bet_markers.update()
        self.new_thing.update(seconds)
        self.topbar.counter.update(seconds)
        self.topbar.title.update(seconds)

    @property
    def playing(self) -> bool:
        return not self.dock.drawer.pauses and (self.attempt.moving or self.attempt.director.moving)

    def end(self) -> None:
        self.game.plugins.leave_level(self)
        self.game.player_feedback.rest()
        if self.board.on_end is not None:
            self.board.on_end()
        self.game.toasts.drop(*self.told)
        if self.check is not None:
            self.check.stop()
            self.check = None

    @property
    def quiet(self) -> bool:
        return super().quiet and not self.attempt.director.moving

    def hurries(self, intent: Intent) -> bool:
        """While something is played, most is not heard; a press makes it faster, and Esc jumps to its end."""
        director, show = self.attempt.director, self.attempt.show
        on_play = intent.name == "accept" and self.focus == "machine play"
        if on_play and show is not None and show.prepares and self.guard.handled_intents(intent.name):
            show.run()
            return True
        focused = self.widget(self.focus)
        types = isinstance(focused, NumberInput) and focused.typed is not None
        widget = self.at(intent.x, intent.y) if intent.name == "press" else focused
        on_primary = intent.name == "step"
        if intent.name in ("accept", "press"):
            on_primary = widget is not None and widget.primary
        # The primary, pressed once more before what it did has arrived
        again = director.state is Phase.PLAY and on_primary and not (director.turned or types)
        if self.dock.drawer.pauses or intent.name in HEARD or not (director.input_blocked or again):
            return False
        if intent.name == "press" and widget is not None and (widget.name in AWAY or widget.key in ("pause", "learn")):
            return False
        # What a press does instead
        if intent.name in ("accept", "step", "press"):
            director.faster()
        elif intent.name == "back":
            director.finish()
        return True

    def on_intent(self, intent: Intent) -> bool:
        key = self.board.keys().get(intent.name)
        if key is not None:
            key(intent)
        return key is not None or super().on_intent(intent)

    def keys(self) -> dict[str, KeyAction]:
        """Those of tiles that are not shown, of the play screen, of its board."""
        attempt, dock, game = self.attempt, self.dock, self.game
        shown, step, ended = attempt.shown, attempt.step, attempt.verdict
        turn = shown.outcome.turn if shown.outcome is not None else step
        folds = self.widget("code line") or self.widget("fold code")
        charted = map_is_open(self)
        to_map = _("Convergence map") if charted else _("Level map")
        seen, primary = shown_tiles(self.board), self.widget(self.proposal())
        hidden = [tile for tile in self.board.tiles() if tile.key and tile not in seen]
        keys = {tile.key: KeyAction(partial(self.do, tile.name), False) for tile in reversed(hidden)}
        keys |= super().keys() | {
            "pause": KeyAction(attempt.pause, attempt.may_pause),
            "undo": KeyAction(attempt.undo, last_action(attempt.session) is not None),
            "reset": KeyAction(attempt.reset, bool(attempt.session.actions) or attempt.show is not None),
            "hint": KeyAction(dock.drawer.ask, bool(dock.drawer.hints)),
            "task": KeyAction(self.task.turn, bool(task_of(self))),
            "jump": KeyAction(partial(attempt.look, turn) if shown.outcome is not None else bool, turn != step),
            "code": KeyAction(attempt.close_verdict if ended else attempt.turn_code, ended or folds is not None),
            "dare": KeyAction(attempt.open_bets.ask, attempt.show is None and bool(attempt.open_bets.offered)),
            "map": KeyAction(self.to_chart, charted or not game.hides("map"), to_map),
            "settings": KeyAction(self.open_settings),
            "everything": KeyAction(attempt.show_everything),
            "copy": KeyAction(partial(copy_code, self), bool(shown.actions)),
            "link": KeyAction(partial(copy_link_to, self)),
            "film": KeyAction(partial(save_film, self), has_film(self)),
            "earlier": KeyAction(lambda: attempt.look(attempt.step - 1), step > 0),
            "later": KeyAction(lambda: attempt.look(attempt.step + 1), step < shown.count),
        }
        if self.attempt.director.state is Phase.HOLD:  # where something is told Space does what Enter does: the way on
            keys.pop("step", None)
            if isinstance(primary, Button) and primary.primary:
                heard = self.guard.handles_key(primary) and not primary.waits and primary.on_press
                keys["step"] = KeyAction(heard or (lambda: None), words=primary.label)
        return keys | dict.fromkeys(self.board.keys().keys() - {"text"}, KeyAction(lambda: None))  # see on_intent

    def order(self) -> list[Widget]:
        """The widgets in Tab order: panel after panel, what lies over them, the tiles, the knobs, words of the task."""
        live = [widget for widget in self.widgets if widget.live and widget.focusable]
        last = ("tile ", "knob ", "task ")
        return sorted(live, key=lambda each: [each.name.startswith(first) for first in reversed(last)])

    def main_knob(self) -> Widget | None:
        """Not while the machine has the seat."""
        return main_knob(self.widgets, self.focus) if self.attempt.machine is None else None

    def _keycap(self, widget: Widget) -> str:
        """At the main knob the two keys that turn it; not while it does not hear them."""
        knob = self.main_knob() if isinstance(widget, NumberInput) else None
        if not isinstance(knob, NumberInput) or widget is not (knob.cap_holder or knob):
            return super()._keycap(widget)
        if self.attempt.director.input_blocked:
            return ""
        return "".join(self.game.controls.label(way) for way in self.turns())

    def acts(self) -> dict[str, str]:
        acts = super().acts()
        if last_action(self.attempt.session) is None:  # its tile stands there all the same, and says so
            acts.pop("undo", None)
        if not self.attempt.director.input_blocked or self.dock.drawer.pauses:
            return acts
        heard = {name: words for name, words in acts.items() if name in HEARD}
        return heard | {"step": _("Faster"), "accept": _("Faster"), "back": _("To its end")}

    def back(self) -> None:
        """Esc: put a bet away, leave the machine, close the verdict, else to the map."""
        attempt = self.attempt
        if self.task.asked:
            self.task.fold()
        elif self.dock.drawer.shown:
            self.dock.drawer.close()
        elif attempt.open_bets.dared or attempt.open_bets.last is not None:
            attempt.open_bets.close()
        elif attempt.show is not None:
            attempt.exit_machine()
        elif self.kind == "verdict":
            attempt.close_verdict()
        else:
            self.to_map()

    def to_map(self) -> None:
        keep(self.game, self.attempt)
        self.open("map")

    def to_chart(self) -> None:
        """The convergence map; before the level has been reached, or where it has none, the map of levels."""
        if map_is_open(self):
            keep(self.game, self.attempt)
            self.open("convergence", parent=self, session=self.attempt.session, play=self)
        elif not self.game.hides("map"):
            self.to_map()

    def card(self) -> None:
        """The level card, when all that star 1 asks for is won."""
        self.attempt.open_bets.close()
        keep(self.game, self.attempt)
        self.attempt.director.card = self.attempt.shown_card = True
        self.go(card_of(self))

    def do(self, name: str) -> None:
        """A tile was pressed."""
        if not self.board.press(name):
            attempt = self.attempt
            {
                "step": attempt.step_once, "learn": attempt.learn, "auto": attempt.auto, "reset": attempt.reset,
                "undo": attempt.undo, "hint": self.dock.drawer.ask, "send": attempt.probe, "probe": attempt.probe,
                "stop": attempt.stop, "next": attempt.next_stage, "dare": attempt.open_bets.ask,
                "card": self.card, "take": attempt.take_over, "rewind": attempt.rewind, "metric": attempt.next_metric,
                "everything": attempt.show_everything,
            }[name]()

    def paint(self, canvas: Canvas) -> None:
        draw_beneath(canvas, self.board.panels, grass=True)
        self.topbar.paint(canvas)
        for panel in self.board.panels:
            panel.paint(canvas)
        if canvas.movers:
            self.game.player_feedback.places = [2 * x / canvas.w - 1 for x in canvas.movers]
        if self.kind == "machine" and not self.bare:
            for panel in self.dock.transport.panels:
                panel.paint(canvas)
        self.dock.paint(canvas)

    def paint_over(self, canvas: Canvas) -> None:
        for panel in self.board.panels:
            panel.paint_over(canvas)
        self.new_thing.paint(canvas)
        self.bet_markers.paint(canvas)
        self.topbar.counter.paint_card(canvas)


PATIENCE = 1.5  # seconds for doing it again


def redo_actions(play: PlayScene, before: PlayScene) -> tuple[int, int]:
    """What had been done in a level is done in a new screen of it: how many actions, and of how many.

    After its screen broke, or its file was changed.
    """
    attempt, earlier = play.attempt, before.attempt
    time, done, actions = TimeSlice(PATIENCE), 0, list(earlier.session.actions)
    for action in actions:
        if time.left <= 0 or (isinstance(action, Learn) and len(attempt.session.run.examples) > SAMPLE):
            break  # a training on thousands of examples is not made a second time while the player waits
        if not attempt.through(partial(attempt.session.do, action)):
            break
        done += 1
    attempt.open_bets.answered.update(earlier.open_bets.answered)
    attempt.open_bets.given.update(earlier.open_bets.given)
    attempt.ran, attempt.hints = earlier.ran, earlier.hints
    attempt.watched, attempt.replayed = earlier.watched, earlier.replayed
    attempt.playback.jump(attempt.session.count)
    return done, len(actions)
