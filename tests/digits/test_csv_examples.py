"""Tables that a player brings along: read where they are right, refused in one sentence with the place where not."""

from pathlib import Path

import pytest

from downslope import read_csv
from downslope.digits import csv_examples
from downslope.digits.csv_examples import cell_number, from_csv
from downslope.storage.files import Refused

ROW = "7," + ",".join(["16"] * 64)
LINE = "mine.csv, line"
NO_TABLES = [
    ("", "mine.csv: no rows"), ("label,pixels\n\n", "mine.csv: no rows"),
    (f"{ROW}\n7,1,2\n", f"{LINE} 2: 3 columns; expected 65: a label and 64 pixels"),
    (f"{ROW}\n1{ROW}\n", f"{LINE} 2, column 1: '17'; expected a whole number 0 ... 9"),
    (f"-{ROW}\n", f"{LINE} 1, column 1: '-7'; expected a whole number 0 ... 9"),
    (ROW.replace("16", "17", 1), f"{LINE} 1, column 2: '17'; expected a whole number 0 ... 16"),
    (f"{ROW}\n\n{ROW[:-2]}nan", f"{LINE} 3, column 65: 'nan'; expected a whole number 0 ... 16"),
    (ROW.replace("16", "²" * 99, 1), f"{LINE} 1, column 2: '{'²' * 20}'; expected"),
    (ROW.replace(",16", ",", 1), f"{LINE} 1, column 2: ''; expected"), ("\udcff\udcfe", "mine.csv"),  # is no UTF-8
]  # fmt: skip


def test_a_table_of_digits_is_read_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.csv"
    head = "\ufefflabel," + ",".join(f"p{k}" for k in range(64))
    path.write_text(f"{head}\r\n{ROW}\r\n\r\n 3 , {' 0,' * 63}8\r\n", encoding="utf-8")
    one, other = from_csv(path)
    assert (one.label, one.input, other.label) == ("7", (1.0,) * 64, "3")
    assert other.pair == ((0.0,) * 63 + (0.5,), (0, 0, 0, 1, 0, 0, 0, 0, 0, 0))
    with pytest.raises(Refused, match=r"none\.csv cannot be read: "):
        from_csv(tmp_path / "none.csv")
    for text, sentence in NO_TABLES:
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        with pytest.raises(Refused) as refused:
            from_csv(path)
        assert str(refused.value).startswith(sentence) and "\n" not in str(refused.value)
    monkeypatch.setattr(csv_examples, "MOST", 2)
    path.write_text(f"{ROW}\n" * 2, encoding="utf-8")
    assert len(from_csv(path)) == 2
    path.write_text(f"{ROW}\n" * 3, encoding="utf-8")
    with pytest.raises(Refused, match="more rows; expected at most 2"):
        from_csv(path)


HEAD = "day,sun,degrees,sold\n"
NO_COLUMNS = [
    (HEAD + "Mo,1,hot,0.4\n", "ice_cream.csv, line 2: 'hot' is not a number (column degrees)."),
    (HEAD + "Mo,1\n", "ice_cream.csv, line 2: '' is not a number (column degrees)."),
    (HEAD + "Mo,1,inf,0.4\n", "line 2: 'inf' is not a number"),
    (HEAD + "Mo,1,1000000000001,0.4\n", "line 2: '1000000000001' is not a number"),
    ("day,sun\n", "ice_cream.csv, line 1: there is no column 'degrees'"),
    (HEAD, "ice_cream.csv has no rows below its header."), ("", "there is no column"),
    (HEAD + "Mo,1,2,3\n" * 3, "more than 4 numbers"),
]


def test_columns_of_a_file_are_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ice_cream.csv"
    monkeypatch.setattr(csv_examples, "NUMBERS", 4)
    file.write_text(HEAD + "Mo,1,1e12,0.4\n\nTu,0,10,0.1\n", encoding="utf-8")
    found = read_csv(file, ["sun", "degrees"], ["sold"], label="day")
    assert [(each.input, each.goal_prediction, each.label) for each in found] == [
        ((1.0, 1e12), 0.4, "Mo"), ((0.0, 10.0), 0.1, "Tu"),
    ]  # fmt: skip
    for mark in ";\t":  # where no comma parts the cells one may part the decimals
        file.write_text(f"degrees{mark}sold\n-1,5{mark}1.234,5\n2.5{mark}3\n", encoding="utf-8")
        found = read_csv(str(file), ["degrees"], ["sold"])
        assert [(each.input, each.goal_prediction) for each in found] == [(-1.5, 1234.5), (2.5, 3.0)]
    for text, sentence in NO_COLUMNS:
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError) as refused:
            read_csv(file, ["sun", "degrees"], ["sold"])
        assert sentence in str(refused.value)
    cells = {"1.234.567": 1234567.0, "1,234,567": 1234567.0, "1,234.5": 1234.5, "−1.234": -1.234, "1,5,6": None}
    assert {cell: cell_number(cell, True) for cell in cells} == cells
    assert cell_number("1,5", False) is None and cell_number("1 000.5", False) == 1000.5
