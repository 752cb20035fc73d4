"""The table of a sweep: nothing that was written is lost, nothing is there twice, nothing foreign is overwritten."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from downslope.storage.files import Refused
from downslope.sweep.job import Job, Result
from downslope.sweep.table import COLUMNS, SweepRow, SweepTable, fields_of, row_of, table_at
from lib.support import shipped

LANDED = Result("land", "reached", 3, 3, 0.1 + 0.2, (1 / 3, -0.0))
BROKEN = Result("", "", 0, 0, None, (), "two\nlines, \ud800 and a \0")


def row(alpha: float, level: str = "thirteen", result: Result = LANDED) -> SweepRow:
    return SweepRow(Job(level, "adam", "squared", alpha, None, 0.5, 0, 200), result, "abc")


def table(file: Path, *rows: SweepRow) -> SweepTable:
    """With these rows, not yet finished, where there are some."""
    made = table_at(file, shipped())
    if rows:
        made.begin()
        made.add(rows)
    return made


def begin_refused(file: Path, said: str) -> None:
    with pytest.raises(Refused, match=said):
        table(file).begin()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


numbers = st.floats(allow_nan=False, allow_infinity=False)
results = st.builds(
    Result, st.sampled_from(["land", ""]), st.just("x"), st.integers(0, 9), st.integers(0, 9), st.none() | numbers,
    st.lists(numbers, max_size=3).map(tuple),
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])),
)  # fmt: skip


@settings(max_examples=40)
@given(numbers, st.none() | numbers, st.integers(0, 10**9), results)
def test_what_is_written_reads_back_the_same(alpha: float, weight: float | None, seed: int, r: Result) -> None:
    wanted = SweepRow(Job("a/b, c", "x", "y", alpha, weight, None, seed, 1, "beta=0.4; wire=left − middle"), r, "s")
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow(fields_of(wanted))
    (values,) = csv.reader(io.StringIO(made.getvalue(), newline=""))
    assert row_of(values) == wanted and made.getvalue().count("\n") == 1


@pytest.mark.parametrize("end", ["csv", "parquet"])
def test_rows_come_in_any_order_and_end_in_one(tmp_path: Path, end: str) -> None:
    """Also where the first sweep was killed."""
    arrow: Any = pytest.importorskip("pyarrow.parquet") if end == "parquet" else None
    file = tmp_path / f"a.{end}"
    table(file, row(3.0), row(1.0, "goldilocks"), row(1.0, result=BROKEN)).close()
    assert [path.name for path in tmp_path.iterdir()] == [f"a.{end}.sqlite"]
    assert [one.result.fault for one in table(file).rows().values()].count("two\nlines, ? and a \0") == 1
    again = table(file)
    assert len(again.begin()) == 3
    again.add([row(1.0), row(2.0)])  # done again after a fault
    found = again.finish()
    assert [(one.job.level[0], one.job.alpha) for one in found] == [("t", 1.0), ("t", 2.0), ("t", 3.0), ("g", 1.0)]
    assert {one.result for one in found} == {LANDED}
    assert list(table(file).rows().values()) == found and [*tmp_path.iterdir()] == [file]
    if arrow:
        written = arrow.read_table(file)
        assert tuple(written.column_names) == COLUMNS and str(written.schema.field("steps").type) == "int64"
        assert written.column("prediction").to_pylist() == [[1 / 3, -0.0]] * 4
    empty = table(tmp_path / f"b.{end}")
    empty.begin()
    assert empty.finish() == [] and [*tmp_path.iterdir()] == [file]
    file.write_bytes(b"PAR1 no more")
    begin_refused(file, rf"a\.{end} (cannot be read|is not the table)")


def test_a_cut_line_is_taken_out_and_any_other_changed_byte_is_named(file: Path) -> None:
    table(file, row(1.0), row(2.0), row(3.0)).finish()
    whole = file.read_bytes()
    ends = [n for n, byte in enumerate(whole, 1) if byte == ord("\n")]
    for cut in sorted({*range(0, len(whole), 53), *ends, *(end - 1 for end in ends), *(end + 1 for end in ends[:-1])}):
        file.write_bytes(whole[:cut])
        made = table(file)
        kept = max(0, sum(end <= cut for end in ends) - 1)  # lines, without the head
        assert [job.alpha for job in made.begin()] == [1.0, 2.0, 3.0][:kept]
        made.add(row(alpha) for alpha in [1.0, 2.0, 3.0][kept:])
        made.finish()
        assert file.read_bytes() == whole
    lines = whole.splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], *lines[3:]]).replace(b"\n", b"\r\n"))  # by another program
    assert [job.alpha for job in table(file).rows()] == [1.0, 3.0]
    for at in range(ends[0], len(whole) - 1, 3):
        changed = bytearray(whole)
        changed[at] = ord("8") if changed[at] != ord("8") else ord("7")
        file.write_bytes(changed)
        with pytest.raises(Refused, match=rf"a\.csv, line {sum(end <= at for end in ends) + 1} cannot be read"):
            table(file).rows()
    text = whole.decode().replace("thirteen,adam,squared,2.0", '"hirteen,adam,squared,2.0')  # it goes on to the end
    file.write_text(text + text.rpartition("\n3")[0] * 200, encoding="utf-8")
    begin_refused(file, r"a\.csv, line 3 cannot be read")


def test_what_is_another_sweeps_or_no_table_is_left_alone(file: Path) -> None:
    made = table(file, row(1.0), row(2.0))
    for read in (SweepTable.begin, SweepTable.rows):
        with pytest.raises(Refused, match=r"a\.csv is being written by another sweep"):
            read(table(file))
    made.close()
    file.with_name("a.csv.sqlite").write_bytes(b"something else" * 100)
    begin_refused(file, r"a\.csv\.sqlite cannot be read")
    for text in ("name,price\napple,1", "something", "\n", ",".join(COLUMNS[:-1]) + "\n", "\x00\xff"):
        file.write_bytes(text.encode("latin-1"))
        begin_refused(file, r"a\.csv")
        assert file.read_bytes() == text.encode("latin-1")
    (file.parent / "folder.csv").mkdir()
    for name in ("no/a.csv", "a.csv/a.csv", "folder.csv", "a" * 300 + ".csv"):
        begin_refused(file.parent / name, "cannot be (?!.*unable to open)")  # in the system's words
