"""The list of plugins: what each adds, how it stands, what is wrong with it, and whether its code may run."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import localtime, strftime
from typing import NamedTuple, Unpack

from .. import paths
from ..attempt.game.game import Game, edit
from ..background.commands import CheckCommand
from ..desktop.capabilities import can, in_tab, no_clipboard, only_on_desktop
from ..desktop.clipboard import copy
from ..desktop.controls import Intent
from ..desktop.programs import open_folder
from ..i18n import _, plural_form, sentence_case, translate
from ..registry.loading import reload, switch
from ..registry.plugin import KINDS, CheckRow, Plugin, PluginFault, plugin_state
from ..registry.trust import PluginChoices, UnknownCode, short_print, size_words
from ..version import __version__
from ..view.draw import BODY, CODE, CODE_LIGHT, GLUE, LABEL, LEAD, PANEL, STRONG, Canvas, Run
from ..view.format.markup import draw_code
from ..view.widgets.button import Button, ButtonOptions, IconButton, Toggle
from ..view.widgets.ink import SPRING, Boxed, Col, Either, Flow, Ink, InkBox, Line, Mark, Para, Prose, Row, icon, rule
from ..view.widgets.panel import (
    Box,
    Group,
    Laid,
    Panel,
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    row,
    with_padding,
)
from ..view.widgets.widget import UNPLACED, Rect, Widget
from .base.event_routing import KeyAction
from .base.panel_screen import BAR_HIGH, TITLE_LEFT, PanelScreen, TitleBar
from .base.scene import Scene


def fault_ink(fault: PluginFault) -> Ink:
    """File, line and function; of the source the faulty line, lit, and the one before it; what is wrong, in words."""
    where: list[Run] = [(Path(fault.file).name, "text", 700, "mono")]
    if fault.line:
        where += [("  " + _("line") + " ", "text2", 500, "ui"), (str(fault.line), "text", 700, "mono")]
    if fault.function:
        where += [("  " + _("in") + " ", "text2", 500, "ui"), (fault.function, "text", 600, "mono")]
    error = str(fault.values.get("error", "")) if fault.template == "{error}: {reason}" else ""
    sentence = str(fault.values["reason"]) if error else translate(fault)
    after, lines = "", [(number, text) for number, text in fault.source if number <= fault.line]
    if fault.stopped:
        lines = [(number, text.lstrip()) for number, text in lines[-1:]]
        error, sentence, after = sentence, "", _("Its run was kept; the rest of the game works.")
    code = [Mark(_code_line, (number, text, number == fault.line), 26, f"{number} {text}") for number, text in lines]
    well = (Boxed(Col(tuple(code)), (0, 4), "well"),) if code else ()
    sentences = Prose(((error, STRONG, "error"), (sentence, BODY, "text"), (after, BODY, "text2")))
    return Col((Boxed(Line(tuple(where)), (4, 3)), *well, Boxed(sentences, (4, 5))), 2)


def _code_line(canvas: Canvas, rect: Rect, number: int, text: str, bad: bool) -> None:
    x, y, w, h = rect
    if bad:
        canvas.rect(x + 6, y, w - 12, h, "rowhi", 7)
        canvas.rect(x + 6, y + 3, 4, h - 6, "error", 2)
    base, left = y + 18.6 * canvas.type, x + 32 + 26 * canvas.type
    canvas.text(left - 14, base, str(number), CODE_LIGHT, "text" if bad else "text3", "end")
    draw_code(canvas, left, base, canvas.fit(text, x + w - 10 - left, CODE_LIGHT))


TINTS = {"warn": "goal", "stop": "error"}  # of the signs; those of all others are quiet


def note_ink(sign: str, sentence: str, line: int = 0, file: str = "") -> Ink:
    """`sign`: check, warn, stop (wrong), eye (a note), probe (it is being looked at) or folder.

    Where it is: `line` 0: none; `file` only of a plugin that has several.
    """
    place = (_("{file}, line {line}") if file else _("line {line}")).format(file=file, line=line) if line else file
    mark = icon("warn" if sign == "stop" else sign, 18, TINTS.get(sign, "text2"), text=24)
    parts = ((sentence, BODY, "text" if sign in TINTS else "text2"), (place.replace(" ", GLUE), CODE, "text"))
    return Boxed(Row((mark, Prose(parts)), 12, "top"), (8, 1))


# A plugin in the list: its sheet, and its head: name, version, where it comes from, what it adds, how it stands.


ICONS = {"shipped": "box", "folder": "folder", "package": "puzzle", "data": "save", "code": "share"}
SWITCH, FOLD = (56.0, 32.0), (36.0, 36.0)  # sizes of what switches a plugin off, and shows all that can be done with it
HUES = {"package": "plugin", "data": "prediction", "code": "prediction"}  # of what is more than the player's own code
GAP = 8.0  # between rows, and between chips
SIDE = 24.0  # left free at both ends of a row


class PluginView(NamedTuple):
    """`kind`: where it comes from. `chips`: (words, icon) of what it adds. `status` stands at the right.

    on     whether it is switched on; None: it cannot be switched
    hue    of its edge and its bar, where there is something to be said of it; empty: nothing
    tint   of the status
    sign   an icon in place of that of its kind
    """

    name: str
    version: str
    kind: str
    chips: tuple[tuple[str, str], ...]
    faults: tuple[Ink, ...]
    status: str
    on: bool | None = None
    hue: str = ""
    tint: str = "text2"
    sign: str = ""
    notes: tuple[Ink, ...] = ()
    trust: Ink | None = None


def source_ink(kind: str) -> Ink:
    """Where a plugin comes from."""
    words = {
        "shipped": _("shipped"), "folder": _("your folder"), "package": _("package"), "data": _("data only"),
        "code": _("from outside"),
    }[kind]  # fmt: skip
    colour = HUES.get(kind, "text2" if kind == "shipped" else "text")
    named = Row((icon(ICONS[kind], 18, colour), Line(words, LABEL, colour)), 6)
    return Boxed(named, (11, 5), "well", HUES.get(kind, "border2"), 9)


HIGH = 44.0  # of a button
BETWEEN = 10.0
NARROW = 380.0  # design pixels at the ordinary text size: what is told beside the buttons has at least that
LEAST = 128.0  # width of a button


class RowButton(Button):
    """It hears its key, and is what the screen proposes, only while the keyboard is in its row.

    `first`: it is what its row proposes.
    """

    def __init__(self, name: str, label: str, icon: str, on_press: Callable[[], None], first: bool = False,
                 **options: Unpack[ButtonOptions]) -> None:  # fmt: skip
        super().__init__(name, UNPLACED, label, icon, on_press, **options)
        self.first, self.lit = first, False

    def answers(self, name: str) -> bool:
        return self.lit and super().answers(name)


class PluginPanel(Group):
    """The whole row. What is told stands beside the buttons, above them where there is too little room."""

    flat = True

    def __init__(self, canvas: Canvas, view: PluginView, others: Sequence[PluginView], width: float,
                 controls: Sequence[Widget]) -> None:  # fmt: skip
        """`controls`: what can be pressed in it: a switch and what shows more stand in its head, buttons below it."""
        self.view, room = view, width - 2 * SIDE
        buttons = [each for each in controls if isinstance(each, RowButton)]
        in_head = [(each, SWITCH if isinstance(each, Toggle) else FOLD) for each in controls if each not in buttons]
        in_head.reverse()
        left = room - sum(wide + 12 for _each, (wide, _high) in in_head)
        parts = [fit_content(column(Part(Box()), Part(WidgetPanel(each, *size), size[1]), Part(Box()), gap=0))
                 for each, size in in_head]  # fmt: skip
        # Its first line: the columns begin where they do in `others`. What it adds stands beside its kind; where not
        # even one chip has room there, below its name
        name = min(288.0, max([144.0, *(canvas.width(each.name, LEAD) + 8 for each in others)]))
        version = min(118.0, max([60.0, *(canvas.width(each.version, CODE_LIGHT) + 8 for each in others)]))
        source = max(source_ink(each.kind).size(canvas)[0] for each in others) + 20
        colour = "plugin" if view.sign == "shield" else view.hue or HUES.get(view.kind, "text2")
        first = (
            Boxed(icon(view.sign or ICONS[view.kind], 20, colour), (8, 8), "well", radius=9),
            Boxed(Line(view.name, LEAD, "text2" if view.on is False else "text"), wide=name, most=name),
            Boxed(Line(view.version, CODE_LIGHT, "text2"), wide=version, most=version),
            Boxed(Row((source_ink(view.kind),)), wide=source),
        )
        added = [Row((icon(mark, 18, "text2"), Line(words, LABEL, "text2")), 7) for words, mark in view.chips]
        chips = Flow(tuple(Boxed(each, (9, 4), "raised", "border2", 9, 1) for each in added), GAP, 6)
        status = Line(view.status, STRONG if view.hue else LABEL, view.tint)
        below = Col((Row((*first, SPRING, status), 12), Row((Ink(wide=36), chips), 12)), 6)
        first_line = Boxed(Either((Row((*first, chips, SPRING, status), 12), below)), (0, 7))
        head = row(Part(InkBox(canvas, first_line, left)), *parts)
        notes = Col((*((view.trust,) if view.trust else ()), *view.faults, *view.notes))
        # The buttons in rows of two, the last at the right, or all abreast where its code may be trusted; each with
        # room for a key of one letter, and never so small that it is no target
        abreast = view.trust is not None
        wides = [max(LEAST, button.wide(canvas, "E" if button.key else "")) for button in buttons]
        widest, many, lines = max(wides, default=0.0), max(1, len(buttons)) if abreast else 2, list[Part]()
        for start in range(0, len(buttons), many):
            pair = buttons[start : start + many]
            widths = wides if abreast else [widest] * len(pair)
            free = [Part(Box())] if not abreast and len(pair) < 2 else []
            line = [Part(WidgetPanel(each, width, HIGH), width) for each, width in zip(pair, widths)]
            lines.append(Part(row(*free, *line, gap=BETWEEN), HIGH))
        wide = sum(wides) if abreast else widest * min(2, len(buttons))
        wide += BETWEEN * max(0, (len(buttons) if abreast else min(2, len(buttons))) - 1)
        placed = column(*lines, gap=BETWEEN)
        beside = room - wide - (SIDE if wide else 0.0)
        body: Split | Panel = InkBox(canvas, notes, beside)
        if wide and beside < NARROW * canvas.type:
            at_right = with_padding(row(Part(Box()), fit_content(placed), gap=0), 0, 8, 0, 4)
            body = column(fit_content(InkBox(canvas, notes, room)), fit_content(at_right), gap=0)
        elif wide:
            middle = column(Part(Box()), fit_content(placed), Part(Box()), gap=0)
            body = row(Part(column(fit_content(body), gap=0)), fit_content(middle), gap=SIDE)
        under = (fit_content(InkBox(canvas, rule(1), room)), fit_content(with_padding(body, 0, 6, 0, 10)))
        rows = column(fit_content(head), *(under if notes.items or wide else ()), gap=0)
        super().__init__(with_padding(rows, SIDE, 0, SIDE))

    def paint(self, canvas: Canvas) -> None:
        """What it lies on; where there is something to be said of it, with a bar at the left."""
        (x, y, _w, h), hue = self.rect, self.view.hue
        canvas.sheet(*self.rect, PANEL._replace(edge=hue) if hue else PANEL)
        if hue:
            canvas.rect(x + 8, y + 10, 5, h - 20, hue, 2.5)
        super().paint(canvas)


# What the list of plugins says: what each adds, what is wrong with it, and that as a report for its author.


MARKS = {"level": "map", "metric": "cup", "learner": "learn"}
MOST_FAULTS, MOST_FINDINGS = 5, 12  # that are shown of a plugin
SLOW = 0.3  # seconds: a plugin that takes longer to load is told in another hue
SIGNS = {"error": "stop", "warning": "warn", "note": "eye"}  # of what a check finds, by how grave it is


PLAIN, ASKED, WRONG = ("", "text2", ""), ("text", "text", "shield"), ("error", "error", "warn")
# State -> how it looks: the hue of edge and bar, of the words at the right, and the sign in place of the kind's.
LOOKS = {
    "off": PLAIN, "fine": PLAIN, "findings": PLAIN, "data": PLAIN, "needs": PLAIN, "new": ASKED, "changed": ASKED,
    "last-good": ("goal", "goal", "warn"), "stopped": WRONG, "fault": WRONG,
}  # fmt: skip


def summaries(plugins: Sequence[Plugin]) -> list[str]:
    """What can be said about all of them in a line, the longest first."""
    states = [plugin_state(plugin) for plugin in plugins]
    counts = (
        ("stopped", plural_form("one was stopped", "{n} were stopped", states.count("stopped"))),
        ("fault", plural_form("one has a fault", "{n} have faults", states.count("fault"))),
        ("last-good", plural_form("one plays its last good version", "{n} play their last good version",
                              states.count("last-good"))),
        ("new", plural_form("one is new here", "{n} are new here", states.count("new"))),
        ("changed", plural_form("one has changed", "{n} have changed", states.count("changed"))),
    )  # fmt: skip
    what = sentence_case(", ".join(words.format(n=states.count(state)) for state, words in counts if state in states))
    if not what:
        return [_("Levels, metrics and learners as Python files, levels as data"), _("Levels, metrics, learners")]
    count = len([state for state in states if state in dict(counts)])
    minimum = plural_form("{n} plugin to look at", "{n} plugins to look at", count).format(n=count)
    return [_("{what}. The rest of the game works.").format(what=what), f"{what}.", minimum]


def view_of(plugin: Plugin, later: bool = False, checked: bool = False, unfolded: bool = False) -> PluginView:
    """A plugin in the words of the screen."""
    state = plugin_state(plugin)
    hue, tint, sign = LOOKS[state]
    tint = "goal" if state in ("fine", "findings") and plugin.seconds > SLOW else tint
    fixed = plugin.kind in ("shipped", "code") or plugin.unknown is not None or plugin.instead != ""
    faults = tuple(fault_ink(fault) for fault in visible_faults(plugin)[:MOST_FAULTS])
    kind = "data" if plugin.runs_no_code and plugin.kind != "code" else plugin.kind
    trust = None if later or plugin.off or plugin.waits is None else trust_of(plugin.waits)
    # What it adds: one thing by name, several by number
    badges = [(translate(need), "puzzle") for need in plugin.missing_needs]
    for each_kind in reversed(KINDS):
        keys = plugin.keys(each_kind)
        words = {
            "level": plural_form("level {name}", "{n} levels", len(keys)),
            "metric": plural_form("metric {name}", "{n} metrics", len(keys)),
            "learner": plural_form("learner {name}", "{n} learners", len(keys)),
        }[each_kind]
        if keys:
            badges.append((words.format(n=len(keys), name=keys[0].rpartition("/")[2]), MARKS[each_kind]))
    # At the right end of its row: how it stands, or how long it took to load
    since = strftime("%H:%M:%S", localtime(plugin.read_at))
    status = {
        "off": _("off"), "new": _("new here"), "changed": _("changed"), "stopped": _("stopped"),
        "last-good": _("{time} plays").format(time=since),
        "fault": _("works in part") if plugin.things else _("could not load"), "data": _("runs no code"),
        "needs": "".join(_("needs {plugin}").format(**need.values) for need in plugin.missing_needs[:1]),
    }.get(state) or _("{ms} ms").format(ms=max(1, round(1000 * plugin.seconds)))  # fmt: skip
    if plugin.instead:
        status = _("{file} is shown instead").format(file=Path(plugin.instead).name)
    elif plugin.kind == "shipped" and state == "fine":
        status = _("always on")
    # What a check says of it, and how many faults there are beside those that are shown; where it comes from
    notes, more = list[Ink](), len(visible_faults(plugin)) - MOST_FAULTS
    if more > 0:
        notes.append(note_ink("eye", plural_form("{n} more fault", "{n} more faults", more).format(n=more)))
    if checked:
        notes.append(note_ink("probe", _("Checking …")))
    elif plugin.findings is not None and not plugin.off:
        whole = [key for _kind, key in plugin.things if not any(key in each.thing.split() for each in plugin.findings)]
        if whole and not any(each.thing.startswith("plugin ") for each in plugin.findings):
            text = _("{things}: everything checked is right.")
            names = ", ".join(name.rpartition("/")[2] for name in whole[:3]) + (" …" if len(whole) > 3 else "")
            notes.append(note_ink("check", text.format(things=names)))
        several_files = bool(plugin.origins) or len(plugin.files) > 1
        for each in plugin.findings:  # of what, without its plugin's name, and what
            name, file = each.thing.rpartition(" ")[2].rpartition("/")[2], Path(each.file).name if several_files else ""
            words = f"{name}: {each.message}" if name else each.message
            notes.append(note_ink(SIGNS[each.severity], words, each.line, file))
        left = len(notes) - MOST_FINDINGS
        if left > 0:
            text = plural_form("{n} more: downslope check shows all", "{n} more: downslope check shows all", left)
            notes = [*notes[:MOST_FINDINGS], note_ink("eye", text.format(n=left))]
    if unfolded:
        place = plugin.source
        read = _("{place}, read at {time}").format(place=place, time=since) if plugin.read_at else place
        notes.append(note_ink("folder", read))
    return PluginView(plugin.name, plugin.version, kind, tuple(badges), faults, status,
                      None if fixed else not plugin.off, hue, tint, sign, tuple(notes),
                      trust)  # fmt: skip


def visible_faults(plugin: Plugin) -> list[PluginFault]:
    """Of its newer version, where that was refused."""
    return plugin.refused.faults if plugin.refused is not None else plugin.faults


def trust_of(unknown: UnknownCode) -> Ink:
    """The question whether its code may run."""
    package = unknown.kind == "package"
    if unknown.since:
        question = _("Run the changed code of this package?") if package else _("Run the changed code of this file?")
    else:
        question = _("Run code from this package?") if package else _("Run code from this file?")
    name = unknown.source.partition(":")[0].partition(".")[0] if package else Path(unknown.source).name
    warning = _("A plugin is a Python program: it can do anything you can do on this computer.")
    if in_tab():
        warning = _("A plugin is a Python program: it can do anything this page can, even change your progress.")
    text = _("{what}, fingerprint").format(what=", ".join(size_words(unknown, dated=True)))
    fingerprint = short_print(unknown.print)
    whole: tuple[Run, ...] = ((name, "text", 600, "mono"), (f"  {text} ", "text2", 500, "ui"),
                              (fingerprint, "text", 600, "mono"))  # fmt: skip
    below = Col((Line(name, CODE), Para(f"{text} {fingerprint}", colour="text2")))
    return Boxed(Col((Line(question, LEAD), Para(warning, colour="text2"), Either((Line(whole), below))), 3), (4, 3))


def report(plugin: Plugin) -> str:
    """Everything that is wrong with a plugin and was found in it, as text for its author."""
    parts = [
        f"{plugin.name} {plugin.version} ({plugin.kind}: {plugin.source}), downslope {__version__}",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {plugin_state(plugin)}",
    ]
    for fault in visible_faults(plugin):
        parts += ["", f"{fault.file}, line {fault.line}" if fault.line else fault.file]
        parts += [f"{'>' if number == fault.line else ' '} {number:4} {text}" for number, text in fault.source]
        parts.append(fault.sentence)
    if plugin.findings:
        parts.append("")
    for finding in plugin.findings or ():
        line = f"line {finding.line}: " if finding.line else ""
        file = f"{finding.file}: " if finding.file and finding.file != plugin.source else ""
        parts.append(f"{finding.severity}: {file}{line}{finding.thing}: {finding.message}")
    return "\n".join(parts) + "\n"


TOP, MORE, EDGE = 64.0, 22.0, 24.0  # of the bar, and at twice the text size; the window's edge
CONTROL = 184.0  # width of a button in the bar, at least
ROUND = 12.0  # free around the list, for what is drawn around its controls
WAYS = {"up": -1, "down": 1}
LONGEST = 60  # seconds that a check may take


class PluginsScene(PanelScreen):
    """`parent` is shown again afterwards. `plugins`: by default all that are registered.

    `at`: the name of a plugin that the keyboard begins at.
    """

    shown = Laid[Sequence[tuple[PluginView, Plugin]]](())

    def __init__(self, game: Game, parent: Scene, plugins: Sequence[Plugin] | None = None, at: str = "") -> None:
        super().__init__(game)
        self.parent = parent
        self.folder = paths.plugins()
        self.choices = PluginChoices()
        self.unfolded: set[str] = set()  # names of rows that show all that can be done
        self.checks: dict[str, CheckCommand] = {}  # by the name of the plugin that is checked
        self._given = plugins
        self._at = at
        self._list()

    def _list(self) -> None:
        self.plugins = list(self.game.registry.plugins if self._given is None else self._given)
        # What is shown: the game's own as one, each other plugin by itself, those with faults in any case.
        own = [plugin for plugin in self.plugins if plugin.kind == "shipped" and not plugin.faults]
        shown = [plugin for plugin in self.plugins if plugin not in own]
        if own:
            things = [thing for plugin in own for thing in plugin.things]
            shown.insert(0, Plugin("downslope", __version__, "", "shipped", things=things))
        self.shown = [
            (view_of(one, one.name in self.game.plugins.later, one.name in self.checks, one.name in self.unfolded), one)
            for one in shown
        ]
        self._known = self._now()

    def _now(self) -> tuple[object, ...]:
        """What may change while this is shown, by what goes on beside it."""
        plugins = self.game.registry.plugins if self._given is None else self._given
        return tuple((plugin.read_at, plugin.refused, plugin.findings, len(plugin.faults)) for plugin in plugins)

    def begins(self) -> str:
        """At what its row proposes, where there is something to do; a key that is hammered must not open folders."""
        row = next((n for n, (_v, plugin) in enumerate(self.shown) if plugin.name == self._at), -1)
        first = self._first_of(row) if row >= 0 else None
        return first.name if first is not None else "back"

    def spoken_line(self) -> str:
        return f"{_('Plugins')}. {summaries(self.plugins)[0]}"

    def tree(self, canvas: Canvas) -> Split:
        folder = Button("folder", UNPLACED, _("Open folder"), "folder", self._open_folder)
        anew = Button("reload", UNPLACED, _("Reload all"), "reset", self._reload_all, key="reload")
        for button, cap in ((folder, ""), (anew, self.game.controls.label("reload"))):
            button.rect = (0.0, 0.0, max(CONTROL, button.wide(canvas, cap)), BAR_HIGH)
        room = self.width - TITLE_LEFT - folder.rect[2] - anew.rect[2] - 2 * EDGE
        ways = summaries(self.plugins)
        below = next((each for each in ways if canvas.width(each, BODY) <= room), ways[-1])
        bar = TitleBar(canvas, _("Plugins"), self.back, below=below, controls=[folder, anew] if can("folders") else [])
        width, views = self.width - 2 * EDGE, [view for view, _plugin in self.shown]
        self.rows = [self._controls(number) for number in range(len(self.shown))]
        rows = [fit_content(PluginPanel(canvas, view, views, width, controls))
                for view, controls in zip(views, self.rows)]  # fmt: skip
        sentence = _("Put Python files or level files into {folder}, then reload the plugins.")
        sentence = only_on_desktop() or sentence.format(folder=self.folder)
        hint = Boxed(Para(sentence, BODY, "text2"), (EDGE, 10), edge="border", radius=14, dash=(5, 5))
        content = column(*rows, fit_content(InkBox(canvas, hint, width)), gap=GAP)
        scrolled = ScrollPanel("list", self.area, with_padding(content, ROUND, 6, ROUND, ROUND))
        top = TOP + MORE * (canvas.type - 1)
        return column(Part(bar, top), Part(with_padding(scrolled, EDGE - ROUND, 0, EDGE - ROUND, 8)), gap=0)

    # -- what can be pressed in a row --------------------------------------------------------------------------------

    def _controls(self, number: int) -> list[Widget]:
        """What can be pressed in a row, as it is walked; the first button that may be is what the row proposes."""
        view, plugin = self.shown[number]
        row, controls = f"row {number}", list[Widget]()
        if view.on is not None:
            turn = partial(self._switch, plugin)
            controls.append(Toggle(f"on {number}", UNPLACED, view.on, turn, tip=_("On or off"), group=row))
        if view.on:  # shows all that can be done with it, or puts it away
            folded = plugin.name not in self.unfolded

            def turn_fold() -> None:
                self.unfolded ^= {plugin.name}
                self._list()

            tip = _("What can be done with it") if folded else _("Put that away")
            controls.append(IconButton(f"fold {number}", UNPLACED, "", "down" if folded else "close", turn_fold,
                                       group=row, tip=tip))  # fmt: skip

        buttons: list[RowButton] = []
        unknown = None if plugin.off else plugin.waits
        if unknown is not None and (view.trust is not None or plugin.unknown is not None):
            reads = partial(self.open, "source", parent=self, unknown=unknown)
            read = RowButton(f"read {number}", _("Read it"), "eye", reads, True, group=row)
            later = RowButton(f"later {number}", _("Not now"), "", partial(self.postpone, plugin.name), group=row)
            trust = RowButton(f"trust {number}", _("Trust it"), "shield", partial(self.trust, unknown), group=row)
            buttons = [read, later, trust] if view.trust is not None else [read]
        elif not plugin.off and (view.on is not None or view.faults):
            again = RowButton(f"again {number}", _("Reload"), "reset", partial(self._reload, plugin), key="reset",
                              group=row)  # fmt: skip
            editor = RowButton(f"edit {number}", _("Open in editor"), "open", partial(self._edit, plugin), key="editor",
                               first=True, group=row)  # fmt: skip
            copying = RowButton(f"copy {number}", _("Copy report"), "share", partial(self._copy, plugin), group=row)
            check = RowButton(f"check {number}", _("Check"), "probe", partial(self._check, plugin), key="check",
                              group=row)  # fmt: skip
            editors = [editor] if can("folders") else []
            if plugin.name in self.unfolded:
                buttons = [again, *editors, *([check] if can("checks") else []), copying]
            elif view.faults:
                buttons = [again, *editors, copying] if view.on is not None else [copying]
            elif view.notes:
                buttons = editors
        controls += buttons
        for control in controls:
            control.about = plugin.name
        return controls

    def _first_of(self, row: int) -> Widget | None:
        buttons = [each for each in self.rows[row] if isinstance(each, RowButton)]
        switches = [each for each in self.rows[row] if isinstance(each, Toggle)]
        return next(iter([*(button for button in buttons if button.first), *buttons, *switches]), None)

    @property
    def row(self) -> int:
        """The row that has the keyboard; -1: none."""
        return next((number for number, controls in enumerate(self.rows)
                     if any(widget.name == self.focus for widget in controls)), -1)  # fmt: skip

    def _reveal(self) -> None:
        """The buttons of the row that has the keyboard are the only ones that are proposed and hear their keys."""
        super()._reveal()
        for number, controls in enumerate(self.rows):
            for button in controls:
                if isinstance(button, RowButton):
                    button.lit = number == self.row
                    button.kind = "primary" if button.lit and button.first else "normal"

    def _walk(self, step: int) -> None:
        """To the next row in which something can be pressed; at the ends the list goes on scrolling, or to its top."""
        row, area = self.row, self.areas.get("list")
        rows = range(row + step, len(self.rows) if step > 0 else -1, step) if row >= 0 or step > 0 else range(0)
        target = next(filter(None, map(self._first_of, rows)), None)
        if target is not None:
            self.set_focus(target.name)
        elif not (area is not None and area.scroll(step * area.rect[3] / 4)) and step < 0 and row >= 0:
            self.set_focus("back")

    def keys(self) -> dict[str, KeyAction]:
        """Up and down lead from row to row; Space switches; keys do what the row's buttons do, also unseen ones."""
        row, keys = self.row, super().keys()
        keys |= {way: KeyAction(partial(self._walk, step), words=_("to another plugin")) for way, step in WAYS.items()}
        controls, plugin = (self.rows[row], self.shown[row][1]) if row >= 0 else ([], None)
        switch = next((each for each in controls if isinstance(each, Toggle)), None)
        if switch is not None:
            keys["step"] = KeyAction(partial(self._act, switch, Intent("accept")), words=_("on or off"))
        if plugin is not None and plugin.kind not in ("shipped", "code") and not plugin.off and plugin.unknown is None:
            for name, do, words in (("reset", self._reload, _("Reload")), ("editor", self._edit, ""),
                                    ("check", self._check, "")):  # fmt: skip
                keys[name] = KeyAction(partial(self._pressed, do, plugin), words=words)
        return keys

    def _pressed(self, do: Callable[[Plugin], None], plugin: Plugin) -> None:
        self.game.player_feedback.feedback("press")
        do(plugin)

    # -- what happens ------------------------------------------------------------------------------------------------

    def _open_folder(self) -> None:
        if not open_folder(self.folder):
            self.game.toasts.add(_("Your plugins' folder"), str(self.folder), icon="folder")

    def _switch(self, plugin: Plugin, on: bool) -> None:
        """Off: what it brings is gone at once, and its code is not even imported at the next start."""
        if not self.choices.switch(plugin.name, on):
            self.game.toasts.fault(_("This could not be saved; it lasts until the game ends."))
        switch(self.game.registry, plugin, on)
        self._list()

    def _reload(self, plugin: Plugin) -> None:
        again = reload(self.game.registry, plugin)
        self._list()
        if again.refused is None and not again.faults and again.unknown is None:
            self.game.toasts.add(_("{plugin} reloaded.").format(plugin=again.name), icon="check")

    def _reload_all(self) -> None:
        """Each that is not shipped, and files that are new in the folder."""
        registry = self.game.registry
        for plugin in [plugin for plugin in registry.foreign if not plugin.off]:
            reload(registry, plugin)
        known = {plugin.source for plugin in registry.plugins}
        for file in paths.plugin_files(self.folder):
            if str(file) not in known:
                registry.add_file(file)
        registry.collect()
        for lacking in [one for one in registry.plugins if one.missing_needs]:  # it may be there now
            reload(registry, lacking)
        self._list()
        plugins = [plugin for plugin in registry.foreign if not plugin.off and plugin.unknown is None]
        sentence = plural_form("{n} plugin reloaded.", "{n} plugins reloaded.", len(plugins))
        self.game.toasts.add(sentence.format(n=len(plugins)), icon="check")

    def _copy(self, plugin: Plugin) -> None:
        if not copy(report(plugin)):
            text = _("This system has no clipboard; `downslope plugins` prints the list.")
            self.game.toasts.fault(no_clipboard(text))
            return
        self.game.toasts.add(_("Report copied"), icon="check")

    def _edit(self, plugin: Plugin) -> None:
        """At the line of its first fault or finding. Where nothing can show it, its path is told and copied."""
        faults: list[PluginFault | CheckRow] = [*visible_faults(plugin), *(plugin.findings or ())]
        own = next(iter(sorted(plugin.files)), plugin.source)
        file, line = next(((each.file or own, each.line) for each in faults if each.line), (own, 1))
        if Path(file).is_file():
            edit(self.game, Path(file), line)

    # -- whether its code may run ------------------------------------------------------------------------------------

    def postpone(self, name: str) -> None:
        """The question whether its code may run; until the game starts again."""
        self.game.plugins.later.add(name)
        self._list()

    def trust(self, unknown: UnknownCode) -> None:
        """What was looked at may run; where it is another by now, that is asked about."""
        trust, plugin = self.game.registry.trust, self.game.registry.plugin(unknown.name)
        if trust is None or plugin is None:
            return
        if not trust.agree([unknown]):
            self.game.toasts.fault(_("This could not be saved; it lasts until the game ends."))
        self.game.plugins.later.discard(plugin.name)
        self._reload(plugin)

    # -- checks ------------------------------------------------------------------------------------------------------

    def _check(self, plugin: Plugin) -> None:
        """Beside the game; what it finds stands with the plugin until that is loaded anew."""
        from ..background.commands import CheckCommand, FileCheck  # it starts processes

        if plugin.name not in self.checks and can("checks"):
            named = plugin.kind == "package"
            check = CheckCommand((plugin.name,), LONGEST) if named else FileCheck(Path(plugin.source), LONGEST)
            self.checks[plugin.name] = check
            self._list()

    def after_update(self, seconds: float) -> None:
        for name, check in list(self.checks.items()):
            rows = check.rows()
            if rows is not None:
                del self.checks[name]
                for plugin in self.plugins:
                    if plugin.name == name and not plugin.off:
                        plugin.findings = tuple(rows)
                self._list()
        if self._known != self._now():  # a file was read again while it is written
            self._list()

    def end(self) -> None:
        for check in self.checks.values():
            check.stop()
        self.checks.clear()
