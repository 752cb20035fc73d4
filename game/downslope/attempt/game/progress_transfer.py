"""Progress that goes to another computer, or has come from one, while the game is played."""

from __future__ import annotations

from ... import i18n, paths
from ...i18n import _, plural_form
from ...storage.files import Refused
from ...storage.progress_export import NAME, MergedProgress, export_progress, merge_progress, read_progress
from .game import TOLD, Game, add_folder_note


def progress_text(game: Game) -> str:
    """The text of the file; a sentence says what does not fit into it."""
    text, left_out = export_progress(game.store.settings, game.progress)
    if left_out:
        sentence = plural_form("{n} net is too large to include.", "{n} nets are too large to include.", left_out)
        game.toasts.fault(sentence.format(n=left_out))
    return text


def take_text(game: Game, raw: bytes, name: str = NAME) -> MergedProgress:
    """Take in what such a file holds and is better. Refused: it is none; nothing was changed."""
    from ...storage.level_digest import terms_of

    progress = read_progress(raw, name)
    try:
        return merge_progress(progress, game.store.settings, game.progress, terms_of(game.catalog.levels))
    finally:
        i18n.use(game.settings.language)
        game.controls.refresh()
        game.save()


def give_progress(game: Game) -> None:
    """Write the file into the player's folder, and say where it lies; a page gives it to the player instead."""
    from ...storage.files import unwritable, write_file

    if game.download is not None:
        game.download(NAME, progress_text(game))
        return
    path = paths.transfers() / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, progress_text(game))
    except OSError as error:
        game.toasts.fault(unwritable(path, error))
        return
    add_folder_note(game.toasts, _("Progress is exported."), str(path), path.parent, _("Your progress' folder"))


def ask_for_progress(game: Game) -> None:
    """Take in all that lies in that folder, or say how it comes there; a page asks the player for a file instead."""
    from ...storage.files import read_file

    if game.choose is not None:
        game.choose()
        return
    folder = paths.transfers()
    files = sorted(folder.glob("*.json"))
    total = MergedProgress()
    for path in files:
        try:
            taken = take_text(game, read_file(path), path.name)
        except (Refused, OSError) as why:
            game.toasts.fault(str(why))
            return
        total = MergedProgress(*(a + b for a, b in zip(total, taken)))
    if any(total):
        game.toasts.add(_("Progress imported."), total.sentence(), icon="check", seconds=TOLD)
    else:
        text = _("Put the file into {folder}, or drop it onto this window.")
        title, text = _("This file has no better progress."), text.format(folder=folder)
        add_folder_note(game.toasts, title, text, folder, _("Your progress' folder"))
