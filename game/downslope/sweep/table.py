"""The table of a sweep: a CSV or a Parquet file with all rows in order, put there when the sweep ends or is stopped.

Until then the rows are in a database beside it, FILE.sqlite: what was computed is not lost, however the sweep ends, and
nobody else writes there meanwhile.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple
from zlib import crc32

from ..i18n import _
from ..rules import Catalog
from ..storage.files import (
    Refused,
    read_file,
    refuse_unless_ordinary,
    temporary_name,
    unreadable,
    unwritable,
    write_file,
)
from .grid import order
from .job import Job, Result

TABLE_BYTES = 8 << 30  # bytes
COLUMNS = (*Job._fields, *Result._fields, "stamp")
CHECK = "check"  # the last column of a line: a checksum of the others, so that a line that was changed is told
SETUP = (
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    f"CREATE TABLE IF NOT EXISTS runs ({', '.join(COLUMNS)}, PRIMARY KEY ({', '.join(Job._fields)}))"
)
ADD = f"REPLACE INTO runs VALUES ({', '.join('?' * len(COLUMNS))})"


class SweepRow(NamedTuple):
    """A line of the table."""

    job: Job
    result: Result
    stamp: str


class SweepTable:
    """`order`: what the rows are sorted by."""

    def __init__(self, path: Path, order: Callable[[Job], Any]) -> None:
        self.path, self.order = path, order
        self.journal = path.with_name(path.name + ".sqlite")
        self._runs: sqlite3.Connection | None = None

    def begin(self) -> dict[Job, SweepRow]:
        """The rows that are there; from now on rows can be added. Refused: no such file can be."""
        self._runs = self._opened()
        try:
            return self.rows()
        except Refused:
            self.close()
            raise

    def _opened(self) -> sqlite3.Connection:
        try:
            self.journal.open("ab").close()  # what is wrong with the place is said by the system, in more than a word
            runs = sqlite3.connect(self.journal, timeout=0, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise Refused(unwritable(self.path, error)) from error
        try:
            runs.executescript(SETUP)
        except sqlite3.Error as error:
            runs.close()
            if "locked" in str(error):
                raise Refused(_("{file} is being written by another sweep").format(file=self.path)) from error
            raise unreadable(self.journal, error) from error
        return runs

    def add(self, rows: Iterable[SweepRow]) -> None:
        """On the disk's way before it returns: what follows may be killed. Refused: it could not be written."""
        assert self._runs is not None
        try:
            with self._runs:
                self._runs.execute("BEGIN")
                self._runs.executemany(ADD, map(fields_of, rows))
        except sqlite3.Error as error:
            raise Refused(unwritable(self.path, error)) from error

    def rows(self) -> dict[Job, SweepRow]:
        """What both files hold, each run once. Refused: it is another table."""
        rows = self.read()
        if self._runs is None and not self.journal.exists():
            return rows
        runs = self._runs or self._opened()
        try:
            added = map(row_of, runs.execute("SELECT * FROM runs"))
            return rows | {row.job: row for row in added}  # done again after a fault: what came later is newer
        except (sqlite3.Error, ValueError) as error:
            raise unreadable(self.journal, error) from error
        finally:
            if runs is not self._runs:
                runs.close()

    def finish(self) -> list[SweepRow]:
        """All rows, in order, in the table; the database is gone. Refused: the table could not be written."""
        rows = sorted(self.rows().values(), key=lambda row: self.order(row.job))
        try:
            if rows:
                self.write(rows)
        except OSError as error:
            self.close()
            template = _("{file} cannot be written ({reason}); all that was computed is in {journal}")
            reason = error.strerror or error
            raise Refused(template.format(file=self.path, reason=reason, journal=self.journal)) from error
        self._forget()
        return rows

    def close(self) -> None:
        """A database in which nothing ever was goes again."""
        if self._runs is not None and not self._runs.execute("SELECT 1 FROM runs LIMIT 1").fetchall():
            self._forget()
        elif self._runs is not None:
            self._runs.close()
            self._runs = None

    def _forget(self) -> None:
        if self._runs is not None:
            self._runs.close()
            self._runs = None
        self.journal.unlink(missing_ok=True)

    def read(self) -> dict[Job, SweepRow]:
        """What the table itself holds, without a line that was cut. Refused: it is another one."""
        try:
            whole = read_file(self.path, TABLE_BYTES) if self.path.exists() else b""
            lines = whole[: whole.rfind(b"\n") + 1].decode()
            head = csv_text([(*COLUMNS, CHECK)])
            if lines.partition("\n")[0].rstrip("\r") != head.rstrip() and not head.encode().startswith(whole):
                raise Refused(_("{file} is not the table of a sweep; name another file").format(file=self.path))
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(self.path, error) from error
        rows, number = dict[Job, SweepRow](), 0
        try:
            for number, values in enumerate(csv.reader(io.StringIO(lines, newline="")), 1):
                if number > 1:
                    row = row_of(values[:-1])
                    if checksum(values[:-1]) != values[-1]:
                        raise ValueError(_("it was changed since it was written"))
                    rows[row.job] = row
        except (ValueError, IndexError, csv.Error) as error:
            line = number + isinstance(error, csv.Error)  # a quotation mark without its other goes on to the end
            template = _("{file}, line {number} cannot be read ({reason}); fix it or delete it")
            raise Refused(template.format(file=self.path, number=line, reason=error)) from error
        return rows

    def write(self, rows: Sequence[SweepRow]) -> None:
        """All of it. OSError: it is as it was."""
        lines = ((*fields, checksum(fields)) for fields in map(fields_of, rows))
        write_file(self.path, csv_text([(*COLUMNS, CHECK), *lines]))


def fields_of(row: SweepRow) -> list[str]:
    """As CSV has them: numbers that read back as the same doubles, several of them with a space between."""
    return [*map(_text, row.job), *map(_text, row.result), row.stamp]


def checksum(fields: Sequence[str]) -> str:
    """CRC-32 of the fields as UTF-8, a zero byte between two."""
    return f"{crc32(chr(0).join(fields).encode()):08x}"


def _text(value: object) -> str:
    if value is None:
        return ""
    text = " ".join(map(repr, value)) if isinstance(value, tuple) else str(value)
    return text.encode("utf-8", "replace").decode()


def row_of(values: Sequence[str]) -> SweepRow:
    """The row back. ValueError: not one."""
    if len(values) != len(COLUMNS):
        raise ValueError(_("values: {n}, not {wanted}").format(n=len(values), wanted=len(COLUMNS)))
    names = [*map(intern, values[:3]), *map(intern, values[8:11])]  # a million rows share a few names
    alpha, weight, spread, seed, budget = values[3:8]
    steps, passes, error, prediction, fault, stamp = values[11:]
    numbers = [float(number) if number else None for number in (weight, spread)]
    level, learner, metric, knobs, outcome, cause = names
    job = Job(level, learner, metric, float(alpha), numbers[0], numbers[1], int(seed), int(budget), knobs)
    predictions = tuple(map(float, prediction.split()))
    value = float(error) if error else None
    return SweepRow(job, Result(outcome, cause, int(steps), int(passes), value, predictions, fault), intern(stamp))


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


GROUP = 100_000  # rows in a row group
WHOLE = frozenset({"seed", "budget", "steps", "passes"})
REAL = frozenset({"alpha", "weight", "spread", "error"})


class ParquetTable(SweepTable):
    """The same table as a Parquet file. Refused: pyarrow is not installed."""

    def __init__(self, path: Path, order: Callable[[Job], Any]) -> None:
        super().__init__(path, order)
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            template = _("A .parquet file needs the package pyarrow ({reason}): pip install 'downslope[parquet]'")
            raise Refused(template.format(reason=error)) from error
        self._arrow: Any = pyarrow

    def read(self) -> dict[Job, SweepRow]:
        """What the file holds. Refused: it is another table."""
        try:
            if not self.path.exists():
                return {}
            refuse_unless_ordinary(self.path)
            table = self._arrow.parquet.read_table(self.path)
            if tuple(table.column_names) != COLUMNS:
                raise Refused(_("{file} is not the table of a sweep; name another file").format(file=self.path))
            rows, size = list[SweepRow](), len(Job._fields)
            for values in (list(row.values()) for row in table.to_pylist()):
                result = Result(*values[size:-1])
                result = result._replace(prediction=tuple(result.prediction))
                rows.append(SweepRow(Job(*values[:size]), result, values[-1]))
        except (OSError, ValueError, TypeError) as error:  # pyarrow's own errors are ValueErrors
            reason = str(error).splitlines()[0]
            raise Refused(_("{file} cannot be read: {reason}").format(file=self.path, reason=reason)) from error
        return {row.job: row for row in rows}

    def write(self, rows: Sequence[SweepRow]) -> None:
        """All of it. OSError: it is as it was."""
        beside = temporary_name(self.path)
        try:
            arrow = self._arrow
            kinds = {"prediction": arrow.list_(arrow.float64())}
            kinds |= dict.fromkeys(WHOLE, arrow.int64()) | dict.fromkeys(REAL, arrow.float64())
            schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])
            with self._arrow.parquet.ParquetWriter(beside, schema) as writer:
                for first in range(0, len(rows), GROUP):
                    some = [(*row.job, *row.result, row.stamp) for row in rows[first : first + GROUP]]
                    columns = [list(column) for column in zip(*some)]
                    writer.write_table(self._arrow.table(columns, schema=schema))
            beside.replace(self.path)
        finally:
            beside.unlink(missing_ok=True)


KINDS = (".csv", ".parquet")


def table_at(path: Path, catalog: Catalog) -> SweepTable:
    """Refused: its name ends otherwise than tables do, or it is a folder."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        template = _("--out is {file}; allowed: a name that ends with {kinds}")
        raise Refused(template.format(file=path, kinds=_(" or ").join(KINDS)))
    if kind == ".csv":
        return SweepTable(path, order(catalog))
    return ParquetTable(path, order(catalog))
