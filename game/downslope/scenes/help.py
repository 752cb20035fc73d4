"""The keys of the screen below, those that do something now; with a gamepad in hand, its buttons. Esc closes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..desktop.bindings import BY_INTENT, GROUPS, HELD, STICKS, TABLE
from ..i18n import _, sentence_case
from ..view.draw.tokens import BODY, LEAD, SPACE_4, TITLE
from ..view.widgets.ink import Boxed, Col, Ink, InkBox, Key, Line, Para, Row, icon, rule, speech
from ..view.widgets.panel import Laid, Part, ScrollPanel, Split, column, fit_content, row, with_padding
from .base.event_routing import KNOBS, knob_for
from .base.panel_screen import Modal

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene


# ---------------------------------------------------------------------------------------------------------------------
# What each key does on a screen now, in groups: read from the table of keys and from what the screen hears.


# Keys that belong together stand on one row where they do the same.
TOGETHER = (
    ("left", "right", "up", "down"), ("earlier", "later"), ("home", "end"), ("page_up", "page_down"),
    ("next", "previous"), ("one", "two", "three", "four", "five", "six"),
)  # fmt: skip
ENDS = ("home", "end", "page_up", "page_down")  # what they do is the same on everything that is turned


class HelpRow(NamedTuple):
    """words: what it does; caps: what stands on its keys; intents: what they mean."""

    words: str
    caps: tuple[str, ...]
    intents: tuple[str, ...] = ()


def rows_of(scene: Scene) -> dict[str, list[HelpRow]]:
    """The rows of each group: what a key, or a button of the gamepad in the player's hands, does now and no more."""
    controls, acts = scene.game.controls, {"help": "", "words": "", **scene.acts()}
    groups: dict[str, list[HelpRow]] = {group: [] for group in GROUPS}
    done = set[str]()
    for binding in TABLE:
        name = binding.intent
        if name not in acts or name in done or not binding.group:
            continue
        family = next((each for each in TOGETHER if name in each), (name,))
        same = tuple(each for each in family if each in acts and acts[each] == acts[name])
        done |= set(same)
        told = _together(same) if name in ENDS else acts[name] or _together(same)
        words, rows = sentence_case(told or _(binding.words)), groups[binding.group]
        names = [name for name in same if controls.device != "pad" or controls.pad_button(name)]
        caps = [cap for name in names if (cap := controls.label(name, full=True))]
        if name == "one" and len(caps) > 1:
            caps = [f"{caps[0]}–{caps[-1]}"]
        twin = next((k for k, other in enumerate(rows) if other.words == words), None)
        if caps and twin is None:
            rows.append(HelpRow(words, tuple(dict.fromkeys(caps)), same))
        elif caps and twin is not None:  # what two keys do alike stands once, with both
            rows[twin] = HelpRow(words, tuple(dict.fromkeys((*rows[twin].caps, *caps))), (*rows[twin].intents, *same))
    groups["turn"] += _besides(scene)
    return {group: rows for group, rows in groups.items() if rows}


def _together(intents: Sequence[str]) -> str:
    """What keys are called that stand on one row."""
    words = {
        "earlier": _("one step back, one on"), "home": _("first, last"), "page_up": _("a page up, down"),
        "next": _("next, previous"), "one": _("answers"), "left": _("move"), "up": _("move"),
    }  # fmt: skip
    return words.get(intents[0], "") if len(intents) > 1 else ""


def _besides(scene: Scene) -> list[HelpRow]:
    """What is no key of the table: Shift, characters that are typed, the sticks of a gamepad, a button that is held."""
    controls, focused = scene.game.controls, scene.widget(scene.focus)
    if controls.device == "pad":
        knobs = {stick: knob_for(scene.widgets, scene.focus, KNOBS[intent]) for stick, intent in STICKS.items()}
        caps = {"left": _("left stick"), "right": _("right stick")}
        rows = [HelpRow(str(getattr(knob, "label", "")) or KNOBS[STICKS[stick]], (caps[stick],))
                 for stick, knob in knobs.items() if knob is not None]  # fmt: skip
        acts = scene.acts()
        for name, meaning in HELD.items():
            if meaning in acts:
                held = _("held: {words}").format(words=acts[meaning] or _(BY_INTENT[meaning].words))
                rows.append(HelpRow(held, (controls.label(name),)))
        return rows
    if focused is None or not focused.live or not focused.takes("1"):
        return []
    return [HelpRow(_("Coarser or finer steps"), ("Shift",)), HelpRow(_("Type a number"), ("0–9", "."))]


def keys_ink(groups: dict[str, list[HelpRow]]) -> Ink:
    """All groups side by side, the last of them, of what works everywhere, below them."""

    def stack(rows: Sequence[HelpRow], *title: Ink) -> Col:
        lines = [Boxed(Row((Para(words, BODY, "text2", 1.2, grow=1), *map(Key, caps)), 6), (0, 10), high=46)
                 for words, caps, _intents in rows]  # fmt: skip
        ruled = [each for line in lines for each in (rule(1), line)][1:]
        return Col((*title, *ruled))

    def side_by_side(columns: list[Col]) -> Row:
        return Row((*columns, *[Ink()] * (3 - len(columns))), APART, "top", equal=True)

    every = groups.get("every", [])
    titles = zip(GROUPS, (_("Play"), _("Turn"), _("See"), _("Everywhere")))
    names = {name: Line(words, LEAD, spacing=1.6) for name, words in titles}
    columns = side_by_side([stack(rows, names[name]) for name, rows in groups.items() if name != "every"])
    below = (rule(18), names["every"], side_by_side([stack(every[i::3]) for i in range(3)])) if every else ()
    return Col((columns, *below), 8)


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
        """Every key and what it does."""
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
