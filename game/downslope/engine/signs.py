"""The sign of a zero, left out of a graph where it goes no further.

`0.0 +` at the start of a sum costs an addition, `* (1.0 if x > 0.0 else 0.0)`, the slope of a ReLU, a product.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .symbols import COMPARISONS, ONE, ZERO, Symbol, identity, is_real, is_signed, operands


def without_signs(kept: Sequence[Any], free: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The same nodes without `0.0 +`, and with a branch for a factor of 1.0 or 0.0, where nobody sees a zero's sign.

    A product with 0.0 is taken for 0.0, which is so while all numbers are finite.
    kept: nodes of which every bit counts. free: nodes whose own sign of zero does not matter to whoever uses them.
    """
    order = _all_nodes([*kept, *free])
    bound = {n for n in kept if type(n) is Symbol}  # of these the sign matters
    for node in reversed(order):  # what uses comes before what is used
        bound.update(_operands_whose_sign_matters(node, node in bound))
    new: dict[Symbol, Any] = {}
    for node in order:
        args = tuple(new.get(a, a) if type(a) is Symbol else a for a in node.args)
        if node.op == "+" and identity(args[0]) == ZERO and node not in bound and is_real(args[1]):
            new[node] = args[1]
        elif node.op == "*" and node not in bound and is_real(args[0]) and _is_switch(args[1]):
            new[node] = node.graph.select(args[1].args[0], args[0], 0.0)
        elif any(a is not b for a, b in zip(args, node.args)):
            new[node] = node.graph.node(node.op, args, node.signed, node.real)
    return [new.get(n, n) for n in kept], [new.get(n, n) for n in free]


def _is_switch(node: Any) -> bool:
    """1.0 where its test holds, else 0.0."""
    return type(node) is Symbol and node.op == "select" and (*map(identity, node.args[1:]),) == (ONE, ZERO)


def _all_nodes(roots: Sequence[Any]) -> list[Symbol]:
    """Operands before what uses them."""
    found = set[Symbol]()
    stack = [n for n in roots if type(n) is Symbol]
    while stack:
        node = stack.pop()
        if node not in found:
            found.add(node)
            stack += operands(node)
    return sorted(found, key=lambda node: node.number)


def _operands_whose_sign_matters(node: Symbol, bound: bool) -> list[Symbol]:
    """`bound`: the node's own sign matters."""
    op, args = node.op, node.args
    if op in COMPARISONS or (op == "*" and args[0] is args[1]):
        return []
    if op in ("*", "+", "-", "neg") and not bound:
        return []
    if op == "+" and not all(map(is_signed, args)):  # the one that is never -0.0 decides, and must stay so
        return [a for a in args if type(a) is Symbol and not is_signed(a)][:1]
    matters = list(args)
    if op == "select":
        matters = list(args[1:]) if bound else []
    elif op == "/" and not bound:
        matters = [args[1]]
    return [a for a in matters if type(a) is Symbol]
