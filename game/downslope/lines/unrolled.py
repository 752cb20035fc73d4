"""A step of a small network, every operation written out: w0 x0 h1_0 p0 g0 d0 e1_0 m0_0 a0 s0."""

from __future__ import annotations

from itertools import groupby

from ..formulas.source import NotInlinable, indent
from ..learning import CELLS, Beside, Conv, Dense
from .form import StepForm, activation_of

Lines = list[str]


def names(stem: str, count: int) -> Lines:
    """stem0, stem1 ..."""
    return [f"{stem}{k}" for k in range(count)]


def unpack(parts: Lines, value: str) -> str:
    """The line that puts the parts of a value under these names."""
    return f"{', '.join(parts)}, = {value}"


class Unrolled:
    """`lines`: run(weights, memories, samples, keep, seen) and predict(weights, xs)."""

    def __init__(self, step: StepForm, frozen: frozenset[int], batched: bool, alphas: bool) -> None:
        self.step, self.frozen, self.batched, self.alphas = step, frozen, batched, alphas
        self.size = step.network.size
        self.weights = names("w", self.size)
        self.memories = [names(f"m{j}_", self.size) for j in range(step.memory)]
        self.values = [names("x", step.network.inputs)]
        self.deltas: dict[int, str] = {}  # of each weight
        self.guards: dict[int, str] = {}  # of some: the weight stays where this is 0

    def lines(self) -> Lines:
        inputs, goals = names("x", self.step.network.inputs), names("g", self.step.network.outputs)
        forward = self._forward()
        look = [unpack(inputs, "xs"), unpack(goals, "gs"), *forward, *judge_lines(self.step, self.values[-1], goals)]
        back, whole = self._back(names("d", len(goals))), f"[{', '.join(self.weights)}]"
        keep = [f"if keep is not None: keep({whole})"]
        alphas = [unpack(names("a", self.size), "a")] if self.alphas else []
        free = [k for k in range(self.size) if k not in self.frozen]
        if self.batched:
            sums = [f"{' = '.join(f's{k}' for k in free)} = -0.0"] if free else []
            each = [*look, "t += e", *back, *self._guarded({k: [f"s{k} += {self.deltas[k]}"] for k in free})]
            moves = [line for k in range(self.size) for line in self._move(k, f"s{k} / n")]
            body = ["for pairs, a in samples:", *indent([*alphas, "n, t = len(pairs), 0.0", *sums,
                    "for xs, gs in pairs:", *indent(each), *keep, "seen(t / n)", *moves])]  # fmt: skip
        else:
            moves = self._guarded({k: self._move(k, self.deltas[k]) for k in range(self.size)})
            body = ["for xs, gs, a in samples:", *indent([*alphas, *look, *keep, "seen(e)", *back, *moves])]
        ends = ", ".join(f"[{', '.join(row)}]" for row in self.memories)
        starts = [unpack(self.weights, "weights"), *(unpack(m, f"memories[{j}]") for j, m in enumerate(self.memories))]
        return [
            *self.step.text,
            "def run(weights, memories, samples, keep, seen):",
            *indent([*starts, *body, f"return {whole}, [{ends}]"]),
            "def predict(weights, xs):",
            *indent([starts[0], unpack(inputs, "xs"), *forward, f"return [{', '.join(self.values[-1])}]"]),
        ]

    def _forward(self) -> Lines:
        lines = []
        for number, op in enumerate(self.step.ops, 1):
            before, now = self.values[-1], names(f"h{number}_", op.outputs)
            for k, name in enumerate(now):
                bend = activation_of(op, k)
                hidden = (bend is not None and self.step.hides[bend.name]) or self.size == 1
                total = " + ".join(f"w{w} * {x}" for w, x in self._terms(op, k, before))
                lines.append(f"{name} = {total}" if hidden or isinstance(op, Beside) else f"{name} = 0.0 + {total}")
                if isinstance(op, Conv) and op.relu:
                    lines.append(f"if {name} <= 0.0: {name} = 0.0")
                elif bend is not None:
                    lines.append(f"{name} = {self.step.values[bend.name].replace('V', name)}")
            self.values.append(now)
        return [line.replace(" * 1.0", "") for line in lines]

    def _terms(self, op: object, k: int, before: Lines) -> list[tuple[int, str]]:
        if isinstance(op, Beside):
            return [(op.first + k, before[k])]
        if isinstance(op, Dense):
            seen = [*before, "1.0"] if op.bias else before
            return list(zip(range(op.first + k * op.width, op.first + (k + 1) * op.width), seen))
        if isinstance(op, Conv):
            kernel, place = divmod(k, len(op.windows()))
            first = op.first + kernel * CELLS
            return list(zip(range(first, first + CELLS), (before[i] for i in op.windows()[place])))
        raise NotInlinable(f"{type(op).__name__} written out")

    def _back(self, after: Lines) -> Lines:
        lines: Lines = []
        shares = dict(zip(after, after))  # of each value of the layer behind: its delta before its slope
        zero = "" if self.step.noop else "0.0 + "
        for number in range(len(self.step.ops), 0, -1):
            op, before = self.step.ops[number - 1], self.values[number - 1]
            for k, (delta, total) in enumerate(shares.items()):
                bend, value = activation_of(op, k), f"h{number}_{k}"
                slope = self.step.slopes[bend.name].replace("V", value) if bend is not None else "1.0"
                if isinstance(op, Conv) and op.relu:
                    slope = f"1.0 if {value} > 0.0 else 0.0"
                bent = f"({total}) * ({slope})" if slope != "1.0" else total
                if self.step.noop and slope.startswith("1.0 if ") and slope.endswith(" else 0.0"):
                    bent = f"{total}{slope[3:]}"
                lines += [f"{delta} = {bent}"] if bent != delta else []
            terms = [(k, weight, value) for k in range(op.outputs) for weight, value in self._terms(op, k, before)]
            many = isinstance(op, Conv)
            for k, weight, value in terms:
                one = after[k] if value == "1.0" else f"{after[k]} * {value}"
                self.deltas[weight] = f"{self.deltas.get(weight, '0.0')} + {one}" if many else one
                bend = activation_of(op, k)
                if self.step.noop and bend is not None and self.step.cuts_off[bend.name]:
                    self.guards[weight] = after[k]
            own = {value: list[str]() for value in before}
            for k, weight, value in terms if number > 1 else ():
                if value != "1.0":
                    own[value].append(f"{after[k]} * w{weight}")
            after = names(f"e{number - 1}_", len(before))
            start = "" if isinstance(op, Beside) else zero  # the others add up from 0.0, which turns a -0.0 into 0.0
            shares = {d: start + " + ".join(parts) for d, parts in zip(after, own.values())}
        return lines

    def _move(self, k: int, delta: str) -> Lines:
        update, names = self.step.update, {"W": f"w{k}", "A": f"a{k}" if self.alphas else "a"}
        names |= {f"M{j}": row[k] for j, row in enumerate(self.memories)}
        if k in self.frozen:  # its memory goes on; the readable path asks for a finite weight before it puts it back
            own = update.put(**names | {"W": "v", "D": "u"}).lines
            return [] if self.step.noop else [f"u, v = 0.0, w{k}", *own, "if not v - v == 0.0: raise OverflowError"]
        if update.reads("D") == 1:
            return list(update.put(**names, D=f"({delta})" if " " in delta else delta).lines)
        return [f"u = {delta}", *update.put(**names, D="u").lines]

    def _guarded(self, lines: dict[int, Lines]) -> Lines:
        rows: Lines = []
        for guard, group in groupby(lines, lambda k: self.guards.get(k, "")):
            own = [line for k in group for line in lines[k]]
            rows += [f"if {guard}:", *indent(own)] if guard and own else own
        return rows


def judge_lines(step: StepForm, predictions: Lines, goals: Lines) -> Lines:
    """The error in e, the deltas in d0 ..."""
    deltas = names("d", len(goals))
    if step.metric is None:
        return [f"e, ({', '.join(deltas)},) = judge([{', '.join(predictions)}], gs)", "e = 0.0 + e"]
    lines: Lines = []
    for k, (p, g, d) in enumerate(zip(predictions, goals, deltas)):
        own = step.metric.put(P=p, G=g, D=d, E="z")
        text = own.results[0]
        one, _, other = text.partition(" * ")
        square = one == other and one.isidentifier()  # which is no -0.0
        lines += [*own.lines, f"e += {text}" if k else f"e = {text}" if square else f"e = 0.0 + ({text})"]
    return lines


class Called(Unrolled):
    """Of a network that tells no ops: its own two methods are called, its metric and learner are written out."""

    def _forward(self) -> Lines:
        network, calls = self.step.network, self.step.calls
        calls |= {"forward": network.forward, "weight_deltas": network.weight_deltas}
        self.values.append(names("p", network.outputs))
        return [f"ws = [{', '.join(self.weights)}]", "layers = forward(ws, xs)", unpack(self.values[-1], "layers[-1]")]

    def _back(self, after: Lines) -> Lines:
        shares = names("e", self.size)
        self.deltas = dict(enumerate(shares))
        return [unpack(shares, f"weight_deltas(ws, layers, [{', '.join(after)}])")]
