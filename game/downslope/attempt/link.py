"""A deep link: which level is opened, where its knobs stand, what is hidden, how the game looks for this visit.

`level=goldilocks&alpha=.3&theme=light&hide=map,hints`, as it stands behind the `?` of an address. It is data: nothing
in it is run, and nothing of it is shown as markup. What cannot be meant is left out, and a remark says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import basename
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, unquote_plus, urljoin, urlsplit, urlunsplit

from .. import i18n
from ..desktop import clipboard
from ..desktop.download import Download
from ..engine.plain_text import plain
from ..engine.watchdog import StopPoint
from ..i18n import N_, _, parse_number
from ..registry.plugin import plugin_state
from ..registry.plugin_guard import guard
from ..rules import Action, Catalog, Impossible, Knob, Level, Next, Session, Turn, Value
from ..storage.files import Refused
from ..storage.share_code import LONGEST as RUN, decode
from .bets import refusal_sentence
from .game.game import Game
from .shared_level import level_in_bytes, offer_to_keep, read_run

LONGEST = 2000  # characters of a link without its run
MOST = 40  # keys, and values of one knob
TOLD = 3  # remarks that are shown; of the others, how many there are
SHOWN = 40  # characters of a value in a remark
PACK = 64 * 1024  # bytes of a pack's text
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^?\s]*\?|\?|/[^?\s]*\?", re.IGNORECASE)  # what stands before a query
COMMAND = re.compile(r"""downslope\s+play\s+(\S+)(?:\s+--link[\s=]["']?([^"'\s]*)["']?)?\s*$""")
MARKUP = str.maketrans("[]", "()")

# Word -> what is then not to be seen, nor to be reached by a key.
HIDEABLE: dict[str, str] = {
    "map": N_("the level map"), "hints": N_("the hints"), "auto": N_("auto-solve and shows"),
    "script": N_("the run as Python"), "plugins": N_("the plugins"), "settings": N_("the settings"),
    "bets": N_("the bets"), "next": N_("the way to the next level"),
}  # fmt: skip


class Remark(NamedTuple):
    """What of a link does not hold, and why: a template for translation, and its values."""

    template: str
    values: Mapping[str, object] = {}

    @property
    def sentence(self) -> str:
        """In the player's language; what came with the link is cut short and is no markup."""
        shown = dict(self.values)
        for name, value in self.values.items():
            if isinstance(value, str) and not isinstance(value, _Whole):
                text = "".join(sign for sign in value.translate(MARKUP) if sign.isprintable())
                shown[name] = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
        return _(self.template).format(**shown)


@dataclass(frozen=True)
class DeepLink:
    """What a link asks for, as far as it can be.

    level     id; "": the title                      turns     knobs, in the order in which they are turned
    settings  field of Settings -> its value, for this visit alone
    hide      words of HIDEABLE                      pack      address of a pack of levels
    first     knobs of several places of which the first alone is turned
    absent    the level that it names, where there is none of that name
    run       code of a run, which is shown in its level
    """

    level: str = ""
    turns: tuple[Turn, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    hide: frozenset[str] = frozenset()
    pack: str = ""
    run: str = ""
    first: frozenset[str] = frozenset()
    absent: str = field(default="", compare=False)

    def text(self, without: str = "") -> str:
        """The link as it stands behind the `?`: read again, it asks for the same. `without`: a key to be left out."""
        pairs = [("level", self.level if not self.run else "")]
        for name in dict.fromkeys(turn.knob for turn in self.turns):
            values = {turn.index: turn.value for turn in self.turns if turn.knob == name}
            each = [_number(values[index]) if index in values else "" for index in range(max(values) + 1)]
            words = each[0] if len(set(each)) == 1 else ",".join(each)
            words += "," if name in self.first else ""
            pairs.append(("weights" if name == "weight" and "," in words else name, words))
        for key, (name, meanings) in SETTINGS.items():
            word = next((word for word, value in meanings().items() if self.settings.get(name) == value), None)
            pairs.append((key, word if name in self.settings and word is not None else ""))
        pairs += [("hide", ",".join(word for word in HIDEABLE if word in self.hide)), ("pack", self.pack),
                  ("run", self.run)]  # fmt: skip
        return "&".join(f"{key}={quote(value, safe=SAFE)}" for key, value in pairs if value and key != without)


SAFE = ",:/"  # signs that need not be encoded in a query
# Key -> the field of Settings that it changes for this visit, and what each of its words means there.
SETTINGS: dict[str, tuple[str, Callable[[], Mapping[str, object]]]] = {
    "theme": ("theme", lambda: {"dark": "dark", "light": "light"}),
    "text": ("text", lambda: {"100": 1.0, "125": 1.25, "150": 1.5}),
    "motion": ("still", lambda: {"still": True}),
    "colours": ("colours", lambda: {"standard": "standard", "safe": "safe"}),
    "bet": ("bets", lambda: {"off": False}),
    "lang": ("language", lambda: {code: code for code in i18n.languages()}),
}


def parse(query: str, catalog: Catalog) -> tuple[DeepLink, list[Remark]]:
    """What a link asks for, and what of it does not hold. Never raises."""
    if len(re.sub(r"\brun=[\w-]*", "", query)) > LONGEST or len(query) > 2 * RUN:
        return DeepLink(), [Remark(N_("The link is longer than 2,000 characters, so it is ignored."))]
    remarks: list[Remark] = []
    # Key -> value; of a key that is there twice, the last
    before = ADDRESS.match(query)
    parts = [part for part in query[before.end() if before else 0 :].partition("#")[0].split("&") if part.strip()]
    if len(parts) > MOST:
        remarks.append(Remark(N_("The link has more than {n} keys; the rest are ignored."), {"n": MOST}))
    pairs: dict[str, str] = {}
    for part in parts[:MOST]:
        key, _sign, value = part.partition("=")
        key = unquote_plus(key).strip()
        pairs.pop(key, None)
        if key:
            pairs[key] = unquote_plus(value).strip()
    fields: dict[str, Any] = {"settings": {}}
    named = pairs.get("level", "")
    level = _level_of(named, catalog, remarks)
    if code := pairs.pop("run", ""):
        try:
            level, fields["run"] = decode(code, catalog).level, code
        except Refused as why:
            remarks.append(Remark("{why}", {"why": _Whole(str(why).translate(MARKUP))}))
    turns: list[Turn] = []
    for key, value in pairs.items():
        if key == "level":
            continue
        if key in SETTINGS:
            settings = fields["settings"]
            name, meanings = SETTINGS[key]
            words = meanings()
            if value in words:
                settings[name] = words[value]
            elif key == "lang":
                settings[name] = i18n.ENGLISH
                remarks.append(Remark(N_("There is no translation {value}; English is used."), {"value": value}))
            else:
                allowed = ", ".join(words)
                remarks.append(Remark(N_("{key} can be {allowed}; {value} is ignored."),
                                      {"key": key, "allowed": _Whole(allowed), "value": value}))  # fmt: skip
        elif key == "hide":
            hidden = [word.strip() for word in value.split(",") if word.strip()]
            for word in dict.fromkeys(hidden):
                if word not in HIDEABLE:
                    names = ", ".join(HIDEABLE)
                    remarks.append(Remark(N_("{value} cannot be hidden; these can: {allowed}."),
                                          {"value": word, "allowed": _Whole(names)}))  # fmt: skip
            fields["hide"] = frozenset(hidden) & HIDEABLE.keys()
        elif key == "pack":
            fields["pack"] = _pack_of(value, remarks)
        elif "run" in fields:
            remarks.append(Remark(N_("{key} is ignored: the link shows a run."), {"key": key}))
        elif level is not None:
            turns += _turns_of(level, "weight" if key == "weights" else key, value, remarks)
        else:
            remarks.append(Remark(N_("{key} is ignored: the link names no level."), {"key": key}))
    if level is None:
        return DeepLink(absent=named, **fields), remarks
    return DeepLink(level.id, tuple(turns), first=frozenset(first_knob_only(level, turns)), **fields), remarks


def sentences(remarks: Sequence[Remark]) -> str:
    """The remarks as one text: the first three, and how many more there are."""
    sentences = [remark.sentence for remark in remarks[:TOLD]]
    more = len(remarks) - TOLD
    if more > 0:
        sentences.append(_("And {n} more.").format(n=more))
    return " ".join(sentences)


def query_in(text: str) -> str:
    """The query of an address, of a query or of a `downslope play` command; "": the text is none of them."""
    text = text.strip()
    command = COMMAND.fullmatch(text)
    if command is not None:
        level, query = command.groups()
        return f"level={level}" + (f"&{query}" if query else "")
    before = ADDRESS.match(text)
    return text[before.end() :].partition("#")[0] if before is not None else ""


# -- the keys ----------------------------------------------------------------------------------------------------------


def _level_of(value: str, catalog: Catalog, remarks: list[Remark]) -> Level | None:
    """By its id, or by chapter and number."""
    if not value:
        return None
    from ..rules import nearest, places

    numbered = {f"{place.chapter}-{place.number}": place.level for place in places(catalog)}
    if value in numbered:
        return numbered[value]
    try:
        return catalog.level(value)
    except KeyError:
        close = nearest(value, catalog.levels)
    template = N_("There is no level {value}; did you mean {close}?") if close else N_("There is no level {value}.")
    remarks.append(Remark(template, {"value": value, "close": close}))
    return None


def _pack_of(value: str, remarks: list[Remark]) -> str:
    """An address at https, or one of the same host; "": it is another one."""
    try:
        scheme, host, *_rest = urlsplit(value)
    except ValueError:  # such as half an address of figures
        scheme, host = "?", ""
    if value and value.isprintable() and (scheme, bool(host)) in (("https", True), ("", False)):
        return value
    remarks.append(Remark(N_("A pack needs an https address; {value} is ignored."), {"value": value}))
    return ""


# -- knobs -------------------------------------------------------------------------------------------------------------


def _turns_of(level: Level, name: str, value: str, remarks: list[Remark]) -> list[Turn]:
    """One value goes to each of a knob's places; of several, each to its own, and an empty one to none."""
    from ..rules import Turn

    several = [index for index in range(_places_of(level, name)) if level.knob(name, index) is not None]
    if not several or name == "freeze":
        remarks.append(Remark(N_("{key} cannot be set in {level}."), {"key": name, "level": level.id}))
        return []
    knob = level.knob(name, several[0])
    words = [value] if knob is not None and value in knob.stops else value.split(",")
    if len(words) == 1:
        only = _value_of(knob, value.strip()) if knob is not None else None
        words = (
            [value if index in several else "" for index in range(several[-1] + 1)]
            if only is not None
            else words
        )
    turns = []
    for index, word in enumerate(words[:MOST]):
        knob = level.knob(name, index) if index in several else None
        if not word.strip():
            continue
        parsed = _value_of(knob, word.strip()) if knob is not None else None
        if knob is None:
            remarks.append(Remark(N_("{key} cannot be set in {level}."), {"key": name, "level": level.id}))
        elif parsed is None:
            template = N_("{key} can be {allowed}, not {value}: it is the level's own.")
            allowed = _Whole(knob.allowed_values())
            remarks.append(Remark(template, {"key": name, "allowed": allowed, "value": word}))
        else:
            turns.append(Turn(name, parsed, index))
    return turns


def _places_of(level: Level, name: str) -> int:
    """How many of a knob there are, one for each weight or for each place of the network."""
    try:
        if name == "weight":
            return min(MOST, level.network.size)
        if name in level.network.knobs:
            return min(MOST, level.network.knob_size(name))
    except Exception:  # a plugin's network
        return 1
    return max([1, *(knob.index + 1 for knob in level.knobs if knob.name == name and knob.index is not None)])


def first_knob_only(level: Level, turns: Sequence[Turn]) -> Iterator[str]:
    """Knobs of several places of which only the first is turned."""
    for name in {turn.knob for turn in turns}:
        if all(turn.index == 0 for turn in turns if turn.knob == name) and _places_of(level, name) > 1:
            yield name


def _value_of(knob: Knob, word: str) -> Value | None:
    """The nearest notch, where that is no further than half a notch away; None: there is none."""
    named = next((stop for stop in knob.stops if isinstance(stop, str) and stop == word), None)
    if named is not None:
        return named
    try:
        value = parse_number(word)
    except ValueError:
        return None
    values = knob.values()
    numbers = sorted(each for each in values or (knob.low, knob.high) if isinstance(each, (int, float)))
    if not numbers:
        return None
    spare = [numbers[1] - numbers[0], numbers[-1] - numbers[-2]] if values and len(numbers) > 1 else [0.0, 0.0]
    if not numbers[0] - spare[0] / 2 <= value <= numbers[-1] + spare[1] / 2:
        return None
    return knob.canonical(knob.snap(value))


class _Whole(str):
    """Words of the game's: they are shown as they are."""


def _number(value: Value) -> str:
    """As short as it can be: .3, -.7, 2."""
    if isinstance(value, str):
        return value
    text = repr(float(value)).removesuffix(".0")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


ASKED = 60.0  # seconds in which the player can say yes
ZIP = b"PK"  # with this a zip begins
URL_SAFE = "/:@!$&'()*+,;=~%?"  # signs that stand in an address as they are


class LinkedPack:
    """A link with a pack of levels: the player is asked, it is fetched beside the game, then opened. It is data, and no
    code of it runs. A page fetches from its own host alone, and asks nobody. `query`: the whole link."""

    def __init__(self, game: Game, query: str, address: str) -> None:
        self.game, self.query = game, query.partition("#")[0]
        scheme, place, path, after, _part = urlsplit(urljoin(game.address, address))
        self.address = urlunsplit((scheme, place, quote(path, safe=URL_SAFE), quote(after, safe=URL_SAFE), ""))
        self.download: Download | None = None
        # Ask, or fetch at once, or say why not
        shown, host = address.translate(MARKUP), urlsplit(self.address).hostname
        if game.address:
            if urlsplit(self.address)[:2] == urlsplit(game.address)[:2]:
                self.fetch()
            else:
                text = _("A page can only fetch packs from its own host: drop the file {address} onto the game.")
                game.toasts.fault(text.format(address=shown), ASKED)
        elif not host:
            text = _("The pack {address} has no host: outside a browser its address must begin with https.")
            game.toasts.fault(text.format(address=shown), ASKED)
        else:
            text = _("It is text of at most {n} KB and runs no code.").format(n=PACK // 1024)
            title = _("This link has levels from {host}").format(host=host)
            game.toasts.add(title, text, icon="share", action=(_("Fetch them"), self.fetch), seconds=ASKED)

    def fetch(self) -> None:
        """Begin to."""
        if self.download is None:
            text = _("Fetching levels from {host}").format(host=urlsplit(self.address).hostname)
            self.game.toasts.add(text, icon="share")
            self.download = Download(self.address, PACK)

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
            sentence = str(why) if name in str(why) else f"{name}: {why}"
            raise Refused(sentence.translate(MARKUP)) from why
        offer_to_keep(self.game, first)
        plugin = self.game.registry.plugin(first.plugin)
        levels = plugin.keys("level") if plugin is not None else [first.id]
        # The one of the pack that the link asks for by the name that it has there
        names = (part.removeprefix("level=") for part in self.query.split("&") if part.startswith("level="))
        named = next(names, "")
        inside = next((each for each in levels if named and each.rpartition("/")[2] == unquote(named)), "")
        asked = parse(self.query, self.game.catalog)[0].level or inside or first.id
        return parse(f"{self.query}&level={quote(asked, safe='')}", self.game.catalog)


LONG = 10.0  # seconds in which it can be read why a pack is not opened
WON = Remark(N_("These settings would win the level, so it starts as usual."))


KEPT_OUT = {
    "new": N_("{level} comes from {plugin}, which is new here: read it, then trust it if you like."),
    "changed": N_("{level} comes from {plugin}, which has changed: read it, then trust it if you like."),
    "off": N_("{level} comes from {plugin}, which is off."),
}  # by the plugin's state


class Opening(NamedTuple):
    """What is opened. `level` None: the title. `start`: what is turned there before the player comes.

    `plugin`: the one that keeps the level out; the list of plugins is opened at it. `replay`: the run that is shown.
    """

    level: Level | None = None
    start: tuple[Turn, ...] = ()
    plugin: str = ""
    replay: Sequence[Action] | None = None


def open_link(game: Game, query: str) -> Opening:
    """What the link asks for is so from now on, for this visit; one note says what does not hold.

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
    if not isinstance(pack, LinkedPack) or pack.download is None or not pack.download.done:
        return None
    game.linked_pack = None
    try:
        link, remarks = pack.open()
    except Refused as why:
        game.toasts.fault(str(why), LONG)
        return None
    return _opening(game, link, remarks)


def _opening(game: Game, link: DeepLink, remarks: Sequence[Remark]) -> Opening:
    owner, slash, _id = link.absent.partition("/")
    keeper = game.loaded.plugin(owner) if slash and game.loaded is not None else None
    plugin = keeper if keeper is not None and plugin_state(keeper) in KEPT_OUT else None
    if plugin is not None:
        values = {"level": link.absent, "plugin": plugin.name}
        game.toasts.add(Remark(KEPT_OUT[plugin_state(plugin)], values).sentence, icon="share", seconds=LONG)
        return Opening(plugin="" if game.hides("plugins") else plugin.name)
    level = game.catalog.level(link.level) if link.level else None
    start, more = fair_start(game, level, link.turns) if level is not None else ((), [])
    replay = None
    if level is not None and link.run:
        try:
            replay = guard(game.loaded, level.plugin, lambda: read_run(link.run, game.catalog)).actions
        except Exception as why:  # what a plugin's code raises, and what cannot be done in the level
            if isinstance(why, StopPoint) and not level.plugin:
                raise
            values = {"why": _Whole(str(why).translate(MARKUP))}
            level, more = None, [Remark(N_("The run of this link cannot be shown: {why}"), values)]
    notes = sentences([*remarks, *more])
    if notes:
        game.toasts.add(notes, icon="share")
    return Opening(level, start, replay=replay)


def fair_start(game: Game, level: Level, turns: Sequence[Turn]) -> tuple[tuple[Turn, ...], list[Remark]]:
    """The turns with which the level can start: those that its rules allow, and none where they would win it."""
    try:
        return guard(game.loaded, level.plugin, lambda: _fair_start(level, game.catalog, turns))
    except Exception as why:  # a plugin's code; who stops the game itself is no Exception
        if isinstance(why, StopPoint) and not level.plugin:
            raise
        return (), [Remark(N_("{level} cannot start as the link says, so it starts as usual."), {"level": level.id})]


def _fair_start(level: Level, catalog: Catalog, turns: Sequence[Turn]) -> tuple[tuple[Turn, ...], list[Remark]]:
    if not turns:
        return (), []
    session, remarks = Session(level, catalog), list[Remark]()
    before = session.won or session.reached
    for turn in turns:
        try:
            session.do(turn)
        except Impossible as why:
            remarks.append(Remark("{told}", {"told": _Whole(refusal_sentence(why).translate(MARKUP))}))
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
    first = frozenset(first_knob_only(level, turns))
    written = DeepLink(level.id, turns, hide=game.hidden, first=first).text()
    return parse(written, game.catalog)[0]


def copy_link(game: Game, session: Session) -> None:
    """Put what opens the link, in a tab an address, on a desktop a command, on the clipboard and say so.

    Where there is no clipboard, show it.
    """
    link = link_of(game, session)
    query = link.text(without="level")
    command = f"downslope play {quote(link.level, safe='/')}" + (f' --link "{query}"' if query else "")
    address = f"{game.address}?{link.text()}" if game.address else command
    if clipboard.copy(address):
        game.toasts.add(_("Link copied"), _("It opens this level with your current settings."), icon="check")
    else:
        game.toasts.add(_("A link to this level"), address.translate(MARKUP), icon="link")
