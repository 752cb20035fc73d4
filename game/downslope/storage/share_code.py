"""A run as a line of text that anyone can paste: its level, what was done, a sum that tells whether it is whole.

    DS1-eNqLVirJyEzJTM1R0lEyNjJNTk1OtUg0Sk5R...

After the version: base64url of a CRC-32 and of the deflated JSON [level, its digest, actions]. The digest makes sure
that the level is the same one here; replay gives the same run to the last bit.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

from ..engine.fault import Fault
from ..i18n import _
from ..rules import Action, Answer, Catalog, Impossible, Learn, Level, Session, from_json, merge_learns, to_json
from .files import Refused
from .level_digest import digest

# A text as letters that fit into a message or a link: deflated, with a checksum, in base64url.


CHECKSUM = 4  # bytes


def letters_of(plain: bytes, common: bytes = b"") -> str:
    """`common`: what such texts are made of, a part of the form."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS, zdict=common)
    packed = packer.compress(plain) + packer.flush()
    return urlsafe_b64encode(zlib.crc32(packed).to_bytes(CHECKSUM, "big") + packed).decode().rstrip("=")


def text_of_letters(letters: str, most: int, common: bytes = b"") -> bytes:
    """The text. ValueError: letters are missing or wrong; OverflowError: it has more than `most` bytes."""
    raw = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    total, packed = int.from_bytes(raw[:CHECKSUM], "big"), raw[CHECKSUM:]
    if not packed or zlib.crc32(packed) != total:
        raise ValueError("the checksum is of another text")
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=common)
    try:
        plain = unpacker.decompress(packed, most)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise OverflowError("the text is too long")
    return plain


NAME, VERSION = "DS", 1
LONGEST = 30_000  # letters of a code
LARGEST = 300_000  # bytes of what is in it
MOST = 5_000  # actions
BUDGETS = 10  # one Learn goes on for at most so many of the level's budgets
ALL_BUDGETS = 50  # and all of them together: the player who pastes a code waits until it is replayed

# A code holds an answer as its text. Where the answer has other words now: (level, old text) -> text.
OLD_ANSWERS: dict[tuple[str, object], str] = {
    ("two-recipes", "lands in 1 step"): "lands again", ("edge-learned", "perfect too"): "perfect",
    ("double-it", "at the flag"): "at home",
    ("double-it", "short of the flag"): "short of home",
    ("double-it", "past the flag"): "past home",
    ("no-perfect-answer", "for ever lower"): "lower for ever",
    ("dead-wire", "right"): "spot on",
    ("runaway", "nothing fixed"): "no fixed number",
    ("thirteen", "lands sooner, without crossing"): "below the goal",
    ("thirteen", "never lands"): "at the goal",
    ("thirteen", "crosses the goal and lands"): "above the goal",
    ("goldilocks", "the same, only faster"): "never",
    ("goldilocks", "runs away"): "once",
    ("goldilocks", "crosses at every step and lands"): "at every step",
    ("plus-and-minus", "at weight 0.6"): "at weight 0",
}


class SharedRun(NamedTuple):
    """A run that somebody made."""

    level: Level
    actions: list[Action]


def encode(session: Session) -> str:
    """The code of all that was done in this session. Refused: there is too much of it."""
    actions = merge_learns(session.actions)
    content = [session.base.id, digest(session.base), [to_json(action) for action in actions]]
    plain = json.dumps(content, separators=(",", ":"), allow_nan=False).encode()
    code = f"{NAME}{VERSION}-{letters_of(plain)}"
    large = len(code) > LONGEST or len(plain) > LARGEST or len(actions) > MOST
    if large or sum(map(_steps, actions)) > ALL_BUDGETS * _budget(session):
        raise Refused(_("This run is too long for a share code."))
    return code


def decode(code: str, catalog: Catalog) -> SharedRun:
    """The run of a code, spaces and line breaks in it left aside. Refused: why there is none, in a sentence."""
    code = "".join(code.split())
    head, dash, letters = code.partition("-")
    version = head[len(NAME) :]
    if head[: len(NAME)].upper() != NAME or not dash or not (version.isascii() and version.isdigit()):
        raise Refused(_("This is not a share code: one begins with {start}.").format(start=f"{NAME}{VERSION}-"))
    if version != str(VERSION):
        raise Refused(_("This code is from another version, {head}: this game reads {own}.").format(
            head=head[:12], own=f"{NAME}{VERSION}"))  # fmt: skip
    if len(code) > LONGEST:
        raise Refused(_("This code is too long."))
    damaged = Refused(_("This code is damaged: letters are missing or wrong."))
    try:
        content = json.loads(text_of_letters(letters, LARGEST))
    except OverflowError:
        raise Refused(_("This code is too long.")) from None
    except (ValueError, RecursionError):
        raise damaged from None
    if not isinstance(content, list) or len(content) != 3:
        raise damaged
    name, mark, saved = content
    level = catalog.levels.get(name) if isinstance(name, str) else None
    if not isinstance(saved, list):
        raise damaged
    if level is None:
        raise Refused(_("This code is for a level that is not here: {level}. It may belong to a plugin.").format(
            level=repr(name)[:60]))  # fmt: skip
    if mark != digest(level):
        raise Refused(_("The level {title} is different here from where the code was made.").format(
            title=_(level.title)))  # fmt: skip
    try:
        actions = [from_json(action) for action in saved]
        for number, action in enumerate(actions):
            if isinstance(action, Answer):  # with the words that it has now
                actions[number] = action._replace(value=OLD_ANSWERS.get((level.id, action.value), action.value))
    except ValueError:
        raise damaged from None
    if len(actions) > MOST:
        raise Refused(_("This code is too long."))
    return SharedRun(level, actions)


def replay(run: SharedRun, catalog: Catalog) -> Session:
    """The session in which all of it was done again. Refused: something of it cannot be done in the level."""
    level = run.level
    session = Session(level, catalog)
    maximum, all_together = BUDGETS * _budget(session), ALL_BUDGETS * _budget(session)
    try:
        if sum(map(_steps, run.actions)) > all_together:
            raise Impossible("More than {count} steps are not possible.", count=all_together)
        for action in run.actions:
            if _steps(action) > maximum:
                raise Impossible("More than {count} steps at once are not possible.", count=maximum)
            session.do(action)
    except (Impossible, Fault) as why:
        text = _("The code does not fit the level {title}: {why}")
        raise Refused(text.format(title=_(level.title), why=str(why))) from why
    return session


def _steps(action: Action) -> int:
    """How many it asks for; of what is no number, the session says so."""
    return action.steps if isinstance(action, Learn) and type(action.steps) is int else 0


def _budget(session: Session) -> int:
    """The level's own, in steps."""
    return max(1, session.base.budget) * max(1, len(session.run.batches))
