"""The reference of levels is the source's own words, and none of it is missing."""

from __future__ import annotations

import pytest

import reference
from downslope.level_files.field_texts import KINDS, hints_of, texts
from downslope.solving.question_answers import ASKS


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_text_beside_it(kind: type) -> None:
    told = texts(kind)
    assert [name for name in hints_of(kind) if len(told.get(name, "")) < 5] == []


def test_everything_that_a_question_may_ask_has_a_text() -> None:
    assert [name for name, function in ASKS.items() if not reference.first_paragraph(function)] == []


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_page_is_what_the_source_says(name: str) -> None:
    assert (reference.DOCS / name).read_text(encoding="utf-8") == reference.PAGES[name]()


def test_no_row_of_it_has_an_empty_cell() -> None:
    rows = [line for made in reference.PAGES.values() for line in made().splitlines() if line.startswith("| ")]
    assert len(rows) > 100
    assert [row for row in rows if "|  |" in row] == []
