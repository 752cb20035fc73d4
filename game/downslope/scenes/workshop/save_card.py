"""What a level is called and says, and what is wrong with it; then it is written where the map finds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from ... import paths
from ...attempt.game.game import Game
from ...background.commands import FileCheck
from ...desktop.clipboard import paste
from ...i18n import N_, _
from ...level_files.to_toml import NotData, python_of, toml_of
from ...registry.loading import reload
from ...registry.trust import own_file
from ...rules import Level
from ...storage.files import unwritable, write_file
from ...view.draw import BODY, LABEL, SPACE_3, Canvas
from ...view.format.numbers import short
from ...view.widgets.button import Button
from ...view.widgets.ink import Col, Ink, InkBox, Line, Para, card_title
from ...view.widgets.panel import (
    HIGH,
    Box,
    ButtonPanel,
    Laid,
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Intent, Rect, State, Widget, has_caret
from ...workshop.bench import Bench
from ...workshop.bench_level import level_of, question_of
from ..base.panel_screen import Modal
from .bench_screen import BenchScreen

# A line that is typed: characters, Backspace, arrows, Home and End. It scrolls so that the caret is seen.


class TextField(Widget):
    """`text`: what stands there. `most`: letters that it may have; `allowed`: a character that may be typed.

    on_change   told the text at every change      label   what is to be typed here, set by who lays it out
    selected    all of it is: what is typed first takes its place
    """

    intents = ("left", "right", "home", "end", "erase")
    lasting = ("caret", "selected")
    role = N_("text box")

    def __init__(self, name: str, rect: Rect, text: str, most: int, on_change: Callable[[str], object], *,
                 allowed: Callable[[str], bool] = str.isprintable, paste: Callable[[], str | None] | None = None,
                 selected: bool = False) -> None:  # fmt: skip
        super().__init__(name, rect)
        self.text, self.most = text, most
        self.caret = len(text)
        self.on_change, self.allowed, self.paste = on_change, allowed, paste
        self.label, self.selected = "", selected
        self._typing = False

    def accessible_value(self) -> str:
        return self.text or _("empty")

    def takes(self, text: str) -> bool:
        return text.isprintable() and text != ""

    def act(self, intent: Intent) -> bool:
        name = intent.name
        if name == "text":
            self._insert(intent.text)
        elif name == "erase" and self.selected and self.text:
            self._set("", 0)
        elif name == "erase" and self.caret:
            self._set(self.text[: self.caret - 1] + self.text[self.caret :], self.caret - 1)
        elif name == "paste" and self.paste is not None:
            self._insert(self.paste() or "")
        elif name in ("left", "right", "home", "end"):
            places = {"left": self.caret - 1, "right": self.caret + 1, "home": 0, "end": len(self.text)}
            self.caret, self.selected = min(len(self.text), max(0, places[name])), False
        else:
            self.selected = self.selected and name != "press"
            return name in ("press", "move", "release", "erase")
        return True

    def _insert(self, text: str) -> None:
        kept = "".join(letter for letter in text.replace("\n", " ") if letter.isprintable() and self.allowed(letter))
        before, after = ("", "") if self.selected else (self.text[: self.caret], self.text[self.caret :])
        kept = kept[: max(0, self.most - len(before + after))]
        if not kept:
            self.feedback("refuse")
            return
        self._set(before + kept + after, len(before + kept))

    def _set(self, text: str, caret: int) -> None:
        self.text, self.caret, self.selected, self._typing = text, caret, False, True
        self.on_change(text)

    def leave(self) -> None:
        self._typing = self.selected = False

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "well", 11)
        edge, thick = ("focus", 2.5) if state.focus or self._typing else ("text2" if state.hover else "border2", 1.5)
        canvas.rect(x + thick / 2, y + thick / 2, w - thick, h - thick, None, 10.5, edge, thick)
        room, middle = w - 2 * SPACE_3, y + h / 2
        before = canvas.width(self.text[: self.caret], BODY)
        shift = max(0.0, before + 4 - room)
        with canvas.clip(x + SPACE_3 - 2, y, room + 4, h):
            if state.focus and self.selected and self.text:
                width, height = canvas.width(self.text, BODY), 24 * canvas.type
                behind = canvas.mix("well", "text", 0.28)
                canvas.rect(x + SPACE_3 - shift - 2, middle - height / 2, width + 4, height, behind, 4)
            canvas.text_vcenter(x + SPACE_3 - shift, middle, self.text, BODY, "text")
            if (state.focus or self._typing) and (not self._typing or has_caret(canvas, state.time)):
                canvas.rect(x + SPACE_3 + before - shift, middle - 11 * canvas.type, 2, 22 * canvas.type, "text")


REST, LIMIT = 0.6, 20  # seconds without a change until the check begins, and that it may take
WAIT = 5.0  # seconds that Save waits for it
SIDE, FIELD = 24.0, 40.0
BAR = 14.0  # at the right of the fields, for the bar where they scroll
WORDS = 25  # of the sentence
HINTS = ("hint 1", "hint 2", "hint 3")
LETTERS = {"id": 40, "title": 60, "brief": 300, "par": 4} | dict.fromkeys(HINTS, 300)


class SaveCard(Modal):
    """`workshop` is the parent. While the card is open the level is checked beside it; an error forbids no saving.

    findings   what is wrong with the level, a sentence each; None: not known yet
    unable     nothing can be checked here: the level is saved all the same
    """

    wide, grows, begins_at = 900.0, 340.0, "field title"
    values, findings = Laid[Mapping[str, str]]({}), Laid[list[str] | None](None)
    _saving = Laid("")  # the kind of file that is saved after the check

    def __init__(self, game: Game, workshop: BenchScreen) -> None:
        super().__init__(game, workshop)
        self.workshop = workshop
        bench = workshop.visit.bench
        par = bench.par if bench.par is not None else self.best()
        values = {"id": bench.id, "title": bench.title, "brief": bench.brief, "par": str(par or "")}
        self.values = values | dict.fromkeys(HINTS, "") | dict(zip(HINTS, bench.hints))
        file = paths.plugins() / f"{bench.id}.toml"
        self._follows = not bench.id or (bench.id == name_for(bench.title) and not file.exists())
        self.unable = False
        self._check: FileCheck | None = None
        self._checked: Bench | None = None  # what the check was begun with
        self._rest = 0.0  # seconds since something was changed
        self._waits = 0.0  # seconds that Save waits
        self.focus = "field title"

    def best(self) -> int | None:
        """The fewest steps of a run that whoever plays could have too."""
        visit = self.workshop.visit
        if visit.why:
            return None
        knob = level_of(visit.bench, self.game.catalog).knob("alpha")
        values = [value for value in knob.values() or () if isinstance(value, (int, float))] if knob is not None else []
        # Of runs that are the same but for an alpha that may be turned to
        names = ("rows", "shape", "metric", "learner", "settings", "weights", "seed")
        steps = [run.steps for run in visit.runs.kept if run.won and run.bench.alpha in {visit.bench.alpha, *values}
                 and all(getattr(run.bench, name) == getattr(visit.bench, name) for name in names)]  # fmt: skip
        return min(steps, default=None)

    @property
    def bench(self) -> Bench:
        words = self.values
        par = int(words["par"]) if words["par"].isdecimal() and int(words["par"]) > 0 else None
        hints = tuple(words[name] for name in HINTS if words[name])
        name = name_for(words["id"])
        return replace(self.workshop.visit.bench, id=name, title=words["title"] or name, brief=words["brief"], par=par,
                       hints=hints)  # fmt: skip

    # -- layout --------------------------------------------------------------------------------------------------------

    def spoken_line(self) -> str:
        first = "" if self.findings is None else self.findings[0] if self.findings else self._well()
        return " ".join(filter(None, (_("Save as level"), first)))

    def tree(self, canvas: Canvas) -> Split:
        height, room, best = max(FIELD, 22 + 18 * canvas.type), self.span - 2 * SIDE, self.best()
        title = card_title(canvas, _("Save as level"), str(paths.plugins() / f"{self.bench.id}.toml"))
        allowed = {"par": str.isdecimal, "id": is_name_letter}

        def field(name: str, label: str) -> Part:
            typed = TextField(f"field {name}", UNPLACED, self.values[name], LETTERS[name], partial(self._note, name),
                              allowed=allowed.get(name, str.isprintable), paste=paste,
                              selected=name == "title")  # fmt: skip
            typed.label = label  # it stands above
            words = InkBox(canvas, Line(label, LABEL, "text2", spacing=1.5), 0)
            return Part(column(fit_content(words), Part(WidgetPanel(typed, 160, height), height), gap=3), share=1)

        par = _("Par in steps (make a run first)")
        if best is not None:
            par = _("Par in steps (your best: {best})").format(best=best)
        brief = _("What it is about: words {count} of {most}")
        brief = brief.format(count=len(self.values["brief"].split()), most=WORDS)
        hints = [field(name, _("Hint {number}").format(number=n)) for n, name in enumerate(HINTS, 1)]
        first = row(field("title", _("Title")), field("id", _("Name of the file")))
        fields = column(fit_content(first), field("brief", brief), field("par", par), *hints, gap=7)
        # What the check has found, or that it still looks; and what the level asks before it is played
        visit, lines, bet = self.workshop.visit, list[Ink](), ""
        if visit.why:
            lines = [Para(visit.why, BODY, "error")]
        elif self.findings is None:
            lines = [Para(_("Checking …"), BODY, "text2")]
        elif not self.findings:
            lines = [Para(self._well())]
        lines += [Para("! " + finding, BODY, "error") for finding in self.findings or ()]
        if not visit.why:
            bet, level = _("It has no bet. To add one, bet on a run of this level."), self._level()
            if visit.bench.bet is not None and question_of(self.bench, level) is not None and level.questions:
                question = level.questions[0]
                bet = _("It asks: “{question}” The answer is: {answer}.")
                bet = bet.format(question=question.text, answer=question.right)
        findings = Col((Line(_("Check"), LABEL, "text2"), *lines, Para(bet, BODY, "text2")), 8)
        beside = ScrollPanel("findings", self.area, InkBox(canvas, findings, 0.41 * room), least=160)
        typed = ScrollPanel("fields", self.area, with_padding(fields, right=BAR), focusable=False)
        body = row(Part(typed, 0.56 * room + BAR), Part(beside), gap=24 - BAR)
        words = _("Save as a draft") if self.findings else _("Save")
        save = Button("save level", UNPLACED, words, "save", self.save, kind="primary", waits=bool(self._saving))
        python = Button("save python", UNPLACED, _("As Python"), "", partial(self.save, ".py"))
        buttons = row(Part(ButtonPanel(canvas, save), 220), Part(ButtonPanel(canvas, python), 150), Part(Box()),
                      Part(self.close_button(canvas), 130), gap=12)  # fmt: skip
        return with_padding(column(fit_content(title), Part(body), Part(buttons, HIGH), gap=16), SIDE, 16, SIDE, 20)

    def _well(self) -> str:
        return _("It is not checked: no process can be started here.") if self.unable else _("All is well.")

    def _level(self) -> Level:
        return level_of(self.bench, self.game.catalog, bet=True)

    def _note(self, name: str, text: str) -> None:
        self.values = {**self.values, name: text}
        self._follows = self._follows and name != "id"
        if name == "title" and self._follows:  # the file of a new level is called as the level is
            self.values = {**self.values, "id": name_for(text)}
        self._rest = 0.0

    # -- the check: `downslope check` of the level that lies on the bench, begun once nothing is typed any more --------

    def after_update(self, seconds: float) -> None:
        if self.workshop.visit.why:
            return
        self._rest += seconds
        findings = self._check.findings() if self._check is not None else None
        if findings is not None:
            self._check, self.findings = None, findings
        if self._rest >= REST:
            self._begin_check()
        if self._saving:
            self._waits += seconds
            if self.findings is not None or self._waits >= WAIT:
                kind, self._saving = self._saving, ""
                self._write(kind)

    def _begin_check(self) -> None:
        """Unless that was done."""
        bench, visit = self.bench, self.workshop.visit
        if bench == self._checked:
            return
        self.end()
        self._checked, self.findings = bench, None
        lowest = visit.floor[0] if visit.floor is not None else None
        if lowest is not None and visit.target is not None and visit.target < lowest:
            text = _("A mean error of {target} is impossible: the floor is {floor}.")
            self.findings = [text.format(target=short(visit.target), floor=short(lowest, 3))]
            return
        file = paths.scratch() / f"{bench.id}.toml"
        try:
            text = toml_of(self._level())
            file.parent.mkdir(parents=True, exist_ok=True)
            write_file(file, text)
        except NotData as bad:
            self.findings = [_("It has something that only Python can say: {field}.").format(field=bad.field)]
        except OSError as error:
            self.findings = [unwritable(bench.id, error)]
        else:
            self._check = FileCheck(file, LIMIT)
            if self._check.unable:
                self._check, self.findings, self.unable = None, [], True

    # -- saving --------------------------------------------------------------------------------------------------------

    def save(self, kind: str = ".toml") -> None:
        """Written as soon as the check has ended, or after a few seconds."""
        best, par = self.best(), self.bench.par
        if self.workshop.visit.waiting:
            return
        if best is not None and par is not None and par < best:
            self.game.refuse(_("Your best run needs {best}: the par may be higher, not lower.").format(best=best))
            return
        self._begin_check()
        self._saving, self._waits = kind, 0.0

    def _write(self, kind: str) -> None:
        draft, game, workshop, name = bool(self.findings), self.game, self.workshop, self.bench.id
        folder = paths.drafts() if draft else paths.plugins()
        file = folder / f"{name.replace('-', '_') if kind == '.py' else name}{kind}"
        if file.exists() and file.name != workshop.saved_as:
            game.toasts.fault(_("There is already a {file}: choose another name.").format(file=file.name))
            return
        try:
            level = self._level()
            text = python_of(level, game.catalog) if kind == ".py" else toml_of(level, catalog=game.catalog)
            if draft and kind == ".toml":
                text = text.replace("\n", "\ndraft = true\n", 1)
            folder.mkdir(parents=True, exist_ok=True)
            write_file(file, text)
            if game.registry.trust is not None:
                own_file(file, game.registry.trust)
        except (OSError, NotData) as error:
            game.toasts.fault(unwritable(file.name, error))
            return
        workshop.visit.change(self.bench)
        workshop.saved, workshop.saved_as = workshop.visit.bench, file.name
        note = _("Saved as a draft: it is not on the map.")
        if not draft:
            # Also where an older level of that file was on the map
            registry = game.registry
            before = [plugin for plugin in registry.plugins if plugin.source and Path(plugin.source) == file]
            plugin = reload(registry, before[0]) if before else registry.add_file(file)
            if not before:
                registry.collect()
            listed = plugin.keys("level")
            note = _("Saved: it is on the map.") if listed else _("Saved: the list of plugins says what it waits for.")
        game.toasts.add(note, str(file), icon="check")
        self.back()

    def back(self) -> None:
        self.end()
        self.workshop.visit.change(self.bench)
        self.go(self.parent)

    def end(self) -> None:
        if self._check is not None:
            self._check.stop()
            self._check = None


def name_for(words: str) -> str:
    """What a file is called after its level's title, or after what somebody typed for it."""
    letters = (letter if is_name_letter(letter) else "-" for letter in words.lower().replace(" ", "-"))
    return "-".join(filter(None, "".join(letters).split("-")))[: LETTERS["id"]].strip("-") or "my-level"


def is_name_letter(letter: str) -> bool:
    """What a file's name may have; a space becomes a hyphen."""
    return letter.isascii() and (letter.isalnum() or letter in "- ")
