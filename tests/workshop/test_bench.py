"""The workshop's bench without a window: pasted tables, undo, the level that it makes, what is kept between visits."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from downslope import Example, Knob, Learn, Level, MeanError, Metric, Session
from downslope.level_files.reading import read_levels
from downslope.level_files.to_toml import python_of, toml_of
from downslope.registry.loading import load_all
from downslope.rules import Stage
from downslope.scenes.workshop.workshop import knobs_of_bench
from downslope.schema.level_rules import faults
from downslope.solving.fairness import check
from downslope.storage.files import Refused
from downslope.workshop import bench as benches, bench_level
from downslope.workshop.bench import FIRST, Bench, BenchFile, BenchRow, BenchRuns, with_cell, with_network, with_rows
from downslope.workshop.bench_level import bench_of, floor_of, level_of
from lib.support import campaign, shipped

GRADIENT = replace(FIRST, learner="gradient-descent")
BETTED = replace(FIRST, par=10, brief="Three days.", bet=(0.08, "orbit", "land"))


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


def test_the_target_is_a_little_above_the_floor_below_which_no_weight_has_an_error() -> None:
    session = run_of(FIRST, 3)
    assert [round(e, 2) for e in (*session.run.errors, session.run.error())] == [21.59, 5.52, 0.43, 3.14]
    assert bench_level.target_of(FIRST, shipped()) == 0.36
    ends = [run_of(bench) for bench in (GRADIENT, replace(GRADIENT, alpha=0.08), FIRST)]
    assert [(end.count, end.won) for end in ends] == [(6, True), (1, True), (10, True)]
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


THREE = (BenchRow((2.0, 3.0)), BenchRow((3.0, 3.6)), BenchRow((5.0, 8.0)))
PASTES = {
    "day,sold\n2,3\n3,3.6\n5,8\n": THREE, "2\t3\r\n3\t3.6\r\n5\t8\r\n": THREE, "\n2 3\n\n3 3.6\n5 8\n": THREE,
    "\ufeffGrad;Verkauft\n2;3\n3;3,6\n5;8\n": THREE, "[[2, 3], [3, 3.6], [5, 8]]": THREE,
    "a;b\n1.234,5;8\n": (BenchRow((1234.5, 8.0)),), "−2;1,5\n": (BenchRow((-2.0, 1.5)),),
    "a\tb\n1,234.5\t1,234,567.5\n": (BenchRow((1234.5, 1234567.5)),),
    '[[[2, 1], 3, "Monday"]]': (BenchRow((2.0, 1.0, 3.0), "Monday"),),
}  # fmt: skip
NOTHING = "There is no table in the clipboard"
WRONG = {
    "day,sold\n2,3\nhot,3.6\n": "row 3, column day: “hot” is not a number", "2,3\n3,nan\n": "row 2, column 2: “nan”",
    "2,1e400\n3,4\n": "row 1, column 2: “1e400”", "[[2, true]]": "row 1, column 2: “True”",
    "2,3\n3,\n": "row 2, column 2: “”", "2,3\n3\n": "row 2: cells: 1; in the first row: 2",
    "2\n3\n": "columns of numbers: 1; expected", "  \n": NOTHING, "day,sold\n": NOTHING, " ,;\n": NOTHING,
    f"[[2, 1{'0' * 400}]]": f"row 1, column 2: “1{'0' * 39}”", "[[2, 3],\n [3": "This is not JSON from line 2 on.",
    '[[2, 3], ["hot", 4]]': "row 2, column 1: “hot”",
}  # fmt: skip


def test_a_table_is_pasted_or_its_first_wrong_cell_is_told_with_row_and_column() -> None:
    for text, rows in PASTES.items():
        assert benches.read_table(text)[:2] == (rows, 0), text
    for text, sentence in WRONG.items():
        with pytest.raises(Refused) as refused:
            benches.read_table(text)
        assert str(refused.value).startswith(sentence)
    rows, dropped, _names = benches.read_table(json.dumps([[k, k] for k in range(1, 202)]))
    assert len(rows) == 200 and dropped == 1
    rows, _dropped, names = benches.read_table("day,Temperature,Sold\nMon,2,3\nTue,3,3.6\nWed,5,8\n")
    assert names == ("Temperature", "Sold") and [row.label for row in rows] == ["Mon", "Tue", "Wed"]
    bench = replace(with_rows(GRADIENT, rows), names=names)
    assert [benches.column_name(bench, column) for column in range(2)] == ["Temperature", "Sold"]
    assert made(bench).words == {"input": "Temperature", "goal_prediction": "Sold"}
    assert bench_of(made(bench), shipped()).names == names and with_network(bench, 2, 0).names == ()


def test_what_cannot_be_learned_says_why_and_a_cell_without_a_number_waits_for_one() -> None:
    two = with_network(FIRST, 2, 0)
    assert two.rows[0].cells == (2.0, 1.0, 3.0) and bench_level.why_not_playable(two, shipped()) == ""
    for bench, why in [
        (with_rows(FIRST, [BenchRow((0.0, 3.0))]), "0 times any weight"), (with_rows(FIRST, []), "add a row"),
        (replace(FIRST, learner="gone"), "is not installed"),
        (replace(two, learner="rule-of-tiles"), "not made for this network"),
        *((with_cell(FIRST, 1, 1, benches.cell_of(text)), "row 2, goal: enter a number")
          for text in ("", "-", "nan", "inf", "1e400", "1.2.3", "1_000", "2e12")),
    ]:  # fmt: skip
        assert why in bench_level.why_not_playable(bench, shipped())
    cells = (("3.6", "3.6"), ("3,6", "3.6"), ("-2", "-2"), ("1e-3", "0.001"), ("x", "x"))
    assert all(benches.cell_text(benches.cell_of(typed)) == shown for typed, shown in cells)
    _alpha, first, gone = knobs_of_bench(two, [])
    assert first.change(FIRST, 1.5).weights == (1.5,) and gone.change(FIRST, 1.5) == FIRST


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


def test_the_rest_of_an_opened_level_stays_as_it_was() -> None:
    stage: Stage = {"examples": [Example(1, 2)], "target": MeanError(0.1)}
    level = Level(
        "tea", title="Tea", examples=[Example(2, 3, "cold")], weights=[0.5], alpha=0.1, metric="squared",
        target=MeanError(0.01), knobs=[Knob("alpha", 0.1, 0.5, step=0.1), Knob("metric", stops=["squared", "huber"])],
        stages=[stage, stage], words={"input": "degrees"}, budget=50, chapter="mine", insight="So it is.",
    )  # fmt: skip
    bench = bench_of(level, shipped())
    assert made(bench) == level and toml_of(made(bench, True)) == toml_of(level)
    assert bench_level.kept_parts(level) == ["its stages are kept as they are in the file: 2"]
    changed = made(replace(bench, alpha=0.05))
    assert changed.stages == level.stages and changed.words == level.words and changed.budget == 50
    assert [knob.name for knob in changed.knobs] == ["alpha", "metric"] and changed.knobs[0].allows(0.05)


def test_what_may_be_turned_has_five_notches_around_where_it_stands() -> None:
    knobs = {knob.name: knob for knob in made(replace(FIRST, free=("alpha", "beta", "start"))).knobs}
    assert list(knobs["alpha"].stops) == [0.01, 0.02, 0.04, 0.08, 0.16]
    assert list(knobs["beta"].stops) == [0.4, 0.5, 0.6, 0.7, 0.8]
    assert (knobs["weight"].low, knobs["weight"].high) == (-2.0, 3.0)
    for name, learner in shipped().learners.items():
        for own in learner.knobs:
            (knob,) = made(replace(FIRST, learner=name, settings=(), free=(own.name,))).knobs
            assert len(knob.values() or ()) >= 5 and knob.allows(own.start if own.start is not None else 0.0)
    for alpha in [0.12345, 1 / 3, 4e-7]:
        (knob,) = made(replace(FIRST, alpha=alpha)).knobs
        assert knob.allows(alpha) and len(knob.stops) == 5
    assert bench_level.notches_around(Knob("cap", 0.01, 1.0, log=True), 0.3) == [0.0375, 0.075, 0.15, 0.3, 0.6]
    assert bench_level.notches_around(Knob("cap", 0.01, 1.0, log=True), 0.01) == [0.01, 0.02, 0.04, 0.08, 0.16]


def test_the_bet_asks_what_came_of_its_run() -> None:
    level = made(BETTED, True)
    (question,) = level.questions
    assert "0.08" in question.text and question.asks == "outcome"
    assert question.right == "land" and len(question.answers) == 3 and "orbit" in question.answers
    assert not list(check(level, shipped()))
    for stale in ((0.08, "orbit", "stuck"), (0.05, "orbit", "land")):  # what is not so any more is not asked
        assert list(made(replace(BETTED, bet=stale), True).questions) == []


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


NO_BENCH: tuple[Any, ...] = (
    "", "rubbish", "\ud800", "workshop = 2", "workshop = 1", "workshop = 1\nexamples = 3",
    'workshop = 1\nexamples = [["x"]]', "workshop = 1\nexamples = [[]]", f"workshop = 1\nexamples = [[1, {10**400}]]",
    *("workshop = 1\nexamples = [[1, 2]]\n" + line for line in (
        'alpha = "hot"', "alhpa = 1", "alpha = -1", f"alpha = {10**400}", "bet = []", 'bet = [1.0, "land", "flies"]',
        "settings = []", "kept = 3", 'names = ["Temperature"]')),
)  # fmt: skip


def test_a_file_that_is_no_bench_is_put_aside_beside_what_was_before(tmp_path: Path) -> None:
    for number, text in enumerate(NO_BENCH, 1):
        (tmp_path / "workshop.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
        file = BenchFile(tmp_path)
        assert file.load() == FIRST and "workshop.toml could not be read" in file.faults[0]
        assert (tmp_path / f"workshop-damaged{f'-{number}' * (number > 1)}.toml").is_file() and not file.path.exists()
    (tmp_path / "home").write_text("no folder")
    file = BenchFile(tmp_path / "home")
    for _ in range(3):
        file.save(FIRST)
    assert len(file.faults) == 1 and "workshop.toml cannot be written" in file.faults[0], "told once"
