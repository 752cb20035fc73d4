"""What each field of a level is, in the words that stand beside it in the source: for the reference and for editors.

A field's text is the comment on its line; without one, the comment lines right above it.
"""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, get_origin

from ..rules.annotations import in_words
from ..rules.knob import Knob
from ..rules.level import Level
from ..rules.question import Marker, Question

KINDS: tuple[Any, ...] = (Level, Knob, Question, Marker)
BY_NAME = {"knobs": "weight and alpha", "network": "Neuron()", "target": "Near(0.001)", "wins": "land, overshoot"}
# Kinds of values that an annotation alone does not tell.
SAID = {
    "examples": "a list of Examples", "unseen": "a list of Examples", "knobs": "a list of Knobs",
    "questions": "a list of Questions and Markers", "recap": "a list of Questions and Markers",
    "stages": "a list of dicts of fields", "variants": "{knob: {stop: fields}}", "recording": "a list of actions",
    "solution": "a list of actions", "ghost": "a list of actions", "actions": "a list of actions",
    "asks": "a text, or a function of the session", "means": "a list", "level": "a Level or None",
    "alpha": "a number, or a list of numbers", "settings": "a dict of numbers and texts", "start": "a value or None",
    "stops": "a list of numbers and texts", "words": "a dict of texts", "sight": "a dict of texts",
    "target": "a Target", "par_target": "a Target or None", "network": "a Network",
}  # fmt: skip


class Comment(typing.NamedTuple):
    """A comment, and whether it has its line to itself."""

    text: str
    alone: bool


@cache
def texts(kind: Any) -> Mapping[str, str]:
    """{field: what it is}; empty where nothing stands beside it."""
    source = inspect.getsource(kind)
    comments = {
        token.start[0]: Comment(token.string.lstrip("# "), token.line.lstrip().startswith("#"))
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    found = {}
    (body,) = ast.parse(source).body
    for node in typing.cast(ast.ClassDef, body).body:
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)):
            continue
        beside = comments.get(node.end_lineno or node.lineno)
        if beside is not None and not beside.alone:
            found[node.target.id] = _without_marks(beside.text)
            continue
        above, number = list[str](), node.lineno - 1
        while number in comments and comments[number].alone:
            above.insert(0, comments[number].text)
            number -= 1
        found[node.target.id] = " ".join(above)
    return found


def _without_marks(text: str) -> str:
    """A comment without what it says to a type checker."""
    return text.rpartition("# ")[2] if text.startswith("type: ignore") else text


def hints_of(kind: Any) -> Mapping[str, Any]:
    """{field: its annotation} of a Level, Knob, Question or Marker, in the source's order."""
    module = inspect.getmodule(kind)
    hints = typing.get_type_hints(kind, {**vars(module), "Action": tuple})
    names = [each.name for each in fields(kind)] if is_dataclass(kind) else list(kind._fields)
    return {name: hints[name] for name in names}


def default_of(kind: Any, name: str) -> Any:
    """MISSING: it is needed."""
    if not is_dataclass(kind):
        return kind._field_defaults.get(name, MISSING)
    found = next(each for each in fields(kind) if each.name == name)
    return found.default_factory() if found.default_factory is not MISSING else found.default


def default_in_words(kind: Any, name: str) -> str:
    """A default as the reference says it."""
    value = default_of(kind, name)
    if value is MISSING:
        return "needed"
    if name in BY_NAME and kind is Level:
        return BY_NAME[name]
    if value is None:
        return "None"
    empty = not value and not isinstance(value, (int, float))
    return "none" if empty else repr(value)


def kind_in_words(name: str, hint: Any) -> str:
    """An annotation as the reference says it."""
    return SAID.get(name) or in_words(hint).removesuffix(", in quotes").replace("True or False", "true or false")


def is_list(hint: Any) -> bool:
    """A list, or a set, of something."""
    return get_origin(hint) in (Sequence, frozenset) or hint is frozenset


__all__ = ["KINDS", "default_in_words", "default_of", "hints_of", "is_list", "kind_in_words", "texts"]
