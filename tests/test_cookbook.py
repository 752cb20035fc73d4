"""Every file of the cookbook and of the tutorial comes in, keeps its promises, and is won by the machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from downslope import Catalog, Session
from downslope.registry.registry import Registry
from downslope.solving.autosolve import solve
from downslope.testing import check_plugin
from downslope.testing.findings import Finding
from support import shipped

DOCS = Path(__file__).parents[1] / "docs"
PAGES = [page for page in ("cookbook.md", "tutorial.md") if (DOCS / page).is_file()]
SUFFIXES = {"python": "py", "toml": "toml"}


def recipes() -> list[tuple[str, str, str, str]]:
    """(where, suffix, file, the tables that stand before it)."""
    found = []
    for page in PAGES:
        tables = ""
        for section in (DOCS / page).read_text(encoding="utf-8").split("\n## ")[1:]:
            title = section.partition("\n")[0]
            for language, text in re.findall(r"```(\w+)\n(.*?)```", section, re.DOTALL):
                if language == "csv":
                    tables = text
                elif language in SUFFIXES and ("@hookimpl" in text or "downslope = 1" in text):
                    found.append((f"{page}: {title}", SUFFIXES[language], text, tables))
    return found


def beside_what_is_shipped() -> Registry:
    registry = Registry()
    for kind in ("metric", "learner", "level"):
        registry.things_of(kind).update(getattr(shipped(), f"{kind}s"))
    return registry


@pytest.mark.parametrize(("where", "suffix", "text", "tables"), recipes(), ids=[each[0] for each in recipes()])
def test_it_keeps_its_promises(tmp_path: Path, where: str, suffix: str, text: str, tables: str) -> None:
    (tmp_path / "ice_cream.csv").write_text(tables, encoding="utf-8")
    file = tmp_path / f"own.{suffix}"
    file.write_text(text, encoding="utf-8")
    registry = beside_what_is_shipped()
    found: list[Finding] = check_plugin(file, registry)
    assert [str(one) for one in found] == [], where
    for key in registry.plugins[-1].keys("level"):
        assert is_won(key, registry.catalog), key


def is_won(key: str, catalog: Catalog) -> bool:
    session = Session(catalog.level(key), catalog)
    for action in solve(session):
        session.do(action)
    return session.complete


def test_there_is_a_recipe_for_each_kind_of_thing() -> None:
    kinds = " ".join(text for _where, _suffix, text, _tables in recipes())
    assert len(recipes()) >= 10
    assert all(word in kinds for word in ("def metrics", "def learners", "[[stages]]", "csv =", "by hand", "marker"))
