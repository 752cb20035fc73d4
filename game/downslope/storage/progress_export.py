"""All that a player has done in one file, to take it to another computer: settings, progress, trained nets.

What is taken in is refused as a whole where it is not what the game has written; else the better result of each level
stays, whoever has it. A setting is taken where it is still as it was at first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import NamedTuple

from .. import paths
from ..i18n import _, plural_form
from .files import Refused, read_file, reason_of, unwritable, write_file
from .netfile import SavedNet, digest, parse_net
from .save_file import VERSION, Data, Unreadable, entries_in, is_whole, with_checksum
from .saves import Progress, Settings, progress_from

NAME = "downslope-progress.json"
FORMAT = "downslope progress"
MOST = 2_000_000  # bytes
SAFE = re.compile(r"[\w-][\w.-]{0,99}")  # the name of a net's file, without its ending


ImportedProgress = tuple[Data, Progress, dict[str, tuple[SavedNet, str]]]
# Settings and progress of a file, and its nets by the names of their files, with what these hold.


class MergedProgress(NamedTuple):
    """How much was better than what was here, or was not here."""

    levels: int = 0
    stars: int = 0
    nets: int = 0
    settings: int = 0

    def sentence(self) -> str:
        """For the player."""
        parts = (
            plural_form("{n} level", "{n} levels", self.levels), plural_form("{n} star", "{n} stars", self.stars),
            plural_form("{n} net", "{n} nets", self.nets), plural_form("{n} setting", "{n} settings", self.settings),
        )  # fmt: skip
        counts = [part.format(n=count) for part, count in zip(parts, self) if count]
        if not counts:
            return _("Nothing in it is better than what you have.")
        return _("Imported: {what}. All else stays as it was.").format(what=", ".join(counts))


def export_progress(settings: Settings, progress: Progress, home: Path | None = None) -> tuple[str, int]:
    """The text of such a file, no longer than may be taken in; and how many nets had no room in it."""
    data = {"format": FORMAT, "version": VERSION, "settings": settings.as_data(), "progress": progress.as_data()}
    nets: dict[str, str] = {}
    left_out, room = 0, MOST - len(with_checksum({**data, "nets": {}}).encode())
    for path in sorted(paths.nets(home).glob("*.json")):
        try:
            text = read_file(path).decode()
            parse_net(path, text.encode())
        except (OSError, ValueError):
            continue  # what cannot be read is of no use elsewhere
        needed = len(json.dumps({path.stem: text})) + 8
        if needed > room:
            left_out += 1
        else:
            nets[path.stem], room = text, room - needed
    return with_checksum({**data, "nets": nets}), left_out


def read_progress(raw: bytes, name: str = NAME) -> ImportedProgress:
    """Refused: it is no such file, one of a later version, or was changed. Nothing of it is used then."""
    if len(raw) > MOST:
        raise Refused(_("{file} is larger than {most} MB; progress is smaller.").format(file=name, most=MOST // 10**6))
    try:
        data = entries_in(raw)
        if data.get("format") != FORMAT:
            raise Unreadable(_("it is not a progress file from Downslope"))
        if not is_whole(raw):
            raise Unreadable(_("it has no checksum, or it was changed"))
        settings, nets = (data.get(part) for part in ("settings", "nets"))
        if not isinstance(settings, dict) or not isinstance(nets, dict) or not isinstance(data.get("progress"), dict):
            raise Unreadable(_("part of it is missing"))
        wrong: list[str] = []
        progress = progress_from(data["progress"], wrong, name)
        if wrong:
            raise Unreadable(wrong[0])
        for key, text in nets.items():
            if not SAFE.fullmatch(key) or not isinstance(text, str):
                raise Unreadable(_("{where} is not what it must be").format(where=f"nets.{key[:40]}"))
        kept = {key: (parse_net(Path(f"{key}.json"), text.encode()), text) for key, text in nets.items()}
        return settings, progress, kept
    except Refused:
        raise
    except ValueError as error:
        template = _("{file} cannot be imported: {reason}. Nothing was changed.")
        raise Refused(template.format(file=name, reason=reason_of(error))) from error


def merge_progress(
    imported: ImportedProgress, settings: Settings, progress: Progress, terms_of: Callable[[str], str],
    home: Path | None = None,
) -> MergedProgress:  # fmt: skip
    """Into these, and into the folder of nets. `terms_of`: a level's, as it is now (level_digest.py); "" unknown.

    Refused: what is here could not be copied, and nothing is changed; or a net could not be written; settings and
    progress are taken all the same.
    """
    their_settings, their_progress, their_nets = imported
    # What was here before the first import of the day, as such a file
    copy = paths.saves(home) / f"before-import-{date.today().isoformat()}.json"
    if progress.levels and (not paths.file_exists(copy)):
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            write_file(copy, export_progress(settings, progress, home)[0])
        except OSError as error:
            raise Refused(unwritable(copy.name, error)) from error
    # The settings that nobody has changed here, and what this version does not know
    usual, here, count = Settings(), settings.beside, 0
    strange = their_settings.keys() - {each.name for each in fields(Settings)}
    settings.beside = {name: their_settings[name] for name in strange} | here
    for each in fields(Settings):
        old, value = getattr(usual, each.name), their_settings.get(each.name)
        if getattr(settings, each.name) != old or value == old or not settings.fits(each.name, value):
            continue
        setattr(settings, each.name, dict(value) if isinstance(value, dict) else type(old)(value))
        count += 1
    taken = MergedProgress(settings=count)
    before = {key: level.as_data() for key, level in progress.levels.items()}
    stars = sum(len(level.stars) for level in progress.levels.values())
    progress.merge(their_progress, terms_of)
    changed = [key for key in their_progress.levels if before.get(key) != progress.levels[key].as_data()]
    stars = sum(len(level.stars) for level in progress.levels.values()) - stars
    taken = taken._replace(levels=len(changed), stars=stars)
    for key, (net, text) in their_nets.items():
        path = paths.net(key, home)
        rank = 0.0, ""  # of the one that is kept there: more unseen digits read correctly are better
        with suppress(OSError, ValueError):
            rank = _rank(parse_net(path, read_file(path)))
        if _rank(net) > rank:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_file(path, text)
            except OSError as error:
                template = _("{file} cannot be saved: {reason}")
                raise Refused(template.format(file=path.name, reason=reason_of(error))) from error
            taken = taken._replace(nets=taken.nets + 1)
    return taken


def _rank(net: SavedNet) -> tuple[float, str]:
    unseen = net.trained.get("unseen", 0.0)
    return float(unseen) if isinstance(unseen, (int, float)) else 0.0, digest(net.network, net.weights)
