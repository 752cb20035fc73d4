"""downslope.testing: what breaks one rule alone is named by it, what is near to it is not; all shipped is clean."""

import json
import re
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from downslope import Example, Learner, Level, Network, hookimpl
from downslope.engine.watchdog import dog
from downslope.learning import Neuron
from downslope.registry.plugin import Plugin
from downslope.registry.registry import Registry
from downslope.storage.files import Refused
from downslope.terminal.commands import run
from downslope.testing import RULES, assert_ok, check_learner, check_metric, check_network
from downslope.testing.plugin_check import check_plugin, crowded_parts, entry_faults, undisclosed_words
from lib import blocks, walks
from lib.support import campaign, shipped
from lib.waiting import pause
from registry.dropped import drop
from testing.parts import tea

CHECKS = Path(__file__).with_name("checks.txt")
TOP = """from math import inf
from random import random
from downslope import *
from testing.parts import *
"""


def rules(found: Any) -> set[str]:
    return {one.rule for one in found}


def found_of(home: Path, plugins: list[str]) -> list[list[str]]:
    """What the check of each of these finds; networks that are no level's are asked too."""
    names = [f"odd{number}" for number in range(len(plugins))]
    drop(home, **{name: TOP + code for name, code in zip(names, plugins)})
    registry, said = Registry(), list[list[str]]()
    registry.catalog.metrics.update(shipped().metrics)
    registry.catalog.learners.update(shipped().learners)
    for name in names:
        file = home / "plugins" / f"{name}.py"
        found = check_plugin(file, registry)
        module = sys.modules.get(f"downslope_plugins.folder.{name}")
        kinds = [kind for kind in vars(module or object).values() if isinstance(kind, type)]
        nets = [kind() for kind in kinds if issubclass(kind, Network) and kind.__module__.endswith(name)]
        found = [one for one in found if not nets or one.rule != "plugin-fault"]  # no more stands in it
        rows = list[str]()
        for one in (*found, *(each for net in nets for each in check_network(net))):
            line = f" line {one.line - TOP.count(chr(10))}" if one.line and one.file == str(file) else ""
            rows.append(f"{one.rule}{line}: {one.message}".replace(f"{name}/", ""))
        said.append(rows or ["all is well"])
    return said


def test_what_is_wrong_is_named_with_its_line(home: Path) -> None:
    assert blocks.differences(CHECKS, partial(found_of, home)) == []


def test_all_that_is_shipped_is_clean() -> None:
    clean = [*map(check_metric, shipped().metrics.values()), *map(check_learner, shipped().learners.values())]
    assert [str(one) for found in (*clean, check_network(Neuron(2))) for one in found] == []
    words = {level.id: found for level in campaign() if (found := list(undisclosed_words(level)))}
    assert words == {}, "every word is for something that the level has"
    # The loop of 3-1 comes with its offer, before its step; the tiles of 4-1 when all calls are made
    assert {one.thing for level in campaign() for one in crowded_parts(level)} == {"level warmer", "level which-way"}


@pytest.mark.slow
def test_a_file_is_checked_from_where_it_lies_and_its_findings_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it is named by where it lies from here, Python names its frames so too."""
    file = tmp_path / "odd.py"
    text = "class Odd(Learner):\n    def step(self, problem, weights, alpha):\n        return 1 / 0\n"
    file.write_text(f"from downslope import *\n{text}LEVELS = [3]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = check_plugin(Path("odd.py"))
    assert {(one.rule, one.file, one.line) for one in found} == {
        ("plugin-fault", str(file), 0), ("learner-raises", str(file), 4)
    }  # fmt: skip
    with pytest.raises(AssertionError, match="learner-raises: learner odd"):
        assert_ok(found)
    assert_ok(found, allow=rules(found))
    assert run(["check", str(file)]) == 1
    *printed, last = capsys.readouterr().out.splitlines()
    assert printed == [str(one) for one in found] and last == "1 learner checked: 2 things are wrong"
    monkeypatch.setattr("downslope.terminal.commands.can", lambda what: False)  # in this process
    assert run(["check", str(file), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["rule"], row["severity"]) for row in rows] == [(one.rule, RULES[one.rule].severity) for one in found]


FAR = """import time
from downslope import Example, Level
class Far:
    def within(self, run): time.sleep(30)
    def met(self, session): return False
LEVELS = [Level(name, title="Slow", examples=[Example(2, 1)], target=Far()) for name in ("first", "second")]
"""


@pytest.mark.slow
def test_what_is_slow_is_asked_less_and_a_check_ends_when_its_time_is_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, pauses = list[int](), [0.12] * 99

    def step(self: Learner, problem: Any, weights: Any, alpha: Any) -> list[float]:
        asked.append(1)
        pause(pauses.pop() if pauses else 0.0)
        return list(weights)

    slow = type("Slow", (Learner,), {"name": "slow", "patience": 5.0, "step": step})  # all would take a minute
    assert rules(dog.run(0.05, "check", lambda: check_learner(slow))) == {"learner-slow"}
    assert 0 < len(asked) < 20
    del pauses[1:]  # once is no rule
    assert "learner-slow" not in rules(check_learner(slow)) and not pauses
    file = tmp_path / "far.py"
    file.write_text(FAR, encoding="utf-8")
    assert run(["check", str(file), "--timeout", "0.4"]) == 1
    last = capsys.readouterr().out.splitlines()[-2]
    assert last.startswith(f"{file}: check-unfinished: level far/first: the check took longer than 0.4 s"), last
    with pytest.raises(Refused, match="--timeout is -1; allowed: a finite number above 0"):
        run(["check", str(file), "--timeout", "-1"])


def test_a_module_is_a_plugin() -> None:
    module = ModuleType("my_levels")
    vars(module)["levels"] = hookimpl(lambda: [tea()])
    assert check_plugin(module) == []


pytest_plugins = ["pytester"]


def example(page: str, language: str, part: str) -> str:
    """The block of a document in which this part stands."""
    text = (Path(__file__).parents[2] / "docs" / f"{page}.md").read_text(encoding="utf-8")
    (found,) = (block for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL) if part in block)
    return str(found)


@pytest.mark.slow
def test_the_fixtures_work_in_an_authors_tests_and_nobody_is_asked(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOWNSLOPE_TRUST")  # as it is where nobody has set it
    shown = example("testing", "python", "def test_jackets")
    pytester.makepyfile(
        """
        from pathlib import Path

        def test_none(downslope_home, downslope_catalog, downslope_registry, downslope_play):
            assert downslope_home.is_dir() and "thirteen" in downslope_catalog.levels
            downslope_registry.add_file(Path("odd.toml"))
            downslope_play("thirteeen")
        """,
        conftest=next(line for line in shown.splitlines() if line.startswith("pytest_plugins")),
        test_as_in_the_document=shown,
    )
    (pytester.path / "jackets.toml").write_text(example("toml", "toml", "[[knobs]]"), encoding="utf-8")
    (pytester.path / "odd.toml").write_text('id = "odd"\n', encoding="utf-8")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:xdist")
    result.assert_outcomes(passed=1, failed=1)
    said = result.stdout.str()
    assert "NoSuchName: 'thirteeen'; did you mean 'thirteen'?" in said and "odd.toml:1: Level odd: " in said


def told(found: Any) -> list[str]:
    return [f"{one.rule} {Path(one.file).name}:{one.line} {one.message}" for one in found]


def calm(home: Path, brings: str = "", **files: str) -> list[str]:
    """What is told of a package, one of whose tests counts on a fixture. `files`: others beside it."""
    texts = {"src/calm/test_calm.py": f"{brings}import pytest\n\ndef test(downslope_play): ...\n", **files}
    root = home / str(sum(1 for _each in home.iterdir()))
    for name, text in {"src/calm/__init__.py": "", "tests/of.py": "downslope_play", **texts}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return told(entry_faults(Plugin("calm", "1.0", str(root / "src" / "calm" / "__init__.py"), "folder")))


ANSWERS = Path(__file__).with_name("answers.txt")
ASKED = walks.questions("testing", "testing.plugin_check", names=globals() | {
    "replace": replace, "BRINGS": 'pytest_plugins = ["downslope.testing.pytest_plugin"]\n',
    "WHALE": Plugin("whale", "1.0", "whale.py", "folder"),
    "FIELD": Level("farm/field", title="", network=Neuron(2), examples=[Example((1, 2), 3)], weights=[0.5, 0.25]),
})  # fmt: skip


def test_what_is_told_of_packages_and_of_words_and_things_for_which_the_board_has_no_place(tmp_path: Path) -> None:
    assert walks.differences(ANSWERS, ASKED | {"home": tmp_path}, walks.answers) == []
