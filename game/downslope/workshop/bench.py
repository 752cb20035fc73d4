"""What lies on the workshop's bench: examples, network, metric, learner and their knobs. A value; a change is another.

`Bench` is all that is kept, undone and saved. Between two visits
it lies in `workshop.toml` in the player's folder, a row of the table a line, with the last runs. `read_table`: a pasted
text as examples.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from .. import paths
from ..digits.csv_examples import LARGEST, cell_number
from ..i18n import N_, _, parse_number
from ..learning import BIAS, Dense, Network, hidden_of
from ..level_files.reading import read_levels
from ..level_files.to_toml import NotData, toml, toml_of
from ..rules import OUTCOMES, Level, Session, Value
from ..storage.files import Refused, read_file, reason_of, unwritable, write_file

# A cell of the table of examples: a number, or the text that stands there and is none.


Cell = float | str


class BenchRow(NamedTuple):
    """An example as it stands in the table: the inputs, and last the goal. `label`: what it is called."""

    cells: tuple[Cell, ...]
    label: str = ""


def cell_of(text: str) -> Cell:
    """The number that was typed; else the text as it is: empty, no number, none that can be reckoned with."""
    try:
        value = parse_number(text)
    except ValueError:
        return text
    return value if is_cell_number(value) else text


def is_cell_number(cell: Cell) -> bool:
    """A finite number that a level may have."""
    return not isinstance(cell, str) and abs(cell) <= LARGEST  # which a number that is not finite is not


def cell_text(cell: Cell) -> str:
    """What is typed for it."""
    if isinstance(cell, str):
        return cell
    return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(cell)


MOST_ROWS, MOST_INPUTS, MOST_HIDDEN = 200, 4, 6
START = 0.2  # of a weight that is new
BEND = "tanh"  # of hidden neurons


BenchShape = tuple[int, int, bool]  # inputs, hidden neurons (0: one neuron alone), with biases or without


def shape_of(network: Network) -> BenchShape | None:
    """None: it has another one."""
    ops = network.ops()
    dense = [op for op in ops if isinstance(op, Dense)]
    if len(dense) < len(ops) or len(ops) not in (1, 2) or ops[-1].outputs > 1 or {*dense[-1].names} != {"linear"}:
        return None
    hidden = hidden_of(ops)
    return network.inputs, hidden[0].neurons if hidden else 0, any(op.bias for op in dense)


@dataclass(frozen=True)
class Bench:
    """`weights`: at the start; of a network with a hidden layer they are drawn from `seed`, and it is empty.

    settings   the own knobs of metric and learner that were turned      free     what the player may turn
    target     the mean error to be reached; None: a little above the lowest that there is
    names      of the columns, as a header had them: the inputs, last the goal; () where there was none
    kept       the level that was opened: what the workshop has no place for stays as it is there
    bet        whose run has ended: the alpha of that run, the outcome that was bet on, and the one that came
    """

    rows: tuple[BenchRow, ...]
    inputs: int = 1
    hidden: int = 0
    bias: bool = False
    metric: str = "squared"
    learner: str = "gradient-descent"
    alpha: float = 0.04
    settings: tuple[tuple[str, Value], ...] = ()
    weights: tuple[float, ...] = (START,)
    seed: int = 0
    free: tuple[str, ...] = ("alpha",)
    target: float | None = None
    id: str = "my-level"
    title: str = "My level"
    brief: str = ""
    par: int | None = None
    hints: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    bet: tuple[float, str, str] | None = None
    kept: Level | None = None

    @property
    def network(self) -> Network:
        """That of the opened level, where it has this shape."""
        if self.kept is not None and shape_of(self.kept.network) == self.shape:
            return self.kept.network
        bias = [BIAS] * self.bias
        hidden = [["dense", self.inputs, self.hidden, BEND, *bias]] if self.hidden else []
        return Network([*hidden, ["dense", self.hidden or self.inputs, 1, *bias]])

    @property
    def shape(self) -> BenchShape:
        return self.inputs, self.hidden, self.bias

    @property
    def numbers(self) -> tuple[tuple[tuple[float, ...], float], ...]:
        """(inputs, goal) of each row. ValueError: a cell has no number."""
        return tuple((tuple(map(float, row.cells[:-1])), float(row.cells[-1])) for row in self.rows)

    def setting(self, name: str, otherwise: Value) -> Value:
        """What an own knob of the metric or the learner was turned to."""
        return dict(self.settings).get(name, otherwise)


def column_name(bench: Bench, column: int) -> str:
    """What a column of the table is called."""
    if column < len(bench.names) and bench.names[column]:
        return bench.names[column]
    if column >= bench.inputs:
        return _("goal")
    return _("input") if bench.inputs == 1 else _("input {number}").format(number=column + 1)


def with_rows(bench: Bench, rows: Sequence[BenchRow], inputs: int | None = None) -> Bench:
    """Other examples. Where they have another number of inputs the network follows, its weights again."""
    inputs = bench.inputs if inputs is None else inputs
    changed = replace(bench, rows=tuple(rows)[:MOST_ROWS])
    return changed if inputs == bench.inputs else _reshaped(changed, (inputs, changed.hidden, changed.bias))


def with_cell(bench: Bench, row: int, column: int, cell: Cell) -> Bench:
    """Another cell; a row below the last is made."""
    rows = list(bench.rows)
    if row == len(rows):
        rows.append(BenchRow(("",) * (bench.inputs + 1)))
    cells = list(rows[row].cells)
    cells[column] = cell
    rows[row] = rows[row]._replace(cells=tuple(cells))
    return with_rows(bench, rows)


def with_network(bench: Bench, inputs: int, hidden: int, bias: bool = False) -> Bench:
    """Another network, its weights again; examples that lack an input get one that is always 1."""
    more = (1.0,) * (inputs - bench.inputs)
    rows = tuple(
        row._replace(cells=(*row.cells[: min(inputs, bench.inputs)], *more, row.cells[-1])) for row in bench.rows
    )
    return _reshaped(replace(bench, rows=rows), (inputs, hidden, bias))


def _reshaped(bench: Bench, shape: BenchShape) -> Bench:
    inputs, hidden, bias = shape
    weights = () if hidden else (START,) * (inputs + bias)
    names = {"start": "seed"} if hidden else {"seed": "start"}
    free = tuple(dict.fromkeys(names.get(name, name) for name in bench.free))
    kept = bench.names if inputs == bench.inputs else ()
    return replace(bench, inputs=inputs, hidden=hidden, bias=bias, weights=weights, free=free, names=kept)


FIRST = Bench(
    rows=(BenchRow((2.0, 3.0)), BenchRow((3.0, 3.6)), BenchRow((5.0, 8.0))),
    learner="momentum",
    settings=(("beta", 0.6),),
    id="three-days",
    title="Three days",
)


# The runs of a visit to the workshop: the last three, the present one among them; two can be compared.


RUNS_MOST = 3  # runs that are kept
PATH = 4000  # weights of a run that are kept to draw its way


class BenchRun(NamedTuple):
    """A run: what it was made with, how far it came. `outcome`: None, it was left before; `bet`: "", none was made.

    errors    the mean error at each step, the start first      path    the weights at each, () where that is too much
    """

    number: int
    bench: Bench
    steps: int = 0
    outcome: str | None = None
    won: bool = False
    bet: str = ""
    errors: tuple[float, ...] = ()
    path: tuple[tuple[float, ...], ...] = ()

    @property
    def right(self) -> bool | None:
        """Whether the bet was right; None: there was none, or its run has not ended."""
        return None if not self.bet or self.outcome is None else self.bet == self.outcome


class BenchRuns:
    """`kept`: the oldest first. `chosen`: the numbers of the runs that are compared, two at most."""

    def __init__(self, before: Sequence[BenchRun] = ()) -> None:
        """`before`: the runs of the visit before; none of them goes on."""
        self.kept = list(before)[-RUNS_MOST:]
        self.chosen: list[int] = []
        self.now = 0  # number of the present run; 0: none has begun
        self._count = max([0, *(run.number for run in self.kept)])

    def begin(self, bench: Bench, bet: str = "") -> None:
        """A run is about to make its first step."""
        self._count += 1
        self.now = self._count
        self.kept = [*self.kept, BenchRun(self.now, bench, bet=bet)][-RUNS_MOST:]
        numbers = {each.number for each in self.kept}
        self.chosen = [number for number in self.chosen if number in numbers]

    def note(self, session: Session) -> None:
        here = self.run(self.now)
        run, steps = session.run, session.count
        outcome = session.outcome.kind if session.outcome is not None else None
        if here is None or (len(here.errors) == steps + 1 and here.outcome == outcome):
            return
        path: tuple[tuple[float, ...], ...] = ()
        if steps * run.network.size <= PATH:
            path = (*(tuple(run.history.weights_at(k)) for k in range(steps)), tuple(run.weights))
        self.mark(steps=steps, outcome=outcome, won=session.won, errors=(*run.errors, run.error()), path=path)

    def mark(self, **fields: Any) -> None:
        self.kept = [each._replace(**fields) if each.number == self.now else each for each in self.kept]

    def run(self, number: int) -> BenchRun | None:
        return next((each for each in self.kept if each.number == number), None)

    def choose(self, number: int) -> None:
        """To be compared, or no longer; of three the first is left out."""
        if number in self.chosen:
            self.chosen.remove(number)
        else:
            self.chosen = [*self.chosen, number][-2:]

    @property
    def pair(self) -> list[BenchRun]:
        """The two that are drawn together; fewer: nothing is compared."""
        runs = [run for run in map(self.run, self.chosen) if run is not None and run.steps]
        return runs if len(runs) == 2 else []


# The bench between two visits.


BYTES = 1_000_000
FORM = 1
NUMBERS = 500  # of a run that are kept to draw it: a longer one has to be brought back first
UNFIT = N_("its parts do not fit together")
# What it raises to read a table that is of another shape than a bench's.
NO_BENCH = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
SETTINGS = ("inputs", "hidden", "bias", "metric", "learner", "alpha", "weights", "seed")  # what a run was made with


class BenchFile:
    """`faults`: what was wrong with the file, a sentence each. It never raises."""

    def __init__(self, home: Path | None = None) -> None:
        self.path = (home or paths.home()) / "workshop.toml"
        self.faults: list[str] = []
        self.saved_as = ""  # the name of the file of levels that it was saved as
        self.runs: list[BenchRun] = []  # the last ones, the oldest first
        self._written = ""

    def load(self) -> Bench:
        """What was left there; what can be no bench is named and put aside, and a first bench takes its place."""
        try:
            text = read_file(self.path, BYTES).decode()
            table = tomllib.loads(text)
            if table.pop("workshop", None) != FORM:
                raise Refused(N_("it has another format"))
            name, runs = table.pop("file", ""), table.pop("runs", [])
            rows = tuple(_row(one) for one in table.pop("examples")[:MOST_ROWS])
            kept = next(iter(read_levels(table.pop("kept")))).level if "kept" in table else None
            settings = tuple(sorted((str(key), _value(value)) for key, value in table.pop("settings", {}).items()))
            bet = table.pop("bet", None)
            given = {key: _field(key, value) for key, value in table.items()}
            if bet is not None:
                alpha, said, came = bet
                if not {said, came} <= {*OUTCOMES}:
                    raise Refused(UNFIT)
                given["bet"] = float(alpha), said, came
            bench = Bench(rows, settings=settings, kept=kept, **given)
            _check(bench)
            self.saved_as = name if isinstance(name, str) and Path(name).name == name else ""
        except FileNotFoundError:
            return FIRST
        except (OSError, *NO_BENCH) as error:
            template = _("{file} could not be read: {reason}. It was kept as {aside}.")
            names = ("workshop-damaged.toml", *(f"workshop-damaged-{number}.toml" for number in range(2, 100)))
            places = [self.path.with_name(name) for name in names]
            aside = next((place for place in places if not paths.file_exists(place)), places[-1])
            self.faults.append(template.format(file=self.path.name, reason=_reason_of(error), aside=aside.name))
            with suppress(OSError):
                self.path.replace(aside)
            return FIRST
        try:
            # Raises what is in NO_BENCH where there are such as are none
            self.runs = [_run_of(run, bench) for run in runs[-RUNS_MOST:]]
        except NO_BENCH as error:
            template = _("{file}: its runs could not be read: {reason}")
            self.faults.append(template.format(file=self.path.name, reason=_reason_of(error)))
        self._written = text
        return bench

    def save(self, bench: Bench, runs: Sequence[BenchRun] = ()) -> None:
        table: dict[str, Any] = {"workshop": FORM} | ({"file": self.saved_as} if self.saved_as else {})
        for each in fields(Bench):
            value = getattr(bench, each.name)
            if value is None or each.name in ("rows", "kept", "settings"):
                continue
            table[each.name] = list(value) if isinstance(value, tuple) else value
        table["examples"] = _lines_of(bench.rows)
        table["settings"] = dict(bench.settings)
        begun = [run for run in runs if run.steps]
        if begun:
            table["runs"] = []
        for run in begun:  # what it was made with and what came of it; its examples only where the bench has others now
            given = {name: getattr(run.bench, name) for name in SETTINGS}
            row: dict[str, Any] = {name: list(it) if isinstance(it, tuple) else it for name, it in given.items()}
            row |= {"number": run.number, "steps": run.steps, "won": run.won}
            row |= {name: value for name, value in (("outcome", run.outcome), ("bet", run.bet)) if value}
            if len(run.errors) + sum(map(len, run.path)) <= NUMBERS:
                row |= {"errors": list(run.errors), "path": [list(weights) for weights in run.path]}
            if run.bench.rows != bench.rows:
                row["examples"] = _lines_of(run.bench.rows)
            row["settings"] = dict(run.bench.settings)
            table["runs"].append(row)
        if bench.kept is not None:
            with suppress(NotData):  # a level in Python has what only Python can say; the rest is kept
                table["kept"] = toml_of(bench.kept)
        head = (
            _("The workshop's bench. It may be edited while the game is closed."),
            _("Every field, cell and run is checked as the game starts; a file that is no bench is reported and kept "
            "aside."),
        )
        text = "".join(f"# {sentence}\n" for sentence in head) + toml(table)
        if text == self._written:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self.path, text)
        except OSError as error:
            sentence = unwritable(self.path.name, error)
            if sentence not in self.faults:
                self.faults.append(sentence)
            return
        self._written = text


def _lines_of(rows: Sequence[BenchRow]) -> list[list[Any]]:
    return [[*row.cells, *([{"label": row.label}] if row.label else [])] for row in rows]


def _run_of(table: dict[str, Any], bench: Bench) -> BenchRun:
    made = {name: _field(name, ({"bias": False} | table)[name]) for name in SETTINGS}  # which were none at first
    rows = tuple(_row(one) for one in table["examples"][:MOST_ROWS]) if "examples" in table else bench.rows
    settings = tuple(sorted((str(name), _value(value)) for name, value in table["settings"].items()))
    names = bench.names if made["inputs"] == bench.inputs else ()
    made_with = replace(bench, rows=rows, settings=settings, names=names, **made)
    _check(made_with)
    outcome, bet = table.get("outcome"), table.get("bet", "")
    errors = tuple(map(float, table.get("errors", ())))
    path = tuple(tuple(map(float, weights)) for weights in table.get("path", ()))
    steps = int(table["steps"])
    if steps < 1 or len(errors) not in (0, steps + 1) or not {outcome, bet} <= {None, "", *OUTCOMES}:
        raise Refused(UNFIT)
    return BenchRun(int(table["number"]), made_with, steps, outcome, bool(table["won"]), bet, errors, path)


def _field(name: str, value: Any) -> Any:
    """A field of the bench as the file has it. ValueError, KeyError: it is none."""
    kinds: dict[str, type] = {each.name: type(getattr(FIRST, each.name)) for each in fields(Bench)}
    kind = (kinds | {"target": float, "par": int})[name]
    if kind is float and type(value) is int:
        value = float(value)
    value = tuple(value) if kind is tuple and isinstance(value, list) else value
    if type(value) is not kind:
        raise Refused(N_("{name} is {value}"), name=name, value=f"{value!r:.40}")
    return value


def _row(one: Any) -> BenchRow:
    label = one[-1].get("label", "") if isinstance(one[-1], dict) else ""
    cells = one[:-1] if label else one
    return BenchRow(tuple(_value(cell) for cell in cells), str(label))


def _value(value: Any) -> float | str:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise Refused(N_("{value} is no number and no text"), value=f"{value!r:.40}")
    return float(value) if isinstance(value, int) else value


def _check(bench: Bench) -> None:
    """ValueError: its parts do not fit together."""
    inputs = bench.inputs
    if not (
        1 <= inputs <= MOST_INPUTS
        and 0 <= bench.hidden <= MOST_HIDDEN
        and all(len(row.cells) == inputs + 1 for row in bench.rows)
        and len(bench.weights) == (0 if bench.hidden else inputs + bench.bias)
        and all(isinstance(weight, float) for weight in bench.weights)
        and bench.alpha > 0
        and len(bench.names) in (0, inputs + 1)
        and all(isinstance(text, str) for text in (*bench.free, *bench.hints, *bench.names))
    ):
        raise Refused(UNFIT)


def _reason_of(error: Exception) -> str:
    """As the end of a sentence; what Python says of a shape that is another one tells a player nothing."""
    error = Refused(N_("it is not UTF-8")) if isinstance(error, UnicodeError) else error
    return reason_of(error if isinstance(error, (OSError, Refused, tomllib.TOMLDecodeError)) else Refused(UNFIT))


# A pasted text as examples: CSV, TSV, cells of a spreadsheet, files with semicolons and a decimal comma, JSON pairs.
# A header is a first row without a number in it. The last column is the goal; a first column of texts is the label. The
# first wrong cell is told with its row and column, and nothing is taken then.


LONGEST = 2_000_000  # letters of a text that is looked at
SHOWN = 40  # letters of a cell in a sentence
LABEL, NAME = 80, 24  # letters of a label, and of a column's name
NOTHING = N_("There is no table in the clipboard: copy cells, CSV or JSON pairs.")


# The examples, how many rows there are beyond the most that are taken, what a header calls the columns
Pasted = tuple[tuple[BenchRow, ...], int, tuple[str, ...]]
TextLine = tuple[int, tuple[str, ...]]  # a row as it stands in the text: its number there, from 1, and its cells


def read_table(text: str) -> Pasted:
    """The examples of a text. Refused: why there are none, in a sentence."""
    text = text.removeprefix("\ufeff").replace("\x00", "")
    if len(text) > LONGEST:
        raise Refused(N_("The text has {count} letters; allowed: {most}."), count=len(text), most=LONGEST)
    if not text.strip():
        raise Refused(NOTHING)
    if text.lstrip().startswith("["):
        return _from_json(text)
    # The rows that are not blank; what stands between cells, and whether a comma parts the decimals
    begins = next(line for line in text.splitlines() if line.strip())
    mark = next((mark for mark in "\t;," if mark in begins), "")
    comma, lines = mark != ",", list[TextLine]()
    if not mark:
        lines = [(number, tuple(line.split())) for number, line in enumerate(text.splitlines(), 1) if line.split()]
    reader = csv.reader(StringIO(text, newline="") if mark else (), delimiter=mark or ",")
    try:
        for written in reader:
            if any(cell.strip() for cell in written):
                lines.append((reader.line_num, tuple(cell.strip() for cell in written)))
    except csv.Error as error:
        raise Refused(N_("row {row}: {reason}"), reader.line_num, row=reader.line_num, reason=str(error)) from None
    if not lines:  # there are marks between cells, and nothing in any
        raise Refused(NOTHING)
    _number_there, first = lines[0]
    names = first if not any(_number(cell, comma) is not None for cell in first) else ()
    body = lines[1:] if names else lines
    if not body:
        raise Refused(NOTHING)
    width = len(body[0][1])
    labelled = width > 2 and all(_number(cells[0], comma) is None for _line, cells in body)
    _refuse_width(width - labelled)
    rows = []
    for line, cells in body[:MOST_ROWS]:
        if len(cells) != width:
            sentence = N_("row {row}: cells: {count}; in the first row: {wanted}")
            raise Refused(sentence, line, row=line, count=len(cells), wanted=width)
        numbers = list[float]()
        for column in range(int(labelled), width):
            value = _number(cells[column], comma)
            if value is None:
                sentence = N_("row {row}, column {column}: {cell} is not a number; nothing was pasted")
                name = names[column] if column < len(names) and names[column] else column + 1
                cell = f"“{cells[column][:SHOWN]}”"
                raise Refused(sentence, line, row=line, column=name, cell=cell)
            numbers.append(value)
        rows.append(BenchRow(tuple(numbers), cells[0][:LABEL] if labelled else ""))
    named = tuple(name[:NAME] for name in names[int(labelled) : width])
    named = named if len(named) == width - labelled else ()
    return tuple(rows), max(0, len(body) - MOST_ROWS), named


def _number(cell: str, comma: bool) -> float | None:
    """None: it is none that a level may have. `comma`: it may part the decimals."""
    value = cell_number(cell, comma)
    return value if value is not None and is_cell_number(value) else None


def _refuse_width(columns: int) -> None:
    if not 2 <= columns <= MOST_INPUTS + 1:
        sentence = N_("columns of numbers: {count}; expected: inputs (at most {most}), then the goal")
        raise Refused(sentence, count=columns, most=MOST_INPUTS)


def _from_json(text: str) -> Pasted:
    """[[input, goal], ...] or [[[input, input], goal, "label"], ...]; flat rows of numbers too."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Refused(N_("This is not JSON from line {number} on."), line, number=line) from None
    if not isinstance(data, list) or not data:
        raise Refused(NOTHING)
    rows = list[BenchRow]()
    for number, one in enumerate(data[:MOST_ROWS], 1):
        if not isinstance(one, list) or not one:
            raise Refused(N_("row {row}: expected a pair such as [2, 3]"), number, row=number)
        label = one[-1] if isinstance(one[-1], str) and len(one) > 2 else ""
        values = one[:-1] if label else one
        flat = [*values[0], *values[1:]] if isinstance(values[0], list) else values
        for column, value in enumerate(flat, 1):
            if not isinstance(value, (int, float)) or isinstance(value, bool) or not is_cell_number(value):
                sentence = N_("row {row}, column {column}: {cell} is not a number; nothing was pasted")
                raise Refused(sentence, number, row=number, column=column, cell=f"“{str(value)[:SHOWN]}”")
        rows.append(BenchRow(tuple(map(float, flat)), label[:LABEL]))
    width = len(rows[0].cells)
    _refuse_width(width)
    for number, row in enumerate(rows, 1):
        if len(row.cells) != width:
            sentence = N_("row {row}: cells: {count}; in the first row: {wanted}")
            raise Refused(sentence, number, row=number, count=len(row.cells), wanted=width)
    return tuple(rows), max(0, len(data) - MOST_ROWS), ()
