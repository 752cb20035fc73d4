"""The workshop's bench without a window: pasted tables, the level that it makes, what is kept between visits."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from downslope import Example, Knob, Learn, Level, MeanError, Metric, Session
from downslope.level_files.reading import read_levels
from downslope.level_files.to_toml import python_of, toml_of
from downslope.registry.loading import load_all
from downslope.schema.level_rules import faults
from downslope.storage.files import Refused
from downslope.workshop import bench as benches, bench_level
from downslope.workshop.bench import FIRST, Bench, BenchFile, BenchRow, BenchRuns, with_cell, with_network, with_rows
from downslope.workshop.bench_level import bench_of, floor_of, level_of
from lib.support import campaign, shipped
from lib.walks import answers, differences, questions, said_of

GRADIENT = replace(FIRST, learner="gradient-descent")
BETTED = replace(FIRST, par=10, brief="Three days.", bet=(0.08, "orbit", "land"))
TEA = Level(
    "tea", title="Tea", examples=[Example(2, 3, "cold")], weights=[0.5], alpha=0.1, metric="squared",
    target=MeanError(0.01), knobs=[Knob("alpha", 0.1, 0.5, step=0.1), Knob("metric", stops=["squared", "huber"])],
    stages=[{"examples": [Example(1, 2)], "target": MeanError(0.1)}] * 2, words={"input": "degrees"}, budget=50,
    chapter="mine", insight="So it is.",
)  # fmt: skip


def made(bench: Bench, bet: bool = False) -> Level:
    return level_of(bench, shipped(), bet)


def run_of(bench: Bench, steps: int = 200) -> Session:
    session = Session(made(bench), shipped())
    session.learn_until_outcome(steps)
    return session


class Shifted(Metric):
    """Lowest not at the goal but beside it, by a knob."""

    name, shift = "shifted", 1.0
    knobs = (Knob("shift", 0.0, 2.0, start=1.0),)

    def error(self, prediction: float, goal_prediction: float) -> float:
        return abs(prediction - goal_prediction - self.shift)


def pasted(text: str) -> str:
    """The rows of this table, its names, and how many rows were too many."""
    rows, dropped, names = benches.read_table(text)
    cells = "; ".join(" ".join([*map(str, row.cells), row.label]).strip() for row in rows[:3])
    return cells + ", " + said_of({f"{len(rows)} rows": True, "named": " | ".join(names), "dropped": dropped})


def typed(text: str) -> tuple[str, str]:
    """How a cell shows this, and why it cannot be learned."""
    cell = benches.cell_of(text)
    return benches.cell_text(cell), bench_level.why_not_playable(with_cell(FIRST, 1, 1, cell), shipped())


def why_not(bench: Bench) -> str:
    return bench_level.why_not_playable(bench, shipped())


def turned(bench: Bench) -> list[tuple[Any, ...]]:
    """What may be turned of it, and where it may stand."""
    return [(knob.name, *(knob.values() or (knob.low, knob.high))) for knob in made(bench).knobs]


def opened(text: str, home: Path) -> str:
    """What is told of a bench's file of this text, which is put aside beside what was before."""
    (home / "workshop.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    file = BenchFile(home)
    assert file.load() == FIRST and not file.path.exists()
    own = next((reason for reason in OWN_REASONS if reason in file.faults[0]), "in the words of TOML")
    return re.sub(r"read: .*\. It", f"read: {own}. It", file.faults[0])


OWN_REASONS = ("it has another format", "its parts do not fit together", "alpha is 'hot'", "it is not UTF-8")
ANSWERS = Path(__file__).with_name("answers.txt")
ASKED = questions("workshop.bench", "workshop.bench_level", "scenes.workshop.workshop", "solving.fairness",
                  names=globals())  # fmt: skip


def test_what_the_bench_answers(tmp_path: Path) -> None:
    assert differences(ANSWERS, ASKED | {"home": tmp_path}, answers) == []


def test_no_weight_has_an_error_below_the_floor() -> None:
    for metric in ("squared", "absolute", "huber", "squared-true-slope"):
        bench = replace(FIRST, metric=metric)
        floor, session = floor_of(bench, shipped().metric(metric)), run_of(bench, 1)
        around = [session.run.full_problem.error([floor[1][0] + step / 100 if floor else 0]) for step in range(-99, 99)]
        assert floor is not None and floor[0] <= min(around) + 1e-9
    for settings, lowest in ((), 4.0), ((("shift", 2.0),), 5.0):
        own = floor_of(replace(FIRST, rows=(BenchRow((1.0, 3.0)),), metric="shifted", settings=settings), Shifted())
        assert own is not None and own[1][0] == pytest.approx(lowest, abs=1e-6), "its knobs stand as on the bench"
    rows = [BenchRow(cells) for cells in ((1.0, 2.0, 5.0), (2.0, 1.0, 4.5), (3.0, 3.0, 8.0), (4.0, 1.0, 9.0))]
    for bias in (False, True):
        bench = with_rows(with_network(FIRST, 1, 0, bias), rows, 2)
        floor = floor_of(bench, shipped().metric("squared"))
        slopes = run_of(bench, 1).run.full_problem.weight_deltas(floor[1] if floor else ())
        assert len(slopes) == len(bench.weights) == 2 + bias and max(map(abs, slopes)) < 1e-9


BENCHES = [
    BETTED, GRADIENT, replace(FIRST, free=("alpha", "beta", "start")), with_network(GRADIENT, 4, 0),
    replace(with_network(GRADIENT, 1, 6), free=("seed",)), with_network(GRADIENT, 2, 3, bias=True),
    replace(FIRST, learner="adam", settings=(), free=("alpha", "beta1", "beta2")),
    replace(FIRST, target=0.5, metric="absolute", names=("Temperature", "Sold")),
]  # fmt: skip


def test_what_is_saved_is_what_lay_on_the_bench(tmp_path: Path) -> None:
    """Written as data or as Python and opened again it is the same level; so are the shipped ones that it can show."""
    registry = load_all(plugins=False)
    for number, bench in enumerate(BENCHES):
        level = made(bench, True)
        (draft,) = read_levels(toml_of(level))
        assert not draft.faults and draft.level == level and not faults(level) and bench.network == level.network
        (tmp_path / f"own{number}.py").write_text(python_of(level), encoding="utf-8")
        registry.add_file(tmp_path / f"own{number}.py")
        read = registry.collect().level(f"own{number}/{level.id}")
        assert toml_of(replace(read, id=level.id)) == toml_of(level)
        again = bench_of(level, shipped())
        assert toml_of(made(again, True)) == toml_of(level)
        assert again.rows == bench.rows and set(again.free) == set(bench.free) and again.shape == bench.shape
        for kept in (bench, again, with_cell(bench, 1, 1, "1e400"), with_cell(bench, 0, 0, "")):
            BenchFile(tmp_path).save(kept)
            file = BenchFile(tmp_path)
            assert file.load() == kept and not file.faults
    count = 0
    for level in campaign():
        try:
            same = made(bench_of(level, shipped()))
        except Refused as refused:
            assert level.title in str(refused)
            continue
        count += 1
        for name in ("network", "weights", "alpha", "metric", "learner", "target", "stages", "seed"):
            assert getattr(same, name) == getattr(level, name), f"{level.id}: {name}"
        assert same.data() == level.data() and sorted(same.knobs, key=str) == sorted(level.knobs, key=str), level.id
    assert count >= 10


def test_the_last_three_runs_are_kept_and_brought_back(tmp_path: Path) -> None:
    """In the file too: settings, what came of them and what draws them; examples where the bench has others now."""
    runs = BenchRuns()
    other, long = with_cell(FIRST, 0, 1, 4.0), replace(GRADIENT, alpha=0.0001)
    for number, bench in enumerate([GRADIENT, replace(GRADIENT, alpha=0.08), other, long]):
        runs.begin(bench, bet="land" if number == 1 else "")
        session = run_of(bench, 0 if bench is long else 200)
        session.do(Learn(600 * (bench is long)))
        runs.note(session)
    assert [(run.number, run.steps, run.outcome, run.right) for run in runs.kept[:1]] == [(2, 1, "land", True)]
    assert runs.kept[1].right is None and runs.run(1) is None and len(runs.kept) == 3
    for number in (2, 3, 4):
        runs.choose(number)
    assert [run.number for run in runs.pair] == [3, 4]
    runs.choose(3)
    assert runs.pair == []
    first, second, third = runs.kept
    BenchFile(tmp_path).save(FIRST, runs.kept)
    again = BenchFile(tmp_path)
    assert again.load() == FIRST and again.faults == [] and third.steps == 600
    assert again.runs == [first, second, third._replace(errors=(), path=())], "a long one without what draws it"
    recalled = BenchRuns(again.runs)
    recalled.begin(FIRST)
    assert recalled.now > third.number
    head, *texts = again.path.read_text().split("[[runs]]")
    assert head.count("examples") == "".join(texts).count("examples") == 1, "only the one run that had others"
    for line in ('outcome = "flies"', "steps = 0", 'metric = ["a"]', "weights = []", "number = {}", "steps = inf",
                 "settings = []", "errors = [[1]]", "path = 3"):  # fmt: skip
        name = line.partition(" ")[0]
        lines = [line if each.startswith(f"{name} =") else each for each in texts[0].splitlines()]
        again.path.write_text(head + "[[runs]]" + "\n".join(lines))
        wrong = BenchFile(tmp_path)
        assert wrong.load() == FIRST and wrong.runs == [] and "runs" in wrong.faults[0], line
