"""Whether a value is of the kind that an annotation says, and the annotation as the end of a sentence."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from ..learning.network import Network

NAMES = {str: "a text, in quotes", int: "a whole number", float: "a number", bool: "True or False", type(None): "None"}


def fits(value: object, hint: Any) -> bool:
    """Whether a value is of an annotation's kind. A whole number is a number, and True is neither."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint is Any or isinstance(hint, typing.TypeVar):
        return True
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, one) for one in inside)
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin is Sequence:  # one Knob is a tuple too, but no list of Knobs
        return isinstance(value, Sequence) and not isinstance(value, (str, bytes)) and not hasattr(value, "_fields")
    if origin is not None:
        return isinstance(value, origin)
    if getattr(hint, "_is_protocol", False):
        return callable(getattr(value, "met", None))
    return isinstance(value, hint) if isinstance(hint, type) else True


def in_words(hint: Any) -> str:
    """An annotation as the end of a sentence."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(map(in_words, inside)))
    if origin is Sequence:
        one = in_words(inside[0]).removesuffix(", in quotes")
        return f"a list of {one.removeprefix('a ')}s" if one.startswith("a ") and " or " not in one else "a list"
    if origin is Mapping:
        return "a dict"
    if origin is frozenset:
        return "a frozenset of whole numbers"
    if hint is Network:
        return "a Network, such as Neuron()"
    if getattr(hint, "_is_protocol", False):
        return "a target, such as Near(0.01)"
    name = getattr(hint, "__name__", str(hint))
    return NAMES.get(hint, f"a {name}")
