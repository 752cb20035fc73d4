"""Every file of the cookbook and of the tutorial comes in, keeps its promises, and is won by the machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from downslope import Catalog, Session, i18n
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all
from downslope.solving.autosolve import solve
from downslope.terminal.commands import run
from downslope.testing import check_plugin
from downslope.testing.findings import Finding
from support import shipped

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLES = DOCS / "examples"
COOKBOOK = (DOCS / "cookbook.md").read_text(encoding="utf-8")
SUFFIXES = {"python": "py", "toml": "toml"}
FILES = sorted([
    *(file for file in EXAMPLES.iterdir() if file.suffix in (".py", ".toml") and "." not in file.stem),
    *(file.parent for file in EXAMPLES.glob("*/pack.toml")),
])  # fmt: skip


def steps() -> list[tuple[str, str, str]]:
    """(where, suffix, file) of each block of the tutorial that is a plugin."""
    found = []
    for section in (DOCS / "tutorial.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        for language, text in re.findall(r"```(\w+)\n(.*?)```", section, re.DOTALL):
            if language in SUFFIXES and ("@hookimpl" in text or "downslope = 1" in text):
                found.append((section.partition("\n")[0], SUFFIXES[language], text))
    return found


def beside_what_is_shipped() -> Registry:
    registry = Registry()
    for kind in ("metric", "learner", "level"):
        registry.items_of(kind).update(getattr(shipped(), f"{kind}s"))
    return registry


def keeps_its_promises(file: Path) -> None:
    registry = beside_what_is_shipped()
    found: list[Finding] = check_plugin(file, registry)
    assert [str(one) for one in found] == []
    plugin = registry.plugins[-1]
    assert plugin.things
    for key in plugin.keys("level"):
        assert is_won(key, registry.catalog), key


def is_won(key: str, catalog: Catalog) -> bool:
    session = Session(catalog.level(key), catalog)
    for action in solve(session):
        session.do(action)
    return session.complete


@pytest.mark.slow
def test_an_example_keeps_its_promises() -> None:
    for file in FILES:
        keeps_its_promises(file)


@pytest.mark.parametrize(("where", "suffix", "text"), steps(), ids=[step[0] for step in steps()])
def test_a_step_of_the_tutorial_keeps_its_promises(tmp_path: Path, where: str, suffix: str, text: str) -> None:
    file = tmp_path / f"own.{suffix}"
    file.write_text(text, encoding="utf-8")
    keeps_its_promises(file)


def test_there_is_a_recipe_for_each_kind_of_thing() -> None:
    text = " ".join(file.read_text(encoding="utf-8") for file in EXAMPLES.rglob("*") if file.suffix in (".py", ".toml"))
    words = ("def metrics", "def learners", "[[stages]]", "csv =", "read_pictures", "by hand", "marker", "after = 1",
             "par_target", "asks=", "Network)", "[[levels]]", "knobs = (Knob")  # fmt: skip
    assert len(FILES) >= 12 and [word for word in words if word not in text] == []
    assert len(COOKBOOK.split("\n## ")) - 1 >= 12


def test_every_example_is_in_the_cookbook() -> None:
    shown = set(re.findall(r"<!-- example:(\S+) -->", COOKBOOK))
    kinds = (".py", ".toml", ".csv")
    there = {file.relative_to(EXAMPLES).as_posix() for file in EXAMPLES.iterdir() if file.suffix in kinds}
    there |= {file.relative_to(EXAMPLES).as_posix() for file in EXAMPLES.glob("*/pack.toml")}
    assert there - shown == set() and [name for name in shown if not (EXAMPLES / name).is_file()] == []


def test_the_translation_is_whole_and_is_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = home / "plugins"
    folder.mkdir()
    for file in EXAMPLES.glob("ice_cream.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    words = folder / "ice_cream.nb.toml"
    assert run(["words", str(folder / "ice_cream.toml"), "nb"]) == 0
    assert words.read_bytes() == (EXAMPLES / "ice_cream.nb.toml").read_bytes(), "nothing was lacking"
    level = load_all(home, packages=False).catalog.level("ice_cream/ice-cream")
    try:
        i18n.use("nb")
        assert (i18n._(level.title), i18n._(level.examples[0].label)) == ("Iskrem", "man")
    finally:
        i18n.use("en")
