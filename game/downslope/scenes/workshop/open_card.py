"""What can be opened on the bench: levels as data in the player's folder, drafts, the letters in the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ... import paths
from ...desktop.clipboard import paste
from ...i18n import N_, _, translate
from ...level_files.level_code import is_level_code, table_in_code
from ...level_files.needs import SiblingFolder
from ...level_files.reading import LevelDraft, draft_of, read_levels, text_of
from ...rules.level import Level
from ...schema.level_rules import faults
from ...storage.errors import Refused
from ...storage.files import read_file, unreadable
from .choices import BenchChoice, ChoiceCard

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ..base.scene import Scene
    from .bench_screen import BenchScreen

CLIPBOARD = "clipboard"
MOST = 100  # files that are listed


class OpenCard(ChoiceCard):
    """A list of them, the drafts last; the letters of a level first, if such lie in the clipboard."""

    def __init__(self, game: Game, parent: Scene, workshop: BenchScreen) -> None:
        self.workshop = workshop
        self.files: dict[str, tuple[Path, int]] = {}
        choices = []
        text = paste() or ""
        if is_level_code(text):
            choices.append(BenchChoice(CLIPBOARD, _("from the clipboard"), _("the code of a level")))
        for folder, told in ((paths.plugins(), ""), (paths.drafts(), _("draft"))):
            for file in paths.plugin_files(folder)[:MOST]:
                if file.suffix == ".toml":
                    choices += self._choices_of(file, told)
        empty = _("There is no level file yet: “Save as level” makes one in {folder}.").format(
            folder=paths.plugins()
        )
        super().__init__(game, parent, _("Open"), choices, workshop.saved_as, self._open, empty)
        self.text = text

    def _choices_of(self, file: Path, told: str) -> list[BenchChoice]:
        """A row for each level of a file; one that says why it cannot be read."""
        try:
            drafts = drafts_in(file)
        except Refused as refused:
            return [BenchChoice(file.name, file.name, plugin="", refusal_reason=sentence(refused))]
        found = []
        for number, draft in enumerate(drafts):
            key = file.name if number == 0 and not told else f"{file.name} {number} {told}".strip()
            self.files[key] = (file, number)
            line = ", ".join(filter(None, (file.name, told)))
            found.append(BenchChoice(key, _(draft.level.title) or draft.level.id, line, refusal_reason=fault_of(draft)))
        return found

    def _open(self, key: str) -> None:
        if key == CLIPBOARD:
            self.workshop.take(self.text)
            return
        file, number = self.files[key]
        try:
            drafts = drafts_in(file)
            if number >= len(drafts):  # the file is another one than when it was listed
                raise Refused(N_("There is no level in it."))
        except Refused as refused:
            self.game.toasts.fault(sentence(refused))
            return
        self.workshop.take(drafts[number].level, file.name if len(drafts) == 1 else "")


def drafts_in(file: Path) -> list[LevelDraft]:
    """The levels of a file. Refused: it cannot be read."""
    try:
        return list(read_levels(text_of(read_file(file), file.name), SiblingFolder(file.parent)))
    except OSError as error:
        raise unreadable(file.name, error) from None


def fault_of(draft: LevelDraft) -> str:
    """The first thing that is wrong with it; "": nothing."""
    wrong = next(iter(faults(draft.level, told=draft.faults)), None)
    if wrong is None:
        return ""
    field, value, allowed = wrong
    return _("{field} is {value}; allowed: {allowed}").format(field=field, value=repr(value)[:40], allowed=allowed)


def sentence(refused: Refused) -> str:
    """Why, in the player's language."""
    line = _("line {line}: ").format(line=refused.line) if refused.line else ""
    return line + translate(refused)


def level_from(text: str) -> Level:
    """The level that letters, or the text of a file, say. Refused: there is none, and why."""
    draft = draft_of(table_in_code(text)) if is_level_code(text) else next(iter(read_levels(text)), None)
    if draft is None:
        raise Refused(N_("There is no level in it."))
    wrong = fault_of(draft)
    if wrong:
        raise Refused(N_("The level cannot be opened: {reason}"), reason=wrong)
    return draft.level
