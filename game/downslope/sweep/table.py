"""The table: a CSV file to which results are added as they come, so that nothing that was computed is ever lost.

A line that was cut, because the machine or the disk gave up while it was written, is taken out when the sweep goes on.
When all is done the lines are put in order, in a new file that takes the old one's place.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple
from zlib import crc32

from ..i18n import _
from ..storage.errors import Refused
from ..storage.files import read_file, refuse_unless_ordinary, temporary_name, unreadable, unwritable, write_file
from ..storage.lock import hold
from .job import Job, Result

LARGEST = 8 << 30  # bytes
COLUMNS = (*Job._fields, *Result._fields, "stamp")
CHECK = "check"  # the last column of a line: a checksum of the others, so that a line that was changed is told


class SweepRow(NamedTuple):
    """A line of the table."""

    job: Job
    result: Result
    stamp: str


class SweepTable:
    """`order`: what the rows are sorted by."""

    def __init__(self, path: Path, order: Callable[[Job], Any]) -> None:
        self.path, self.order = path, order
        self._file: io.FileIO | None = None
        self._empty = False
        self._checked = True  # its lines have checksums
        self._whole = 0  # bytes up to the end of its last whole line

    def begin(self) -> dict[Job, SweepRow]:
        """The rows that are there; from now on rows can be added. Refused: no such file can be."""
        try:
            self._file = self._held()  # nothing is mended in a file that another one writes
            rows = self.rows()
            if not self._checked:  # it is from before lines had checksums
                self._file.close()
                write_file(self.path, csv_text([(*COLUMNS, CHECK), *map(line_of, rows.values())]))
                self._file = self._held()
            elif self._file.seek(0, os.SEEK_END) > self._whole:
                self._file.truncate(self._whole)
            if self._file.seek(0, os.SEEK_END) == 0:
                self._write(csv_text([(*COLUMNS, CHECK)]))
        except (OSError, Refused) as error:
            self._leave()
            raise error if isinstance(error, Refused) else self._unwritable(error) from error
        self._empty = not rows
        return rows

    def _held(self) -> io.FileIO:
        """The file, to be added to; nobody else may meanwhile."""
        file = io.FileIO(self.path, "a")
        if hold(file.fileno()) is False:
            file.close()
            raise Refused(_("{file} is being written by another sweep").format(file=self.path))
        return file

    def _leave(self) -> None:
        """It cannot be gone on with: it stays as it was, and is not there if it was not."""
        if self._file is not None and not self._file.closed:
            self._empty = self._file.seek(0, os.SEEK_END) == 0
            self.close()

    def add(self, rows: Iterable[SweepRow]) -> None:
        """On the disk's way before it returns: what follows may be killed. Refused: it could not be written."""
        self._empty = False
        try:
            self._write(csv_text(map(line_of, rows)))
        except OSError as error:
            raise self._unwritable(error) from error

    def _write(self, lines: str) -> None:
        assert self._file is not None
        left = lines.encode("utf-8", "replace")
        while left:  # a disk that is nearly full takes a part
            left = left[self._file.write(left) or 0 :]

    def _unwritable(self, error: OSError) -> Refused:
        return Refused(unwritable(self.path, error))

    def rows(self) -> dict[Job, SweepRow]:
        """What the file holds, each run once, without a line that was cut. Refused: it is another table."""
        try:
            whole = read_file(self.path, LARGEST) if self.path.exists() else b""
            good = whole[: whole.rfind(b"\n") + 1]
            lines = good.decode()
            head, old = csv_text([(*COLUMNS, CHECK)]), csv_text([COLUMNS])
            first = lines.partition("\n")[0].rstrip("\r")
            if first not in (head.rstrip(), old.rstrip()) and not head.encode().startswith(whole):
                raise Refused(_("{file} is not the table of a sweep; name another file").format(file=self.path))
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(self.path, error) from error
        found, number = dict[Job, SweepRow](), 0
        self._checked, self._whole = first != old.rstrip(), len(good)
        try:
            for number, values in enumerate(csv.reader(io.StringIO(lines, newline="")), 1):
                if number > 1:
                    row = self._read(number, values)
                    found[row.job] = row  # done anew after a fault: what is further down is newer
        except csv.Error as error:  # a quotation mark without its other goes on to the end of the file
            raise self._unreadable(number + 1, error) from error
        return found

    def _read(self, number: int, values: Sequence[str]) -> SweepRow:
        try:
            row = row_of(values[: len(COLUMNS)])
            if self._checked and [checksum(values[:-1])] != [*values[len(COLUMNS) :]]:
                raise ValueError(_("it was changed since it was written"))
            return row
        except (ValueError, IndexError) as error:
            raise self._unreadable(number, error) from error

    def _unreadable(self, number: int, error: Exception) -> Refused:
        template = _("{file}, line {number} cannot be read ({reason}); fix it or delete it")
        return Refused(template.format(file=self.path, number=number, reason=error))

    def finish(self) -> list[SweepRow]:
        """All rows, in order; the file has them in this order too. Refused: it could not be written anew."""
        self.close()
        rows = sorted(self.rows().values(), key=lambda row: self.order(row.job))
        if not rows:
            return []
        try:
            write_file(self.path, csv_text([(*COLUMNS, CHECK), *map(line_of, rows)]))
        except OSError as error:
            raise self._unwritable(error) from error
        return rows

    def close(self) -> None:
        """A table in which nothing ever was goes again."""
        if self._file is not None:
            self._file.close()
            self._file = None
            if self._empty:
                self.path.unlink(missing_ok=True)


def fields_of(row: SweepRow) -> list[str]:
    """As CSV has them: numbers that read back as the same doubles, several of them with a space between."""
    return [*map(_text, row.job), *map(_text, row.result), row.stamp]


def line_of(row: SweepRow) -> list[str]:
    """Its fields, and their checksum."""
    fields = fields_of(row)
    return [*fields, checksum(fields)]


def checksum(fields: Sequence[str]) -> str:
    """CRC-32 of the fields as UTF-8, a zero byte between two."""
    return f"{crc32(chr(0).join(fields).encode('utf-8', 'replace')):08x}"


def _text(value: object) -> str:
    if value is None:
        return ""
    return " ".join(map(repr, value)) if isinstance(value, tuple) else str(value)


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
    found = float(error) if error else None
    return SweepRow(job, Result(outcome, cause, int(steps), int(passes), found, predictions, fault), intern(stamp))


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of CSV."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()


# ---------------------------------------------------------------------------------------------------------------------
# The same table as a Parquet file. While it grows it is a CSV file beside it, FILE.parquet.csv, which goes when it
# is done: a Parquet file cannot be added to.


GROUP = 100_000  # rows in a row group
WHOLE = frozenset({"seed", "budget", "steps", "passes"})
REAL = frozenset({"alpha", "weight", "spread", "error"})


class ParquetTable(SweepTable):
    """Refused: pyarrow is not installed."""

    def __init__(self, path: Path, order: Callable[[Job], Any]) -> None:
        super().__init__(path.with_name(path.name + ".csv"), order)
        self.parquet = path
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            template = _("A .parquet file needs the package pyarrow ({reason}): pip install 'downslope[parquet]'")
            raise Refused(template.format(reason=error)) from error
        self._arrow: Any = pyarrow

    def rows(self) -> dict[Job, SweepRow]:
        """Those of both files."""
        added = super().rows()
        found: dict[Job, SweepRow] = {}
        try:
            if not self.parquet.exists():
                return added
            refuse_unless_ordinary(self.parquet)
            table = self._arrow.parquet.read_table(self.parquet)
            if tuple(table.column_names) != COLUMNS:
                raise Refused(_("{file} is not the table of a sweep; name another file").format(file=self.parquet))
            for values in table.to_pylist():
                row = _row(list(values.values()))
                found[row.job] = row
        except (OSError, ValueError, TypeError) as error:  # pyarrow's own errors are ValueErrors
            reason = str(error).splitlines()[0]
            raise Refused(_("{file} cannot be read: {reason}").format(file=self.parquet, reason=reason)) from error
        return found | added

    def finish(self) -> list[SweepRow]:
        """All rows, in order, in the Parquet file; the CSV file is gone. Refused: it could not be written."""
        self.close()
        rows = sorted(self.rows().values(), key=lambda row: self.order(row.job))
        if not rows:
            return []
        beside = temporary_name(self.parquet)
        try:
            self._write_all(rows, beside)
            beside.replace(self.parquet)
            self.path.unlink(missing_ok=True)
        except OSError as error:
            beside.unlink(missing_ok=True)
            template = _("{file} cannot be written ({reason}); all that was computed is in {journal}")
            reason = error.strerror or error
            raise Refused(template.format(file=self.parquet, reason=reason, journal=self.path)) from error
        return rows

    def _write_all(self, rows: Sequence[SweepRow], path: Path) -> None:
        schema = self._schema()
        with self._arrow.parquet.ParquetWriter(path, schema) as writer:
            for first in range(0, len(rows), GROUP):
                some = [(*row.job, *row.result, row.stamp) for row in rows[first : first + GROUP]]
                columns = [list(column) for column in zip(*some)]
                writer.write_table(self._arrow.table(columns, schema=schema))

    def _schema(self) -> Any:
        arrow = self._arrow
        kinds = {"prediction": arrow.list_(arrow.float64())}
        kinds |= dict.fromkeys(WHOLE, arrow.int64()) | dict.fromkeys(REAL, arrow.float64())
        return arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])


def _row(values: list[Any]) -> SweepRow:
    size = len(Job._fields)
    job, result = Job(*values[:size]), Result(*values[size:-1])
    return SweepRow(job, result._replace(prediction=tuple(result.prediction)), values[-1])
