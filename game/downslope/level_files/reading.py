"""A text in TOML as levels. Each part of a level that cannot be read is a fault, and the rest is kept.

A file comes from anybody: it is held to limits before anything is computed of it, and no code of it ever runs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, NamedTuple

from ..digits.csv_examples import LARGEST, SiblingFiles
from ..i18n import N_
from ..learning import FieldFault
from ..rules import Deferred, Example, Learn, Level, nearest
from ..schema.schema import LETTERS, LevelReader, WholeSentence, fields_of, with_stops, written_in
from ..storage.files import Refused, text_in
from .field_lines import nearest_line, positions

VERSION = 1  # of the form: what a file says as `downslope`
LEVELS = 200  # in a file
DEPTH = 16  # tables and lists within each other, in a level
OF_THE_FILE = ("downslope", "needs", "draft")  # keys that say nothing of the level itself
BYTES = 262_144  # of a file
NUMBERS = 200_000  # in a file
DEEPEST = 100  # tables and lists within each other, in a file
NOTCHES = 10_000  # of a knob
WORK = 1_000_000_000  # budget times examples times weights: what one run computes
STEPS = 50_000  # of all "learn" in a list of actions
# Those steps times the examples of each times weights. What is shown at once is computed before the level is there.
ACTIONS = {"recording": 1_000_000, "ghost": 1_000_000, "solution": WORK}
DIGITS = 1_437  # examples: they are read when they are asked for
STAND_IN: dict[str, Any] = {"id": "level", "title": "", "examples": (Example(1.0, 1.0),)}  # of what is missing


class Origin(NamedTuple):
    """The file that a level stands in, where that is not its plugin's own: one of a pack, which may be within a zip."""

    file: str
    text: str


@dataclass(frozen=True)
class LevelDraft:
    """A level as a file has it, and what could not be read of it: (field, value, what is allowed).

    What is wrong has the field's default in the level, so that all else can be looked at too.
    """

    level: Level
    faults: list[FieldFault] = field(default_factory=list)
    origin: Origin | None = None  # None: the plugin's own file


def draft_of(table: Mapping[str, Any], beside: SiblingFiles | None = None) -> LevelDraft:
    """One level. Nothing is computed of it before it is known to be small enough."""
    fields = fields_of(Level, data=True)
    own = {name: value for name, value in table.items() if name not in OF_THE_FILE}
    reader = LevelReader(True, beside)
    reader.faults += too_large(own)
    large = {re.split(r"[.\[]", path)[0] for path, _value, _allowed in reader.faults}
    meant = {nearest(name, fields) for name in own if name not in fields}  # a misspelt one is named once
    for name in (name for name, one in fields.items() if one.needed and name not in {*own, *meant}):
        reader.wrong("", WholeSentence(f"It has no {name}; every level has {', '.join(STAND_IN)}."), "")
    values = reader.parts(Level, {name: value for name, value in own.items() if name not in large}, "")
    level = with_stops(Level(**{**STAND_IN, **values}))
    return LevelDraft(level, [*reader.faults, *too_much(level)])


def too_large(given: Any, path: str = "", depth: int = 0) -> Iterator[FieldFault]:
    """What of a table as it was read is too long, too deep, or no number to reckon with."""
    if depth > DEPTH:
        yield path, "nested deeper still", f"{DEPTH} tables and lists within each other"
    elif isinstance(given, dict):
        for name, value in given.items():
            yield from too_large(value, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(given, list):
        for number, value in enumerate(given):
            if type(value) is not float or not -LARGEST <= value <= LARGEST:  # most are plain numbers
                yield from too_large(value, f"{path}[{number}]", depth + 1)
    elif isinstance(given, str) and len(given) > LETTERS:
        yield path, f"a text of {len(given)} letters", f"at most {LETTERS} letters"
    elif isinstance(given, (int, float)) and not abs(given) <= LARGEST and (path[-6:], given) != ("probes", inf):
        yield path, given, "a finite number of at most 12 figures before the point"


def too_much(level: Level) -> Iterator[FieldFault]:
    """What would take too long or too much room to look at: notches, actions, the work of a run, in every part."""
    largest = {"budget": 0.0, "examples": 0.0, "weights": 0.0}
    for path, changes in written_in(level):
        now = vars(level) | dict(changes)
        for number, knob in enumerate(changes.get("knobs", ())):
            if knob.step and not knob.log and abs(knob.high - knob.low) > NOTCHES * abs(knob.step):
                yield f"{path}knobs[{number}].step", knob.step, f"at most {NOTCHES} notches between low and high"
        for name, most in ACTIONS.items():
            steps = sum(action.steps for action in changes.get(name, ()) if isinstance(action, Learn))
            work = steps * (now["batch"] or _count(now["examples"], DIGITS)) * now["network"].size
            if steps > STEPS:
                yield f"{path}{name}", f"steps {steps}", f"steps at most {STEPS}"
            elif work > most:
                allowed = f"steps times examples times weights at most {most}: it is {work}"
                yield f"{path}{name}", f"steps {steps}", allowed
        own = {"budget": changes.get("budget", 0), "examples": _count(changes.get("examples", ()), 0)}
        own["weights"] = changes["network"].size if "network" in changes else 0
        largest = {name: max(most, own[name]) for name, most in largest.items()}
    work = largest["budget"] * largest["examples"] * largest["weights"]
    if work > WORK:
        yield "budget", level.budget, f"budget times examples times weights at most {WORK}: it is {work:.0f}"


def _count(examples: Sequence[Any], deferred: int) -> int:
    return deferred if isinstance(examples, Deferred) else len(examples)


BARE = re.compile(r"=\s*[^\W\d]")  # a word without quotes where a value belongs


def text_of(content: bytes, name: str) -> str:
    """The text of a file. Refused: it is too long, or no UTF-8."""
    if len(content) > BYTES:
        raise Refused(N_("{file} has {count} bytes; allowed: {most}."), file=name, count=len(content), most=BYTES)
    return text_in(content, name, "utf-8-sig")  # some editors begin a file with a mark


def read_levels(text: str, beside: SiblingFiles | None = None) -> Iterator[LevelDraft]:
    """Every level of the text. Refused: it is no TOML, or no file of levels. `beside`: where its CSV files lie."""
    yield from levels_in(table_in(text), text, beside)


def levels_in(table: Mapping[str, Any], text: str, beside: SiblingFiles | None = None) -> Iterator[LevelDraft]:
    """The same of a text that was read already."""
    several = table.get("levels")
    if several is None:
        yield draft_of(table, beside)
        return
    if not (isinstance(several, list) and all(isinstance(one, dict) for one in several)):
        raise Refused(N_("levels is not a list of tables; write [[levels]]."), nearest_line(positions(text), "levels"))
    if len(several) > LEVELS:
        raise Refused(N_("It has {count} levels; allowed: {most}."), count=len(several), most=LEVELS)
    others = set(table) - {*OF_THE_FILE, "levels"}
    if others:
        name = min(others)
        sentence = N_("{name} is outside [[levels]]; it belongs inside one of them.")
        raise Refused(sentence, nearest_line(positions(text), name), name=name)
    yield from (draft_of(one, beside) for one in several)


WORD = r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
DOTTED = re.compile(rf"(?:{WORD}){{{DEEPEST}}}")  # a key of so many parts: tomllib's time grows as their square


def table_in(text: str) -> dict[str, Any]:
    """The table that a text is. Refused: the line where it is no TOML, or it is of a later form."""
    try:
        if DOTTED.search(text):
            raise RecursionError
        table = tomllib.loads(text)
        # How many numbers a table holds. RecursionError: it is nested so deep that nothing of it can be looked at.
        count, rest = 0, [(table, 0)]
        while rest:
            one, depth = rest.pop()
            if depth > DEEPEST:
                raise RecursionError(depth)
            if isinstance(one, (dict, list)):
                rest += ((part, depth + 1) for part in (one.values() if isinstance(one, dict) else one))
            else:
                count += 1
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        reason = str(error).split(" (at")[0]
        line = int(place[1]) if place else text.count("\n") + 1
        if reason == "Invalid value" and BARE.search(text.splitlines()[line - 1]):
            quotes = N_('{reason}: put text in quotes, as in title = "Tea".')
            raise Refused(quotes, line, reason=reason) from None
        raise Refused("{reason}.", line, reason=reason) from None
    except (RecursionError, ValueError):
        raise Refused(N_("It is nested too deeply, or has a number with too many digits.")) from None
    version = table.get("downslope", VERSION)
    if version != VERSION:
        sentence = N_("downslope is {version}; this game reads form {known}.")
        raise Refused(sentence, nearest_line(positions(text), "downslope"), version=repr(version)[:40], known=VERSION)
    if count > NUMBERS:
        raise Refused(N_("It has more than {most} numbers."), most=NUMBERS)
    return table
