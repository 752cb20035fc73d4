"""The bench between two visits: `workshop.toml` in the player's folder, a row of the table a line; the last runs."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from .. import paths
from ..i18n import _
from ..level_files.reading import read_levels
from ..level_files.writing import NotData, toml, toml_of
from ..rules.outcome_kinds import OUTCOMES
from ..storage.files import read_file, reason_of, unwritable, write_file
from .bench import FIRST, MOST_HIDDEN, MOST_INPUTS, MOST_ROWS, RUNS_MOST, Bench, BenchBet, BenchRow, BenchRun

BYTES = 1_000_000
FORM = 1
NUMBERS = 500  # of a run that are kept to draw it: a longer one has to be brought back first
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
            bench = bench_in(text)
            name = tomllib.loads(text).get("file", "")
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
            self.runs = [_run_of(table, bench) for table in tomllib.loads(text).get("runs", [])[-RUNS_MOST:]]
        except NO_BENCH as error:
            template = _("{file}: its runs could not be read: {reason}")
            self.faults.append(template.format(file=self.path.name, reason=_reason_of(error)))
        self._written = text
        return bench

    def save(self, bench: Bench, runs: Sequence[BenchRun] = ()) -> None:
        """Write it where it is another than before."""
        text = text_of_bench(bench, self.saved_as, runs)
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


def text_of_bench(bench: Bench, saved_as: str = "", runs: Sequence[BenchRun] = ()) -> str:
    """As it lies in the file."""
    table: dict[str, Any] = {"workshop": FORM} | ({"file": saved_as} if saved_as else {})
    for each in fields(Bench):
        value = getattr(bench, each.name)
        if value is None or each.name in ("rows", "kept", "settings"):
            continue
        table[each.name] = list(value) if isinstance(value, tuple) else value
    table["examples"] = _lines_of(bench.rows)
    table["settings"] = dict(bench.settings)
    begun = [run for run in runs if run.steps]
    if begun:
        table["runs"] = [_table_of(run, bench) for run in begun]
    if bench.kept is not None:
        with suppress(NotData):  # a level in Python has what only Python can say; the rest is kept
            table["kept"] = toml_of(bench.kept)
    head = (
        _("The workshop's bench. It may be edited while the game is closed."),
        _("Every field, cell and run is checked as the game starts; a file that is no bench is reported and kept "
        "aside."),
    )
    return "".join(f"# {sentence}\n" for sentence in head) + toml(table)


def _lines_of(rows: Sequence[BenchRow]) -> list[list[Any]]:
    return [[*row.cells, *([{"label": row.label}] if row.label else [])] for row in rows]


def _table_of(run: BenchRun, bench: Bench) -> dict[str, Any]:
    """What it was made with and what came of it; its examples only where the bench has others now."""
    given = {name: getattr(run.bench, name) for name in SETTINGS}
    table: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
    table |= {"number": run.number, "steps": run.steps, "won": run.won}
    table |= {name: value for name, value in (("outcome", run.outcome), ("bet", run.bet)) if value}
    if len(run.errors) + sum(map(len, run.path)) <= NUMBERS:
        table |= {"errors": list(run.errors), "path": [list(weights) for weights in run.path]}
    if run.bench.rows != bench.rows:
        table["examples"] = _lines_of(run.bench.rows)
    table["settings"] = dict(run.bench.settings)
    return table


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
        raise _no_bench()
    return BenchRun(int(table["number"]), made_with, steps, outcome, bool(table["won"]), bet, errors, path)


def bench_in(text: str) -> Bench:
    """Raises what is in NO_BENCH where it is none."""
    table = tomllib.loads(text)
    if table.pop("workshop", None) != FORM:
        raise ValueError(_("it has another format"))
    for other in ("file", "runs"):
        table.pop(other, None)
    rows = tuple(_row(one) for one in table.pop("examples")[:MOST_ROWS])
    kept = next(iter(read_levels(table.pop("kept")))).level if "kept" in table else None
    settings = tuple(sorted((str(name), _value(value)) for name, value in table.pop("settings", {}).items()))
    bet = table.pop("bet", None)
    given = {name: _field(name, value) for name, value in table.items()}
    if bet is not None:
        alpha, said, came = bet
        if not {said, came} <= {*OUTCOMES}:
            raise _no_bench()
        given["bet"] = BenchBet(float(alpha), said, came)
    bench = Bench(rows, settings=settings, kept=kept, **given)
    _check(bench)
    return bench


def _field(name: str, value: Any) -> Any:
    """A field of the bench as the file has it. TypeError, KeyError: it is none."""
    kinds: dict[str, type] = {each.name: type(getattr(FIRST, each.name)) for each in fields(Bench)}
    kind = (kinds | {"target": float, "par": int})[name]
    if kind is float and type(value) is int:
        value = float(value)
    value = tuple(value) if kind is tuple and isinstance(value, list) else value
    if type(value) is not kind:
        raise TypeError(f"{name} is {value!r:.40}")
    return value


def _row(one: Any) -> BenchRow:
    label = one[-1].get("label", "") if isinstance(one[-1], dict) else ""
    cells = one[:-1] if label else one
    return BenchRow(tuple(_value(cell) for cell in cells), str(label))


def _value(value: Any) -> float | str:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise TypeError(f"{value!r:.40} is no number and no text")
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
        raise _no_bench()


def _no_bench() -> ValueError:
    return ValueError(_("its parts do not fit together"))


def _reason_of(error: Exception) -> str:
    """As the end of a sentence; what Python says of a shape that is another one tells a player nothing."""
    return reason_of(error if isinstance(error, (OSError, ValueError, TypeError)) else _no_bench())
