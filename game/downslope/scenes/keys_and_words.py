"""What opens over every screen: the keys that do something on it now, the words that were met so far; the card after a
fault that nobody foresaw.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ..attempt.game.game import Game
from ..desktop.bindings import BY_INTENT, GROUPS, HELD, STICKS, TABLE
from ..i18n import N_, _, plural_form, sentence_case
from ..rules import UNITS, Level
from ..view.cards.terms import TERMS, Term, TermWord, colour_of, draw_mark
from ..view.draw import BODY, LABEL, LEAD, LEAD_BODY, LEAD_NUMBER, NUMBER, SPACE_4, SPACE_5, TITLE, Canvas
from ..view.widgets.button import Button
from ..view.widgets.ink import (
    Boxed,
    Col,
    Ink,
    InkBox,
    InkPress,
    Key,
    Label,
    Line,
    Mark,
    Para,
    Row,
    card_title,
    icon,
    rule,
    speech,
)
from ..view.widgets.panel import (
    HIGH,
    ButtonPanel,
    Laid,
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    layout_tree,
    row,
    with_padding,
)
from ..view.widgets.widget import UNPLACED, Rect
from .base.event_routing import KNOBS, knob_for
from .base.panel_screen import Modal
from .base.scene import Scene
from .play.play import PlayScene
from .play.play_screen import glossary_terms

# What each key does on a screen now, in groups: read from the table of keys and from what the screen hears.


# Keys that belong together stand on one row where they do the same.
TOGETHER = (
    ("left", "right", "up", "down"), ("earlier", "later"), ("home", "end"), ("page_up", "page_down"),
    ("next", "previous"), ("one", "two", "three", "four", "five", "six"),
)  # fmt: skip
ENDS = ("home", "end", "page_up", "page_down")  # what they do is the same on everything that is turned


HelpRow = tuple[str, tuple[str, ...], tuple[str, ...]]  # what it does, what stands on its keys, what they mean


def rows_of(scene: Scene) -> dict[str, list[HelpRow]]:
    """The rows of each group: what a key, or a button of the gamepad in the player's hands, does now and no more."""
    controls, acts = scene.game.controls, {"help": "", "words": "", **scene.acts()}
    groups: dict[str, list[HelpRow]] = {group: [] for group in GROUPS}
    done = set[str]()
    names_of_rows = {  # by the first of its keys
        "earlier": _("one step back, one on"), "home": _("first, last"), "page_up": _("a page up, down"),
        "next": _("next, previous"), "one": _("answers"), "left": _("move"), "up": _("move"),
    }  # fmt: skip
    for binding in TABLE:
        name = binding.intent
        if name not in acts or name in done or not binding.group:
            continue
        family = next((each for each in TOGETHER if name in each), (name,))
        same = tuple(each for each in family if each in acts and acts[each] == acts[name])
        done |= set(same)
        together = names_of_rows.get(same[0], "") if len(same) > 1 else ""
        said = together if name in ENDS else acts[name] or together
        words, rows = sentence_case(said or _(binding.words)), groups[binding.group]
        names = [name for name in same if controls.device != "pad" or BY_INTENT[name].pad]
        caps = [cap for name in names if (cap := controls.label(name, full=True))]
        if name == "one" and len(caps) > 1:
            caps = [f"{caps[0]}–{caps[-1]}"]
        twin = next((k for k, other in enumerate(rows) if other[0] == words), None)
        if caps and twin is None:
            rows.append((words, tuple(dict.fromkeys(caps)), same))
        elif caps and twin is not None:  # what two keys do alike stands once, with both
            _words, twins, intents = rows[twin]
            rows[twin] = words, tuple(dict.fromkeys((*twins, *caps))), (*intents, *same)
    # What is no key of the table: Shift, characters that are typed, the sticks of a gamepad, a button that is held
    focused, turn = scene.widget(scene.focus), groups["turn"]
    if controls.device == "pad":
        sticks = {"left": _("left stick"), "right": _("right stick")}
        for stick, intent in STICKS.items():
            knob = knob_for(scene.widgets, scene.focus, KNOBS[intent])
            if knob is not None:
                turn.append((str(getattr(knob, "label", "")) or KNOBS[intent], (sticks[stick],), ()))
        for name, meaning in HELD.items():
            if meaning in acts:
                held = _("held: {words}").format(words=acts[meaning] or _(BY_INTENT[meaning].words))
                turn.append((held, (controls.label(name),), ()))
    elif focused is not None and focused.live and focused.takes("1"):
        turn += [(_("Coarser or finer steps"), ("Shift",), ()), (_("Type a number"), ("0–9", "."), ())]
    return {group: rows for group, rows in groups.items() if rows}


def keys_ink(groups: dict[str, list[HelpRow]]) -> Ink:
    """All groups side by side, the last of them, of what works everywhere, below them."""

    def stack(rows: Sequence[HelpRow], *title: Ink) -> Col:
        lines = [Boxed(Row((Para(words, BODY, "text2", 1.2, grow=1), *map(Key, caps)), 6), (0, 10), high=46)
                 for words, caps, _intents in rows]  # fmt: skip
        ruled = [each for line in lines for each in (rule(1), line)][1:]
        return Col((*title, *ruled))

    every = groups.get("every", [])
    titles = zip(GROUPS, (_("Play"), _("Turn"), _("See"), _("Everywhere")))
    names = {name: Line(words, LEAD, spacing=1.6) for name, words in titles}
    columns = [stack(rows, names[name]) for name, rows in groups.items() if name != "every"]
    above = Row((*columns, *[Ink()] * (3 - len(columns))), APART, "top", equal=True)
    thirds = Row(tuple(stack(every[i::3]) for i in range(3)), APART, "top", equal=True)
    return Col((above, rule(18), names["every"], thirds) if every else (above,), 8)


SIDE, APART = 32.0, 32.0  # from the card's edge; between columns
CLOSE = 132.0


class HelpScene(Modal):
    """`parent`: the screen whose keys are listed."""

    wide, grows = 1000.0, 432.0
    toggle = "help"
    device = Laid("")

    def __init__(self, game: Game, parent: Scene) -> None:
        super().__init__(game, parent)
        self.groups = rows_of(parent)
        self.device = game.controls.device

    def spoken_line(self) -> str:
        return f"{_('Keys on this screen')}. {speech(keys_ink(self.groups))}"

    def tree(self, canvas: Canvas) -> Split:
        k, width = max(1.0, canvas.type), self.span - 2 * SIDE
        title = Row((icon("keys", 28), Line(_("Keys on this screen"), TITLE)), 12)
        head = row(Part(InkBox(canvas, title)), Part(self.close_button(canvas), CLOSE * k))
        keys = InkBox(canvas, keys_ink(self.groups), width - SPACE_4)
        text = _("Only keys that work here are listed. You can change them in the settings.")
        foot = InkBox(canvas, Para(text, BODY, "text2"), width)
        body = ScrollPanel("keys", self.area, with_padding(keys, right=SPACE_4), ground="panel")
        inside = column(Part(head, 52 * k), Part(InkBox(canvas, rule(1)), 12.0), Part(body), fit_content(foot), gap=6)
        return with_padding(inside, SIDE, 18, SIDE, 16)

    def update(self, seconds: float) -> Scene:
        """Whoever takes up another device reads what that one does."""
        if self.game.controls.device != self.device and "pad" in (self.game.controls.device, self.device):
            self.device, self.groups = self.game.controls.device, rows_of(self.parent)
        return super().update(seconds)


# The words in a drawer at the right, each leads back to the level where it was met; above them the
# level's own words, each beside the term that it stands for.


def own_words(level: Level) -> list[tuple[str, str, str]]:
    """The name of a term, as the level has it, the level's word, what it stands for; in the level's order.

    What is counted, parts and labels of tiles stand on the screen as they are called.
    """
    called = {form for unit, row in UNITS.items() for form in (unit, row.one)} | {"stages", "stage"}
    titles, own = {term.word: term.title for term in TERMS}, list[tuple[str, str, str]]()
    for key, word in level.words.items():
        name, _space, number = key.partition(" ")  # "input 1" is a word and a number
        term = f"{titles.get(name, _(name))} {number}".strip()
        if key not in called and name != "learn" and _(word) not in ("", term):
            own.append((key, _(word), term))
    return own


class GlossaryScene(Modal):
    """Over `parent`; `term`: the word at which the keyboard begins, else the first that is told there."""

    wide, grows, scrim = 516.0, 640.0, 0.55
    toggle = "words"

    def __init__(self, game: Game, parent: Scene, term: str = "") -> None:
        super().__init__(game, parent)
        self.met, self.upcoming = glossary_terms(game)
        self.own = own_words(parent.attempt.now) if isinstance(parent, PlayScene) else []
        terms = (widget.term.word for widget in parent.widgets if isinstance(widget, TermWord))
        self.first = term or next(terms, "")

    def begins(self) -> str:
        return f"term {self.first}"

    def spoken_line(self) -> str:
        return f"{_('Words')}. {self._upcoming()}"

    def layout(self) -> None:
        height = self.height - self.above - self.below
        self.place = (self.width - SPACE_5 - self.span, self.above, self.span, height)
        self.panels, self.widgets = layout_tree(self.tree(self.measure()), self.place)

    def tree(self, canvas: Canvas) -> Split:
        k, width = max(1.0, canvas.type), self.span - 56  # of what scrolls
        named = InkBox(canvas, Boxed(Line(_("Words"), TITLE), (8, 0)))
        head = row(Part(named), Part(self.close_button(canvas), CLOSE * k))
        inks, terms, lines = list[InkPress](), {term.word: term for term in TERMS}, list[Row]()
        for key, word, stands_for in self.own:  # beside the word what it stands for
            known = terms.get(key)
            own = Line(word, LABEL, colour_of(known) if known else "text", grow=1)
            lines.append(Row((Mark(_mark, (known,), wide=28, high=26), own, Line(stands_for, BODY, "text2", grow=1))))
        if lines:
            table = Boxed(Col((Line(_("In this level"), LABEL, "text2"), *lines), 2), (8, 6))
            inks.append(InkPress("own words", table, group="terms"))
            inks[-1].role = N_("table")
        for term, place in self.met:
            code = f"{place.chapter}-{place.number}"
            replay = partial(self.open, "play", level=place.level)
            tag = Boxed(Line(code, NUMBER, "text2"), (8, 2), fill="raised", radius=8)
            title = Line(term.title, LEAD_NUMBER, colour_of(term), grow=1)
            entry = Row((Mark(_mark, (term,), wide=28, high=26), title, tag))
            rest = Row((Mark(wide=28), Col((Para(_(term.meaning), BODY, "text2", 1.4), rule(12)), grow=1)))
            ink = Boxed(Col((Ink(high=5), entry, rest)), (8, 2))
            inks.append(InkPress(f"term {term.word}", ink, replay, "terms"))
            inks[-1].about = _("Play {level}").format(level=code)
        rows = [fit_content(WidgetPanel(each, 200, each.ink.size(canvas, width)[1])) for each in inks]
        body = ScrollPanel("terms", self.area, with_padding(column(*rows, gap=0), 8, 4, 12, 0), focusable=False)
        words = self._upcoming()
        foot = [fit_content(InkBox(canvas, Boxed(Para(words, BODY, "text2"), (12, 4)), width))] if words else []
        inside = column(Part(head, 52 * k), Part(InkBox(canvas, rule(1)), 10.0), Part(body), *foot, gap=2)
        return with_padding(inside, 16, 14, 20, 14)

    def _upcoming(self) -> str:
        if not self.upcoming:
            return ""
        chapters = sorted({place.chapter for _term, place in self.upcoming})
        sentence = plural_form("{n} more word comes in chapter {first}.", "{n} more words come in chapter {first}.",
                       len(self.upcoming))  # fmt: skip
        if len(chapters) > 1:
            sentence = _("{n} more come in chapters {first} to {last}.")
        return sentence.format(n=len(self.upcoming), first=chapters[0], last=chapters[-1])


def _mark(canvas: Canvas, rect: Rect, term: Term | None) -> None:
    if term is not None:
        draw_mark(canvas, term, rect[0] + 8, rect[1] + rect[3] / 2, 9 * min(1.3, max(1.0, canvas.type)))


# The card after a fault: the level is there again, and what was done in it.


SIDE, TOP, BOTTOM = 32.0, 30.0, 24.0
GAP = 30.0


class BrokenScene(Modal):
    """Over the level. `told`: what broke, what is kept, and where the details are."""

    wide, grows = 640.0, 400.0

    def __init__(self, game: Game, parent: Scene, told: str) -> None:
        super().__init__(game, parent)
        self.told = told
        self.opens("go on", arms=True)

    def spoken_line(self) -> str:
        return f"{_('Something broke')}. {self.told}"

    def tree(self, canvas: Canvas) -> Split:
        to_map = Button("to map", UNPLACED, _("Map"), "map", lambda: self.open("map"), key="map")
        carry_on = Button("go on", UNPLACED, _("Go on"), "next", self.back, kind="primary", key="accept")
        buttons = row(Part(ButtonPanel(canvas, to_map)), Part(ButtonPanel(canvas, carry_on)), gap=16)
        label = Label(canvas, self.told, LEAD_BODY, "text2", width=self.span - 2 * SIDE)
        title = card_title(canvas, _("Something broke"), "", "warn", "error")
        parts = column(Part(column(fit_content(title), Part(label))), Part(buttons, HIGH), gap=GAP)
        return with_padding(parts, SIDE, TOP, SIDE, BOTTOM)
