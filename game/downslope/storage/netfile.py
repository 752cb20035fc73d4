"""A trained net as a file: versioned JSON of plain numbers, with its shape and a digest. Nothing in it is ever run.

What is not exactly that (another version or shape, cut, changed, a number that is not finite) is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from ..i18n import _, plural_form
from ..learning import BIAS, KINDS, RELU, SIZES, ConvNet, Dense, Network, Neuron, RowFault, form_of, ops_of
from .files import Refused, invalid_file, read_file, reason_of, unreadable, write_file
from .save_file import is_whole, parse, with_checksum

FORMAT, VERSION = "downslope net", 1
ENTRIES = ("format", "version", "network", "trained", "digest", "weights")
SHAPES: dict[str, tuple[Callable[..., Network], tuple[str, ...]]] = {  # as 1.0 wrote and reads them
    "ConvNet": (ConvNet, ("side", "kernels", "outputs")),
    "Neuron": (Neuron, ("inputs", "outputs")),
}
OPS = "ops"  # the kind of all others: what they are made of
MOST = 1_000_000  # of a number of a shape
MOST_OPS = 1_000


@dataclass(frozen=True)
class SavedNet:
    """A network's shape, its weights, and how it was trained (names and numbers only; may be empty)."""

    network: Network
    weights: Sequence[float]
    trained: Mapping[str, Any] = field(default_factory=dict)


def save_net(path: Path, net: SavedNet) -> None:
    """All or nothing: what stood there stays until the new file is whole. Refused: it cannot be written."""
    data = {
        "format": FORMAT, "version": VERSION, "network": _shape(net.network), "trained": dict(net.trained),
        "digest": digest(net.network, net.weights), "weights": list(net.weights),
    }  # fmt: skip
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, with_checksum(data))
    except (OSError, ValueError) as error:  # the disk, or a number that is not finite
        raise Refused(_("{file} cannot be saved: {reason}").format(file=path.name, reason=reason_of(error))) from error


def load_net(path: Path, inputs: int | None = None, outputs: int | None = None) -> SavedNet:
    """`inputs`, `outputs`: what it must have. Refused: why it cannot be used, in one sentence."""
    try:
        raw = read_file(path)
    except OSError as error:
        raise unreadable(path.name, error) from error
    return parse_net(path, raw, inputs, outputs)


def parse_net(path: Path, raw: bytes, inputs: int | None = None, outputs: int | None = None) -> SavedNet:
    """The same of what such a file holds; it is called `path` where it is refused."""
    whole = _("a net that was saved by Downslope")
    try:
        data = parse(raw, finite=False)  # a weight that is not finite is named by its number
    except ValueError as error:
        raise invalid_file(path, "", str(error), whole) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise invalid_file(path, "format", _("something else"), whole)
    if data.get("version") != VERSION or isinstance(data["version"], bool):
        raise invalid_file(path, "version", repr(data.get("version")), str(VERSION))
    if not is_whole(raw) and not set(data) <= set(ENTRIES):  # a net of 1.0 has no checksum
        raise invalid_file(path, "", _("it has no checksum, or it was changed"), whole)
    network = _network(path, data.get("network"))
    if inputs not in (None, network.inputs) or outputs not in (None, network.outputs):
        shape = _("inputs: {inputs}, outputs: {outputs}")
        shape_words = shape.format(inputs=network.inputs, outputs=network.outputs)
        wanted = shape.format(inputs=inputs, outputs=outputs)
        raise invalid_file(path, "network", shape_words, wanted)
    given, size = data.get("weights"), network.size
    if not isinstance(given, list) or len(given) != size:
        count = len(given) if isinstance(given, list) else None
        count_words = _("no list") if count is None else plural_form("{n} number", "{n} numbers", count).format(n=count)
        wanted = plural_form("{n} number, as its shape has it", "{n} numbers, as its shape has it", size).format(n=size)
        raise invalid_file(path, "weights", count_words, wanted)
    for number, weight in enumerate(given):
        if type(weight) not in (int, float) or not isfinite(weight):
            raise invalid_file(path, f"weights[{number}]", repr(weight), _("a finite number"))
    weights = [float(weight) for weight in given]
    right = digest(network, weights)
    if data.get("digest") != right:
        raise invalid_file(
            path, "digest", repr(data.get("digest")), _("{digest}: the file was changed").format(digest=right)
        )
    trained = data.get("trained")
    return SavedNet(network, weights, trained if isinstance(trained, dict) else {})


def digest(network: Network, weights: Sequence[float]) -> str:
    """16 hexadecimal digits of the SHA-256 of the shape and of the weights as little-endian doubles."""
    from hashlib import sha256
    from struct import pack

    shape = _shape(network)
    if shape["kind"] == OPS:
        text = json.dumps(shape, sort_keys=True)
    else:
        text = " ".join(str(part) for part in shape.values())
    return sha256(text.encode() + pack(f"<{len(weights)}d", *weights)).hexdigest()[:16]


def _shape(network: Network) -> dict[str, Any]:
    """What is written of a network. Refused: it does not say what it is made of."""
    ops = network.ops()
    kind, numbers = form_of(network.ops())
    if kind in SHAPES and None not in numbers.values():
        return {"kind": kind, **numbers}
    if not ops:
        template = _("A net of the kind {kind} cannot be saved: it has no ops() that say what it is made of.")
        raise Refused(template.format(kind=type(network).__name__))
    rows = list[dict[str, Any]]()
    for op in ops:  # its kind and its numbers; where its weights begin follows from the ops before it
        (name,) = (name for name, op_kind in KINDS.items() if type(op) is op_kind)
        sizes = {field: value for field, value in op._asdict().items() if field not in ("first", "activations")}
        bends = {"activations": [a.name for a in op.activations]} if isinstance(op, Dense) else {}
        rows.append({"op": name, **sizes, **bends})
    return {"kind": OPS, "ops": rows}


def _row(written: object) -> object:
    """The same as a row of ops; the reader of the row says what is none."""
    kind = written.get("op") if isinstance(written, dict) else None
    if not isinstance(written, dict) or not isinstance(kind, str) or kind not in KINDS:
        return [kind] if isinstance(written, dict) else written
    names = written.get("activations")
    words = [word for word in (BIAS, RELU) if written.get(word) is True]
    sizes = [written.get(name) for name in SIZES[KINDS[kind]]]
    return [kind, *sizes, *([names] if names else []), *words]


def _network(path: Path, shape: object) -> Network:
    kind = shape.get("kind") if isinstance(shape, dict) else None
    if not isinstance(shape, dict) or not isinstance(kind, str) or kind not in (*SHAPES, OPS):
        raise invalid_file(path, "network.kind", repr(kind), ", ".join((*SHAPES, OPS)))
    if kind == OPS:
        rows = shape.get("ops")
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST_OPS:
            raise invalid_file(path, "network.ops", f"{rows!r:.60}", _("a list of ops"))
        try:
            network = Network(ops_of([_row(row) for row in rows]))
        except RowFault as fault:
            place = f"network.ops{fault.place}"
            raise invalid_file(path, place, f"{fault.value!r:.60}", fault.sentence) from None
    else:
        make, names = SHAPES[kind]
        for name in names:
            if type(shape.get(name)) is not int or not 1 <= shape[name] <= MOST:
                wanted = _("a whole number, 1 or above")
                raise invalid_file(path, f"network.{name}", repr(shape.get(name)), wanted)
        network = make(*(shape[name] for name in names))
    for place, value, allowed in network.faults():
        raise invalid_file(path, place, repr(value), allowed)
    return network
