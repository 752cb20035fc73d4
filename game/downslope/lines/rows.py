"""A step of a larger network: of each layer a row of weights is written out, with a loop over the rows.

A layer is laid out in one of three ways: rows (one a neuron), columns (one a value, where many values are 0, which are
then passed over), kernels (over a picture, pooled or not). Names: of layer n its values ln, its weights rn, deltas en,
sums over a batch sn, memories m0rn; of the layer at work x0 ... c0 ... b0 ...
"""

from __future__ import annotations

from ..formulas.source import NotInlinable, indent
from ..learning import CELLS, Beside, Conv, Dense, MaxPool
from .form import StepForm, activation_of
from .unrolled import Lines, judge_lines, names, unpack

WIDE = 128  # weights of a column that is written out


class Rows:
    """`lines`: run(weights, memories, samples, keep, seen) and predict(weights, xs)."""

    def __init__(self, step: StepForm, frozen: frozenset[int], batched: bool, alphas: bool, sparse: bool) -> None:
        if alphas or (frozen and not step.noop):
            raise NotInlinable("a large net with an alpha for each weight, or a frozen weight whose memory goes on")
        self.step, self.frozen, self.batched = step, frozen, batched
        self.memory = [f"m{j}" for j in range(step.memory)]
        self.layers: list[RowLayer] = []
        zeros, ops = sparse, [op for op in step.ops if not isinstance(op, MaxPool)]
        pools = {a: b for a, b in zip(step.ops, step.ops[1:]) if isinstance(b, MaxPool)}
        for op in ops:
            columns = step.noop and zeros and isinstance(op, Dense) and op.neurons <= WIDE and not op.bias
            kind = KernelLayer if isinstance(op, Conv) else ColumnLayer if columns else RowLayer
            self.layers.append(kind(self, op, len(self.layers) + 1, pools.get(op)))
            bend = activation_of(op, 0)
            zeros = isinstance(op, Conv) or (bend is not None and step.cuts_off[bend.name])

    def lines(self) -> Lines:
        outputs, last = self.step.network.outputs, len(self.layers)
        starts = [layer.cut("r", "weights") for layer in self.layers]
        kept = [layer.cut(f"{m}r", f"memories[{j}]") for layer in self.layers for j, m in enumerate(self.memory)]
        stems = ["r", *(f"{m}r" for m in self.memory)]
        whole, *ends = (" + ".join(layer.flat(stem) for layer in self.layers) for stem in stems)
        forward = ["l0 = xs", *(line for layer in self.layers for line in layer.forward())]
        look = [*forward, unpack(names("p", outputs), f"l{last}"), unpack(names("g", outputs), "gs"),
                *judge_lines(self.step, names("p", outputs), names("g", outputs)),
                f"e{last} = [{', '.join(self.layers[-1].bent(f'd{k}', f'p{k}') for k in range(outputs))}]"]  # fmt: skip
        back = [line for layer in reversed(self.layers) for line in layer.back()]
        keep = ["if keep is not None:", *indent([layer.keep() for layer in self.layers])]
        thaw = [f"{layer.place(k)} = weights[{k}]" for k in sorted(self.frozen) for layer in self.layers
                if layer.op.first <= k < layer.op.first + layer.op.size]  # fmt: skip
        if self.batched:
            sums = [f"s{n} = [[-0.0] * {layer.wide} for _ in r{n}]" for n, layer in enumerate(self.layers, 1)]
            moves = [line for layer in self.layers for line in layer.move_all()]
            loop = ["for pairs, a in samples:", *indent(["n, t = len(pairs), 0.0", *sums, "for xs, gs in pairs:",
                    *indent([*look, "t += e", *back]), *keep, "seen(t / n)", *moves, *thaw])]  # fmt: skip
        else:
            loop = ["for xs, gs, a in samples:", *indent([*look, *keep, "seen(e)", *back, *thaw])]
        return [
            *self.step.text,
            "def run(weights, memories, samples, keep, seen):",
            *indent([*starts, *kept, *loop, f"return {whole}, [{', '.join(ends)}]"]),
            "def predict(weights, xs):",
            *indent([*starts, *forward, f"return l{last}"]),
        ]


class RowLayer:
    """A layer whose neurons stand in rows."""

    def __init__(self, of: Rows, op: Dense | Beside | Conv, number: int, pool: MaxPool | None) -> None:
        self.of, self.step, self.op, self.n, self.pool = of, of.step, op, number, pool
        self.before = of.layers[-1] if of.layers else None
        if pool is not None and not isinstance(op, Conv):
            raise NotInlinable("pooling behind no kernels")
        self._start()

    def _start(self) -> None:
        if not isinstance(self.op, Dense) or len({a.name for a in self.op.activations}) > 1:
            raise NotInlinable("a large layer of different neurons")
        self.wide = self.op.width
        self.bias = ["1.0"] if self.op.bias else []

    # where its weights are

    def cut(self, stem: str, whole: str) -> str:
        first, end, wide = self.op.first, self.op.first + self.op.size, self.wide
        return f"{stem}{self.n} = [{whole}[i:i + {wide}] for i in range({first}, {end}, {wide})]"

    def flat(self, stem: str) -> str:
        return f"[w for row in {stem}{self.n} for w in row]"

    def keep(self) -> str:
        return f"for row in r{self.n}: keep(row)"

    def place(self, weight: int) -> str:
        return "r{}[{}][{}]".format(self.n, *divmod(weight - self.op.first, self.wide))

    # forward

    def forward(self) -> Lines:
        n, weights, values = self.n, names("c", self.wide), names("x", self.op.inputs)
        products = " + ".join(f"{c} * {x}" for c, x in zip(weights, [*values, *self.bias])).replace(" * 1.0", "")
        bend = activation_of(self.op, 0)
        zero = "" if bend is not None and self.step.hides[bend.name] else "0.0 + "
        each = [f"z = {zero}{products}", *self.bend("z"), f"l{n}.append(z)"]
        return [unpack(values, f"l{n - 1}"), f"l{n} = []", f"for {', '.join(weights)}, in r{n}:", *indent(each)]

    def bend(self, name: str) -> Lines:
        bend = activation_of(self.op, 0)
        return [f"{name} = {self.step.values[bend.name].replace('V', name)}"] if bend is not None else []

    # back

    def bent(self, total: str, value: str) -> str:
        """A delta, times the slope of its neuron."""
        bend = activation_of(self.op, 0)
        return total if bend is None else f"({total}) * ({self.step.slopes[bend.name].replace('V', value)})"

    def back(self) -> Lines:
        n, wide, before = self.n, self.op.inputs, self.before
        values, weights = names("x", wide), names("c", self.wide)
        shares = names("b", wide) if before else []
        work = [f"{b} += d * {c}" for b, c in zip(shares, weights)]
        work = self.move_row([f"d * {x}" for x in values] + ["d"] * len(self.bias), work)
        lines = [unpack(values, f"l{n - 1}"), *([f"{' = '.join(shares)} = 0.0"] if shares else [])]
        lines += [f"for j, d in enumerate(e{n}):", *indent(["if d:", *indent(work)] if self.step.noop else work)]
        if before:
            lines.append(f"e{n - 1} = [{', '.join(before.bent(b, x) for b, x in zip(shares, values))}]")
        return lines

    def move_row(self, deltas: Lines, work: Lines) -> Lines:
        """RowLayer j moves by these weight_deltas, or adds them up; `work` comes before and reads its weights."""
        n, weights = self.n, names("c", self.wide)
        if self.of.batched:
            sums = ", ".join(f"{c} + {d}" for c, d in zip(weights, deltas))
            return [*([unpack(weights, f"r{n}[j]"), *work] if work else []),
                    unpack(weights, f"s{n}[j]"), f"s{n}[j] = [{sums}]"]  # fmt: skip
        return [unpack(weights, f"r{n}[j]"), *work, *self._move_row(deltas)]

    def move_all(self) -> Lines:
        """By the sums of a batch."""
        sums = names("b", self.wide)
        return [f"for j, row in enumerate(s{self.n}):", f"    {unpack(sums, 'row')}",
                f"    {unpack(names('c', self.wide), f'r{self.n}[j]')}",
                *indent(self._move_row([f"{b} / n" for b in sums]))]  # fmt: skip

    def _move_row(self, deltas: Lines) -> Lines:
        n, memory, update = self.n, self.of.memory, self.step.update
        own = {m: names(f"{m}_", self.wide) for m in memory}
        work, new = [unpack(row, f"{m}r{n}[j]") for m, row in own.items()], list[str]()
        short = self.step.noop and update.reads("D") == 1
        for k, delta in enumerate(deltas):
            put = {"W": f"c{k}", "A": "a", **{f"M{j}": own[m][k] for j, m in enumerate(memory)}}
            once = update.reads("D") == 1
            lines = update.put(**put, D=(f"({delta})" if " " in delta else delta) if once else "u").lines
            work += [] if short else [*([] if once else [f"u = {delta}"]), *lines]
            new.append(f"c{k} - {lines[0].partition(' -= ')[2]}" if short else f"c{k}")
        return [*work, f"r{n}[j] = [{', '.join(new)}]", *(f"{m}r{n}[j] = [{', '.join(own[m])}]" for m in memory)]


class ColumnLayer(RowLayer):
    """A layer whose weights stand in columns, one for each value before it: a value of 0 costs nothing, either way."""

    def _start(self) -> None:
        super()._start()
        self.wide = self.op.outputs

    def cut(self, stem: str, whole: str) -> str:
        op, end = self.op, self.op.first + self.op.size
        return f"{stem}{self.n} = [{whole}[i:{end}:{op.inputs}] for i in range({op.first}, {op.first + op.inputs})]"

    def flat(self, stem: str) -> str:
        return f"[w for row in zip(*{stem}{self.n}) for w in row]"

    def keep(self) -> str:
        return f"keep({self.flat('r')})"

    def place(self, weight: int) -> str:
        neuron, value = divmod(weight - self.op.first, self.op.inputs)
        return f"r{self.n}[{value}][{neuron}]"

    def forward(self) -> Lines:
        n, totals, weights = self.n, names("b", self.wide), names("c", self.wide)
        each = [unpack(weights, "column"), *(f"{b} += {c} * x" for b, c in zip(totals, weights))]
        return [
            f"{' = '.join(totals)} = 0.0", f"for x, column in zip(l{n - 1}, r{n}):", "    if x:", *indent(each, 8),
            *(line for total in totals for line in self.bend(total)), f"l{n} = [{', '.join(totals)}]",
        ]  # fmt: skip

    def back(self) -> Lines:
        n, before, deltas = self.n, self.before, names("b", self.wide)
        total = " + ".join(f"{d} * c{k}" for k, d in enumerate(deltas))
        share = [f"e{n - 1}[j] = {before.bent(total, 'x')}"] if before else []
        if share and share[0].endswith(" * (1.0 if x > 0.0 else 0.0)"):
            share = [f"e{n - 1}[j] = {total} if x > 0.0 else 0.0"]
        start = [f"e{n - 1} = [0.0] * {self.op.inputs}"] if before else []
        work = self.move_row([f"{d} * x" for d in deltas], share)
        return [unpack(deltas, f"e{n}"), *start, f"for j, x in enumerate(l{n - 1}):", "    if x:", *indent(work, 8)]


class KernelLayer(RowLayer):
    """3x3 kernels over a picture, whose windows are written out: b0 ...; behind them the largest of each block."""

    def _start(self) -> None:
        assert isinstance(self.op, Conv)
        if self.n > 1:
            raise NotInlinable("kernels behind another layer")
        self.conv, self.wide, self.windows = self.op, CELLS, self.op.windows()
        side = self.op.side - 2
        corners = range(0, side - 1, 2)
        firsts = [row * side + column for row in corners for column in corners]
        self.blocks = [(f, f + 1, f + side, f + side + 1) for f in firsts] if self.pool else [
            (k,) for k in range(len(self.windows))]  # fmt: skip

    def forward(self) -> Lines:
        cells, pixels = names("c", CELLS), names("x", self.op.inputs)
        relu, look, read = self.conv.relu, list[str](), sorted({k for block in self.blocks for k in block})
        for block in self.blocks:
            sums = [" + ".join(f"{c} * x{i}" for c, i in zip(cells, self.windows[k])) for k in block]
            if not self.pool and not relu:
                look += [f"pool(0.0 + {sums[0]})"]
                continue
            look.append("best, place = 0.0, None" if relu else f"best, place = 0.0 + {sums[0]}, b{block[0]}")
            for k, total in list(zip(block, sums))[not relu :]:
                look += [f"z = {total}", "if z > best:", f"    best, place = z, b{k}"]
            look += ["pool(best)", "note(place)"]
        return [
            unpack(pixels, "l0"), "l1, places = [], []",
            *(f"b{k} = ({', '.join(f'x{i}' for i in self.windows[k])})" for k in read),
            "pool, note = l1.append, places.append", f"for {', '.join(cells)}, in r1:", *indent(look),
            *([] if self.pool or relu else [f"places = [{', '.join(f'b{k}' for k in read)}] * {self.conv.kernels}"]),
        ]  # fmt: skip

    def bent(self, total: str, value: str) -> str:
        return total  # what was cut off has no place

    def back(self) -> Lines:
        each, pixels, sums = len(self.blocks), names("y", CELLS), names("q", CELLS)
        add = [unpack(pixels, "places[i]"), *(f"{s} += d * {y}" for s, y in zip(sums, pixels))]
        return [
            f"for j in range({self.conv.kernels}):", f"    {' = '.join(sums)} = 0.0",
            f"    for i in range(j * {each}, j * {each} + {each}):", "        d = e1[i]",
            f"        if d{' and places[i]' if self.conv.relu else ''}:", *indent(add, 12),
            *indent(self.move_row(sums, [])),
        ]  # fmt: skip
