"""Symbols: numbers that are not known yet. What is done with them is kept as a graph of operations.

Equal operations are one node: they give the same bits. Only what keeps every bit is simplified: x * 1.0, x / 1,
x - 0.0, and 0.0 + x where x is never -0.0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NoReturn

# ---------------------------------------------------------------------------------------------------------------------
# An object as a key, whether it can be compared or not.


class Same:
    """Equal to itself and nothing else; the object is held, so that no other can have its address."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return object.__hash__(self.thing)


def as_key(thing: object) -> object:
    """Itself, where it is equal to nothing else anyway."""
    return thing if type(thing).__hash__ is object.__hash__ and type(thing).__eq__ is object.__eq__ else Same(thing)


MOST = 2000  # nodes: more would take too long to compile
FEW = 4  # numbers of which comparisons find the largest sooner than a call does
COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))
WHOLE_NUMBERS = frozenset((
    math.floor, math.ceil, math.trunc, math.comb, math.perm, math.gcd, math.lcm, math.factorial, math.isqrt,
    math.isfinite, math.isnan, math.isinf, math.isclose,
))  # fmt: skip
REAL_FUNCTIONS = frozenset(f for n, f in vars(math).items() if callable(f) and n[0] != "_") - WHOLE_NUMBERS


class NotCompilable(ValueError):
    """What a method does cannot be said without knowing the numbers, and why."""


class Symbol:
    """A node of the graph: an operation and its operands, which are symbols or plain numbers.

    op: "in" (an input; its operand is its name), an operator, "select" (test, then, otherwise), "call" (the function's
    name, arguments), "tuple", "item" (call, which, of how many). `signed`: it may be -0.0. `real`: it is a float for
    sure, no whole number or truth value.
    """

    __slots__ = ("args", "graph", "number", "op", "real", "signed")

    def __init__(self, graph: Graph, op: str, args: tuple[Any, ...], number: int, signed: bool, real: bool) -> None:
        self.graph, self.op, self.args, self.number = graph, op, args, number
        self.signed, self.real = signed, real

    def __bool__(self) -> bool:
        raise NotCompilable("a branch that depends on the numbers")

    def _unknown(self, *others: Any) -> NoReturn:
        raise NotCompilable("a number that is not known yet is used as more than a number")

    __float__ = __int__ = __index__ = __round__ = __len__ = __iter__ = __getitem__ = __str__ = __format__ = _unknown
    __hash__ = object.__hash__

    def __neg__(self) -> Any:
        return self.graph.operation("neg", self)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return self.graph.call(abs, self)


def _operator(name: str, op: str, swapped: bool) -> None:
    def method(self: Symbol, other: Any) -> Any:
        if not is_number(other):
            return NotImplemented
        return self.graph.operation(op, other, self) if swapped else self.graph.operation(op, self, other)

    setattr(Symbol, name, method)


for _name, _op in {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**", "floordiv": "//", "mod": "%",
}.items():  # fmt: skip
    _operator(f"__{_name}__", _op, False)
    _operator(f"__r{_name}__", _op, True)
for _name, _op in {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}.items():
    _operator(f"__{_name}__", _op, False)


class Graph:
    """All nodes of a trace. `functions`: what calls call, by its name in the text; no name of a plugin's is in it."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[Any, ...], Symbol] = {}
        self.functions: dict[str, Any] = {}
        self._names: dict[Any, str] = {}

    def input(self, name: str, signed: bool = True, real: bool = True) -> Symbol:
        return self.node("in", (name,), signed, real)

    def node(self, op: str, args: tuple[Any, ...], signed: bool, real: bool) -> Symbol:
        """The node of this operation, as it is. Untraceable: there are too many."""
        key = (op, *map(identity, args))
        found = self.nodes.get(key)
        if found is None:
            if len(self.nodes) >= MOST:
                raise NotCompilable(f"more than {MOST} operations")
            found = self.nodes[key] = Symbol(self, op, args, len(self.nodes), signed, real)
        return found

    def name(self, thing: Any, stem: str = "f") -> str:
        """The name of a function or number among `functions`. Methods of one object are one thing."""
        key = (Same(thing.__self__), thing.__func__) if hasattr(thing, "__func__") else Same(thing)
        if key not in self._names:
            self._names[key] = name = f"{stem}{len(self._names)}"
            self.functions[name] = thing
        return self._names[key]

    def call(self, function: Callable[..., Any], *args: Any) -> Symbol:
        """A function that is called as it is; lists and tuples of numbers may be among its arguments."""
        flat = tuple(self.tuple(a) if isinstance(a, (list, tuple)) else a for a in args)
        real = function in REAL_FUNCTIONS or (function is abs and is_real(args[0]))
        return self.node("call", (self.name(function), *flat), function is not abs, real)

    def extreme(self, function: Callable[..., Any], *args: Any) -> Any:
        """`max` or `min`: of a few numbers the first, unless a later one is beyond it, as the builtin has it."""
        one = args[0] if len(args) == 1 else args
        if not isinstance(one, (list, tuple)) or not 0 < len(one) <= FEW or not all(map(is_number, one)):
            return self.call(function, *args)
        found, *others = one
        for other in others:
            if type(found) is Symbol or type(other) is Symbol:
                found = self.select(self.operation(">" if function is max else "<", other, found), other, found)
            else:
                found = function(found, other)
        return found

    def tuple(self, values: Iterable[Any]) -> Symbol:
        return self.node("tuple", tuple(values), True, False)

    def items(self, call: Symbol, many: int) -> list[Symbol]:
        """The numbers that a call gives, which are so many."""
        return [self.node("item", (call, k, many), True, False) for k in range(many)]

    def operation(self, op: str, a: Any, b: Any = None) -> Any:
        """a op b, simplified; "neg" has one operand."""
        if op == "neg":
            return self.node(op, (a,), True, is_real(a))
        if op == "*" and _is_one(a) and is_real(b):
            return b
        if op in ("*", "/") and _is_one(b) and is_real(a):
            return a
        if op == "-" and identity(b) == ZERO and is_real(a):
            return a
        if op == "+" and identity(a) == ZERO and is_real(b) and not is_signed(b):
            return b
        return self.node(op, (a, b), _may_be_minus_zero(op, a, b), _gives_float(op, a, b))

    def select(self, test: Any, then: Any, otherwise: Any) -> Any:
        """`then` where the test holds. Both are numbers, or lists of one length, told apart number by number."""
        if then is otherwise:
            return then
        if isinstance(then, (list, tuple)):
            if type(otherwise) is not type(then) or len(then) != len(otherwise) or hasattr(then, "_fields"):
                raise NotCompilable("branches that give different things")
            return type(then)(self.select(test, a, b) for a, b in zip(then, otherwise))
        if not all(map(is_number, (then, otherwise))):
            raise NotCompilable("branches that give something else than numbers")
        if identity(then) == identity(otherwise):
            return then
        if _adds_nothing_unless(test, then, otherwise):
            return then
        real = is_real(then) and is_real(otherwise)
        if (
            type(test) is Symbol
            and test.op == "<="
            and test.args[0] is otherwise
            and identity(test.args[1]) == identity(then) == ZERO
        ):
            bare = without_zero(otherwise)  # a ReLU: 0.0 of 0.0 and of -0.0
            return self.node("select", (self.operation("<=", bare, 0.0), 0.0, bare), False, real)
        return self.node("select", (test, then, otherwise), is_signed(then) or is_signed(otherwise), real)


def is_number(value: Any) -> bool:
    """Known or not."""
    return type(value) in (float, int, bool, Symbol)


def identity(value: Any) -> Any:
    """What makes a node or number the same as another: 0.0 and -0.0, 1 and 1.0 and True are different constants."""
    return value.number if type(value) is Symbol else (type(value), repr(value))


ZERO, ONE = identity(0.0), identity(1.0)


def is_signed(value: Any) -> bool:
    """It may be -0.0."""
    return value.signed if type(value) is Symbol else repr(value) == "-0.0"


def is_real(value: Any) -> bool:
    """It is a float for sure."""
    return value.real if type(value) is Symbol else type(value) is float


def is_never_negative(value: Any) -> bool:
    """It is 0 or more, or not a number: a square, an absolute value; sums, products, choices of such."""
    if type(value) is not Symbol:
        return bool(value >= 0)
    op, args = value.op, value.args
    if op == "*":
        return args[0] is args[1] or all(map(is_never_negative, args))
    if op in ("+", "select"):
        return all(map(is_never_negative, args[op == "select" :]))
    return bool(op == "call" and value.graph.functions[args[0]] is abs)


def operands(node: Any) -> Iterator[Symbol]:
    """Those that are not plain numbers."""
    for a in node.args if type(node) is Symbol else ():
        if type(a) is Symbol:
            yield a


def without_zero(total: Any) -> Any:
    """A sum that begins with 0.0, without it: the same but for the sign of a zero."""
    terms, node = list[Any](), total
    while type(node) is Symbol and node.op == "+":
        terms.append(node.args[1])
        node = node.args[0]
    if not terms or identity(node) != ZERO or not is_real(terms[-1]):
        return total
    found = terms.pop()
    while terms:
        found = total.graph.node("+", (found, terms.pop()), True, True)
    return found


def _is_one(value: Any) -> bool:
    return type(value) in (float, int) and bool(value == 1)


def _may_be_minus_zero(op: str, a: Any, b: Any) -> bool:
    if op == "+":
        return is_signed(a) and is_signed(b)
    if op == "-":
        return is_signed(a)  # a - b is -0.0 only where a is
    if op == "*":
        return a is not b
    if op == "**":
        return bool(b != 2) if type(b) is not Symbol else True
    return op not in COMPARISONS


def _gives_float(op: str, a: Any, b: Any) -> bool:
    if op == "**":
        return is_real(a) and type(b) is int
    return op == "/" or (op in ("+", "-", "*") and (is_real(a) or is_real(b)))


def _adds_nothing_unless(test: Any, then: Any, otherwise: Any) -> bool:
    """`x + d * y if d else x`, where x is never -0.0 and y is finite: the same where d is 0."""
    if type(test) is not Symbol or type(then) is not Symbol or then.op != "+" or then.args[0] is not otherwise:
        return False
    product = then.args[1]
    if is_signed(otherwise) or not is_real(otherwise) or type(product) is not Symbol or product.op != "*":
        return False
    rest: Sequence[Any] = [a for a in product.args if a is not test]
    return len(rest) == 1 and type(rest[0]) is Symbol and rest[0].op == "in"
