"""downslope.testing: what breaks one rule alone is named by it, what is near to it is not; all shipped is clean."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from math import inf
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import pytest

from downslope import (
    Example,
    Knob,
    Learn,
    Learner,
    Level,
    Metric,
    Near,
    Network,
    Neuron,
    Node,
    Picture,
    Question,
    Run,
    Session,
    Turn,
    Wire,
    hookimpl,
)
from downslope.engine.watchdog import dog
from downslope.registry.plugin import Plugin
from downslope.storage.files import Refused
from downslope.terminal.commands import run
from downslope.testing import (
    RULES,
    assert_ok,
    check_learner,
    check_level,
    check_metric,
    check_network,
    check_plugin,
    play,
)
from downslope.testing.findings import Finding
from downslope.testing.plugin_check import crowded_parts, entry_faults, idle_words, undisclosed_words
from lib.support import campaign, shipped
from lib.waiting import pause


def rules(found: list[Finding]) -> set[str]:
    return {one.rule for one in found}


class Cubed(Metric):
    """As it should be."""

    name, slope_factor = "cubed", 3.0

    def error(self, prediction: float, goal_prediction: float) -> float:
        return abs(prediction - goal_prediction) ** 3

    def delta(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        return miss * abs(miss)


def metric(**methods: Any) -> Metric:
    made: Metric = type("Own", (Cubed,), methods)()
    return made


def logarithm(_self: Metric, prediction: float, goal: float) -> float:
    from math import log

    return log(prediction / goal)


METRICS: list[tuple[str, dict[str, Any]]] = [
    ("metric-raises", {"error": logarithm}),
    ("metric-finite", {"error": lambda self, p, g: (p - g) ** 2 if abs(p) < 100 else float("inf")}),
    ("metric-kind", {"delta": lambda self, p, g: None}),
    ("metric-pure", {"error": lambda self, p, g: random.random()}),
    ("metric-sign", {"delta": lambda self, p, g: -(p - g) * abs(p - g)}),
    ("metric-factor", {"slope_factor": 2.0}),
    ("metric-slope", {"delta": lambda self, p, g: p - g}),
    ("metric-knob", {"knobs": (Knob("tau", 0.0, 1.0, start=0.5),)}),
]


def test_a_metric_that_breaks_one_rule_is_named_by_it() -> None:
    for rule, methods in METRICS:
        assert rules(check_metric(metric(**methods))) == {rule}

    def error(self: Any, prediction: float, goal: float) -> float:
        miss = prediction - goal
        return self.tau * miss if miss > 0 else -miss

    def delta(self: Any, prediction: float, goal: float) -> float:
        return self.tau if prediction > goal else -1.0 if prediction < goal else 0.0

    knobs = (Knob("tau", 0.1, 3.0, start=0.5),)  # with a kink, a knob and its right factor it is clean
    assert check_metric(metric(error=error, delta=delta, slope_factor=1.0, knobs=knobs)) == []


def learner(**methods: Any) -> type[Learner]:
    made: type[Learner] = type("Own", (Learner,), {"name": "own", **methods})
    return made


def downhill(problem: Any, weights: Any, alpha: Any) -> list[float]:
    return [w - a * d for w, a, d in zip(weights, a_list(alpha, weights), problem.weight_deltas(weights))]


def in_place(self: Learner, problem: Any, weights: Any, alpha: Any) -> list[float]:
    new = downhill(problem, weights, alpha)
    weights[0] = new[0]
    return new


def by_chance(self: Learner, problem: Any, weights: Any, alpha: Any) -> list[float]:
    random.random()
    return downhill(problem, weights, alpha)


COUNTS: Iterator[int] = count()


def never_the_same(self: Learner, problem: Any, weights: Any, alpha: Any) -> list[float]:
    return [weight + 1e-6 * next(COUNTS) for weight in downhill(problem, weights, alpha)]


class Held:
    """State that a copy of the learner shares."""

    pushes = 0

    def __deepcopy__(self, _memo: object) -> Self:
        return self


class SharedState(Learner):
    name = "own"

    def start(self, size: int) -> None:
        super().start(size)
        self.held = Held()

    def step(self, problem: Any, weights: Any, alpha: Any) -> list[float]:
        self.held.pushes += 1
        return [weight + self.held.pushes * 1e-6 for weight in downhill(problem, weights, alpha)]


LEARNERS: list[tuple[str, dict[str, Any]]] = [
    ("learner-raises", {"step": lambda self, problem, weights, alpha: [1 / 0]}),
    ("learner-mutates", {"step": in_place}),
    ("learner-shape", {"step": lambda self, problem, weights, alpha: None}),
    ("learner-kind", {"step": lambda self, problem, weights, alpha: ["x"] * len(weights)}),
    ("learner-finite", {"step": lambda self, problem, weights, alpha: [float("nan")] * len(weights)}),
    ("learner-random", {"step": by_chance}),
    ("learner-repeats", {"step": never_the_same}),
    ("learner-alphas", {"step": lambda self, problem, weights, alpha: downhill(problem, weights, 1.0 * alpha)}),
    ("learner-worse", {"update": lambda self, weight, weight_delta, alpha: weight + alpha * weight_delta}),
]


def halved(factor: str) -> type[Learner]:
    """A step of its own, and lines that do another one, or the same."""
    step = lambda self, problem, weights, alpha: downhill(problem, weights, [0.5 * a for a in a_list(alpha, weights)])  # noqa: E731
    return learner(step=step, lines=f"weight -= {factor} * alpha * (delta * input)")


def a_list(alpha: Any, weights: Any) -> list[float]:
    return alpha if isinstance(alpha, list) else [alpha] * len(weights)


def test_a_learner_that_breaks_one_rule_is_named_by_it() -> None:
    for rule, methods in LEARNERS:
        assert rules(check_learner(learner(**methods))) == {rule}
    assert rules(check_learner(SharedState)) == {"learner-state"}
    assert rules(check_learner(halved("1"))) == {"learner-lines"} and check_learner(halved("0.5")) == []
    assert check_learner(learner(update=lambda self, weight, delta, alpha: weight - alpha * delta)) == []
    assert check_learner(learner(step=lambda self, problem, weights, alpha: downhill(problem, weights, alpha))) == []


class Biased(Network):
    """prediction = input * weight + bias: right, unless a test bends it."""

    inputs, outputs, size, bend = 1, 1, 2, 1.0

    def forward(self, weights: Any, input: Any) -> list[Any]:
        return [input, [input[0] * weights[0] + weights[1]]]

    def weight_deltas(self, weights: Any, layers: Any, delta: Any) -> list[float]:
        return [delta[0] * layers[0][0], delta[0] * self.bend]


NETWORKS: list[tuple[str, dict[str, Any]]] = [
    ("network-slope", {"bend": 2.0}),
    ("network-shape", {"outputs": 2}),
    ("network-shape", {"weight_names": ("slope",)}),
    ("network-picture", {"picture": lambda self: Picture([Node(0, "in", (0, 0)), Node(1, "out", (1, 0))],
                                                         [Wire(0, 1, 2)])}),
    ("network-picture", {"picture": lambda self: Picture([Node(0, "in", (0, 1)), Node(1, "out", (1, 0))], [])}),
    ("network-picture", {"picture": lambda self: Picture([Node(0, "in", (0, 0)), Node(1, "in", (0, 0))], [])}),
    ("network-raises", {"forward": lambda self, weights, input: [1 / 0]}),
]


def test_a_network_that_breaks_one_rule_is_named_by_it() -> None:
    for rule, methods in NETWORKS:
        assert rules(check_network(type("Own", (Biased,), methods)())) == {rule}
    bare = type("Bare", (Network,), {"inputs": 1, "outputs": 1, "size": 1})()
    assert rules(check_network(bare)) == {"network-method"}


TEA = Level("tea", title="Tea", examples=[Example(10, 4)], weights=[0.1], alpha=0.001, target=Near(0.01), par=1,
            knobs=[Knob("alpha", 0.001, 0.03, step=0.001)])  # fmt: skip
RUN_AWAY = Question("With alpha 0.03 the run would …", ["land", "overshoot", "run away"], "run away",
                    actions=[Turn("alpha", 0.03)], asks="outcome", means=["land", "overshoot", "runaway"])  # fmt: skip

LEVELS: list[tuple[str, dict[str, Any]]] = [
    ("level-fault", {"budget": 0}),
    ("level-unfair", {"weights": [0.4], "questions": []}),
    ("level-unfair", {"questions": [], "knobs": [Knob("alpha", 0.001, 0.002, step=0.001)]}),
    ("level-text", {"brief": "word " * 26}),
    ("level-text", {"stages": [{"insight": "word " * 31, "weights": [0.1]}]}),
    ("bet-wrong", {"questions": [RUN_AWAY._replace(right="land")]}),
    ("bet-unplayed", {"questions": [Question("Which is best?", ["tea", "milk"], "tea")]}),
    ("bet-unchecked", {"questions": [Question("Which is best?", ["tea", "milk"], "tea", actions=[Learn(1)])]}),
]


@pytest.mark.slow
def test_a_level_that_breaks_one_rule_is_named_by_it() -> None:
    for rule, changes in LEVELS:
        level = replace(TEA, **{"questions": [RUN_AWAY], **changes})
        assert rules(check_level(level, shipped())) == {rule}
    assert check_level(replace(TEA, questions=[RUN_AWAY], brief="word " * 25), shipped()) == []


def test_all_that_is_shipped_is_clean() -> None:
    catalog = shipped()
    assert [str(found) for made in catalog.metrics.values() for found in check_metric(made)] == []
    assert [str(found) for kind in catalog.learners.values() for found in check_learner(kind)] == []
    assert [str(found) for network in (Neuron(2), Biased()) for found in check_network(network)] == []
    words = {level.id: found for level in catalog.levels.values() if (found := list(undisclosed_words(level)))}
    assert words == {}, "every word is for something that the level has"
    # The loop of 3-1 comes with its offer, before its step; the tiles of 4-1 when all calls are made
    assert {one.thing for level in campaign() for one in crowded_parts(level)} == {"level warmer", "level which-way"}


class Shelf:
    """A target of a plugin."""

    title = "on the shelf"

    def __init__(self, ask: Any) -> None:
        self.within = ask

    def met(self, session: Session) -> bool:
        return abs(session.run.weights[0] - 0.4) < 0.05


def test_a_target_that_says_how_far_it_is_says_it_rightly() -> None:
    def raises(run: Run) -> float:
        raise KeyError("weight")

    rows: list[tuple[Any, str]] = [
        (lambda run: max(0.0, abs(run.weights[0] - 0.4) - 0.05), ""), (lambda run: None, ""), (raises, "KeyError"),
        (lambda run: "far", "'far'"), (lambda run: -1.0, "-1.0"), (lambda run: inf, "inf"),
        (lambda run: 0.0, "0 where the target is not met, at step 0"),
        (5, "target.within is 5; allowed: a method: within(run) gives a number, or None"),
    ]  # fmt: skip
    for ask, said in rows:
        found = check_level(replace(TEA, target=Shelf(ask), questions=[]), shipped())
        assert [said in one.message for one in found] == [True] * bool(said)


# Of each finding the line is marked on which an author has to look.
MARKED = """
from downslope import Example, Knob, Learner, Level, Metric, Near, Question, hookimpl


class Raises(Learner):
    name = "raises"

    def step(self, problem, weights, alpha):
        return helper(weights)


def helper(weights):
    return weights / 0  # learner-raises


class Odd(Metric):
    name = "odd"

    def error(self, prediction, goal_prediction):  # metric-kind
        return "much"

    def delta(self, prediction, goal_prediction):
        return prediction - goal_prediction


@hookimpl
def learners():
    return [Raises]


@hookimpl
def metrics():
    return [Odd, Odd()]  # the class is refused: at the hook


@hookimpl
def levels():
    brief = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    return [
        Level(
            "cup", title="Cup", examples=[Example(2, 1)], weights=[0.1], alpha=0.01,
            brief=2 * brief,  # level-text
            sight={"bowl": "foggy"},  # level-word
            knobs=[Knob("alpha", 0.01, 0.1, step=0.01)],
            target=Near(0.1),
            par=1,  # level-unfair
            questions=[
                Question("Lands it?", ["yes", "no"], "yes"),  # bet-unplayed
            ],
        ),
    ]
"""


@pytest.mark.slow
def test_each_finding_names_the_line_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the file was named by where it lies from here: then Python names its frames so too."""
    file = tmp_path / "marked.py"
    file.write_text(MARKED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = check_plugin(Path("marked.py"))
    lines = dict(enumerate(MARKED.splitlines(), 1))
    marked = {(line.rpartition("# ")[2], number) for number, line in lines.items() if "  # " in line}
    told = {(one.rule, one.line) for one in found}
    hook = next(number for number, line in lines.items() if "def metrics" in line)
    assert told == {each for each in marked if "hook" not in each[0]} | {("plugin-fault", hook - 1)}
    assert {one.file for one in found} == {str(file)}
    with pytest.raises(AssertionError, match="metric-kind: metric odd"):
        assert_ok(found)
    assert_ok(found, allow=rules(found))
    assert run(["check", str(file)]) == 1
    *printed, last = capsys.readouterr().out.splitlines()
    assert printed == [str(one) for one in found]
    assert last == "1 level, 1 learner, 1 metric checked: 5 things are wrong, 2 warnings"
    assert run(["check", str(file), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["rule"], row["severity"]) for row in rows] == [(one.rule, RULES[one.rule].severity) for one in found]


@pytest.mark.slow
def test_a_slow_learner_is_asked_less_and_has_the_time_it_asks_for() -> None:
    asked: list[int] = []

    def step(self: Learner, problem: Any, weights: Any, alpha: Any) -> list[float]:
        asked.append(1)
        pause(0.12)
        return list(weights)

    slow = learner(patience=5.0, step=step)  # it would take a minute for all that others are asked
    assert rules(dog.run(0.05, "check", lambda: check_learner(slow))) == {"learner-slow"}
    assert 0 < len(asked) < 20


def test_a_module_is_a_plugin_and_a_level_is_played() -> None:
    module = ModuleType("my_levels")
    vars(module)["levels"] = hookimpl(lambda: [replace(TEA, questions=[RUN_AWAY])])
    assert check_plugin(module) == []
    assert play("thirteen", Learn(13), catalog=shipped()).won
    assert play(TEA, Turn("alpha", 0.01), Learn(1), catalog=shipped()).won


SLOW = """
import time
from downslope import Example, Level, hookimpl

class Far:
    def within(self, run):
        for _ in range(3000):
            time.sleep(0.01)
    def met(self, session):
        return False

@hookimpl
def levels():
    return [Level(name, title="Slow", examples=[Example(2, 1)], target=Far()) for name in ("first", "second")]
"""


@pytest.mark.slow
def test_a_check_ends_when_its_time_is_over_and_says_where(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "slow.py"
    file.write_text(SLOW, encoding="utf-8")
    assert run(["check", str(file), "--timeout", "0.4"]) == 1
    *_others, last, summary = capsys.readouterr().out.splitlines()
    assert last.startswith(f"{file}: check-unfinished: level slow/first: the check took longer than 0.4 s"), last
    assert summary.startswith("2 levels checked: ")
    with pytest.raises(Refused, match="--timeout is -1; allowed: a finite number above 0"):
        run(["check", str(file), "--timeout", "-1"])


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
        def test_home(downslope_home, downslope_catalog):
            assert downslope_home.is_dir() and "thirteen" in downslope_catalog.levels

        def test_own(downslope_registry):
            from pathlib import Path
            downslope_registry.add_file(Path("own.py"))
            assert "own/cup" in downslope_registry.collect().levels

        def test_none(downslope_registry, downslope_play):
            from pathlib import Path
            downslope_registry.add_file(Path("odd.toml"))
            downslope_play("thirteeen")
        """,
        conftest=next(line for line in shown.splitlines() if line.startswith("pytest_plugins")),
        test_as_in_the_document=shown,
    )
    (pytester.path / "jackets.toml").write_text(example("toml", "toml", "[[knobs]]"), encoding="utf-8")
    cup = 'Level("cup", title="Cup", examples=[Example(2, 1)], weights=[0.5])'
    (pytester.path / "own.py").write_text(f"from downslope import *\nLEVELS = [{cup}]\n", encoding="utf-8")
    (pytester.path / "odd.toml").write_text('id = "odd"\n', encoding="utf-8")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:xdist")
    result.assert_outcomes(passed=3, failed=1)
    said = result.stdout.str()
    assert "NoSuchName: 'thirteeen'; did you mean 'thirteen'?" in said and "odd.toml:1: Level odd: " in said


BRINGS = 'pytest_plugins = ["downslope.testing.pytest_plugin"]\n'


def test_tests_that_count_on_fixtures_which_nothing_brings_are_told_what_to_write(tmp_path: Path) -> None:
    rows: tuple[tuple[str, dict[str, str], list[str]], ...] = (
        ("", {}, ["test_calm.py:3"]), (BRINGS, {}, []), ("", {"pyproject.toml": "", "conftest.py": BRINGS}, []),
        ("", {"pyproject.toml": "addopts = '-p downslope.testing.pytest_plugin'"}, []),
        ("", {"pyproject.toml": "", "tests/test_more.py": "def test(downslope_registry): ..."},
         ["test_calm.py:3", "test_more.py:1"]),
    )  # fmt: skip
    for number, (own, files, lines) in enumerate(rows):
        root = tmp_path / str(number)
        texts = {"src/calm/test_calm.py": f"{own}import pytest\n\ndef test(downslope_play): ...\n", **files}
        for name, text in {"src/calm/__init__.py": "", "tests/of.py": "downslope_play", **texts}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        found = list(entry_faults(Plugin("calm", "1.0", str(root / "src" / "calm" / "__init__.py"), "folder")))
        assert [f"{Path(one.file).name}:{one.line}" for one in found] == lines
        assert all(one.rule == "test-fixture" and one.message.endswith(BRINGS.strip()) for one in found)


def test_every_rule_is_broken_by_something_here() -> None:
    tables = {rule for table in (METRICS, LEARNERS, NETWORKS, LEVELS) for rule, _how in table}
    by_name = {"learner-state", "learner-lines", "network-method", "level-word", "plugin-fault", "target-within"}
    elsewhere = {"plugin-stopped", "plugin-missing-need", "level-picture", "learner-loop", "par-unchecked", "level-new"}
    elsewhere |= {"test-fixture", "level-knobs", "plugin-slow", "level-word-unseen", "check-unfinished", "learner-slow",
                  "level-words"}  # fmt: skip
    assert set(RULES) == tables | by_name | elsewhere


def test_a_plugin_that_nearly_takes_too_long_to_load_is_told() -> None:
    for seconds, kind, data, slow in [
        (4.5, "folder", False, True), (2.4, "folder", False, False), (4.5, "package", False, False),
        (7.5, "package", False, True), (4.5, "folder", True, False),
    ]:  # fmt: skip
        plugin = Plugin("whale", "1.0", "whale.py", kind, seconds=seconds, runs_no_code=data)
        limit = 10 if kind == "package" else 5
        told = [("plugin-slow", f"loading took {seconds} s; it is stopped after {limit} s")]
        assert [(one.rule, one.message) for one in entry_faults(plugin)] == told * slow
        assert RULES["plugin-slow"].severity == "warning"


def test_more_knobs_by_hand_than_the_board_has_room_for_are_told() -> None:
    for weights, learner in [(8, None), (9, None), (9, "gradient-descent")]:
        example, start = Example([1.0] * weights, 2.0), [0.1] * weights
        knobs = [Knob("weight", 0, 1, step=0.1, index=index) for index in range(weights)]
        level = Level("farm/many", title="Many", network=Neuron(weights), examples=[example], weights=start,
                      learner=learner, knobs=knobs, target=Near(0.2))  # fmt: skip
        told = [(one.message, one.field) for one in check_level(level, shipped()) if one.rule == "level-knobs"]
        words = "weights turned by hand: 9; the board has room for 8, the rest cannot be turned"
        assert told == [(words, "knobs")] * (weights > 8 and learner is None)


SEEN = ("input 1", "input 2", "output 1", "weight 2", "prediction", "goal 7", "examples")
UNSEEN = ("input 3", "input 0", "weight 3", "learn 2", "stage", "stages", "unseen")


def test_a_word_for_what_a_level_does_not_have_is_told() -> None:
    level = Level("farm/field", title="", network=Neuron(2), examples=[Example((1, 2), 3)], weights=[0.5, 0.25],
                  words=dict.fromkeys((*SEEN, *UNSEEN), "thing"))  # fmt: skip
    found = [one.message for one in check_level(level, shipped()) if one.rule.startswith("level-word")]
    assert found == [f"words has {word!r}, which the level does not have: no board shows it" for word in UNSEEN]
    idle: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"sight": {"bowls": "fog"}}, "sight.bowls", "'bowl'"), ({"words": {"inptu": "sun"}}, "words.inptu", "'input'"),
        ({"picture": "tral"}, "picture", "'trail'"), ({"settings": {"beat": 0.5}}, "settings.beat", "'beta'"),
    )  # fmt: skip
    for changes, field, near in idle:
        ((told, _value, allowed),) = idle_words(replace(TEA, learner="momentum", **changes), shipped())
        assert told == field and near in allowed


def test_a_part_brings_one_new_thing_and_a_level_one_tool() -> None:
    level = replace(shipped().level("thirteen"), introduces=["dial", "hint"], stages=[{"introduces": ["loop", "table"]},
                    {"introduces": ["undo"]}])  # fmt: skip
    assert [(one.field, one.message) for one in crowded_parts(level)] == [
        ("stages[0].introduces", "introduces loop, table: at most one new thing in a part"),
        ("stages[1].introduces", "introduces hint, undo: at most one tool in a level"),
    ]
