"""The table of a sweep: nothing that was written is lost, nothing is there twice, nothing foreign is overwritten."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope.storage.files import Refused
from downslope.sweep.job import Job, Result, source, stamping
from downslope.sweep.sweep import COLUMNS, SweepRow, SweepTable, fields_of, row_of, table_at
from support import shipped

LANDED = Result("land", "reached", 3, 3, 0.1 + 0.2, (1 / 3, -0.0))


def row(alpha: float, level: str = "thirteen", result: Result = LANDED) -> SweepRow:
    return SweepRow(Job(level, "adam", "squared", alpha, None, 0.5, 0, 200), result, "abc")


def table(file: Path) -> SweepTable:
    return table_at(file, shipped())


def filled(file: Path, *alphas: float) -> bytes:
    made = table(file)
    made.begin()
    for alpha in alphas:
        made.add([row(alpha)])
    made.finish()
    return file.read_bytes()


numbers = st.floats(allow_nan=False, allow_infinity=False)
results = st.builds(
    Result, st.sampled_from(["land", ""]), st.just("x"), st.integers(0, 9), st.integers(0, 9), st.none() | numbers,
    st.lists(numbers, max_size=3).map(tuple),
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])),
)  # fmt: skip


@pytest.mark.slow
@given(numbers, st.none() | numbers, st.integers(0, 10**9), results)
def test_what_is_written_reads_back_the_same(alpha: float, weight: float | None, seed: int, r: Result) -> None:
    wanted = SweepRow(Job("a/b, c", "x", "y", alpha, weight, None, seed, 1, "beta=0.4; wire=left − middle"), r, "s")
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow(fields_of(wanted))
    (values,) = csv.reader(io.StringIO(made.getvalue(), newline=""))
    assert row_of(values) == wanted and made.getvalue().count("\n") == 1


def test_rows_come_in_any_order_and_end_in_one(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    made = table(file)
    assert made.begin() == {}
    made.add([row(3.0), row(1.0, "goldilocks")])
    made.add([row(1.0), row(2.0)])
    found = made.finish()
    assert [(r.job.level, r.job.alpha) for r in found] == [
        ("thirteen", 1.0), ("thirteen", 2.0), ("thirteen", 3.0), ("goldilocks", 1.0)
    ]  # fmt: skip
    assert list(table(file).rows().values()) == found
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.slow
def test_a_cut_line_is_taken_out_and_nothing_else(tmp_path: Path) -> None:
    whole = filled(tmp_path / "whole.csv", 1.0, 2.0, 3.0)
    ends = [n for n, byte in enumerate(whole, 1) if byte == ord("\n")]
    for cut in sorted({*range(0, len(whole), 5), *ends, *(end - 1 for end in ends), *(end + 1 for end in ends[:-1])}):
        file = tmp_path / "cut.csv"
        file.write_bytes(whole[:cut])
        made = table(file)
        there = made.begin()
        kept = max(0, sum(end <= cut for end in ends) - 1)  # lines, without the head
        assert [job.alpha for job in there] == [1.0, 2.0, 3.0][:kept]
        made.add(row(alpha) for alpha in [1.0, 2.0, 3.0][kept:])
        made.finish()
        assert file.read_bytes() == whole


def test_a_changed_line_is_named(tmp_path: Path) -> None:
    """Any one byte of any line: it is named, or what is read is what was written."""
    whole = filled(tmp_path / "whole.csv", 1.0, 2.0, 3.0)
    ends = [n for n, byte in enumerate(whole, 1) if byte == ord("\n")]
    wanted, file = [row(alpha) for alpha in (1.0, 2.0, 3.0)], tmp_path / "changed.csv"
    refused = 0
    for at in range(ends[0], len(whole) - 1):
        changed = bytearray(whole)
        changed[at] = ord("8") if changed[at] != ord("8") else ord("7")
        file.write_bytes(changed)
        try:
            assert list(table(file).rows().values()) == wanted
        except Refused as why:
            line = len([end for end in ends if end <= at]) + 1
            assert f"changed.csv, line {line} cannot be read" in str(why)
            refused += 1
    assert refused == len(whole) - 1 - ends[0]


def test_lines_that_were_taken_out_are_run_again(tmp_path: Path) -> None:
    whole = filled(tmp_path / "whole.csv", 1.0, 2.0, 3.0).splitlines(keepends=True)
    file = tmp_path / "fewer.csv"
    file.write_bytes(b"".join([*whole[:2], *whole[3:]]))
    assert [job.alpha for job in table(file).rows()] == [1.0, 3.0]


def test_done_again_after_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    made = table(file)
    made.begin()
    made.add([row(1.0, result=Result("", "", 0, 0, None, (), "broken")), row(1.0)])
    assert made.finish() == [row(1.0)]


def test_two_sweeps_do_not_share_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    first = table(file)
    first.begin()
    first.add([row(1.0)])
    for read in (SweepTable.begin, SweepTable.rows):
        with pytest.raises(Refused, match=r"a\.csv is being written by another sweep"):
            read(table(file))
    assert len(first.finish()) == 1 and len(table(file).rows()) == 1


def test_an_empty_table_does_not_stay(tmp_path: Path) -> None:
    made = table(tmp_path / "a.csv")
    made.begin()
    assert made.finish() == [] and list(tmp_path.iterdir()) == []


def test_what_was_added_is_there_after_a_crash(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    made = table(file)
    made.begin()
    made.add([row(1.0, result=Result("", "", 0, 0, None, (), "two\nlines, \ud800 and a \0")), row(2.0)])
    made.close()
    assert not file.exists() and [r.result.fault for r in table(file).rows().values()] == ["two\nlines, ? and a \0", ""]
    (tmp_path / "a.csv.sqlite").write_bytes(b"something else" * 100)
    with pytest.raises(Refused, match=r"a\.csv\.sqlite cannot be read"):
        table(file).begin()


@pytest.mark.parametrize("text", ["name,price\napple,1", "something", "\n", ",".join(COLUMNS[:-1]) + "\n", "\x00\xff"])
def test_another_file_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(Refused) as refused:
        table(file).begin()
    assert "mine.csv" in str(refused.value) and file.read_bytes() == text.encode("latin-1")


def test_a_line_that_somebody_spoilt_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    whole = filled(file, 1.0, 2.0).decode()
    file.write_text(whole.replace("2.0,", "two,"), encoding="utf-8")
    with pytest.raises(Refused, match=r"a\.csv, line 3 cannot be read .*'two'"):
        table(file).begin()


def test_a_quotation_mark_too_many_is_named_however_long_the_table_is(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    whole = filled(file, 1.0, 2.0, *([3.0] * 2000)).decode()
    file.write_text(whole.replace("thirteen,adam,squared,2.0", '"hirteen,adam,squared,2.0'), encoding="utf-8")
    with pytest.raises(Refused, match=r"a\.csv, line 3 cannot be read"):
        table(file).begin()


def test_line_ends_of_another_program(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(filled(file, 1.0).replace(b"\n", b"\r\n"))
    made = table(file)
    assert [job.alpha for job in made.begin()] == [1.0]
    made.add([row(2.0)])
    assert len(made.finish()) == 2


def test_files_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    for name in ("no/a.csv", "file/a.csv", "folder.csv", "a" * 300 + ".csv"):
        with pytest.raises(Refused, match="cannot be"):
            table(tmp_path / name).begin()
    for name in ("a.xlsx", "a", ".csv"):
        with pytest.raises(Refused, match=r"allowed: a name that ends with \.csv or \.parquet"):
            table(tmp_path / name)


def test_a_stamp_tells_levels_learners_and_metrics_apart() -> None:
    names = [("thirteen", "adam", "squared"), ("goldilocks", "adam", "squared"), ("thirteen", "momentum", "squared")]
    names.append(("thirteen", "adam", "absolute"))
    stamps = set(map(stamping(shipped()), names))
    assert len(stamps) == 4 and {*map(len, stamps)} == {12}, "tables that are there already are gone on with"
    assert len(source(shipped().learner("adam"))) == 64


def test_parquet_holds_the_same(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow.parquet")
    file = tmp_path / "a.parquet"
    made = table(file)
    made.begin()
    made.add([row(3.0), row(1.0, result=Result("", "", 0, 0, None, (), "broken"))])
    made.close()  # as if it had been killed
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet.sqlite"]
    again = table(file)
    assert len(again.begin()) == 2
    again.add([row(2.0)])
    found = again.finish()
    assert [r.job.alpha for r in found] == [1.0, 2.0, 3.0]
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]
    assert list(table(file).rows().values()) == found
    written = arrow.read_table(file)
    assert tuple(written.column_names) == COLUMNS
    assert written.column("prediction").to_pylist() == [[], [1 / 3, -0.0], [1 / 3, -0.0]]
    assert written.column("error").to_pylist()[0] is None and str(written.schema.field("steps").type) == "int64"
    file.write_bytes(b"PAR1 no more")
    with pytest.raises(Refused, match=r"a\.parquet cannot be read"):
        table(file).begin()
