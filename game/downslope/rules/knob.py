"""A knob: what may be turned, how far, and where it may stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, Generic, NamedTuple, overload

from .field_bounds import FINITE, Letters

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    T = TypeVar("T", bound="float | str", default=Any)
else:
    from typing import TypeVar

    T = TypeVar("T")

Value = float | str

MOST_BY_HAND = 8  # weights that have a knob each on the board of a level by hand
CLOSE = 1e-9  # notches are equal within CLOSE * (1 + |x|): .1 + .2 is the notch .3


class KnobKind(NamedTuple):
    """What a knob of a name is, by that name.

    level      the level has a field of that name: the value at its start, which the run is made with
    restarts   turning it begins a new run
    many       there may be one for each weight
    names      its values are names in this table of the catalog
    """

    level: bool = False
    restarts: bool = False
    many: bool = False
    names: str = ""


KNOBS: dict[str, KnobKind] = {
    "weight": KnobKind(many=True),
    "alpha": KnobKind(level=True, many=True),
    "schedule": KnobKind(level=True),
    "metric": KnobKind(level=True, names="metrics"),
    "learner": KnobKind(level=True, names="learners"),
    "spread": KnobKind(level=True, restarts=True),
    "seed": KnobKind(level=True, restarts=True),
    "freeze": KnobKind(many=True),
    "pass": KnobKind(),  # where a recording is taken over, in epochs
}
OWN = KnobKind()  # a learner's, a metric's or a network's own, or a variant's
LEVEL_KNOBS = tuple(name for name, kind in KNOBS.items() if kind.level)


def kind_of(name: str) -> KnobKind:
    """The row of a knob's name; OWN where it has none."""
    return KNOBS.get(name, OWN)


@dataclass(frozen=True, init=False)
class Knob(Generic[T]):
    """A control with a range. `stops`, or every `step` from low to high, are the only values: all input snaps to them.

    A log knob without stops has values of three digits, and steps by a ratio (`step` .01: by 1 %).
    In a level: Knob("alpha", 0.01, 2.0). In the class of a learner or metric: beta = Knob(0.0, 0.99, start=0.9);
    there the attribute is its name, and `self.beta` its value.
    """

    name: Annotated[str, Letters(80)]  # a row of KNOBS, or a knob of the learner, the metric, the network or `variants`
    low: Annotated[float, FINITE] = -4.0  # the lowest value
    high: Annotated[float, FINITE] = 4.0  # the highest value
    start: Value | None = None  # the default value of a learner's or a metric's knob
    stops: Annotated[Sequence[Value], FINITE] = ()  # the only values; for metric and learner: the names to choose from
    step: float | None = None  # the distance of two notches; of a log knob: the ratio of one move
    log: bool = False  # the knob moves by a ratio; low must be above 0
    index: int | None = None  # which weight or alpha; None: a knob for each
    one_way: int = 0  # -1: the value can only go down; 1: only up
    after: int = 0  # runs that must end before the knob opens
    most: int | None = None  # how many of the indices the player can turn in a run; None: all
    title: Annotated[str, Letters(80)] = ""  # the player's word for the knob (throttle, gear); empty: its name

    @overload
    def __init__(
        self: Knob[float], low: float, high: float, /, *, start: float, stops: Sequence[float] = (),
        step: float | None = None, log: bool = False, title: str = "",
    ) -> None: ...  # fmt: skip
    @overload
    def __init__(self: Knob[float], *, start: float, stops: Sequence[float], title: str = "") -> None: ...
    @overload
    def __init__(self: Knob[str], *, start: str, stops: Sequence[str], title: str = "") -> None: ...
    @overload
    def __init__(
        self: Knob[Any], name: str, low: float = -4.0, high: float = 4.0, start: Value | None = None,
        stops: Sequence[Value] = (), step: float | None = None, log: bool = False, index: int | None = None,
        one_way: int = 0, after: int = 0, most: int | None = None, title: str = "",
    ) -> None: ...  # fmt: skip
    def __init__(
        self, name: Any = "", low: Any = -4.0, high: float = 4.0, start: Value | None = None,
        stops: Sequence[Value] = (), step: float | None = None, log: bool = False, index: int | None = None,
        one_way: int = 0, after: int = 0, most: int | None = None, title: str = "",
    ) -> None:  # fmt: skip
        if name == "" and not stops:  # as Python says it
            raise TypeError("Knob.__init__() missing 1 required positional argument: 'name'")
        if not isinstance(name, str):  # Knob(low, high)
            name, low, high = "", name, low
        vars(self).update(name=name, low=low, high=high, start=start, stops=stops, step=step, log=log, index=index,
                          one_way=one_way, after=after, most=most, title=title)  # fmt: skip

    def __set_name__(self, owner: Any, name: str) -> None:
        """In the body of a class: it is called as its attribute, and is one more of the class's `knobs`."""
        others = getattr(owner, "knobs", ())
        if name != "knobs" and isinstance(others, (tuple, list)):
            knob = replace(self, name=name)
            setattr(owner, name, knob)
            owner.knobs = (*(other for other in others if getattr(other, "name", "") != name), knob)

    @overload
    def __get__(self, thing: None, owner: type) -> Knob[T]: ...
    @overload
    def __get__(self, thing: object, owner: type) -> T: ...
    def __get__(self, thing: object, owner: type) -> Any:
        """The knob, of a class; of an object that has not turned it, where it starts. A turned one is in vars(self)."""
        return self if thing is None else self.start

    if TYPE_CHECKING:

        def __set__(self, thing: object, value: T) -> None: ...

    @property
    def notched(self) -> bool:
        """It has notches, or names: `values` are all that it may have."""
        return bool(self.stops or (self.step and not self.log))

    def values(self) -> list[Value] | None:
        """All values it may have, in the level's order; None: any between low and high."""
        if self.stops:
            return list(self.stops)
        if self.step and not self.log:
            count = round((self.high - self.low) / self.step)
            return [round(self.low + k * self.step, 10) for k in range(count + 1)]
        return None

    def snap(self, value: float) -> float:
        """The nearest value that it may have."""
        values = self.values()
        if values is not None:
            return min((v for v in values if isinstance(v, (int, float))), key=lambda v: abs(v - value))
        value = min(self.high, max(self.low, value))
        return float(f"{value:.3g}") if self.log else value

    def nudge(self, value: float, steps: int, fine: bool = False) -> float:
        """`steps` notches on (or back); a knob without notches moves by 1/200 of its range, fine by a tenth of that."""
        values = self.values()
        if values is not None:
            ordered = sorted(v for v in values if isinstance(v, (int, float)))
            here = ordered.index(self.snap(value))
            return ordered[min(len(ordered) - 1, max(0, here + steps))]
        if self.log:
            return self.snap(value * (1.0 + (self.step or 0.01) * (1.0 if fine else 5.0)) ** steps)
        return self.snap(value + steps * (self.high - self.low) / (2000.0 if fine else 200.0))

    def allows(self, value: Value) -> bool:
        """Whether it may stand there."""
        values = self.values()
        if values is not None:
            return any(equal(v, value) for v in values)
        return isinstance(value, (int, float)) and isfinite(value) and self.low <= value <= self.high

    def canonical(self, value: Value) -> Value:
        """The notch itself for a value that is within a rounding error of it."""
        return next((v for v in self.values() or () if equal(v, value)), value)

    def allowed_values(self) -> str:
        """What may be turned to, as the end of a sentence."""
        values = self.values()
        if self.stops and values is not None:
            return "one of " + ", ".join(str(v) for v in values)
        way = f" in steps of {self.step:g}" if values is not None and self.step else ""
        return f"{self.low:g} ... {self.high:g}{way}"


def equal(a: Value, b: Value) -> bool:
    """The same name, or numbers within a rounding error."""
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return abs(a - b) <= CLOSE * (1.0 + abs(b))
