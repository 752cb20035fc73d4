"""Examples as a file has them: written out, the columns of a CSV file beside it, or the shipped digits.

    examples = [[-2, 0.8], [[1, 0], 1, "a label"]]                          # input, goal, label
    examples = { csv = "ice_cream.csv", input = ["sun"], goal = ["sold"], label = "day" }
    examples = { digits = "stratified", unseen = true }
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..digits.dataset import SPLITS, Digits
from ..rules.example import Example
from ..rules.nearest import near
from ..storage.errors import Refused
from ..storage.files import unreadable
from .beside import FilesBeside
from .csv_examples import MOST_BYTES, examples_in
from .level_draft import WholeSentence, Wrong


def is_number(value: object) -> bool:
    """True is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def examples_of(value: Any, path: str, beside: FilesBeside | None = None) -> Sequence[Example]:
    """[[input, goal], ...], each a number or a list of them, and a label; or a table: columns of a CSV file, digits."""
    if isinstance(value, dict):
        return _elsewhere(value, path, beside)
    if not isinstance(value, list):
        raise Wrong(path, value, "a list of [input, goal]")
    return [_example(one, f"{path}[{number}]") for number, one in enumerate(value)]


def _example(value: Any, path: str) -> Example:
    allowed = "[input, goal] or [input, goal, 'label'], numbers or lists of them"
    if not isinstance(value, list) or len(value) not in (2, 3):
        raise Wrong(path, value, allowed)
    for side in value[:2]:
        if not all(is_number(one) for one in (side if isinstance(side, list) else [side])):
            raise Wrong(path, value, allowed)
    label = value[2] if len(value) == 3 else ""
    if not isinstance(label, str):
        raise Wrong(path, value, allowed)
    input, goal = (tuple(side) if isinstance(side, list) else side for side in value[:2])
    return Example(input, goal, label)


def _elsewhere(table: Mapping[str, Any], path: str, beside: FilesBeside | None) -> Sequence[Example]:
    found = next((source for name, source in SOURCES.items() if name in table), None)
    if found is None:
        raise Wrong(path, table, "a list of [input, goal], or a table with csv or digits")
    other = next((key for key in table if key not in found.keys), None)
    if other is not None:
        raise Wrong(f"{path}.{other}", other, near(other, found.keys))
    return found.read(table, path, beside)


def _from_csv(table: Mapping[str, Any], path: str, beside: FilesBeside | None = None) -> Sequence[Example]:
    """The examples of a file beside the file of levels. Wrong: what does not name such a file and its columns."""
    name, label = table["csv"], table.get("label", "")
    inputs, goals = (_columns(table.get(key), f"{path}.{key}") for key in ("input", "goal"))
    if not isinstance(label, str):
        raise Wrong(f"{path}.label", label, "the name of a column")
    if not isinstance(name, str) or not name or Path(name).name != name or name.startswith("."):
        raise Wrong(f"{path}.csv", name, "the name of a file that lies beside this one")
    if beside is None:
        raise Wrong(f"{path}.csv", name, "examples written out: this level comes without files beside it")
    try:
        return examples_in(beside.read(name, MOST_BYTES), name, inputs, goals, label)
    except Refused as refused:
        raise Wrong(f"{path}.csv", WholeSentence(refused), "") from None
    except OSError as error:
        raise Wrong(f"{path}.csv", WholeSentence(unreadable(name, error)), "") from None


def _columns(value: Any, path: str) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise Wrong(path, value, "the name of a column, or a list of them")
    return list(map(str, names))


def _from_digits(table: Mapping[str, Any], path: str, beside: FilesBeside | None) -> Sequence[Example]:
    """Digits, read when the first is asked for. Wrong: there is no such split."""
    split, unseen = table["digits"], table.get("unseen", False)
    if split not in SPLITS:
        raise Wrong(f"{path}.digits", split, near(split, SPLITS))
    if not isinstance(unseen, bool):
        raise Wrong(f"{path}.unseen", unseen, "true or false")
    return Digits(split, unseen)


class Source(NamedTuple):
    """A table that says where examples are: its keys, and what reads them."""

    keys: tuple[str, ...]
    read: Callable[[Mapping[str, Any], str, FilesBeside | None], Sequence[Example]]


SOURCES = {
    "csv": Source(("csv", "input", "goal", "label"), _from_csv),
    "digits": Source(("digits", "unseen"), _from_digits),
}
