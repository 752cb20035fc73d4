"""downslope.testing: what breaks one rule alone is named by it, what is near to it is not; all shipped is clean."""

import json
import random
import re
from dataclasses import replace
from itertools import count
from math import inf, log
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from downslope import Example, Knob, Learn, Learner, Level, Metric, Near, Network, Question, hookimpl, testing
from downslope.engine.watchdog import dog
from downslope.learning import Neuron, Node, Picture
from downslope.registry.plugin import Plugin
from downslope.rules import Turn
from downslope.storage.files import Refused
from downslope.terminal.commands import run
from downslope.testing import RULES, assert_ok, check_learner, check_level, check_metric, check_network
from downslope.testing.plugin_check import check_plugin, crowded_parts, entry_faults, idle_words, undisclosed_words
from lib.plugins import BiasedNeuron
from lib.support import campaign, shipped
from lib.waiting import pause


def rules(found: Any) -> set[str]:
    return {one.rule for one in found}


def metric(**methods: Any) -> Metric:
    """The cubed miss, as it should be, unless a method is another."""
    right = {"error": lambda self, p, g: abs(p - g) ** 3, "delta": lambda self, p, g: (p - g) * abs(p - g)}
    made: Metric = type("Own", (Metric,), {"name": "cubed", "slope_factor": 3.0, **right, **methods})()
    return made


def learner(**methods: Any) -> type[Learner]:
    made: type[Learner] = type("Own", (Learner,), {"name": "own", **methods})
    return made


def downhill(weights: Any, problem: Any, alpha: Any, by: float = 1.0) -> list[float]:
    alphas = alpha if isinstance(alpha, list) else [alpha] * len(weights)
    return [w - by * a * d for w, a, d in zip(weights, alphas, problem.weight_deltas(weights))]


def in_place(self: Learner, problem: Any, weights: Any, alpha: Any) -> list[float]:
    new = downhill(weights, problem, alpha)
    weights[0] = new[0]
    return new


def by_chance(self: Learner, problem: Any, weights: Any, alpha: Any) -> list[float]:
    random.random()
    return downhill(weights, problem, alpha)


class SharedState(Learner):
    """A copy of it shares what it counts."""

    name = "own"

    def start(self, size: int) -> None:
        super().start(size)
        self.held = type("Held", (SimpleNamespace,), {"__deepcopy__": lambda self, memo: self})(pushes=0)

    def step(self, problem: Any, weights: Any, alpha: Any) -> list[float]:
        self.held.pushes += 1
        return [weight + self.held.pushes * 1e-6 for weight in downhill(weights, problem, alpha)]


def halved(factor: str) -> type[Learner]:
    """A step of its own, and lines that do another one, or the same."""
    return learner(step=lambda self, problem, weights, alpha: downhill(weights, problem, alpha, 0.5),
                   lines=f"weight -= {factor} * alpha * (delta * input)")  # fmt: skip


def network(**methods: Any) -> Network:
    """prediction = input * weight + bias: right, unless a method is another."""
    made: Network = type("Own", (BiasedNeuron,), methods)(1)
    return made


COUNTS = count()
BROKEN: list[tuple[str, Any]] = [
    ("metric-raises", metric(error=lambda self, p, g: log(p / g))),
    ("metric-finite", metric(error=lambda self, p, g: (p - g) ** 2 if abs(p) < 100 else inf)),
    ("metric-kind", metric(delta=lambda self, p, g: None)),
    ("metric-pure", metric(error=lambda self, p, g: random.random())),
    ("metric-sign", metric(delta=lambda self, p, g: -(p - g) * abs(p - g))),
    ("metric-factor", metric(slope_factor=2.0)), ("metric-slope", metric(delta=lambda self, p, g: p - g)),
    ("metric-knob", metric(knobs=(Knob("tau", 0.0, 1.0, start=0.5),))),
    ("learner-raises", learner(step=lambda self, problem, weights, alpha: [1 / 0])),
    ("learner-mutates", learner(step=in_place)),
    ("learner-shape", learner(step=lambda self, problem, weights, alpha: None)),
    ("learner-kind", learner(step=lambda self, problem, weights, alpha: ["x"] * len(weights))),
    ("learner-finite", learner(step=lambda self, problem, weights, alpha: [float("nan")] * len(weights))),
    ("learner-random", learner(step=by_chance)), ("learner-state", SharedState), ("learner-lines", halved("1")),
    ("learner-repeats", learner(step=lambda self, problem, weights, alpha: [
        weight + 1e-6 * next(COUNTS) for weight in downhill(weights, problem, alpha)])),
    ("learner-alphas", learner(step=lambda self, problem, weights, alpha: downhill(weights, problem, 1.0 * alpha))),
    ("learner-worse", learner(update=lambda self, weight, weight_delta, alpha: weight + alpha * weight_delta)),
    ("network-slope", network(weight_deltas=lambda self, weights, layers, delta: [delta[0], delta[0]])),
    ("network-shape", network(weight_names=("slope",))),
    ("network-picture", network(picture=lambda self: Picture([Node(0, "in", (0, 1)), Node(1, "out", (1, 0))], []))),
    ("network-raises", network(forward=lambda self, weights, input: [1 / 0])),
    ("network-method", type("Bare", (Network,), {"inputs": 1, "outputs": 1, "size": 1})()),
]  # fmt: skip


def check(thing: Any) -> Any:
    if isinstance(thing, Metric):
        return check_metric(thing)
    return check_network(thing) if isinstance(thing, Network) else check_learner(thing)


def test_what_breaks_one_rule_is_named_by_it_and_all_that_is_shipped_is_clean() -> None:
    for rule, thing in BROKEN:
        assert rules(check(thing)) == {rule}, rule

    kinked = {"error": lambda self, p, g: self.tau * (p - g) if p > g else g - p,
              "delta": lambda self, p, g: self.tau if p > g else -1.0 if p < g else 0.0}  # fmt: skip
    knobs = (Knob("tau", 0.1, 3.0, start=0.5),)  # with a kink, a knob and its right factor it is clean
    for clean in (
        metric(**kinked, slope_factor=1.0, knobs=knobs), halved("0.5"), Neuron(2), network(),
        learner(update=lambda self, weight, delta, alpha: weight - alpha * delta), *shipped().metrics.values(),
        learner(step=lambda self, problem, weights, alpha: downhill(weights, problem, alpha)),
        *shipped().learners.values(),
    ):  # fmt: skip
        assert [str(found) for found in check(clean)] == []
    words = {level.id: found for level in campaign() if (found := list(undisclosed_words(level)))}
    assert words == {}, "every word is for something that the level has"
    # The loop of 3-1 comes with its offer, before its step; the tiles of 4-1 when all calls are made
    assert {one.thing for level in campaign() for one in crowded_parts(level)} == {"level warmer", "level which-way"}


TEA = Level("tea", title="Tea", examples=[Example(10, 4)], weights=[0.1], alpha=0.001, target=Near(0.01), par=1,
            knobs=[Knob("alpha", 0.001, 0.03, step=0.001)])  # fmt: skip
RUN_AWAY = Question("With alpha 0.03 the run would …", ["land", "overshoot", "run away"], "run away",
                    actions=[Turn("alpha", 0.03)], asks="outcome", means=["land", "overshoot", "runaway"])  # fmt: skip
TEA_OR_MILK = Question("Which is best?", ["tea", "milk"], "tea")
LEVELS: list[tuple[str, dict[str, Any]]] = [
    ("level-fault", {"budget": 0}), ("level-unfair", {"weights": [0.4], "questions": []}),
    ("level-unfair", {"questions": [], "knobs": [Knob("alpha", 0.001, 0.002, step=0.001)]}),
    ("level-text", {"brief": "word " * 26}),
    ("level-text", {"stages": [{"insight": "word " * 31, "weights": [0.1]}]}),
    ("bet-wrong", {"questions": [RUN_AWAY._replace(right="land")]}), ("bet-unplayed", {"questions": [TEA_OR_MILK]}),
    ("bet-unchecked", {"questions": [TEA_OR_MILK._replace(actions=[Learn(1)])]}),
]


def test_a_level_that_breaks_one_rule_is_named_by_it_and_a_target_says_rightly_how_far_it_is() -> None:
    for rule, changes in LEVELS:
        found = check_level(replace(TEA, **{"questions": [RUN_AWAY], **changes}), shipped())
        assert rules(found) == {rule}
        assert "stages" not in changes or [one.field for one in found] == ["stages[0].insight"]
    assert check_level(replace(TEA, questions=[RUN_AWAY], brief="word " * 25), shipped()) == []

    def raises(run: Any) -> float:
        raise KeyError("weight")

    rows: list[tuple[Any, str]] = [
        (lambda run: max(0.0, abs(run.weights[0] - 0.4) - 0.05), ""), (lambda run: None, ""), (raises, "KeyError"),
        (lambda run: "far", "'far'"), (lambda run: -1.0, "-1.0"), (lambda run: inf, "inf"),
        (lambda run: 0.0, "0 where the target is not met, at step 0"),
        (5, "target.within is 5; allowed: a method: within(run) gives a number, or None"),
    ]  # fmt: skip
    for ask, said in rows:
        shelf: Any = SimpleNamespace(
            title="on the shelf", within=ask, met=lambda session: abs(session.run.weights[0] - 0.4) < 0.05)  # fmt: skip
        found = check_level(replace(TEA, target=shelf, questions=[]), shipped())
        assert [said in one.message for one in found] == [True] * bool(said)


# Of each finding the line is marked on which an author has to look.
MARKED = """
from downslope import Example, Knob, Learner, Level, Metric, Near, Question, hookimpl, testing

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
    hook = next(number for number, line in lines.items() if "def metrics" in line)
    told = {(one.rule, one.line) for one in found}
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
    asked: list[int] = []

    def step(self: Learner, problem: Any, weights: Any, alpha: Any) -> list[float]:
        asked.append(1)
        pause(0.12)
        return list(weights)

    slow = learner(patience=5.0, step=step)  # it would take a minute for all that others are asked
    assert rules(dog.run(0.05, "check", lambda: check_learner(slow))) == {"learner-slow"}
    assert 0 < len(asked) < 20
    file = tmp_path / "far.py"
    file.write_text(FAR, encoding="utf-8")
    assert run(["check", str(file), "--timeout", "0.4"]) == 1
    last = capsys.readouterr().out.splitlines()[-2]
    assert last.startswith(f"{file}: check-unfinished: level far/first: the check took longer than 0.4 s"), last
    with pytest.raises(Refused, match="--timeout is -1; allowed: a finite number above 0"):
        run(["check", str(file), "--timeout", "-1"])


def test_a_module_is_a_plugin_and_a_level_is_played() -> None:
    module = ModuleType("my_levels")
    vars(module)["levels"] = hookimpl(lambda: [replace(TEA, questions=[RUN_AWAY])])
    assert check_plugin(module) == []
    assert testing.play("thirteen", Learn(13), catalog=shipped()).won
    assert testing.play(TEA, Turn("alpha", 0.01), Learn(1), catalog=shipped()).won


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


BRINGS = 'pytest_plugins = ["downslope.testing.pytest_plugin"]\n'


def test_a_package_that_nearly_takes_too_long_or_whose_tests_count_on_fixtures_is_told(tmp_path: Path) -> None:
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
    for seconds, kind, data, limit in [
        (4.5, "folder", False, 5), (2.4, "folder", False, 0), (4.5, "package", False, 0), (7.5, "package", False, 10),
        (4.5, "folder", True, 0),
    ]:  # fmt: skip
        plugin = Plugin("whale", "1.0", "whale.py", kind, seconds=seconds, runs_no_code=data)
        told = [("plugin-slow", f"loading took {seconds} s; it is stopped after {limit} s")]
        assert [(one.rule, one.message) for one in entry_faults(plugin)] == told * bool(limit)


def test_knobs_words_and_things_for_which_the_board_has_no_room_or_no_place_are_told() -> None:
    for weights, by in [(8, None), (9, None), (9, "gradient-descent")]:
        knobs = [Knob("weight", 0, 1, step=0.1, index=index) for index in range(weights)]
        level = Level("farm/many", title="Many", network=Neuron(weights), examples=[Example([1.0] * weights, 2.0)],
                      weights=[0.1] * weights, learner=by, knobs=knobs, target=Near(0.2))  # fmt: skip
        told = [(one.message, one.field) for one in check_level(level, shipped()) if one.rule == "level-knobs"]
        words = "weights turned by hand: 9; the board has room for 8, the rest cannot be turned"
        assert told == [(words, "knobs")] * (weights > 8 and by is None)
    seen = ("input 1", "input 2", "output 1", "weight 2", "prediction", "goal 7", "examples")
    unseen = ("input 3", "input 0", "weight 3", "learn 2", "stage", "stages", "unseen")
    level = Level("farm/field", title="", network=Neuron(2), examples=[Example((1, 2), 3)], weights=[0.5, 0.25],
                  words=dict.fromkeys((*seen, *unseen), "thing"))  # fmt: skip
    found = [one.message for one in check_level(level, shipped()) if one.rule.startswith("level-word")]
    assert found == [f"words has {word!r}, which the level does not have: no board shows it" for word in unseen]
    idle: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"sight": {"bowls": "fog"}}, "sight.bowls", "'bowl'"), ({"words": {"inptu": "sun"}}, "words.inptu", "'input'"),
        ({"picture": "tral"}, "picture", "'trail'"), ({"settings": {"beat": 0.5}}, "settings.beat", "'beta'"),
    )  # fmt: skip
    for changes, field, near in idle:
        ((name, _value, allowed),) = idle_words(replace(TEA, learner="momentum", **changes), shipped())
        assert name == field and near in allowed
    level = replace(shipped().level("thirteen"), introduces=["dial", "hint"],
                    stages=[{"introduces": ["loop", "table"]}, {"introduces": ["undo"]}])  # fmt: skip
    assert [(one.field, one.message) for one in crowded_parts(level)] == [
        ("stages[0].introduces", "introduces loop, table: at most one new thing in a part"),
        ("stages[1].introduces", "introduces hint, undo: at most one tool in a level"),
    ]
