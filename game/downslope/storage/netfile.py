"""A trained net as a file: versioned JSON of plain numbers, with its shape and a digest. Nothing in it is ever run.

What is not exactly that (another version or shape, cut, changed, a number that is not finite) is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any

from ..i18n import _, several
from ..learning.conv import ConvNet
from ..learning.network import Network, Neuron
from ..rules.level import Level
from .checked_json import NoJson, Unreadable, parse, refuse_changed, with_checksum
from .errors import Refused, bad_file, unreadable
from .files import read_file, reason_of, write_file

FORMAT, VERSION = "downslope net", 1
ENTRIES = ("format", "version", "network", "trained", "digest", "weights")
SHAPES: dict[str, tuple[type[Network], tuple[str, ...]]] = {
    "ConvNet": (ConvNet, ("side", "kernels", "outputs")),
    "Neuron": (Neuron, ("inputs", "outputs")),
}


@dataclass(frozen=True)
class SavedNet:
    """A network's shape, its weights, and how it was trained (names and numbers only; may be empty)."""

    network: Network
    weights: Sequence[float]
    trained: Mapping[str, Any] = field(default_factory=dict)


def save_net(path: Path, net: SavedNet) -> None:
    """All or nothing: what stood there stays until the new file is whole. Refused: it cannot be written."""
    kind, names = _kind(net.network)
    shape = {name: getattr(net.network, name) for name in names}
    data = {
        "format": FORMAT, "version": VERSION, "network": {"kind": kind, **shape}, "trained": dict(net.trained),
        "digest": digest(net.network, net.weights), "weights": list(net.weights),
    }  # fmt: skip
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, with_checksum(data))
    except (OSError, ValueError) as error:  # the disk, or a number that is not finite
        raise Refused(_("{file} cannot be saved: {reason}").format(file=path.name, reason=reason_of(error))) from error


def load_net(path: Path, inputs: int | None = None, outputs: int | None = None) -> SavedNet:
    """`inputs`, `outputs`: what it must have. Refused: why it cannot be used, in one sentence."""
    data = _data(path)
    network = _network(path, data.get("network"))
    if inputs not in (None, network.inputs) or outputs not in (None, network.outputs):
        shape = _("inputs: {inputs}, outputs: {outputs}")
        found = shape.format(inputs=network.inputs, outputs=network.outputs)
        wanted = shape.format(inputs=inputs, outputs=outputs)
        raise bad_file(path, "network", found, wanted)
    weights = _weights(path, data.get("weights"), network.size)
    right = digest(network, weights)
    if data.get("digest") != right:
        raise bad_file(
            path, "digest", repr(data.get("digest")), _("{digest}: the file was changed").format(digest=right)
        )
    trained = data.get("trained")
    return SavedNet(network, weights, trained if isinstance(trained, dict) else {})


def digest(network: Network, weights: Sequence[float]) -> str:
    """16 hexadecimal digits of the SHA-256 of the shape and of the weights as little-endian doubles."""
    from hashlib import sha256
    from struct import pack

    kind, names = _kind(network)
    shape = " ".join(str(part) for part in (kind, *(getattr(network, name) for name in names)))
    return sha256(shape.encode() + pack(f"<{len(weights)}d", *weights)).hexdigest()[:16]


def _kind(network: Network) -> tuple[str, tuple[str, ...]]:
    for kind, (made, names) in SHAPES.items():
        if type(network) is made and getattr(network, "classes", 1) is not None:
            return kind, names
    raise Refused(_("A net of the kind {kind} cannot be saved.").format(kind=type(network).__name__))


def _data(path: Path) -> dict[str, Any]:
    whole = _("a net that was saved by Downslope")
    try:
        raw = read_file(path)
        data = parse(raw, finite=False)  # a weight that is not finite is named by its number
    except OSError as error:
        raise unreadable(path, error) from error
    except NoJson as error:
        place = _("line {line}, column {column}").format(line=error.line, column=error.column)
        raise bad_file(path, place, _("cut short, or no JSON"), whole) from error
    except ValueError as error:
        raise bad_file(path, "", str(error), whole) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise bad_file(path, "format", _("something else"), whole)
    if data.get("version") != VERSION or isinstance(data["version"], bool):
        raise bad_file(path, "version", repr(data.get("version")), str(VERSION))
    try:
        refuse_changed(raw, data, ENTRIES)
    except Unreadable as error:
        raise bad_file(path, "", str(error), whole) from error
    return data


def _network(path: Path, shape: object) -> Network:
    kind = shape.get("kind") if isinstance(shape, dict) else None
    if not isinstance(shape, dict) or not isinstance(kind, str) or kind not in SHAPES:
        raise bad_file(path, "network.kind", repr(kind), ", ".join(SHAPES))
    made, names = SHAPES[kind]
    for name in names:
        value = shape.get(name)
        if type(value) is not int or not 1 <= value <= 1_000_000:
            raise bad_file(path, f"network.{name}", repr(value), _("a whole number, 1 or above"))
    network: Network = made(*(shape[name] for name in names))
    for place, value, allowed in network.faults():
        raise bad_file(path, place, repr(value), allowed)
    return network


def _weights(path: Path, weights: object, size: int) -> list[float]:
    if not isinstance(weights, list) or len(weights) != size:
        count = len(weights) if isinstance(weights, list) else None
        found = _("no list") if count is None else several("{n} number", "{n} numbers", count).format(n=count)
        wanted = several("{n} number, as its shape has it", "{n} numbers, as its shape has it", size).format(n=size)
        raise bad_file(path, "weights", found, wanted)
    for number, weight in enumerate(weights):
        if type(weight) not in (int, float) or not isfinite(weight):
            raise bad_file(path, f"weights[{number}]", repr(weight), _("a finite number"))
    return [float(weight) for weight in weights]


def starting_with(level: Level, net: SavedNet) -> Level:
    """The level with a net in it, shape and weights: see Level.weights_from."""
    return replace(level, network=net.network, weights=tuple(net.weights), spread=1.0)
