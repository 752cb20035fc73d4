"""The text of the fast loop for small nets: written out whole, the weights in local names. See fast_dense.py.

A step that sees one example moves each weight by its weight_delta. One that sees several first adds them up: from -0.0
on, for -0.0 + x is x, whatever the sign of a zero.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..learning.activations import Activation
from .loop_code import EACH, HEAD, ONE, SEVERAL, Code, Lines, activation_of, indent, names, sum_of_products, unpack


def keeps_sign_of_zero(activation: Activation | None) -> bool:
    """The sign of a total of 0 goes further: a ReLU makes 0.0 of both."""
    return activation is None or activation.name != "relu"


def unroll(code: Code) -> Lines:
    """The loop of a small net: each weight, input and neuron is a local variable."""
    weights = names("_w", code.size)
    memories = [names(f"{m}_", code.size) for m in code.memory]
    inputs = unpack(names("_x0_", code.inputs), "_input")
    start = [unpack(weights, "_weights")]
    look = [inputs, *_forward(code, weights), *_judged(code), *_back(code, weights)]
    keep = f"        if _keep is not None: _keep([{', '.join(weights)}])"
    if code.batched:
        loop = [
            *SEVERAL,
            f"        {' = '.join(names('_s', code.size))} = -0.0",
            EACH,
            *indent([*look, "_sum += _total", *_collected(code)], 12),
            keep,
            "        _seen(_sum / _count)",
        ]
        weight_deltas = [f"_s{k} / _count" for k in range(code.size)]
    else:
        loop = [ONE, *indent(look, 8), keep, "        _seen(_total)"]
        weight_deltas = [f"{delta} * {value}" for delta, row in rows(code) for _, value in row]
    ends = ", ".join(f"[{', '.join(row)}]" for row in memories)
    return [
        HEAD,
        *indent([*start, *(unpack(row, f"_memories[{k}]") for k, row in enumerate(memories))], 4),
        *loop,
        *indent(_moved(code, weights, memories, weight_deltas), 8),
        f"    return [{', '.join(weights)}], [{ends}]",
        "def predict(_weights, _input):",
        *indent([start[0], inputs, *_forward(code, weights)], 4),
        f"    return [{', '.join(names(f'_x{code.last}_', code.outputs))}]",
    ]


def rows(code: Code) -> list[tuple[str, list[tuple[int, str]]]]:
    """For each neuron its delta's name, and its weights: their index and the name of the value in front of them."""
    if code.elementwise:
        return [(f"_d1_{k}", [(k, f"_x0_{k}")]) for k in range(code.size)]
    found = []
    for number, block in enumerate(code.blocks, 1):
        for neuron in range(block.neurons):
            row = range(*block.row(neuron).indices(code.size))
            found.append((f"_d{number}_{neuron}", [(k, f"_x{number - 1}_{i}") for i, k in enumerate(row)]))
    return found


def _forward(code: Code, weights: Sequence[str]) -> Lines:
    if code.elementwise:
        return [f"_x1_{k} = _x0_{k} * {weight}" for k, weight in enumerate(weights)]
    text: Lines = []
    for number, block in enumerate(code.blocks, 1):
        before = names(f"_x{number - 1}_", block.inputs)
        for neuron in range(block.neurons):
            value = f"_x{number}_{neuron}"
            activation = activation_of(block, neuron)
            text.append(
                f"{value} = {sum_of_products(weights[block.row(neuron)], before, keeps_sign_of_zero(activation))}"
            )
            text += code.activation_lines(activation, value)
    return text


def _judged(code: Code) -> Lines:
    last, outputs = code.last, code.outputs
    predictions, deltas = names(f"_x{last}_", outputs), names(f"_d{last}_", outputs)
    if not code.outputs_independent:
        listed = f"[{', '.join(predictions)}]"
        return [f"_total = 0.0 + _total_error({listed}, _goal)", unpack(deltas, f"_deltas({listed}, _goal)")]
    text = [unpack(names("_g", outputs), "_goal"), "_total = 0.0"]
    for prediction, goal, delta in zip(predictions, names("_g", outputs), deltas):
        text += code.error_and_delta(prediction, goal, delta)
    return text


def _back(code: Code, weights: Sequence[str]) -> Lines:
    """Every delta, with the old weights, before any of them moves."""
    text: Lines = []
    for number in range(len(code.blocks), 1, -1):
        block, before = code.blocks[number - 1], code.blocks[number - 2]
        deltas = names(f"_d{number}_", block.neurons)
        for i in range(block.inputs):
            column = [weights[block.row(neuron)][i] for neuron in range(block.neurons)]
            slope = code.slope(before.activations[i], f"_x{number - 1}_{i}")
            share = sum_of_products(deltas, column, not code.zero_delta_is_noop)  # what is 0 or -0.0 is skipped
            text.append(f"_d{number - 1}_{i} = ({share}) * {slope}")
    return text


def _collected(code: Code) -> Lines:
    """The weight_deltas of one example more."""
    text: Lines = []
    for delta, row in rows(code):
        lines = [f"_s{k} += {delta} * {value}" for k, value in row if k not in code.frozen]
        text += [f"if {delta}:", *indent(lines, 4)] if code.zero_delta_is_noop and lines else lines
    return text


def _moved(code: Code, weights: Sequence[str], memories: Sequence[Sequence[str]], weight_deltas: Lines) -> Lines:
    """The learner's formula for each weight. A frozen one stays, though its memory sees a weight_delta of 0.0."""
    text: Lines = []
    for delta, row in rows(code):
        lines: Lines = []
        for k, _ in row:
            own = [memory[k] for memory in memories]
            if k not in code.frozen:
                lines += code.weight_update(weights[k], weight_deltas[k], own)
            elif not code.zero_delta_is_noop:
                finite = "if not _f - _f == 0.0: raise OverflowError"  # the readable path knows what that means
                lines += [f"_f = {weights[k]}", *code.weight_update("_f", "0.0", own), finite]
        text += [f"if {delta}:", *indent(lines, 4)] if code.zero_delta_is_noop and lines and not code.batched else lines
    return text
