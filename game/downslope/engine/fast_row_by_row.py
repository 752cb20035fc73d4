"""The text of the fast loop for larger nets: a row of weights is written out, with a loop over the neurons."""

from __future__ import annotations

from collections.abc import Sequence

from ..formulas.inline import NotInlinable
from ..learning.ops import Dense
from .loop_code import EACH, HEAD, ONE, SEVERAL, Code, Lines, activation_of, indent, names, sum_of_products, unpack


def row_by_row(code: Code) -> Lines:
    """The loop of a large net: one row of a weight matrix at a time. NotInlinable: a layer is mixed."""
    blocks, last = code.blocks, code.last
    if code.elementwise or any(len(set(block.activations)) > 1 for block in blocks[:-1]):
        raise NotInlinable("different neurons in a layer of a large net")
    if code.frozen and not code.zero_delta_is_noop:
        raise NotInlinable("a frozen weight in a large net, whose memory goes on")
    flat = ", ".join(_flat(f"{m}r", last) for m in code.memory)
    look = [*_forward(code, [f"_r{k}" for k in range(1, last + 1)]), *_judged(code)]
    keep = ["if _keep is not None:", *(f"    for _row in _r{k}: _keep(_row)" for k in range(1, last + 1))]
    if code.batched:
        sums = [f"_s{k} = [[-0.0] * {b.inputs} for _row in _r{k}]" for k, b in enumerate(blocks, 1)]
        loop = [*SEVERAL, *indent(sums, 8), EACH, *indent([*look, "_sum += _total", *_back(code)], 12)]
        loop += indent([*keep, "_seen(_sum / _count)", *_moved(code)], 8)
    else:
        loop = [ONE, *indent([*look, *keep, "_seen(_total)", *_back(code)], 8)]
    frozen = [(k, *_place(code, k)) for k in sorted(code.frozen)]
    return [
        HEAD,
        *indent([f"_r{k} = {_rows('_weights', b)}" for k, b in enumerate(blocks, 1)], 4),
        *indent([f"{m}r{k} = {_rows(f'_memories[{j}]', b)}" for j, m in enumerate(code.memory)
                   for k, b in enumerate(blocks, 1)], 4),
        *loop,
        *indent([f"_r{block}[{row}][{i}] = _weights[{k}]" for k, block, row, i in frozen], 8),
        f"    return {_flat('_r', last)}, [{flat}]",
        "def predict(_weights, _input):",
        *indent(_forward(code, [_rows("_weights", b) for b in blocks]), 4),
        f"    return _l{last}",
    ]  # fmt: skip


def _place(code: Code, index: int) -> tuple[int, int, int]:
    """The block, from 1 on, the row and the place in it of a weight."""
    number = max(k for k, block in enumerate(code.blocks, 1) if block.first <= index)
    block = code.blocks[number - 1]
    return number, *divmod(index - block.first, block.inputs)


def _flat(stem: str, last: int) -> str:
    """All rows of all blocks as one list."""
    return " + ".join(f"[_w for _row in {stem}{k} for _w in _row]" for k in range(1, last + 1))


def _rows(weights: str, block: Dense) -> str:
    """A list of the block's rows."""
    end = block.row(block.neurons - 1).stop
    return f"[{weights}[_i:_i + {block.inputs}] for _i in range({block.first}, {end}, {block.inputs})]"


def _forward(code: Code, rows: Sequence[str]) -> Lines:
    text = ["_l0 = _input"]
    for number, block in enumerate(code.blocks, 1):
        before, row = names(f"_x{number - 1}_", block.inputs), names("_a", block.inputs)
        text += [
            unpack(before, f"_l{number - 1}"),
            f"_l{number} = []",
            f"for {', '.join(row)}, in {rows[number - 1]}:",
            f"    _z = {sum_of_products(row, before)}",
            *indent(code.activation_lines(activation_of(block, 0), "_z"), 4),
            f"    _l{number}.append(_z)",
        ]
    return text


def _judged(code: Code) -> Lines:
    last = code.last
    if not code.outputs_independent:
        return [f"_total = 0.0 + _total_error(_l{last}, _goal)", f"_e{last} = _deltas(_l{last}, _goal)"]
    return [
        "_total = 0.0",
        f"_e{last} = []",
        f"for _p, _g in zip(_l{last}, _goal):",
        *indent([*code.error_and_delta("_p", "_g", "_d"), f"_e{last}.append(_d)"], 4),
    ]


def _back(code: Code) -> Lines:
    """From the last layer to the first: hand the shares back with the old weights, then move or collect them."""
    text: Lines = []
    for number in range(code.last, 0, -1):
        block = code.blocks[number - 1]
        row, before = names("_a", block.inputs), names(f"_x{number - 1}_", block.inputs)
        shares = names("_b", block.inputs) if number > 1 else []
        work = [f"{share} += _d * {weight}" for share, weight in zip(shares, row)]
        if code.batched:
            sums = names("_c", block.inputs)
            more = ", ".join(f"{c} + _d * {value}" for c, value in zip(sums, before))
            work = [unpack(row, f"_r{number}[_j]"), *work] if shares else []
            work += [unpack(sums, f"_s{number}[_j]"), f"_s{number}[_j] = [{more}]"]
        else:
            work += _row_moved(code, number, [f"_d * {value}" for value in before])
            work.insert(0, unpack(row, f"_r{number}[_j]"))
        if shares:
            text.append(f"{' = '.join(shares)} = 0.0")
        text.append(f"for _j, _d in enumerate(_e{number}):")
        text += indent(["if _d:", *indent(work, 4)] if code.zero_delta_is_noop else work, 4)
        if shares:
            slopes = [code.slope(a, v) for a, v in zip(code.blocks[number - 2].activations, before)]
            text.append(f"_e{number - 1} = [{', '.join(f'{b} * {s}' for b, s in zip(shares, slopes))}]")
    return text


def _moved(code: Code) -> Lines:
    """All rows, by what was collected."""
    text: Lines = []
    for number, block in enumerate(code.blocks, 1):
        sums = names("_c", block.inputs)
        text += [
            f"for _j, _row in enumerate(_s{number}):",
            f"    {unpack(sums, '_row')}",
            f"    {unpack(names('_a', block.inputs), f'_r{number}[_j]')}",
            *indent(_row_moved(code, number, [f"{c} / _count" for c in sums]), 4),
        ]
    return text


def _row_moved(code: Code, number: int, weight_deltas: Sequence[str]) -> Lines:
    """The learner's formula for the row `_j` of a block, whose weights are in local names."""
    row = names("_a", len(weight_deltas))
    own = [names(f"{m}_", len(row)) for m in code.memory]
    text = [unpack(o, f"{m}r{number}[_j]") for m, o in zip(code.memory, own)]
    for i, (weight, weight_delta) in enumerate(zip(row, weight_deltas)):
        text += code.weight_update(weight, weight_delta, [o[i] for o in own])
    text.append(f"_r{number}[_j] = [{', '.join(row)}]")
    return text + [f"{m}r{number}[_j] = [{', '.join(o)}]" for m, o in zip(code.memory, own)]
