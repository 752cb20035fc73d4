"""The table of a sweep: nothing that was written is lost, nothing is there twice, nothing foreign is overwritten."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from downslope.storage.files import Refused
from downslope.sweep.job import Job, Result, source, stamping
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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


@pytest.fixture
def whole(tmp_path: Path, file: Path) -> bytes:
    """A table of three rows."""
    table(file, row(1.0), row(2.0), row(3.0)).finish()
    return file.read_bytes()


def ends_of(whole: bytes) -> list[int]:
    return [n for n, byte in enumerate(whole, 1) if byte == ord("\n")]


numbers = st.floats(allow_nan=False, allow_infinity=False)
results = st.builds(
    Result, st.sampled_from(["land", ""]), st.just("x"), st.integers(0, 9), st.integers(0, 9), st.none() | numbers,
    st.lists(numbers, max_size=3).map(tuple),
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])),
)  # fmt: skip


@given(numbers, st.none() | numbers, st.integers(0, 10**9), results)
def test_what_is_written_reads_back_the_same(alpha: float, weight: float | None, seed: int, r: Result) -> None:
    wanted = SweepRow(Job("a/b, c", "x", "y", alpha, weight, None, seed, 1, "beta=0.4; wire=left − middle"), r, "s")
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow(fields_of(wanted))
    (values,) = csv.reader(io.StringIO(made.getvalue(), newline=""))
    assert row_of(values) == wanted and made.getvalue().count("\n") == 1


def test_rows_come_in_any_order_and_end_in_one(file: Path) -> None:
    made = table(file)
    assert made.begin() == {}
    made.add([row(3.0), row(1.0, "goldilocks")])
    made.add([row(1.0, result=BROKEN), row(1.0), row(2.0)])  # done again after a fault
    found = made.finish()
    assert [(r.job.level, r.job.alpha, r.result) for r in found] == [
        ("thirteen", 1.0, LANDED), ("thirteen", 2.0, LANDED), ("thirteen", 3.0, LANDED), ("goldilocks", 1.0, LANDED),
    ]  # fmt: skip
    assert list(table(file).rows().values()) == found and [*file.parent.iterdir()] == [file]
    empty = table(file.with_name("b.csv"))
    empty.begin()
    assert empty.finish() == [] and [*file.parent.iterdir()] == [file]


def test_a_cut_line_is_taken_out_and_nothing_else(file: Path, whole: bytes) -> None:
    ends = ends_of(whole)
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


def test_a_changed_line_is_named(file: Path, whole: bytes) -> None:
    """Any one byte of any line."""
    ends = ends_of(whole)
    for at in range(ends[0], len(whole) - 1, 3):
        changed = bytearray(whole)
        changed[at] = ord("8") if changed[at] != ord("8") else ord("7")
        file.write_bytes(changed)
        line = len([end for end in ends if end <= at]) + 1
        with pytest.raises(Refused, match=rf"a\.csv, line {line} cannot be read"):
            table(file).rows()
    text = whole.decode().replace("thirteen,adam,squared,2.0", '"hirteen,adam,squared,2.0')  # it goes on to the end
    file.write_text(text + text.rpartition("\n3")[0] * 200, encoding="utf-8")
    with pytest.raises(Refused, match=r"a\.csv, line 3 cannot be read"):
        table(file).begin()


def test_what_was_added_is_there_after_a_crash_and_two_sweeps_do_not_share_a_file(file: Path) -> None:
    made = table(file, row(1.0, result=BROKEN), row(2.0))
    for read in (SweepTable.begin, SweepTable.rows):
        with pytest.raises(Refused, match=r"a\.csv is being written by another sweep"):
            read(table(file))
    made.close()
    assert not file.exists() and [r.result.fault for r in table(file).rows().values()] == ["two\nlines, ? and a \0", ""]
    file.with_name("a.csv.sqlite").write_bytes(b"something else" * 100)
    with pytest.raises(Refused, match=r"a\.csv\.sqlite cannot be read"):
        table(file).begin()


def test_another_file_is_left_alone_and_files_that_cannot_be_are_refused(file: Path) -> None:
    for text in ("name,price\napple,1", "something", "\n", ",".join(COLUMNS[:-1]) + "\n", "\x00\xff"):
        file.write_bytes(text.encode("latin-1"))
        with pytest.raises(Refused, match=r"a\.csv"):
            table(file).begin()
        assert file.read_bytes() == text.encode("latin-1")
    (file.parent / "folder.csv").mkdir()
    for name in ("no/a.csv", "a.csv/a.csv", "folder.csv", "a" * 300 + ".csv"):
        with pytest.raises(Refused, match="cannot be"):
            table(file.parent / name).begin()
    for name in ("a.xlsx", "a", ".csv"):
        with pytest.raises(Refused, match=r"allowed: a name that ends with \.csv or \.parquet"):
            table(file.parent / name)


def test_a_stamp_tells_levels_learners_and_metrics_apart() -> None:
    names = [("thirteen", "adam", "squared"), ("goldilocks", "adam", "squared"), ("thirteen", "momentum", "squared"),
             ("thirteen", "adam", "absolute")]  # fmt: skip
    stamps = set(map(stamping(shipped()), names))
    assert len(stamps) == 4 and {*map(len, stamps)} == {12}, "tables that are there already are gone on with"
    assert len(source(shipped().learner("adam"))) == 64


def test_parquet_holds_the_same(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow.parquet")
    file = tmp_path / "a.parquet"
    table(file, row(3.0), row(1.0, result=Result("", "", 0, 0, None, (), "broken"))).close()  # as if it had been killed
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet.sqlite"]
    again = table(file)
    assert len(again.begin()) == 2
    again.add([row(2.0)])
    found = again.finish()
    assert [r.job.alpha for r in found] == [1.0, 2.0, 3.0] and [*tmp_path.iterdir()] == [file]
    assert list(table(file).rows().values()) == found
    written = arrow.read_table(file)
    assert tuple(written.column_names) == COLUMNS
    assert written.column("prediction").to_pylist() == [[], [1 / 3, -0.0], [1 / 3, -0.0]]
    assert written.column("error").to_pylist()[0] is None and str(written.schema.field("steps").type) == "int64"
    file.write_bytes(b"PAR1 no more")
    with pytest.raises(Refused, match=r"a\.parquet cannot be read"):
        table(file).begin()
