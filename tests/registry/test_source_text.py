"""A plugin's source as it is shown: its lines are counted as Python counts them."""

import linecache
from pathlib import Path

from downslope.registry.loading import read_lines
from downslope.registry.plugin import line_of, source_lines

SOURCE = "class A:\n\tx = 1\n\x0c\nclass B:\r\n\tname = 'b\u2028c'\n\n    rule = 'here'"


def test_lines_are_numbered_as_in_a_traceback_and_keep_their_indent(tmp_path: Path) -> None:
    file = tmp_path / "paged.py"
    file.write_bytes(SOURCE.encode())
    numbers = {line.strip(): number for number, line in enumerate(linecache.getlines(str(file)), 1)}
    assert read_lines(file)[1] == "    x = 1"
    assert line_of(str(file), "here") == numbers["rule = 'here'"]
    assert dict(source_lines(str(file), 4))[4] == "class B:"
    assert source_lines("", 4, SOURCE) == source_lines(str(file), 4)


def test_a_file_that_cannot_be_read_has_no_lines(tmp_path: Path) -> None:
    assert read_lines(tmp_path / "none.py") == read_lines("a\0b") == []
