"""The game in a browser's tab: what the page may ask of it, and what it asks of the page. Imported in a tab only.

The page makes an object that has what `Page` says, calls `play` with it, and from then on only functions of this file.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

from .app.app import App, Options
from .attempt.game.game import progress_text, take_text
from .desktop import clipboard, download
from .engine.watchdog import dog
from .i18n import _
from .scenes.base.speech import Speech
from .storage import files
from .storage.files import Refused

_app: App | None = None
_page: Page | None = None
_written = False  # something was, and the browser's storage does not have it yet

KEEP = 1.0  # seconds between two times that it is written there
LONG = 10.0  # seconds that a sentence about that is to be read


class Page(Protocol):
    """What the page gives. `query`: what its address has behind the `?`; `stores`: files outlive the tab here.

    other   they do, but another tab has the game, which writes them
    """

    query: str
    stores: bool
    other: bool

    def size(self) -> Any:
        """Width and height of the canvas in physical pixels, first of all, and how many of them one of the page has."""

    def alarm(self, first: float, every: float) -> object:
        """Send SIGALRM in so many seconds, then again and again, also while a loop runs; 0: no more."""

    def keep(self) -> object:
        """Write the player's folder into the browser's storage. One at a time: two at once could undo each other."""

    def shown(self) -> object:
        """The first picture is there."""

    def leave(self) -> object:
        """The player goes back to the page: it takes the keyboard."""

    def download(self, name: str, text: str) -> object:
        """Give the player a file."""

    def choose(self) -> object:
        """Ask the player for a file, which is then dropped here."""

    def fetch(self, address: str, answer: Callable[[Any, str], object]) -> object:
        """Fetch a file of the page's own host; `answer` is told its bytes, or None and why."""


async def play(page: Page | None = None) -> None:
    """Play until the player goes; `page`: by default the object `downslope` of the page's window."""
    global _app, _page
    _page = page if page is not None else import_module("js").downslope
    width, height, density = list(_page.size())
    dog.use_timer(_page.alarm)
    download.fetcher = getattr(_page, "fetch", None)
    address = str(getattr(_page, "address", ""))
    _app = App(Options(size=(int(width), int(height)), link=_page.query, address=address))
    _app.game.density = density
    clipboard.writer, clipboard.reader = (getattr(_page, name, None) for name in ("copy", "paste"))
    _app.game.page = leave
    _app.game.download, _app.game.choose = (getattr(_page, name, None) for name in ("download", "choose"))
    loop = asyncio.ensure_future(_app.play())
    while not _app.frame and not loop.done():
        await asyncio.sleep(0)
    _page.shown()
    if _page.other:
        text = _("Downslope is open in another tab, which keeps your progress. Nothing is kept in this one.")
        _app.game.toasts.fault(text, LONG)
    elif not _page.stores:
        text = _("This browser saves nothing here. Export your progress before you close the tab.")
        _app.game.toasts.fault(text, LONG)
    files.on_write.append(_record_write)
    try:
        while not loop.done():
            await asyncio.wait([loop], timeout=KEEP)
            _store_written()
    finally:
        files.on_write.remove(_record_write)
        download.fetcher = None
    await loop


def _record_write() -> None:
    global _written
    _written = True


def _store_written() -> None:
    """What was written since the last time goes into the browser's storage."""
    global _written
    if _written and _page is not None:
        _written = False
        _page.keep()


def playing() -> App:
    """The game that is played. RuntimeError: none yet."""
    if _app is None:
        raise RuntimeError("Nothing is played yet.")
    return _app


def keep() -> None:
    """Write what the player did, then the player's folder into the browser's storage: the page is left, or hidden."""
    if _app is not None:
        _app.game.save()
    _record_write()
    _store_written()


def note_unkept() -> None:
    """The browser's storage has taken nothing: it is full, or it is not allowed any more."""
    if _app is not None:
        text = _("This browser could not keep your progress. Export it before you close the tab.")
        _app.game.toasts.fault(text, LONG)


def speech() -> str:
    """What is to be heard now, as JSON: `line`, `verdict`, `toast`, `control`; each may be empty."""
    speech_now = _app.speech() if _app is not None else Speech()
    return json.dumps(speech_now._asdict())


def export_progress() -> str:
    """Settings, progress and nets of the player as one text; empty: nothing is played yet."""
    return progress_text(_app.game) if _app is not None else ""


def import_progress(text: str) -> str:
    """Take in what such a text has and is better; what was taken, in a sentence."""
    if _app is None:
        return _("The game has not begun yet.")
    try:
        return take_text(_app.game, text.encode()).sentence()
    except Refused as why:
        return str(why)


def drop(name: str, data: Any) -> str:
    """A file was dropped on the page: `data` its bytes. What came of it, in a sentence."""
    return _app.drop(name, bytes(data)) if _app is not None else _("The game has not begun yet.")


def type_text(text: str) -> None:
    """What was typed on the keyboard of a phone; `\\r` is Enter, `\\b` Backspace."""
    if _app is not None:
        _app.type_text(text)


def resize(width: int, height: int, density: float = 1.0) -> None:
    """The canvas has another size, in physical pixels, of which one of the page's has so many."""
    if _app is not None:
        _app.game.density = density
        _app.resize(int(width), int(height))


def leave() -> None:
    """The player goes back to the page; the game waits as it is."""
    keep()
    if _page is not None:
        _page.leave()
