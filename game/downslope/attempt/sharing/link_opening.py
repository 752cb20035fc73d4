"""A deep link opened, what it hides, how the game looks for this visit, from where its level starts; and written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ...desktop import clipboard
from ...engine.run import Fault
from ...i18n import N_, _
from ...level_files.level_code import is_level_code
from ...registry.plugin_guard import guard, was_stopped
from ...registry.plugin_state import plugin_state
from ...rules.actions import Next, Turn
from ...rules.session import Session
from ...storage.errors import Refused
from ..refusal import refusal, refusal_sentence
from .link import MARKUP, DeepLink, Remark, first_alone, parse, query_in, sentences
from .linked_pack import LinkedPack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...registry.record import Plugin
    from ...rules.catalog import Catalog
    from ...rules.level import Level
    from ..game.game import Game

LONG = 10.0  # seconds in which it can be read why a pack is not opened
WON = Remark(N_("These knobs would win the level, so it starts as usual."))


KEPT_OUT = {
    "new": N_("{level} comes from {plugin}, which is new here: read it, then trust it if you like."),
    "changed": N_("{level} comes from {plugin}, which has changed: read it, then trust it if you like."),
    "off": N_("{level} comes from {plugin}, which is off."),
}  # by the plugin's state


class Opening(NamedTuple):
    """What is opened. `level` None: the title. `start`: what is turned there before the player comes.

    `plugin`: the one that keeps the level out; the list of plugins is opened at it.
    """

    level: Level | None = None
    start: tuple[Turn, ...] = ()
    plugin: str = ""


def open_link(game: Game, query: str) -> Opening:
    """What the link asks for is so from now on, for this visit; what does not hold is told in one note.

    Levels of a pack come later, and so does what is to be told of a level that may be one of them.
    """
    link, remarks = parse(query, game.catalog)
    game.hidden |= link.hide
    hidden = {"bets": False} if "bets" in link.hide else {}
    for name, value in {**link.settings, **hidden}.items():
        game.set_for_visit(name, value)
    if link.pack:
        game.linked_pack = LinkedPack(game, query, link.pack)
        if not link.level:
            return Opening()
    return _opening(game, link, remarks)


def open_pack(game: Game) -> Opening | None:
    """What the link asks for, as soon as its pack is there; None: nothing is to be opened now."""
    pack = game.linked_pack
    if not isinstance(pack, LinkedPack) or pack.waits:
        return None
    game.linked_pack = None
    try:
        link, remarks = pack.open()
    except Refused as why:
        game.toasts.fault(str(why), LONG)
        return None
    return _opening(game, link, remarks)


def _opening(game: Game, link: DeepLink, remarks: Sequence[Remark]) -> Opening:
    plugin = _keeper_of(game, link.absent)
    if plugin is not None:
        values = {"level": link.absent, "plugin": plugin.name}
        game.toasts.add(Remark(KEPT_OUT[plugin_state(plugin)], values).sentence, icon="share", seconds=LONG)
        return Opening(plugin="" if game.hides("plugins") else plugin.name)
    level = game.catalog.level(link.level) if link.level else None
    start, more = fair_start(game, level, link.turns) if level is not None else ((), [])
    told = sentences([*remarks, *more])
    if told:
        game.toasts.add(told, icon="share")
    return Opening(level, start)


def _keeper_of(game: Game, level: str) -> Plugin | None:
    """The plugin that would have this level, and is off or waits to be trusted."""
    owner, slash, _id = level.partition("/")
    plugin = game.loaded.plugin(owner) if slash and game.loaded is not None else None
    return plugin if plugin is not None and plugin_state(plugin) in KEPT_OUT else None


def pasted_link(game: Game) -> Opening | None:
    """The link that lies on the clipboard, opened; None: something else lies there."""
    text = clipboard.paste() or ""
    query = "" if is_level_code(text) else query_in(text)
    return open_link(game, query) if query else None


def fair_start(game: Game, level: Level, turns: Sequence[Turn]) -> tuple[tuple[Turn, ...], list[Remark]]:
    """The turns with which the level can start: those that its rules allow, and none where they would win it."""
    try:
        return guard(game, level.plugin, lambda: _fair_start(level, game.catalog, turns))
    except Exception as why:  # a plugin's code; who stops the game itself is no Exception
        if was_stopped(why) and not level.plugin:
            raise
        return (), [Remark(N_("{level} cannot start as the link says, so it starts as usual."), {"level": level.id})]


def _fair_start(level: Level, catalog: Catalog, turns: Sequence[Turn]) -> tuple[tuple[Turn, ...], list[Remark]]:
    if not turns:
        return (), []
    session, remarks = Session(level, catalog), list[Remark]()
    before = session.won or session.reached
    for turn in turns:
        why = refusal(partial(session.do, turn))
        if isinstance(why, Fault):
            raise why
        if why is not None:
            remarks.append(Remark("{told}", {"told": refusal_sentence(why)}))
    if not before and (session.won or session.reached):
        return (), [*remarks, WON]
    return tuple(action for action in session.actions if isinstance(action, Turn)), remarks


def link_of(game: Game, session: Session) -> DeepLink:
    """The link to this level with its knobs as the player has set them, and with what is hidden now."""
    level = session.base
    last: dict[tuple[str, int], Turn] = {}
    for action in session.actions:
        if isinstance(action, Next):
            break
        if isinstance(action, Turn) and action.knob != "freeze":
            last[action.knob, action.index] = action
    turns, _remarks = fair_start(game, level, list(last.values()))
    first = frozenset(first_alone(level, turns))
    written = DeepLink(level.id, turns, hide=game.hidden, first=first).text()
    return parse(written, game.catalog)[0]


def copy_link(game: Game, session: Session) -> None:
    """Put the link on the clipboard and say so; where there is none, show it."""
    address = address_of(game, link_of(game, session))
    if clipboard.copy(address):
        game.toasts.add(_("Link copied"), _("It opens this level with the knobs as they are now."), icon="check")
    else:
        game.toasts.add(_("A link to this level"), address.translate(MARKUP), icon="link")


def address_of(game: Game, link: DeepLink) -> str:
    """What opens the link: in a tab an address, on a desktop a command."""
    if game.address:
        return f"{game.address}?{link.text()}"
    query = link.query()
    return f"downslope play {quote(link.level, safe='/')}" + (f' --link "{query}"' if query else "")
