"""How much code somebody is asked about, and what has changed in it: the same words on the screen and in a terminal."""

from __future__ import annotations

from time import localtime

from ..i18n import _, plural_form
from .trust import UnknownCode


def size_words(unknown: UnknownCode, dated: bool = False) -> list[str]:
    """3 files, 148 lines, and what has changed since when; `dated`: of what is new, since when it lies there."""
    count = len(unknown.code.files)
    found = [plural_form("{n} file", "{n} files", count).format(n=count)]
    found.append(plural_form("{n} line", "{n} lines", unknown.lines).format(n=unknown.lines))
    if unknown.since:
        found.append(_("changed since {day}").format(day=day_of(unknown.since)))
        changes = unknown.changes()
        if changes is not None:
            found.append(_("lines +{come} −{gone}").format(come=changes[0], gone=changes[1]))
    elif dated and unknown.code.mtime():
        moment = localtime(unknown.code.mtime())
        text = _("installed {day}") if unknown.kind == "package" else _("written {day}")
        found.append(text.format(day=month_and_day(moment.tm_mon, moment.tm_mday)))
    return found


def day_of(written: str) -> str:
    """2026-11-24 as Nov 24; what is no day as it is."""
    _year, _dash, rest = written.partition("-")
    month, _dash, day = rest.partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return written[:10]
    return month_and_day(int(month), int(day))


def month_and_day(month: int, day: int) -> str:
    """Nov 24."""
    months = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    return _("{month} {day}").format(month=months[month - 1], day=day)
