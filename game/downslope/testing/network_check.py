"""Of a network: its methods, its shapes, its ops, and weight_deltas that are the slope of its prediction."""

from __future__ import annotations

from collections.abc import Iterator

from ..i18n import _
from ..learning.contract import shape_faults, slope_faults
from ..learning.network import Network
from .findings import Finding
from .places import place_of, raised_at

METHODS = ("forward", "weight_deltas")


def check_network(network: Network) -> list[Finding]:
    """What is wrong with a network, measured at five places that are always the same."""
    kind = type(network).__name__
    thing = f"network {kind}"
    missing = [name for name in METHODS if getattr(type(network), name) is getattr(Network, name)]
    if missing and not network_has_ops(network):
        place = place_of(type(network), *METHODS)
        return [Finding("network-method", thing, _("it has no {method}()").format(method=name), *place)
                for name in missing]  # fmt: skip
    try:
        rows = [(_rule(found[0]), found) for found in (*network.faults(), *shape_faults(network))]
        rows += [] if rows else [("network-slope", found) for found in slope_faults(network)]
    except Exception as error:
        message = _("{kind}: {reason}").format(kind=type(error).__name__, reason=error)
        return [Finding("network-raises", thing, message, *raised_at(error, type(network), *METHODS))]
    sentence = _("{field} gives {value}; it should be {allowed}")
    return [
        *(Finding(rule, thing, sentence.format(field=field, value=f"{value!s:.60}", allowed=allowed),
                  *place_of(type(network), field.rpartition(".")[2], *METHODS))
          for rule, (field, value, allowed) in rows),
        *old_names(type(network)),
    ]  # fmt: skip


def old_names(kind: type[Network]) -> Iterator[Finding]:
    """What it defines under a name that has a better one now."""
    for base in kind.__mro__:
        for old in vars(base).get("deprecated", ()):
            message = _("{kind}.{old} is called {new} now").format(kind=base.__name__, old=old, new=kind.old_names[old])
            yield Finding("plugin-deprecated", f"network {kind.__name__}", message)


def _rule(field: str) -> str:
    return "network-picture" if field.endswith(".picture") else "network-shape"


def network_has_ops(network: Network) -> bool:
    """It is told by its parts, from which forward and weight_deltas follow."""
    try:
        return bool(network.ops())
    except Exception:
        return False
