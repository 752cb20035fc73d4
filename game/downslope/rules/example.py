"""What a network learns from: pairs of an input and the prediction wanted for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from ..learning import Pair

Numbers = float | Sequence[float]


@dataclass(frozen=True)
class Example:
    """An input with its goal. Each is a number, or a list with one number for each input or output."""

    input: Numbers
    goal_prediction: Numbers
    label: str = ""

    @property
    def pair(self) -> Pair:
        """As tuples. TypeError or ValueError: not numbers."""
        return numbers(self.input), numbers(self.goal_prediction)


class Deferred(Sequence[Example]):
    """Examples that are made when the first of them is asked for: many, or from a file."""

    def make(self) -> Sequence[Example]:
        raise NotImplementedError

    @cached_property
    def made(self) -> Sequence[Example]:
        return self.make()

    @cached_property
    def pairs(self) -> list[Pair]:
        """All of them as tuples, made once."""
        return [example.pair for example in self.made]

    def __len__(self) -> int:
        return len(self.made)

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Example]: ...
    def __getitem__(self, index: int | slice) -> Example | Sequence[Example]:
        return self.made[index]

    def __iter__(self) -> Iterator[Example]:
        return iter(self.made)


def numbers(value: Numbers) -> tuple[float, ...]:
    """A number or a sequence of them, as a tuple. TypeError or ValueError: something else."""
    if isinstance(value, str):
        raise TypeError(f"{value!r} is not a number")
    if isinstance(value, Sequence):
        return tuple(map(float, value))
    return (float(value),)


def input_name(words: Mapping[str, str], index: int, plain: str | None = None) -> str:
    """The level's own word for an input; without one `plain`, by default its word for all of them: "input 2"."""
    own = words.get(f"input {index + 1}")
    if own or plain is not None:
        return own or plain or ""
    return f"{words.get('input', 'input')} {index + 1}"
