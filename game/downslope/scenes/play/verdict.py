"""The verdict: how the run ended and why, and where to go from here."""

from __future__ import annotations

import linecache
import math
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple

from ...attempt.game.game import edit, load_anew, plugin_of, switch_off
from ...attempt.past_runs import alphas_of
from ...boards.shared.panel import Latest
from ...boards.shared.runs_panel import values
from ...desktop.capabilities import can
from ...i18n import _, translate
from ...registry.plugin import Plugin
from ...rules import OUTCOMES, RunFacts, outcome_title
from ...view.cards.outcome_sentences import choose, short_words, why
from ...view.charts.number_line import Trail, draw_misses, trail
from ...view.draw import BODY, CODE_LIGHT, HEADING, LABEL, LIT_PANEL, STRONG, Canvas
from ...view.format.markup import draw_code
from ...view.widgets.button import SPARE, Button, IconButton
from ...view.widgets.ink import Card, Either, Ink, InkBox, Label, Line, Row, icon, pill, rule
from ...view.widgets.panel import (
    Box,
    Figure,
    Part,
    Split,
    WidgetPanel,
    column,
    first_that_fits,
    fit_content,
    least_size,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Rect
from .play_screen import PlayScreen, copy_code, has_film, map_is_open, save_film


class Story(NamedTuple):
    """All that a verdict shows: of the player's run, or of a plugin's fault."""

    badge: str  # an outcome, or ""
    title: str  # instead of a badge
    aside: str  # at the right of the header
    head: str  # a bold line above the text
    text: str  # with light markup
    chart: Trail | tuple[int, str, str] | None  # or the line in which a plugin was stopped: number, text, file
    turn: int
    named: str = ""  # the outcome's name, where it is not that of its kind


def story_of(play: PlayScreen) -> Story | None:
    """What the verdict that is open now tells; None: there is nothing to tell."""
    attempt, fault = play.attempt, play.attempt.fault
    if fault is not None:
        sentence = _("[error:{sentence}]").format(sentence=translate(fault).replace("[", "(").replace("]", ")"))
        aside = _("stopped") if fault.stopped else _("stopped by a fault")
        line = linecache.getline(fault.file, fault.line).strip() if plugin_of(play.game, fault) is not None else ""
        if line:
            source = fault.line, line, PurePath(fault.file).name
            after = _("The run stopped at step {n}. Fix the file and reload it.")
            if play.game.strip is not None:
                after = _("The run stopped at step {n}. Fix the file and save it: it is reloaded.")
            text = after.format(n=attempt.session.count)
            return Story("", fault.plugin, aside, f"{sentence.removesuffix('.]').rstrip(']')}.]", text, source, -1)
        if fault.file:
            where = _("In [value:{file}], line [value:{line}].")
            sentence += " " + where.format(file=PurePath(fault.file).name, line=fault.line)
        sentence += " " + _("The run is unchanged. Fix the file and reset, or go to the map and turn the plugin off.")
        return Story("", fault.plugin, aside, "", sentence, None, -1)
    session = attempt.session
    outcome = session.outcome
    if outcome is None:
        return None
    shown, run, steps = trail(session, outcome.kind, outcome.turn), session.run, session.count - session.recorded
    if session.won and shown.signed:  # with the misses of the last run that landed as soon, with another alpha
        input, (goal,) = run.examples[0]
        twins = [past for past in attempt.runs.others(session) if past.alphas != alphas_of(run)
                 and (past.won, past.beats, past.stage) == (True, steps, session.stage)]  # fmt: skip
        for past in twins[-1:]:
            looks = past.path[shown.first - session.recorded :][: len(shown.values)]
            twin = tuple(run.network.predict(weights, input)[0] - goal for weights in looks)
            shown = shown._replace(twin=twin, twin_name=f"α {values(past.alphas)}")
    (aside,) = choose([short_words()[outcome.kind, outcome.cause]], RunFacts(session, outcome))
    return Story(outcome.kind, "", aside, "", why(session, outcome), shown, outcome.turn, outcome_title(outcome))


ButtonSpec = tuple[str, str, str, str, Callable[[], None]]  # name, words, icon, key, what a press does


def reload_level(play: PlayScreen, plugin: Plugin) -> None:
    """The plugin is read again; the level goes on with it. While it is written, whoever watches its file does that."""
    if play.game.strip is not None:
        play.game.reload_asked = True
    elif load_anew(play.game, plugin):
        level = play.game.catalog.levels.get(play.level.id)
        if level is None:
            text = _("{level} is no longer in the file; its last version is played on.")
            play.game.toasts.add(text.format(level=play.level.id.rpartition("/")[2]), icon="warn")
        play.open("play", before=play, level=level or play.level)


PAD, HEAD, BUTTON = 16.0, 66.0, 42.0
ABOVE, BELOW = 12.0, 8.0  # free above the words, and under them
CHARTS = (264.0, 216.0)  # widths of the chart, the widest first that leaves room for the words
WORDS = 204.0  # words beside a chart have at least so much width
CHART = 104.0  # height of a chart
SPACING, CLOSE = 1.55, 1.3  # of lines; the second where a line of source would have no room
LINE = 32.0  # height of a line of source at the ordinary text size
CROSS = "away"  # lies in the head
SMALL = ("to code", "copy code", "film", CROSS)  # a sign alone, where room is scarce


class Verdict:
    """In the dock until it is put away: how the run ended and why, and where to go from here."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self._kept: Latest[Story | None] = Latest()

    def story(self) -> Story | None:
        """The story, worked out once for each verdict: long runs take some milliseconds."""
        attempt = self.attempt
        session = attempt.session
        settings = self.play.game.settings
        key = attempt.fault, session, session.outcome, session.count, settings.text, settings.language
        return self._kept.of(key, story_of, self.play)

    def as_words(self) -> str:
        """The story in sentences, with light markup; "": there is none."""
        story = self.story()
        if story is None:
            return ""
        named = _(story.named or OUTCOMES[story.badge].title) if story.badge else story.title
        return " ".join(filter(None, (f"{named}." if named else "", story.head, story.text)))

    def ways(self, canvas: Canvas, width: float, most: float) -> list[Card]:
        """Head, chart and words, buttons; then without the chart, then with the buttons in the head."""
        story = self.story()
        if story is None:
            return []
        long, short = self._specs(story, False), self._specs(story, True)
        cap_of = self.play.game.controls.label
        fewer = [spec for spec in short if spec[0] not in ("copy code", "film")]  # keys do that too
        capped = _button_row(canvas, cap_of, long, capped=True)
        rows = first_that_fits(capped, *(_button_row(canvas, cap_of, specs) for specs in (long, short, fewer)))
        head = _head(canvas, story, [spec for spec in long if spec[0] == CROSS])
        foot = Part(with_padding(rows, PAD, 0, PAD, 12), BUTTON + 12)
        sheets = [_sheet(canvas, head, body, ABOVE, BELOW, foot) for body in _bodies(canvas, width, story)]
        heads = [_head(canvas, story, specs) for specs in (short, *(fewer[k:] for k in range(len(fewer))))]
        if short[-1][0] == CROSS:  # what mends a plugin is never left out
            heads.insert(1, _head(canvas, story, short, signs=True))
        low = _bodies(canvas, width, story, most - HEAD - 1 - 2 * BELOW)[-1]
        return [*sheets, _sheet(canvas, first_that_fits(*heads), low, BELOW, BELOW)]

    def _specs(self, story: Story, narrow: bool) -> list[ButtonSpec]:
        """The ways on, the proposed one last."""
        play, attempt = self.play, self.attempt
        specs = list[ButtonSpec]()
        shown = attempt.shown
        if 0 <= story.turn < shown.count and shown.outcome is not None:
            each, turn = len(shown.run.batches), story.turn
            label = _("Step {n}") if narrow else _("Go to step {n}")
            if each > 1:
                label, turn = _("Pass {n}") if narrow else _("Go to pass {n}"), (turn - shown.recorded) // each
            specs.append(("jump", label.format(n=turn), "step_back", "jump", partial(attempt.look, story.turn)))
        fault = attempt.fault if can("folders") else None
        plugin = plugin_of(play.game, fault) if fault is not None else None
        if plugin is not None and fault is not None:

            def leave(plugin: Plugin = plugin) -> None:
                play.to_map()
                switch_off(play.game, plugin)

            return [
                ("edit", _("Edit"), "open", "editor", partial(edit, play.game, Path(fault.file), fault.line)),
                ("again", _("Reload"), "reset", "reload", partial(reload_level, play, plugin)),
                ("off", _("Turn it off"), "quit", "open", leave),
                (CROSS, _("Close"), "close", "code", attempt.close_verdict),
            ]
        if attempt.step < attempt.session.count:
            specs.append(("rewind run", _("Rewind"), "reset", "", attempt.rewind))
        elif not attempt.session.won:
            specs.append(("start anew", _("Reset"), "reset", "reset", attempt.reset))
        mapped = attempt.session.won and attempt.step >= attempt.session.count and not play.game.hides("map")
        if map_is_open(play) or mapped:
            specs.append(("to map", _("Map"), "map", "map", play.to_chart))
        specs.append(("copy code", _("Copy the run as a code"), "share", "copy", partial(copy_code, play)))
        if has_film(play):
            specs.append(("film", _("Save a film of the run"), "save", "film", partial(save_film, play)))
        specs.append(("to code", _("Close"), "close", "code", attempt.close_verdict))
        return specs


def _head(canvas: Canvas, story: Story, specs: Sequence[ButtonSpec], *, signs: bool = False) -> Split:
    """How it ended, what came of it, and in a low panel the buttons, a cross instead of the last.

    signs   the buttons have their icons alone
    """
    ink: Ink = Row((icon("warn", 24, "error"), Line(story.title, HEADING)), 12)
    if story.badge:
        ink = Row((pill(OUTCOMES[story.badge].icon, _(story.named or OUTCOMES[story.badge].title), high=40),))
    # What came of it, where it has room: the sentence below says it too
    aside = InkBox(canvas, Either((Line(story.aside, LABEL, "text2", "end"), Ink())), 0)
    buttons = row(*(_small_button(canvas, spec, sign=signs) for spec in specs), gap=8)
    beside = [Part(with_padding(buttons, 0, 12, 0, 12), least_size(buttons)[0])] if specs else []
    return with_padding(row(fit_content(InkBox(canvas, ink)), Part(aside), *beside, gap=14), PAD, 0, PAD)


def _small_button(canvas: Canvas, spec: ButtonSpec, *, sign: bool = False) -> Part:
    name, label, icon, key, press = spec
    if sign or name in SMALL:
        return Part(WidgetPanel(IconButton(name, UNPLACED, "", icon, press, key=key, tip=label)), BUTTON + 6)
    button = Button(name, UNPLACED, label, icon, press, key=key)
    return Part(WidgetPanel(button), button.wide(canvas))


def _button_row(
    canvas: Canvas, cap_of: Callable[[str], str], specs: Sequence[ButtonSpec], *, capped: bool = False
) -> Split:
    """From the left, the way on at the right; where there is too little room they do without their caps.

    capped   all have their caps, or the row does not fit
    """
    parts = []
    for spec in specs:
        name, label, icon, key, press = spec
        if name == CROSS:
            parts.append(Part(Box(), 0))
            continue
        if name in ("copy code", "film"):
            parts.append(_small_button(canvas, spec))
            continue
        button = Button(name, UNPLACED, label, icon, press, key=key)
        cap = cap_of(key)
        minimum = button.wide(canvas, cap) - SPARE if capped else button.wide(canvas)
        parts.append(Part(WidgetPanel(button, minimum), button.wide(canvas, cap), shrinks=True))
    return row(Part(row(*parts[:-1], gap=8)), parts[-1], gap=8)


def _sheet(canvas: Canvas, head: Split, body: Split, above: float, below: float, *foot: Part) -> Card:
    separator = Part(InkBox(canvas, rule(1)), 1)
    parts = (Part(head, HEAD), separator, Part(with_padding(body, 0, above, 0, below)), *foot)
    return Card(column(*parts, gap=0), LIT_PANEL, 0)


def _bodies(canvas: Canvas, width: float, story: Story, most: float = math.inf) -> list[Split]:
    """With the chart beside the words, as wide as these leave it; the words alone. `most`: height of the words."""
    trees = list[Split]()
    if story.chart is not None and not isinstance(story.chart, Trail):
        # What is wrong, the line in which it is, and what to do
        for spacing in (SPACING, CLOSE):
            head = Label(canvas, story.head, STRONG, width=width - 40, spacing=spacing)
            text = Label(canvas, story.text, BODY, "text2", width=width - 40, spacing=spacing)
            shown = Part(Figure(draw_source_line, story.chart), LINE * canvas.type)
            trees.append(column(fit_content(head), shown, fit_content(text), Part(Box()), gap=3))
        trees.append(column(fit_content(head), fit_content(text), Part(Box()), gap=0))
        return [with_padding(first_that_fits(*trees), 20, 0, 20)]
    if story.chart is not None:
        chart = Figure(draw_misses, story.chart, story.turn, least=(0, CHART))
        besides = [(wide, width - PAD - wide - 20 - PAD) for wide in CHARTS]
        trees += [row(Part(Box(), PAD), Part(chart, wide), Part(Box(), 20), Part(_words(canvas, story, beside)),
                      Part(Box(), PAD), gap=0) for wide, beside in besides if beside >= WORDS][:1]  # fmt: skip
    return [*trees, with_padding(_words(canvas, story, width - 20 - PAD, most), 20, 0, PAD)]


def draw_source_line(canvas: Canvas, rect: Rect, line: tuple[int, str, str]) -> None:
    """In a well: its number, its text, and the file at the right end, where there is room."""
    (x, y, w, h), (number, text, file) = rect, line
    canvas.rect(x, y, w, h, "well", 8)
    canvas.rect(x, y + 4, 4, h - 8, "error", 2)
    base, t = canvas.baseline_of(y + h / 2), canvas.type
    canvas.text(x + 18 + 26 * t, base, str(number), CODE_LIGHT, "text", "end")
    left, width = x + 32 + 26 * t, canvas.width(file, CODE_LIGHT)
    if left + canvas.width(text, CODE_LIGHT) + 16 < x + w - 12 - width:
        canvas.text(x + w - 12, base, file, CODE_LIGHT, "text2", "end")
    with canvas.clip(x, y, w - 8, h):
        draw_code(canvas, left, base, text)


def _words(canvas: Canvas, story: Story, width: float, high: float = math.inf) -> Split:
    """Closer and smaller where they would be too high."""
    head = Label(canvas, story.head, STRONG, width=width, spacing=SPACING)
    text = Label(canvas, story.text, BODY, "text2", width=width, height=high - head.high, spacing=SPACING)
    return column(fit_content(head), fit_content(text), Part(Box()), gap=0)
