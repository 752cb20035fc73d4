"""Every file of the cookbook and of the tutorial comes in, keeps its promises, and is won by the machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from downslope import Session, i18n
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all
from downslope.solving.autosolve import solve
from downslope.terminal.commands import run
from downslope.testing import check_plugin
from support import shipped

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLES = DOCS / "examples"
COOKBOOK = (DOCS / "cookbook.md").read_text(encoding="utf-8")
PLUGINS = sorted([
    *(file for file in EXAMPLES.iterdir() if file.suffix in (".py", ".toml") and "." not in file.stem),
    *(file.parent for file in EXAMPLES.glob("*/pack.toml")),
])  # fmt: skip
BLOCKS = re.findall(r"```(python|toml)\n(.*?)```", (DOCS / "tutorial.md").read_text(encoding="utf-8"), re.DOTALL)
STEPS = [(kind, text) for kind, text in BLOCKS if "@hookimpl" in text or "downslope = 1" in text]


def keeps_its_promises(file: Path) -> None:
    registry = Registry()
    for kind in ("metric", "learner", "level"):
        registry.items_of(kind).update(getattr(shipped(), f"{kind}s"))
    assert [str(finding) for finding in check_plugin(file, registry)] == []
    plugin = registry.plugins[-1]
    assert plugin.things
    for key in plugin.keys("level"):
        session = Session(registry.catalog.level(key), registry.catalog)
        for action in solve(session):
            session.do(action)
        assert session.complete, key


@pytest.mark.slow
def test_each_example_and_each_step_of_the_tutorial_keeps_its_promises(tmp_path: Path) -> None:
    assert len(PLUGINS) >= 12 and len(STEPS) > 3
    for number, (kind, text) in enumerate(STEPS):
        (tmp_path / f"own{number}.{'py' if kind == 'python' else kind}").write_text(text, encoding="utf-8")
    for file in (*PLUGINS, *sorted(tmp_path.iterdir())):
        keeps_its_promises(file)


def test_every_example_is_in_the_cookbook_and_there_is_one_for_each_kind_of_thing() -> None:
    text = " ".join(file.read_text(encoding="utf-8") for file in EXAMPLES.rglob("*") if file.suffix in (".py", ".toml"))
    for word in ("def metrics", "def learners", "[[stages]]", "csv =", "read_pictures", "by hand", "marker",
                 "after = 1", "par_target", "asks=", "Network)", "[[levels]]", "knobs = (Knob"):  # fmt: skip
        assert word in text, word
    shown = set(re.findall(r"<!-- example:(\S+) -->", COOKBOOK))
    files = [file for file in EXAMPLES.iterdir() if file.suffix in (".py", ".toml", ".csv")]
    names = {file.relative_to(EXAMPLES).as_posix() for file in (*files, *EXAMPLES.glob("*/pack.toml"))}
    assert names <= shown and all((EXAMPLES / name).is_file() for name in shown)


def test_the_translation_is_whole_and_is_read(home: Path) -> None:
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
