"""The workshop's bench without a window: pasted tables, undo, the level that it makes, what is kept between visits."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from downslope import Catalog, Example, Knob, Level, MeanError, Metric, Session
from downslope.level_files.reading import read_levels
from downslope.level_files.to_toml import python_of, toml_of
from downslope.registry.loading import load_all
from downslope.rules import Answer, Learn, Reset, Stage, Turn
from downslope.scenes.workshop.workshop import knobs_of_bench
from downslope.schema.level_rules import faults
from downslope.solving.fairness import check
from downslope.storage.files import Refused
from downslope.workshop.bench import (
    FIRST,
    Bench,
    BenchFile,
    BenchRow,
    BenchRuns,
    cell_of,
    cell_text,
    column_name,
    read_table,
    with_cell,
    with_network,
    with_rows,
)
from downslope.workshop.bench_level import (
    bench_of,
    floor_of,
    kept_parts,
    level_of,
    notches_around,
    target_of,
    why_not_playable,
)
from lib.support import campaign, shipped

GRADIENT = replace(FIRST, learner="gradient-descent")


def run_of(bench: Bench, steps: int = 200) -> Session:
    session = Session(level_of(bench, shipped()), shipped())
    session.learn_until_outcome(steps)
    return session


def test_the_first_bench_has_its_numbers_from_the_engine() -> None:
    session = run_of(FIRST, 3)
    assert [round(e, 2) for e in (*session.run.errors, session.run.error())] == [21.59, 5.52, 0.43, 3.14]
    assert target_of(FIRST, shipped()) == 0.36
    ends = [run_of(bench) for bench in (GRADIENT, replace(GRADIENT, alpha=0.08), FIRST)]
    assert [(end.count, end.won) for end in ends] == [(6, True), (1, True), (10, True)]


class Shifted(Metric):
    """Lowest not at the goal but beside it, by a knob."""

    name = "shifted"
    shift: float
    knobs = (Knob("shift", 0.0, 2.0, start=1.0),)

    def error(self, prediction: float, goal_prediction: float) -> float:
        return abs(prediction - goal_prediction - self.shift)

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 1.0 if prediction > goal_prediction + self.shift else -1.0


@pytest.mark.parametrize("metric", ["squared", "absolute", "huber", "squared-true-slope"])
def test_no_weight_has_a_lower_error_than_the_floor(metric: str) -> None:
    bench = replace(FIRST, metric=metric)
    floor, session = floor_of(bench, shipped().metric(metric)), run_of(bench, 1)
    assert floor is not None
    around = [session.run.full_problem.error([floor[1][0] + step / 100]) for step in range(-200, 201)]
    assert floor[0] <= min(around) + 1e-9
    for settings, lowest in ((), 4.0), ((("shift", 2.0),), 5.0):
        own = floor_of(replace(FIRST, rows=(BenchRow((1.0, 3.0)),), metric="shifted", settings=settings), Shifted())
        assert own is not None and own[1][0] == pytest.approx(lowest, abs=1e-6), "its knobs stand as on the bench"


@pytest.mark.parametrize("bias", [False, True])
def test_the_floor_of_several_wires_is_where_no_error_falls_any_more(bias: bool) -> None:
    rows = [BenchRow(cells) for cells in ((1.0, 2.0, 5.0), (2.0, 1.0, 4.5), (3.0, 3.0, 8.0), (4.0, 1.0, 9.0))]
    bench = with_rows(with_network(FIRST, 1, 0, bias), rows, 2)
    floor = floor_of(bench, shipped().metric("squared"))
    slopes = run_of(bench, 1).run.full_problem.weight_deltas(floor[1] if floor else ())
    assert len(slopes) == len(bench.weights) == 2 + bias and max(map(abs, slopes)) < 1e-9


THREE = (BenchRow((2.0, 3.0)), BenchRow((3.0, 3.6)), BenchRow((5.0, 8.0)))
PASTES = [
    ("day,sold\n2,3\n3,3.6\n5,8\n", THREE), ("2,3\n3,3.6\n5,8", THREE), ("2\t3\r\n3\t3.6\r\n5\t8\r\n", THREE),
    ("Grad\tVerkauft\n2\t3\n3\t3,6\n5\t8\n", THREE), ("\ufeffGrad;Verkauft\n2;3\n3;3,6\n5;8\n", THREE),
    ("a;b\n1.234,5;8\n", (BenchRow((1234.5, 8.0)),)),
    ("a\tb\n1,234.5\t1,234,567.5\n", (BenchRow((1234.5, 1234567.5)),)),
    ("1.234.567;1.234.567,5\n", (BenchRow((1234567.0, 1234567.5)),)), ("[[2, 3], [3, 3.6], [5, 8]]", THREE),
    ('[[[2, 1], 3, "Monday"]]', (BenchRow((2.0, 1.0, 3.0), "Monday"),)),
    ("day,sun,sold\nMon,2,3\nTue,3,3.6\n", (BenchRow((2.0, 3.0), "Mon"), BenchRow((3.0, 3.6), "Tue"))),
    ("\n2 3\n\n3 3.6\n5 8\n", THREE), ("−2;1,5\n", (BenchRow((-2.0, 1.5)),)),
]  # fmt: skip
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
    for text, rows in PASTES:
        assert read_table(text)[:2] == (rows, 0), text
    for text, sentence in WRONG.items():
        with pytest.raises(Refused) as refused:
            read_table(text)
        assert str(refused.value).startswith(sentence)
    rows, dropped, _names = read_table(json.dumps([[k, k] for k in range(1, 202)]))
    assert len(rows) == 200 and dropped == 1


@pytest.mark.parametrize("text", ["", "-", "nan", "inf", "1e400", "1.2.3", "1_000", "2e12"])
def test_a_cell_without_a_number_waits_for_one(text: str) -> None:
    bench = with_cell(FIRST, 1, 1, cell_of(text))
    assert why_not_playable(bench, shipped()) == "row 2, goal: enter a number" and bench.rows[1].cells == (3.0, text)
    cells = (("3.6", "3.6"), ("3,6", "3.6"), ("-2", "-2"), ("1e-3", "0.001"), ("x", "x"))
    assert all(cell_text(cell_of(typed)) == shown for typed, shown in cells)


def test_what_cannot_be_learned_says_why() -> None:
    two = with_network(FIRST, 2, 0)
    assert two.rows[0].cells == (2.0, 1.0, 3.0) and why_not_playable(two, shipped()) == ""
    for bench, why in [
        (with_rows(FIRST, [BenchRow((0.0, 3.0))]), "0 times any weight"), (with_rows(FIRST, []), "add a row"),
        (replace(FIRST, learner="gone"), "is not installed"),
        (replace(two, learner="rule-of-tiles"), "not made for this network"),
    ]:  # fmt: skip
        assert why in why_not_playable(bench, shipped())
    _alpha, first, gone = knobs_of_bench(two, [])
    assert first.change(FIRST, 1.5).weights == (1.5,) and gone.change(FIRST, 1.5) == FIRST


def written(bench: Bench) -> str:
    return toml_of(level_of(bench, shipped(), bet=True))


BETTED = replace(FIRST, par=10, brief="Three days.", bet=(0.08, "orbit", "land"))
BENCHES = {
    "first": FIRST, "gradient": GRADIENT, "betted": BETTED,
    "all free": replace(FIRST, free=("alpha", "beta", "start")),
    "four wires": with_network(GRADIENT, 4, 0), "seed free": replace(with_network(GRADIENT, 1, 6), free=("seed",)),
    "three wires, bias": with_network(GRADIENT, 3, 0, bias=True),
    "layers, bias": with_network(GRADIENT, 2, 3, bias=True),
    "adam": replace(FIRST, learner="adam", settings=(), free=("alpha", "beta1", "beta2")),
    "target": replace(FIRST, target=0.5, metric="absolute"),
    "names": replace(FIRST, names=("Temperature", "Sold")),
}  # fmt: skip


@pytest.mark.parametrize("name", BENCHES)
def test_what_is_saved_is_what_lay_on_the_bench(name: str, tmp_path: Path) -> None:
    """Written, read and opened again it is the same level; saved once more the same text; kept between two visits."""
    bench, text = BENCHES[name], written(BENCHES[name])
    (draft,) = read_levels(text)
    level = draft.level
    assert not draft.faults and level == level_of(bench, shipped(), bet=True) and not faults(level)
    again = bench_of(level, shipped())
    assert written(again) == text
    assert again.rows == bench.rows and set(again.free) == set(bench.free) and again.shape == bench.shape
    assert bench.network == level.network
    for kept in (bench, again, with_cell(bench, 1, 1, "1e400"), with_cell(bench, 0, 0, "")):
        BenchFile(tmp_path).save(kept)
        file = BenchFile(tmp_path)
        assert file.load() == kept and not file.faults


def test_what_may_be_turned_has_five_notches_around_where_it_stands() -> None:
    level = level_of(replace(FIRST, free=("alpha", "beta", "start")), shipped())
    knobs = {knob.name: knob for knob in level.knobs}
    assert list(knobs["alpha"].stops) == [0.01, 0.02, 0.04, 0.08, 0.16]
    assert list(knobs["beta"].stops) == [0.4, 0.5, 0.6, 0.7, 0.8]
    assert (knobs["weight"].low, knobs["weight"].high) == (-2.0, 3.0)
    for name, learner in shipped().learners.items():
        for own in learner.knobs:
            (knob,) = level_of(replace(FIRST, learner=name, settings=(), free=(own.name,)), shipped()).knobs
            assert len(knob.values() or ()) >= 5 and knob.allows(own.start if own.start is not None else 0.0)
    for alpha in [0.12345, 1 / 3, 4e-7]:
        (knob,) = level_of(replace(FIRST, alpha=alpha), shipped()).knobs
        assert knob.allows(alpha) and len(knob.stops) == 5
    assert notches_around(Knob("cap", 0.01, 1.0, log=True), 0.3) == [0.0375, 0.075, 0.15, 0.3, 0.6]
    assert notches_around(Knob("cap", 0.01, 1.0, log=True), 0.01) == [0.01, 0.02, 0.04, 0.08, 0.16]


def test_the_bet_asks_what_came_of_its_run() -> None:
    level = level_of(BETTED, shipped(), bet=True)
    (question,) = level.questions
    assert question.text == "With alpha 0.08 the run would …" and question.asks == "outcome"
    assert question.right == "land" and len(question.answers) == 3 and "orbit" in question.answers
    assert not list(check(level, shipped()))
    for stale in ((0.08, "orbit", "stuck"), (0.05, "orbit", "land")):  # what is not so any more is not asked
        assert list(level_of(replace(BETTED, bet=stale), shipped(), bet=True).questions) == []


def test_the_rest_of_an_opened_level_stays_as_it_was() -> None:
    stage: Stage = {"examples": [Example(1, 2)], "target": MeanError(0.1)}
    level = Level(
        "tea", title="Tea", examples=[Example(2, 3, "cold")], weights=[0.5], alpha=0.1, metric="squared",
        target=MeanError(0.01), knobs=[Knob("alpha", 0.1, 0.5, step=0.1), Knob("metric", stops=["squared", "huber"])],
        stages=[stage, stage], words={"input": "degrees"}, budget=50, chapter="mine", insight="So it is.",
    )  # fmt: skip
    bench = bench_of(level, shipped())
    assert level_of(bench, shipped()) == level and written(bench) == toml_of(level)
    assert kept_parts(level) == ["its stages are kept as they are in the file: 2"]
    changed = level_of(replace(bench, alpha=0.05), shipped())
    assert changed.stages == level.stages and changed.words == level.words and changed.budget == 50
    assert [knob.name for knob in changed.knobs] == ["alpha", "metric"] and changed.knobs[0].allows(0.05)


def test_every_shipped_level_is_opened_or_says_why_not() -> None:
    count = 0
    for level in campaign():
        try:
            bench = bench_of(level, shipped())
        except Refused as refused:
            assert level.title in str(refused)
            continue
        count += 1
        same = level_of(bench, shipped())
        for name in ("network", "weights", "alpha", "metric", "learner", "target", "stages", "seed"):
            assert getattr(same, name) == getattr(level, name), f"{level.id}: {name}"
        assert same.data() == level.data() and sorted(same.knobs, key=str) == sorted(level.knobs, key=str), level.id
    assert count >= 10


PLAYED = (Turn("alpha", 0.08), Learn(3), Turn("alpha", 0.02), Learn(2), Reset(), Learn(20), Answer(0, "land"))


def played(level: Level, catalog: Catalog) -> list[object]:
    """Bits of the weights after each action, and all else that is told."""
    session, found = Session(level, catalog), list[object]()
    for action in PLAYED:
        session.do(action)
        errors = [error.hex() for error in session.run.errors]
        found += [[weight.hex() for weight in session.weights], errors, session.outcome, session.won, session.answers]
    return found


def test_python_toml_and_the_workshop_play_the_same(tmp_path: Path) -> None:
    level = level_of(BETTED, shipped(), bet=True)
    (tmp_path / "from_python.py").write_text(python_of(level), encoding="utf-8")
    (tmp_path / "from_toml.toml").write_text(toml_of(level), encoding="utf-8")
    registry = load_all(plugins=False)
    for file in sorted(tmp_path.iterdir()):
        registry.add_file(file)
    registry.collect()
    assert not registry.faults
    levels = [registry.catalog.level(name) for name in ("from_python/three-days", "from_toml/three-days")]
    levels.append(level_of(bench_of(levels[1], registry.catalog), registry.catalog, bet=True))
    assert all(played(each, registry.catalog) == played(level, registry.catalog) for each in levels)


def test_the_last_three_runs_are_kept_and_brought_back() -> None:
    runs = BenchRuns()
    for number, bench in enumerate([GRADIENT, FIRST, replace(GRADIENT, alpha=0.08), replace(FIRST, alpha=0.02)]):
        runs.begin(bench, bet="land" if number == 2 else "")
        runs.note(run_of(bench))
    assert [(run.number, run.steps, run.outcome, run.right) for run in runs.kept[:2]] == [
        (2, 10, "overshoot", None), (3, 1, "land", True)]  # fmt: skip
    assert runs.run(1) is None and len(runs.kept) == 3
    for number in (2, 3, 4):
        runs.choose(number)
    assert [run.number for run in runs.pair] == [3, 4]
    runs.choose(3)
    assert runs.pair == []


NO_BENCH = (
    "", "rubbish", "\ud800", "workshop = 2", "workshop = 1", "workshop = 1\nexamples = 3",
    'workshop = 1\nexamples = [["x"]]', "workshop = 1\nexamples = [[]]", f"workshop = 1\nexamples = [[1, {10**400}]]",
    *("workshop = 1\nexamples = [[1, 2]]\n" + line for line in (
        'alpha = "hot"', "alhpa = 1", "alpha = -1", f"alpha = {10**400}", "bet = []", 'bet = [1.0, "land", "flies"]',
        "settings = []", "kept = 3", 'names = ["Temperature"]')),
)  # fmt: skip


@pytest.mark.parametrize("text", NO_BENCH)
def test_a_file_that_is_no_bench_is_put_aside_beside_what_was_before(tmp_path: Path, text: str) -> None:
    for end in ("", "-2"):
        (tmp_path / "workshop.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
        file = BenchFile(tmp_path)
        assert file.load() == FIRST and "workshop.toml could not be read" in file.faults[0]
        assert (tmp_path / f"workshop-damaged{end}.toml").is_file() and not (tmp_path / "workshop.toml").exists()


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder")
    file = BenchFile(tmp_path / "home")
    for _ in range(3):
        file.save(FIRST)
    assert len(file.faults) == 1 and "workshop.toml cannot be written" in file.faults[0]


def test_the_runs_are_kept_with_the_bench(tmp_path: Path) -> None:
    """Settings, what came of them and what draws them; the examples of a run too, where the bench has others now."""
    runs, file, long = BenchRuns(), BenchFile(tmp_path), replace(GRADIENT, alpha=0.0001)
    for bench in (GRADIENT, with_cell(FIRST, 0, 1, 4.0), long):
        runs.begin(bench, "land" if bench is GRADIENT else "")
        session = Session(level_of(bench, shipped()), shipped())
        session.learn(600) if bench is long else session.learn_until_outcome(200)
        runs.note(session)
    first, second, third = runs.kept
    file.save(FIRST, runs.kept)
    again = BenchFile(tmp_path)
    assert again.load() == FIRST and again.faults == [] and third.steps == 600
    assert again.runs == [first, second, third._replace(errors=(), path=())], "a long one without what draws it"
    recalled = BenchRuns(again.runs)
    recalled.begin(FIRST)
    assert recalled.now > third.number
    assert file.path.read_text().count("examples") == 2  # of the bench, and of the one run that had others


@pytest.mark.parametrize("line", ['outcome = "flies"', "steps = 0", 'metric = ["a"]', "weights = []", "number = {}",
    "steps = inf", "settings = []", "errors = [[1]]", "path = 3"])
def test_runs_that_are_none_are_told_and_the_bench_stays(tmp_path: Path, line: str) -> None:
    runs, file = BenchRuns(), BenchFile(tmp_path)
    runs.begin(GRADIENT)
    runs.note(run_of(GRADIENT))
    file.save(FIRST, runs.kept)
    head, runs_text = file.path.read_text().split("[[runs]]")
    name = line.partition(" ")[0]
    lines = [line if each.startswith(f"{name} =") else each for each in runs_text.splitlines()]
    file.path.write_text(head + "[[runs]]" + "\n".join(lines))
    again = BenchFile(tmp_path)
    assert again.load() == FIRST and again.runs == [] and "runs" in again.faults[0]


def test_a_header_names_the_columns_of_the_level() -> None:
    rows, _dropped, names = read_table("day,Temperature,Sold\nMon,2,3\nTue,3,3.6\nWed,5,8\n")
    assert names == ("Temperature", "Sold") and [row.label for row in rows] == ["Mon", "Tue", "Wed"]
    bench = replace(with_rows(GRADIENT, rows), names=names)
    assert [column_name(bench, column) for column in range(2)] == ["Temperature", "Sold"]
    level = level_of(bench, shipped())
    assert level.words == {"input": "Temperature", "goal_prediction": "Sold"}
    assert bench_of(level, shipped()).names == names and with_network(bench, 2, 0).names == ()
