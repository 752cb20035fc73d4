"""The name of a network, read off its ops: what files, scripts and digests call it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .ops import Beside, Conv, Dense, MaxPool, Op, hidden_of, rows_of


def form_of(ops: Sequence[Op]) -> tuple[str, dict[str, Any]]:
    """Which function of named.py makes a network of these ops, and its arguments; "Network", where none does."""
    match tuple(ops):
        case (Dense(_, inputs, neurons, (), False),):
            return "Neuron", {"inputs": inputs, "outputs": neurons}
        case (Beside(_, count),):
            return "Neurons", {"count": count}
        case (Conv(_, side, kernels, False),):
            return "ConvNet", {"side": side, "kernels": kernels, "outputs": None}
        case (Conv(_, side, kernels, True), MaxPool(), Dense(_, _, votes, (), False)):
            return "ConvNet", {"side": side, "kernels": kernels, "outputs": votes}
    hidden = hidden_of(ops)
    if hidden and all(op.activations and not op.bias for op in hidden) and ops[-1][3:] == ((), False):
        names = tuple(a.name for op in hidden for a in op.activations)
        sizes = hidden[0].inputs, *(op.outputs for op in ops)
        return "Layers", {"sizes": sizes, "activation": names[0] if len(set(names)) == 1 else names}
    return "Network", {"ops": rows_of(ops)}


def source_of(ops: Sequence[Op]) -> str:
    """The expression that makes a network of these ops."""
    name, values = form_of(ops)
    match name:
        case "Layers":
            return f"Layers({', '.join(map(str, values['sizes']))}, activation={values['activation']!r})"
        case "Network":
            return f"Network({json.dumps(values['ops'])})"  # as in a file
    return f"{name}({', '.join(map(str, values.values()))})"
