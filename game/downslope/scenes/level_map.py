"""The level map: the whole campaign as a path over the hills, trails of plugins, and what the chosen level is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ..attempt.game.game import Game
from ..attempt.game.progression import count, next_level, note_ends, reached_levels, stops
from ..desktop.controls import Intent
from ..i18n import N_, _, plural_form, sentence_case
from ..rules import CHAPTERS, OUTSIDE, Catalog, Level, code, is_open, missing, places, recap_of
from ..storage.level_digest import terms
from ..storage.saves import Progress
from ..view.draw import Canvas, Tween, ease_out, smooth
from ..view.format.markup import plain
from ..view.format.numbers import short
from ..view.level_map.map_layout import (
    BELOW,
    EDGE,
    GROWTH_STEPS,
    SECONDS,
    THINGS,
    TOP,
    MapPlan,
    MapStop,
    Sign,
    SignText,
    draw_sign,
    make_plan,
    place_signs,
    thing_places,
)
from ..view.level_map.map_panel import StopPanel, StopText, reached_note, story_of
from ..view.level_map.map_picture import (
    CHANGE,
    GOLD,
    LAMP,
    LAMPS,
    TURN,
    WHOLE,
    MapControl,
    MapScenery,
    MapWalk,
    draw_run,
    lamp_places,
    paint_land,
    paint_moving,
)
from ..view.scenery.landscape import SCARF
from ..view.scenery.moving_picture import draw_thing
from ..view.widgets.button import Button, IconButton
from ..view.widgets.panel import Box, Laid, Part, Split, WidgetPanel, column, with_padding
from ..view.widgets.widget import UNPLACED
from .base.event_routing import ALWAYS
from .base.panel_screen import BAR_HIGH, PanelScreen, TitleBar
from .base.scene import Scene
from .chapter_end import WRITTEN, is_seen
from .play.star_conditions import star_rows

# What the map says: on the signs of chapters and trails, in the panel about the chosen stop, and when it refuses.


NOTHING = "–"
SHOWS = {"one rule": N_("One rule"), "teach": N_("Teach it first")}  # screens that a stop opens besides its level


def sign_texts(stops: Sequence[MapStop], progress: Progress, catalog: Catalog) -> dict[int, SignText]:
    """The signs, by the index of the first stop of their chapter or trail."""
    texts: dict[int, SignText] = {}
    seen: set[tuple[int, str]] = set()
    for index, stop in enumerate(stops):
        group = stop.name[:2]
        if group in seen:
            continue
        seen.add(group)
        if not stop.chapter:
            title = trail_title(stop.trail, catalog)
            named = stop.trail == OUTSIDE or stop.trail in catalog.titles
            texts[index] = SignText("", title if named else _("Plugin trail: {name}").format(name=title))
            continue
        number, title, reached = str(stop.chapter), _(CHAPTERS[stop.chapter - 1].title), reached_levels(progress)
        if is_open(stop.chapter, reached, catalog):
            inside = [each for each in stops if each.chapter == stop.chapter and each.kind == "level"]
            won = sum(sum(each.marks) for each in inside)
            texts[index] = SignText(number, title, f"{won}/{3 * len(inside)}")
        elif short_of := missing(stop.chapter, reached, catalog):
            words = plural_form("opens after {n} more level", "opens after {n} more levels", short_of)
            brief = _("after {n}").format(n=short_of)
            texts[index] = SignText(number, title, words.format(n=short_of), locked=True, brief=brief)
        else:
            texts[index] = SignText(number, title, _("announced"), locked=True)
    return texts


def trail_title(plugin: str, catalog: Catalog) -> str:
    """What a pack is called, which is a chapter; of another plugin its name."""
    if plugin == OUTSIDE:
        return _("From outside")
    if plugin in catalog.titles:
        return _(catalog.titles[plugin])
    return sentence_case(plugin.replace("_", " ").replace("-", " ").strip())


def refusal(stop: MapStop, progress: Progress, catalog: Catalog) -> str:
    """One sentence why the stop cannot be opened; empty: it can."""
    if stop.state != "locked":
        return ""
    title = _(CHAPTERS[stop.chapter - 1].title)
    short_of = missing(stop.chapter, reached_levels(progress), catalog)
    if not any(place.chapter == stop.chapter for place in places(catalog)):
        return _("{chapter} comes with a later version.").format(chapter=title)
    if short_of:
        words = plural_form("{chapter} opens after {n} more level.",
                        "{chapter} opens after {n} more levels.", short_of)  # fmt: skip
        return words.format(chapter=title, n=short_of)
    return _("The recap opens when all but one of the chapter's levels are won.")


def text_of(stop: MapStop, progress: Progress, catalog: Catalog) -> StopText:
    """The panel for a stop."""
    no = refusal(stop, progress, catalog)
    chapter = _(CHAPTERS[stop.chapter - 1].title) if stop.chapter else ""
    if stop.kind == "recap":
        asked = len(recap_of(stop.chapter, catalog))
        words = plural_form("{n} quick bet. A right answer wins back a lost bet star.",
                        "{n} quick bets. A right answer wins back a lost bet star.", asked).format(n=asked)  # fmt: skip
        right: tuple[tuple[str, str, bool], ...] = ()
        if stop.state == "done":
            words, right = _("Every bet is answered. Here is why."), ((_("Right"), f"{sum(stop.marks)}/{asked}", True),)
        return StopText(str(stop.chapter), _("{chapter}: recap").format(chapter=chapter), no or words, right)
    if stop.level is None:
        return StopText(f"{stop.chapter}-{stop.number}", chapter, no)
    level = stop.level
    if no:
        return StopText(code(level, catalog), _(level.title), no, story=story_of(level))
    done = progress.levels.get(level.id)
    rows = star_rows(level, frozenset(done.stars) if done is not None else frozenset())
    stars = tuple((row.condition, row.earned) for row in rows)
    reached = done is not None and done.reached
    compared = done is not None and done.best is not None and done.is_under(terms(level))
    best = str(done.best) if done is not None and compared else _("yes") if reached else NOTHING
    ghost = _("after you")
    if done is not None and done.reached:
        ghost = _("seen") if done.ghost else _("ready")
    brief, facts = plain(_(level.brief)), ((
        (_("Best") if compared else _("Reached"), best, True),
        (_("Par"), NOTHING if level.par is None else str(level.par), True),
        (_("Minutes"), NOTHING if level.minutes is None else short(level.minutes), True),
        (_("Auto-solve"), ghost, False),
    ))
    return StopText(code(level, catalog), _(level.title), brief, facts, stars, story_of(level))


class LevelMapScene(PanelScreen):
    """`level`: the one to choose first; by default the one that comes next, where Pip stands.

    `ended`: the number of the chapter whose end is shown first: see map_picture.py. A press or Esc ends that at once.
    """

    ending = Laid[int | None](None)
    _known = Laid[object](None)
    popups = {"help": "help"}  # W opens the workshop here

    def __init__(self, game: Game, level: Level | None = None, ended: int | None = None) -> None:
        super().__init__(game)
        self.ending = ended
        progress = game.progress
        self.before: MapScenery = frozenset(progress.chapters_ended), progress.drawing()
        note_ends(game.catalog, progress)
        self.scenery: MapScenery = frozenset(progress.chapters_ended), progress.drawing()
        self._shown = Tween(WHOLE)  # how much of the chapter's end has been shown
        if ended is not None:
            self._shown.go(1.0)
            self.guard.open()
        self.focus = "trail"
        self.stops: list[MapStop] = []
        self.pip = -1
        self.chosen = 0
        self.plan = MapPlan(1280, 720, 1.0)
        self.sign_texts: dict[int, SignText] = {}
        self.signs: list[Sign] = []
        won = reached_levels(game.progress)
        self.grows = won - game.village  # levels whose things come up now
        game.village |= won
        self._growth = Tween(SECONDS, ease=ease_out)
        self._growth.go(1.0)
        self.refresh()
        wanted = level or next_level(game.catalog, game.progress)
        self.chosen = self.find(wanted) if wanted else 0
        if ended is not None:
            self.chosen = self._first_of(ended)
        # The index of a chapter's last stop
        begins = (
            self.pip
            if ended is None or game.settings.still
            else max((i for i, stop in enumerate(self.stops) if stop.chapter == ended), default=0)
        )
        self.way = MapWalk(max(0, begins))  # Pip's, to the stop that is chosen

    # -- what there is -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read anew how far the player is."""
        catalog, progress = self.game.catalog, self.game.progress
        self.stops = stops(catalog, progress)
        ahead = next_level(catalog, progress)
        self.pip = self.find(ahead, -1) if ahead else -1
        self.sign_texts = sign_texts(self.stops, progress, catalog)
        self.count = count(catalog, progress)
        self._known = self._progress()

    def find(self, level: Level, otherwise: int = 0) -> int:
        return next((i for i, s in enumerate(self.stops) if s.level is not None and s.level.id == level.id), otherwise)

    def _first_of(self, chapter: int) -> int:
        return next((i for i, stop in enumerate(self.stops) if stop.chapter == chapter), 0)

    def _progress(self) -> object:
        """What of the progress the map shows, to see that it has changed."""
        progress = self.game.progress
        levels = [(key, level.reached, len(level.stars)) for key, level in progress.levels.items()]
        return progress.last_level, levels, [(key, len(answers)) for key, answers in progress.recaps.items()]

    @property
    def stop(self) -> MapStop:
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

    def tree(self, canvas: Canvas) -> Split:
        self.plan = make_plan(self.stops, self.width, self.height, canvas.type)
        self.signs = place_signs(canvas, self.plan, self.sign_texts, self.pip)
        self.plan.things = thing_places(self.plan, self.signs)
        self.plan.lamps = lamp_places(self.plan, self.signs)
        self.trail = MapControl(UNPLACED, self.plan, self.chosen, self.pip, self.choose, self.play)
        self.trail.way, self.trail.signs = self.way, self.signs
        self.trail.scarf, self.trail.away = SCARF in self.scenery[0], self.ending is not None
        self.button = Button("play", UNPLACED, on_press=self.play, key="accept")
        self.up = _icon_button("page up", _("Further up"), lambda: self.turn(-1), "up_arrow")
        self.down = _icon_button("page down", _("Further down"), lambda: self.turn(1), "down_arrow")
        self.show = Button("show", UNPLACED, on_press=lambda: self.open(self._shows(), parent=self))
        self.wides = {name: Button("", UNPLACED, _(label), "eye").wide(canvas) for name, label in SHOWS.items()}
        self.panel = StopPanel(text_of(self.stop, self.game.progress, self.game.catalog), self.button, self.show)
        settings = _icon_button("settings", _("Settings"), self.open_settings, key="settings")
        code = _icon_button("share", _("Open the code of a run"), self.open_code, key="paste")
        workshop = _icon_button(
            "workshop", _("Workshop"), partial(self.open, "workshop", parent=self), "pencil", key="words"
        )
        pagers = [self.up, self.down] if self.plan.pages > 1 else []
        total = self.count
        counts = (total.reached, total.levels), (total.stars, total.most)
        controls = [workshop, code, *([] if self.game.hides("settings") else [settings])]
        note = reached_note(*counts)
        bar = TitleBar(canvas, _("Level map"), self.back, after=pagers, controls=controls, note=note)
        self._show_chosen()
        foot = self.panel if self.ending is None else Box()  # before that is told nothing else is offered
        return column(
            Part(bar, TOP),
            Part(WidgetPanel(self.trail)),
            Part(with_padding(foot, EDGE, 0, EDGE, BELOW), self.plan.h - self.plan.bottom), gap=0,
        )  # fmt: skip

    def _show_chosen(self) -> None:
        self.panel.text = text_of(self.stop, self.game.progress, self.game.catalog)
        text, marks = self.panel.text, sum(self.stop.marks)
        won = plural_form("{n} star", "{n} stars", marks).format(n=marks)
        level = self.stop.level
        thing = _(THINGS[level.id][1]) if level is not None and self.chosen in self.plan.things else ""
        self.trail.label = ", ".join(filter(None, (text.code, text.title, won if self.stop.marks else "", thing)))
        locked = self.stop.state == "locked"
        read = self.stop.kind == "recap" and self.stop.state == "done"  # its answers stand
        self.button.label, self.button.icon = (_("Read"), "eye") if read else (_("Play"), "play")
        if locked:
            self.button.label, self.button.icon = _("Locked"), "lock"
        self.button.kind = "normal" if locked else "primary"
        show = self._shows()
        self.show.icon, self.show.label, self.show.visible = "eye", _(SHOWS[show]) if show else "", bool(show)
        self.panel.wide = self.wides.get(show, 0.0)
        self.panel.place(self.panel.rect)
        self.up.enabled, self.down.enabled = self.page > 0, self.page < self.plan.pages - 1

    def spoken_line(self) -> str:
        """What the panel says of the chosen stop."""
        if self.ending is not None:
            return _("Level map")
        return ". ".join(filter(None, (_("Level map"), self.panel.text.sentence.rstrip("."))))

    # -- what happens ------------------------------------------------------------------------------------------------

    def handle(self, intent: Intent) -> Scene:
        """While a chapter's end is shown nothing else is heard."""
        if self.ending is None:
            return super().handle(intent)
        if intent.name not in ALWAYS and not self.guard.input_blocked:
            self._end_run(card=intent.name != "back")
        return self._following()

    def _end_run(self, card: bool) -> None:
        """The chapter's end was shown; what was done in it is told on a card, unless that is not wanted."""
        chapter, self.ending = self.ending, None
        self.chosen = max(self.pip, 0)
        self.way = MapWalk(self.chosen)
        if card:
            self.game.player_feedback.feedback("chapter")
            self.open("chapter", chapter=chapter, parent=self)

    def after_update(self, seconds: float) -> None:
        self._growth.update(seconds, self.game.settings.still)
        if self.ending is not None:
            still = self.game.settings.still
            before = self._shown.value * WHOLE
            self._shown.update(seconds, False)
            if self.pip >= 0 and before <= GOLD + TURN < self._shown.value * WHOLE:
                self.way.go(self.pip)
            self.way.update(seconds, still)
            for lamp in range(LAMPS):
                if before <= lamp * LAMP < self._shown.value * WHOLE:
                    self.game.player_feedback.lamp(lamp)
            if self._shown.done or (still and self._shown.value * WHOLE > CHANGE):
                self._end_run(card=True)
            return
        self.way.update(seconds, self.game.settings.still)
        if self._known != self._progress():
            self.refresh()
            self.chosen = min(self.chosen, len(self.stops) - 1)

    def choose(self, index: int) -> None:
        self.chosen = index
        if self.stop.state != "locked":
            self.way.go(index)
        self.set_focus("trail")
        self._show_chosen()

    def turn(self, way: int) -> None:
        wanted = [i for i, spot in enumerate(self.plan.spots) if spot.page == self.page + way]
        if wanted:
            self.trail.chosen = wanted[0] if way > 0 else wanted[-1]
            self.choose(self.trail.chosen)

    def play(self) -> None:
        """Open the chosen stop, or say why it cannot be opened."""
        sentence = refusal(self.stop, self.game.progress, self.game.catalog)
        if sentence:
            self.game.refuse(sentence, icon="lock")
        elif self.stop.kind == "recap":
            self.open("recap", chapter=self.stop.chapter, parent=self)
        elif self.stop.level is not None:
            self.open("play", level=self.stop.level)

    def _shows(self) -> str:
        """The screen that can be seen at the chosen stop, besides its level; "": none."""
        level = self.stop.level
        if level is not None and level.id == WRITTEN and is_seen(self.game.catalog, self.game.progress):
            return "one rule"
        return "teach" if self.chosen == 0 and level is not None else ""

    def back(self) -> None:
        self.open("title")

    def on_pointer(self, intent: Intent) -> bool:
        if intent.name == "move":
            self.trail.hover = self.trail.hit(intent.x, intent.y, 44)
        elif intent.name == "wheel" and self.plan.pages > 1:
            self.turn(-1 if intent.value > 0 else 1)
        return True

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        time = self._shown.value * WHOLE if self.ending is not None else WHOLE
        if self.game.settings.still and self.ending is not None:
            time += GOLD  # with reduced motion nothing runs: the land fades into what it is from now on
        # As it is; while a chapter's end is shown, first as it was
        changed = smooth((time - GOLD) / CHANGE) if self.ending is not None else 1.0
        if self.ending is not None and changed < 1:
            paint_land(canvas, self.plan, self.page, self._first_of(self.ending), self.before)
        paint_land(canvas, self.plan, self.page, self.gold, self.scenery, changed)
        for index, (left, top, wide, high) in self.plan.things.items():  # a level's thing grows to its height
            level = self.stops[index].level
            if level is not None and self.plan.spots[index].page == self.page:
                part = round((self._growth.value if level.id in self.grows else 1.0) * GROWTH_STEPS) / GROWTH_STEPS
                x, y, unit = left + wide / 2, top + high, part * high / THINGS[level.id][0]
                if part > 0:
                    canvas.once((x - 56, y - 50, 112, 70), draw_thing, "village", x, y, unit, level.id)
        scenery = self.scenery if time > GOLD else self.before
        canvas.alive(lambda: paint_moving(canvas, self.plan, self.page, scenery))
        if self.ending is not None:
            draw_run(canvas, self.plan, self.page, self.ending, time)
            if time >= GOLD:
                self.trail.draw_pip(canvas)
        for sign in self.signs:
            if sign.page != self.page:
                continue
            text = self.sign_texts[sign.first]
            turns = self.ending is not None and self.stops[sign.first].chapter == self.ending + 1
            part = (time - GOLD) / TURN if turns else 1.0
            if part >= 1:
                draw_sign(canvas, sign, text)
                continue
            # The next chapter's sign: its empty back turns away, then its face is shown
            shown = abs(1 - 2 * max(0.0, part)) * sign.h
            with canvas.clip(sign.x - 2, sign.y + (sign.h - shown) / 2 - 1, sign.w + 4, shown + 2):
                if part > 0.5:
                    draw_sign(canvas, sign, text)
                else:
                    canvas.rect(*sign.rect, "panel", 10, "border2", 1)
        if self.plan.flag is not None and self.plan.flag[0] == self.page:
            _page, x, y = self.plan.flag
            canvas.flag(x - 4, y, 76)
        self.paint_panels(canvas)


def _icon_button(name: str, tip: str, on_press: Callable[[], None], icon: str = "", key: str = "") -> IconButton:
    return IconButton(name, (0.0, 0.0, BAR_HIGH, BAR_HIGH), "", icon or name, on_press, tip=tip, key=key)
