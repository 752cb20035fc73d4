"""The same table as a Parquet file. While it grows it is a CSV file beside it, FILE.parquet.csv, which goes when it is
done: a Parquet file cannot be added to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..i18n import _
from ..storage.errors import Refused
from ..storage.files import beside_of, refuse_unless_ordinary
from .job import Job, Result
from .table import COLUMNS, SweepRow, SweepTable

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
        beside = beside_of(self.parquet)
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
