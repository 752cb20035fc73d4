"""The pack of levels that a deep link names: the player is asked, it is fetched beside the game, then opened.

It is data, and no code of it runs. A page fetches from its own host alone, and asks nobody: the link is its own.
"""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from ...desktop.download import Download
from ...engine.plain_text import plain
from ...i18n import _
from ...storage.errors import Refused
from .link import MARKUP, PACK, Remark, parse
from .shared_level import level_in_bytes, offer_to_keep

if TYPE_CHECKING:
    from ..game.game import Game
    from .link import DeepLink

ASKED = 60.0  # seconds in which the player can say yes
ZIP = b"PK"  # with this a zip begins
SAFE = "/:@!$&'()*+,;=~%?"  # signs that stand in an address as they are


class LinkedPack:
    """A link with a pack, from the question to its levels. `query`: the whole link."""

    def __init__(self, game: Game, query: str, address: str) -> None:
        self.game, self.query = game, query.partition("#")[0]
        scheme, host, path, after, _part = urlsplit(urljoin(game.address, address))
        self.address = urlunsplit((scheme, host, quote(path, safe=SAFE), quote(after, safe=SAFE), ""))
        self.download: Download | None = None
        self._begin(address)

    def _begin(self, given: str) -> None:
        """Ask, or fetch at once, or say why not."""
        game, shown = self.game, given.translate(MARKUP)
        host = urlsplit(self.address).hostname
        if game.address:
            if urlsplit(self.address)[:2] == urlsplit(game.address)[:2]:
                self.fetch()
            else:
                told = _("A page can only fetch packs from its own host: drop the file {address} onto the game.")
                game.toasts.fault(told.format(address=shown), ASKED)
        elif not host:
            told = _("The pack {address} has no host: outside a browser its address must begin with https.")
            game.toasts.fault(told.format(address=shown), ASKED)
        else:
            told = _("It is text of at most {n} KB and runs no code.").format(n=PACK // 1024)
            title = _("This link has levels from {host}").format(host=host)
            game.toasts.add(title, told, icon="share", action=(_("Fetch them"), self.fetch), seconds=ASKED)

    def fetch(self) -> None:
        """Begin to."""
        if self.download is None:
            told = _("Fetching levels from {host}").format(host=urlsplit(self.address).hostname)
            self.game.toasts.add(told, icon="share")
            self.download = Download(self.address, PACK)

    @property
    def waits(self) -> bool:
        """For the player, or for what is fetched."""
        return self.download is None or not self.download.done

    def open(self) -> tuple[DeepLink, list[Remark]]:
        """What the link asks for now that its levels are there. Refused: they are not, and why."""
        assert self.download is not None
        if self.download.why:
            raise Refused(self.download.why)
        content = self.download.content
        name = plain(unquote(basename(urlsplit(self.address).path))) or "pack"
        kind = ".zip" if content.startswith(ZIP) else ".toml"
        name = name if name.lower().endswith(kind) else name + kind
        try:
            first = level_in_bytes(name, content, self.game.registry)
        except Refused as why:
            raise Refused(f"{name.translate(MARKUP)}: {why}") from why
        offer_to_keep(self.game, first)
        plugin = self.game.registry.plugin(first.plugin)
        there = plugin.keys("level") if plugin is not None else [first.id]
        asked = parse(self.query, self.game.catalog)[0].level or self._named(there) or first.id
        return parse(f"{self.query}&level={quote(asked, safe='')}", self.game.catalog)

    def _named(self, ids: list[str]) -> str:
        """The one of the pack that the link asks for by the name that it has there; "": none."""
        for part in self.query.split("&"):
            key, _sign, value = part.partition("=")
            if key == "level":
                return next((each for each in ids if each.rpartition("/")[2] == unquote(value)), "")
        return ""
