"""What a level is called and says, and what is wrong with it; then it is written where the map finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ... import paths
from ...background.level_check import FileCheck
from ...desktop.clipboard import paste
from ...i18n import N_, _
from ...level_files.writing import NotData, python_of, toml_of
from ...registry.trust import own_file
from ...rules.catalog import Catalog
from ...rules.level import Level
from ...storage.files import unwritable, write_file
from ...view.draw.tokens import BODY, LABEL, SPACE_3
from ...view.format.numbers import short
from ...view.widgets.button import Button
from ...view.widgets.card import card_title
from ...view.widgets.ink import Col, Ink, InkBox, Line, Para
from ...view.widgets.layout import Box, Part, Split, column, fit_content, row, with_padding
from ...view.widgets.panel import HIGH, ButtonPanel, WidgetPanel
from ...view.widgets.scroll import ScrollPanel
from ...view.widgets.widget import UNPLACED, Act, Rect, State, Widget, has_caret
from ...workshop.bench import Bench
from ...workshop.bench_level import level_of, question_of
from ...workshop.bench_runs import best_steps
from ..base.modal import Modal

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...view.draw.canvas import Canvas
    from ..base.scene import Scene
    from .bench_screen import BenchScreen


# ---------------------------------------------------------------------------------------------------------------------
# `downslope check` of the level that lies on the bench, beside the card: begun once nothing is typed any more.


REST = 0.6  # seconds without a change until it begins
LIMIT = 20  # seconds that it may take


class SaveCheck:
    """`findings`: what is wrong with the level, a sentence each; None: not known yet.

    unable   nothing can be checked here: the level is saved all the same
    """

    def __init__(self) -> None:
        self.findings: list[str] | None = None
        self.unable = False
        self._check: FileCheck | None = None
        self._checked: Bench | None = None  # what the check was begun with
        self._rest = 0.0  # seconds since something was changed

    def wait(self) -> None:
        """Something was changed: a moment of rest first."""
        self._rest = 0.0

    def update(self, seconds: float) -> bool:
        """Time goes by. True: nothing was changed for long enough that it may begin."""
        self._rest += seconds
        found = self._check.findings() if self._check is not None else None
        if found is not None:
            self._check, self.findings = None, found
        return self._rest >= REST

    def begin(self, bench: Bench, catalog: Catalog, floor: float | None, target: float | None) -> None:
        """Check its level, unless that was done. `floor`: the lowest mean error that there is."""
        if bench == self._checked:
            return
        self.stop()
        self._checked, self.findings = bench, None
        if floor is not None and target is not None and target < floor:
            told = _("A mean error of {target} is impossible: the floor is {floor}.")
            self.findings = [told.format(target=short(target), floor=short(floor, 3))]
            return
        file = paths.scratch() / f"{bench.id}.toml"
        try:
            text = toml_of(level_of(bench, catalog, bet=True))
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

    def stop(self) -> None:
        """Its process is not needed any more."""
        if self._check is not None:
            self._check.stop()
            self._check = None


# ---------------------------------------------------------------------------------------------------------------------
# A line that is typed: characters, Backspace, arrows, Home and End. It scrolls so that the caret is seen.


class TextField(Widget):
    """`text`: what stands there. `most`: letters that it may have; `allowed`: a character that may be typed.

    on_change   told the text at every change      label   what is to be typed here, set by who lays it out
    selected    all of it is: what is typed first takes its place
    """

    lasting = ("caret", "selected")
    role = N_("text box")

    def __init__(
        self,
        name: str,
        rect: Rect,
        text: str,
        most: int,
        on_change: Callable[[str], object],
        *,
        allowed: Callable[[str], bool] = str.isprintable,
        paste: Callable[[], str | None] | None = None,
        selected: bool = False,
    ) -> None:
        super().__init__(name, rect)
        self.text, self.most = text, most
        self.caret = len(text)
        self.on_change, self.allowed, self.paste = on_change, allowed, paste
        self.label, self.selected = "", selected
        self._typing = False

    def accessible_value(self) -> str:
        return self.text or _("empty")

    def handled_intents(self) -> tuple[str, ...]:
        return ("left", "right", "home", "end", "erase")

    def takes(self, text: str) -> bool:
        return text.isprintable() and text != ""

    def act(self, intent: Act) -> bool:
        name = intent.name
        if name == "text":
            self._insert(intent.text)
        elif name == "erase" and self.selected and self.text:
            self._typing = True
            self._set("", 0)
        elif name == "erase" and self.caret:
            self._typing = True
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
        self._typing = True
        self._set(before + kept + after, len(before + kept))

    def _set(self, text: str, caret: int) -> None:
        self.text, self.caret, self.selected = text, caret, False
        self.on_change(text)

    def leave(self) -> None:
        self._typing = self.selected = False

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "well", 11)
        edge, thick = ("focus", 2.5) if state.focus or self._typing else ("text2" if state.hover else "border2", 1.5)
        with_padding = thick / 2
        canvas.rect(x + with_padding, y + with_padding, w - thick, h - thick, None, 10.5, edge, thick)
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


SIDE, FIELD = 24.0, 40.0
BAR = 14.0  # at the right of the fields, for the bar where they scroll
WORDS = 25  # of the sentence
HINTS = 3
LETTERS = {"id": 40, "title": 60, "brief": 300, "par": 4}
HINT = 300
WAIT = 5.0  # seconds that Save waits for the check


class SaveCard(Modal):
    """`parent` is the workshop. While it is open the level is checked beside it; an error does not forbid saving."""

    wide, grows = 900.0, 340.0

    def __init__(self, game: Game, parent: Scene, workshop: BenchScreen) -> None:
        super().__init__(game, parent)
        self.workshop = workshop
        bench = workshop.visit.bench
        best = self.best(bench)
        par = bench.par if bench.par is not None else best
        self.values = {
            "id": bench.id,
            "title": bench.title,
            "brief": bench.brief,
            "par": "" if par is None else str(par),
        }
        self.values |= {f"hint {n + 1}": bench.hints[n] if n < len(bench.hints) else "" for n in range(HINTS)}
        file = paths.plugins() / f"{bench.id}.toml"
        self._follows = not bench.id or (bench.id == name_for(bench.title) and not file.exists())
        self.check = SaveCheck()
        self._is_waiting = 0.0  # seconds for which Save waits
        self.focus = "field title"
        self._saving = ""  # the kind of file that is saved as soon as the check has ended

    def best(self, bench: Bench) -> int | None:
        """The fewest steps of a run that whoever plays could have too."""
        visit = self.workshop.visit
        if visit.why:
            return None
        knob = level_of(bench, self.game.catalog).knob("alpha")
        values = [value for value in knob.values() or () if isinstance(value, (int, float))] if knob is not None else []
        return best_steps(visit.runs, bench, tuple({bench.alpha, *values}))

    # -- what is written -----------------------------------------------------------------------------------------------

    @property
    def bench(self) -> Bench:
        """The bench with the words of the card."""
        words = self.values
        par = int(words["par"]) if words["par"].isdecimal() and int(words["par"]) > 0 else None
        hints = tuple(words[f"hint {n + 1}"] for n in range(HINTS) if words[f"hint {n + 1}"])
        return replace(
            self.workshop.visit.bench,
            id=self.name,
            title=words["title"] or self.name,
            brief=words["brief"],
            par=par,
            hints=hints,
        )

    @property
    def name(self) -> str:
        """Small letters, figures and hyphens."""
        return "-".join(filter(None, self.values["id"].strip().lower().replace(" ", "-").split("-"))) or "my-level"

    def level(self) -> Level:
        return level_of(self.bench, self.game.catalog, bet=True)

    @property
    def findings(self) -> list[str] | None:
        """What the check has found; None: not known yet."""
        return self.check.findings

    # -- layout --------------------------------------------------------------------------------------------------------

    def spoken_line(self) -> str:
        """What the check has found, the first of it."""
        found = self.findings[0] if self.findings else self.well_words() if self.findings is not None else ""
        return " ".join(filter(None, (_("Save as level"), found)))

    def begins(self) -> str:
        return "field title"

    def tree(self, canvas: Canvas) -> Split:
        height = max(FIELD, 22 + 18 * canvas.type)
        title = card_title(canvas, _("Save as level"), str(paths.plugins() / f"{self.name}.toml"))
        best = self.best(self.workshop.visit.bench)
        par = _("Par in steps (make a run first)")
        if best is not None:
            par = _("Par in steps (your best: {best})").format(best=best)
        count = len(self.values["brief"].split())
        brief = _("What it is about: words {count} of {most}").format(count=count, most=WORDS)
        hints = [(_("Hint {number}").format(number=n + 1), f"hint {n + 1}") for n in range(HINTS)]
        first = row(self._field(canvas, _("Title"), "title", height),
                    self._field(canvas, _("Name of the file"), "id", height))  # fmt: skip
        below = [self._field(canvas, label, name, height)
                 for label, name in ((brief, "brief"), (par, "par"), *hints)]  # fmt: skip
        fields = column(fit_content(first), *below, gap=7)
        room = self.span - 2 * SIDE
        beside = ScrollPanel("findings", self.area, InkBox(canvas, self._findings(), 0.41 * room), least=160)
        typed = ScrollPanel("fields", self.area, with_padding(fields, right=BAR), focusable=False)
        body = row(Part(typed, 0.56 * room + BAR), Part(beside), gap=24 - BAR)
        wrong = bool(self.findings)
        save = Button(
            "save level",
            UNPLACED,
            _("Save as a draft") if wrong else _("Save"),
            "save",
            self.save,
            kind="primary",
            waits=bool(self._saving),
        )
        python = Button("save python", UNPLACED, _("As Python"), "", lambda: self.save(".py"))
        close = Button("close", UNPLACED, _("Close"), "", self.back, key="back")
        buttons = row(
            Part(ButtonPanel(canvas, save), 220),
            Part(ButtonPanel(canvas, python), 150),
            Part(Box()),
            Part(ButtonPanel(canvas, close), 130),
            gap=12,
        )
        return with_padding(column(fit_content(title), Part(body), Part(buttons, HIGH), gap=16), SIDE, 16, SIDE, 20)

    def _field(self, canvas: Canvas, label: str, name: str, high: float) -> Part:
        digits = name == "par"
        field = TextField(
            f"field {name}",
            UNPLACED,
            self.values[name],
            LETTERS.get(name, HINT),
            lambda text: self._note_typed(name, text),
            allowed=str.isdecimal if digits else is_name_letter if name == "id" else str.isprintable,
            paste=paste,
            selected=name == "title",
        )
        field.label = label  # it stands above
        told = InkBox(canvas, Line(label, LABEL, "text2", spacing=1.5), 0)
        return Part(column(fit_content(told), Part(WidgetPanel(field, 160, high), high), gap=3), share=1)

    def _findings(self) -> Ink:
        """What the check has found, or that it still looks."""
        why, found = self.workshop.visit.why, self.findings
        if why:
            rows = [Para(why, BODY, "error")]
        elif found is None:
            rows = [Para(_("Checking …"), BODY, "text2")]
        else:
            rows = [] if found else [Para(self.well_words())]
        rows += [Para("! " + told, BODY, "error") for told in found or ()]
        return Col((Line(_("Check"), LABEL, "text2"), *rows, Para(self.bet_words(), BODY, "text2")), 8)

    def well_words(self) -> str:
        """That nothing was found, or that nothing could be looked at."""
        return _("It is not checked: no process can be started here.") if self.check.unable else _("All is well.")

    def bet_words(self) -> str:
        """What the level asks before it is played."""
        if self.workshop.visit.why:
            return ""
        level = self.level()
        if self.workshop.visit.bench.bet is None or question_of(self.bench, level) is None or not level.questions:
            return _("It has no bet. To add one, bet on a run of this level.")
        question = level.questions[0]
        return _("It asks: “{question}” The answer is: {answer}.").format(question=question.text, answer=question.right)

    def _note_typed(self, name: str, text: str) -> None:
        self.values[name] = text
        self._follows = self._follows and name != "id"
        if name == "title" and self._follows:  # the file of a new level is called as the level is
            self.values["id"] = name_for(text)
        self.request_layout()
        self.check.wait()

    def _refuse_par(self) -> bool:
        """A par that is lower than the best run: that is said."""
        best, par = self.best(self.workshop.visit.bench), self.bench.par
        if best is None or par is None or par >= best:
            return False
        self.game.toasts.add(_("Your best run needs {best}: the par may be higher, not lower.").format(best=best))
        return True

    # -- the check -----------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        if self.workshop.visit.why:
            return
        before = self.findings
        if self.check.update(seconds):
            self._begin_check()
        if self.findings != before:
            self.request_layout()
        if self._saving:
            self._is_waiting += seconds
            if self.findings is not None or self._is_waiting >= WAIT:
                kind, self._saving = self._saving, ""
                self._write(kind)

    def _begin_check(self) -> None:
        visit = self.workshop.visit
        floor = visit.floor.error if visit.floor is not None else None
        self.check.begin(self.bench, self.game.catalog, floor, visit.target)

    # -- saving --------------------------------------------------------------------------------------------------------

    def save(self, kind: str = ".toml") -> None:
        """Written as soon as the check has ended, or after a few seconds."""
        if self.workshop.visit.waiting:
            return
        if self._refuse_par():
            self.game.player_feedback.refuse()
            return
        self._begin_check()
        self._saving, self._is_waiting = kind, 0.0
        self.request_layout()

    def _write(self, kind: str) -> None:
        draft = bool(self.findings)
        folder = paths.drafts() if draft else paths.plugins()
        file = folder / f"{self.name.replace('-', '_') if kind == '.py' else self.name}{kind}"
        own = file.name == self.workshop.saved_as
        if file.exists() and not own:
            self.game.toasts.fault(_("There is already a {file}: choose another name.").format(file=file.name))
            return
        try:
            level = self.level()
            known = self.game.catalog
            text = python_of(level, known) if kind == ".py" else toml_of(level, catalog=known)
            if draft and kind == ".toml":
                text = text.replace("\n", "\ndraft = true\n", 1)
            folder.mkdir(parents=True, exist_ok=True)
            write_file(file, text)
            if self.game.registry.trust is not None:
                own_file(file, self.game.registry.trust)
        except (OSError, NotData) as error:
            self.game.toasts.fault(unwritable(file.name, error))
            return
        self.workshop.visit.change(self.bench)
        self.workshop.saved, self.workshop.saved_as = self.workshop.visit.bench, file.name
        told = _("Saved as a draft: it is not on the map.")
        if not draft:
            there = bring_in(self.game, file)
            told = _("Saved: it is on the map.") if there else _("Saved: the list of plugins says what it waits for.")
        self.game.toasts.add(told, str(file), icon="check")
        self.back()

    def back(self) -> None:
        """Back to the bench, which has the words of the card."""
        self.end()
        if self.bench != self.workshop.visit.bench:
            self.workshop.visit.change(self.bench)
        self.go(self.parent)

    def end(self) -> None:
        self.check.stop()


def name_for(title: str) -> str:
    """What the file of a level with this title is called, before somebody calls it otherwise."""
    letters = (letter if is_name_letter(letter) else " " for letter in title.lower())
    return "-".join("".join(letters).split())[:LETTERS["id"]]


def is_name_letter(letter: str) -> bool:
    """What a file's name may have; a space becomes a hyphen."""
    return letter.isascii() and (letter.isalnum() or letter in "- ")


def bring_in(game: Game, file: Path) -> bool:
    """The level is on the map, also where an older one of that file was there. False: it is not, not yet."""
    from ...registry.reload import reload

    registry = game.registry
    there = next((plugin for plugin in registry.plugins if plugin.source and Path(plugin.source) == file), None)
    if there is not None:
        return bool(reload(registry, there).keys("level"))
    plugin = registry.add_file(file)
    registry.collect()
    return bool(plugin.keys("level"))
