"""The text of the fast loop for dense nets: written out whole, or row by row. See fast_layers.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .lines import NotPlain

if TYPE_CHECKING:
    from .activations import Activation
    from .fast_layers import Code
    from .layers import Block

Lines = list[str]
HEAD = "def run(_weights, _memories, _samples, _keep, _seen):"


def names(stem: str, count: int) -> list[str]:
    return [f"{stem}{k}" for k in range(count)]


def unpacked(many: Sequence[str], value: str) -> str:
    return f"{', '.join(many)}, = {value}"


def added(weights: Sequence[str], values: Sequence[str], zero: bool = True) -> str:
    """Weights times values, added up from the first to the last.

    From 0.0 on, so that nothing times -1 is 0.0 and not -0.0; not so (`zero`) where the sign of a 0 goes no further.
    """
    return ("0.0 + " if zero else "") + " + ".join(f"{w} * {v}" for w, v in zip(weights, values))


def signed(activation: Activation | None) -> bool:
    """The sign of a total of 0 goes further: a ReLU makes 0.0 of both."""
    return activation is None or activation.name != "relu"


def indented(lines: Sequence[str], by: int) -> Lines:
    return [" " * by + line for line in lines]


def activation_of(block: Block, neuron: int) -> Activation | None:
    return block.activations[neuron] if block.activations else None


# the whole net, its weights in local names


def written_out(code: Code) -> Lines:
    blocks = code.blocks
    last, size = len(blocks), blocks[-1].row(blocks[-1].neurons - 1).stop
    weights = names("_w", size)
    memories = [names(f"{m}_", size) for m in code.memory]
    outputs = blocks[-1].neurons
    start = [unpacked(weights, "_weights")]
    start += [unpacked(row, f"_memories[{k}]") for k, row in enumerate(memories)]
    forward = _whole_forward(code, weights)
    ends = ", ".join(f"[{', '.join(row)}]" for row in memories)
    return [
        HEAD,
        *indented(start, 4),
        "    for _input, _goal, alpha in _samples:",
        *indented([unpacked(names("_x0_", blocks[0].inputs), "_input"), *forward], 8),
        *indented(_whole_judged(code, last, outputs), 8),
        f"        if _keep is not None: _keep([{', '.join(weights)}])",
        "        _seen(_total)",
        *indented(_whole_back(code, weights, memories), 8),
        f"    return [{', '.join(weights)}], [{ends}]",
        "def predict(_weights, _input):",
        *indented([start[0], unpacked(names("_x0_", blocks[0].inputs), "_input"), *forward], 4),
        f"    return [{', '.join(names(f'_x{last}_', outputs))}]",
    ]


def _whole_forward(code: Code, weights: Sequence[str]) -> Lines:
    text: Lines = []
    for number, block in enumerate(code.blocks, 1):
        before = names(f"_x{number - 1}_", block.inputs)
        for neuron in range(block.neurons):
            value = f"_x{number}_{neuron}"
            activation = activation_of(block, neuron)
            text.append(f"{value} = {added(weights[block.row(neuron)], before, signed(activation))}")
            text += code.activated(activation, value)
    return text


def _whole_judged(code: Code, last: int, outputs: int) -> Lines:
    predictions, deltas = names(f"_x{last}_", outputs), names(f"_d{last}_", outputs)
    if not code.inlined:
        listed = f"[{', '.join(predictions)}]"
        return [f"_total = 0.0 + _total_error({listed}, _goal)", unpacked(deltas, f"_deltas({listed}, _goal)")]
    text = [unpacked(names("_g", outputs), "_goal"), "_total = 0.0"]
    for prediction, goal, delta in zip(predictions, names("_g", outputs), deltas):
        text += code.judged(prediction, goal, delta)
    return text


def _whole_back(code: Code, weights: Sequence[str], memories: Sequence[Sequence[str]]) -> Lines:
    text: Lines = []
    for number in range(len(code.blocks), 1, -1):  # every delta with the old weights, before any of them moves
        block, before = code.blocks[number - 1], code.blocks[number - 2]
        deltas = names(f"_d{number}_", block.neurons)
        for i in range(block.inputs):
            column = [weights[block.row(neuron)][i] for neuron in range(block.neurons)]
            slope = code.slope(before.activations[i], f"_x{number - 1}_{i}")
            share = added(deltas, column, not code.skips)  # what is 0 or -0.0 is skipped
            text.append(f"_d{number - 1}_{i} = ({share}) * {slope}")
    for number, block in enumerate(code.blocks, 1):
        for neuron in range(block.neurons):
            delta, row = f"_d{number}_{neuron}", range(*block.row(neuron).indices(len(weights)))
            lines: Lines = []
            for i, index in enumerate(row):
                own = [memory[index] for memory in memories]
                lines += code.updated(weights[index], f"{delta} * _x{number - 1}_{i}", own)
            text += [f"if {delta}:", *indented(lines, 4)] if code.skips else lines
    return text


# row by row


def row_by_row(code: Code) -> Lines:
    blocks, last = code.blocks, len(code.blocks)
    for block in blocks[:-1]:
        if len(set(block.activations)) > 1:
            raise NotPlain("different activations in a layer of a large net")
    keep = _flat("_r", last)
    flat = ", ".join(_flat(f"{m}r", last) for m in code.memory)
    return [
        HEAD,
        *indented([f"_r{k} = {_rows('_weights', b)}" for k, b in enumerate(blocks, 1)], 4),
        *indented([f"{m}r{k} = {_rows(f'_memories[{j}]', b)}" for j, m in enumerate(code.memory)
                   for k, b in enumerate(blocks, 1)], 4),
        "    for _input, _goal, alpha in _samples:",
        *indented(_row_forward(code, [f"_r{k}" for k in range(1, last + 1)]), 8),
        *indented(_row_judged(code, last), 8),
        "        if _keep is not None:",
        *indented([f"for _row in _r{k}: _keep(_row)" for k in range(1, last + 1)], 12),
        "        _seen(_total)",
        *indented(_row_back(code), 8),
        f"    return {keep}, [{flat}]",
        "def predict(_weights, _input):",
        *indented(_row_forward(code, [_rows("_weights", b) for b in blocks]), 4),
        f"    return _l{last}",
    ]  # fmt: skip


def _flat(stem: str, last: int) -> str:
    """All rows of all blocks as one list."""
    return " + ".join(f"[_w for _row in {stem}{k} for _w in _row]" for k in range(1, last + 1))


def _rows(weights: str, block: Block) -> str:
    """A list of the block's rows."""
    end = block.row(block.neurons - 1).stop
    return f"[{weights}[_i:_i + {block.inputs}] for _i in range({block.first}, {end}, {block.inputs})]"


def _row_forward(code: Code, rows: Sequence[str]) -> Lines:
    text = ["_l0 = _input"]
    for number, block in enumerate(code.blocks, 1):
        before, row = names(f"_x{number - 1}_", block.inputs), names("_a", block.inputs)
        text += [
            unpacked(before, f"_l{number - 1}"),
            f"_l{number} = []",
            f"for {', '.join(row)}, in {rows[number - 1]}:",
            f"    _z = {added(row, before)}",
            *indented(code.activated(activation_of(block, 0), "_z"), 4),
            f"    _l{number}.append(_z)",
        ]
    return text


def _row_judged(code: Code, last: int) -> Lines:
    if not code.inlined:
        return [f"_total = 0.0 + _total_error(_l{last}, _goal)", f"_e{last} = _deltas(_l{last}, _goal)"]
    return [
        "_total = 0.0",
        f"_e{last} = []",
        f"for _p, _g in zip(_l{last}, _goal):",
        *indented([*code.judged("_p", "_g", "_d"), f"_e{last}.append(_d)"], 4),
    ]


def _row_back(code: Code) -> Lines:
    """From the last layer to the first: hand the shares back with the old weights, then move them."""
    text: Lines = []
    for number in range(len(code.blocks), 0, -1):
        block = code.blocks[number - 1]
        row, before = names("_a", block.inputs), names(f"_x{number - 1}_", block.inputs)
        shares = names("_b", block.inputs) if number > 1 else []
        own = [names(f"{m}_", block.inputs) for m in code.memory]
        work = [unpacked(row, f"_r{number}[_j]")]
        work += [unpacked(o, f"{m}r{number}[_j]") for m, o in zip(code.memory, own)]
        work += [f"{share} += _d * {weight}" for share, weight in zip(shares, row)]
        for i, (weight, value) in enumerate(zip(row, before)):
            work += code.updated(weight, f"_d * {value}", [o[i] for o in own])
        work.append(f"_r{number}[_j] = [{', '.join(row)}]")
        work += [f"{m}r{number}[_j] = [{', '.join(o)}]" for m, o in zip(code.memory, own)]
        if shares:
            text.append(f"{' = '.join(shares)} = 0.0")
        text.append(f"for _j, _d in enumerate(_e{number}):")
        text += indented(["if _d:", *indented(work, 4)] if code.skips else work, 4)
        if shares:
            slopes = [code.slope(a, v) for a, v in zip(code.blocks[number - 2].activations, before)]
            text.append(f"_e{number - 1} = [{', '.join(f'{b} * {s}' for b, s in zip(shares, slopes))}]")
    return text
