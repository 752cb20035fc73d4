"""What `check` finds of a level: that each part is won, that its par is the fewest, and that its bets are right; and
what a question asks of a run, worked out on paper for small levels."""

from typing import Any

import pytest

from downslope import Example, Knob, Learn, Level, Marker, MeanError, Near, Question, Session, Turn
from downslope.learning import Layers, Neuron, Neurons
from downslope.rules import OUTCOMES, Accuracy, Stage
from downslope.solving.fairness import PartPar, check, fewest, pars_of, play_parts, understood
from downslope.solving.question_answers import ASKS, answer_of, is_right
from lib.support import shipped
from rules.levels import small

KINDS = ["land", "overshoot", "run away"]
HAND: dict[str, Any] = {"learner": None, "knobs": [Knob("weight", 0.0, 2.0, step=0.125)], "weights": [0.25]}
FAST: dict[str, Any] = {"knobs": [Knob("alpha", stops=(0.25, 1.0))], "weights": [0.0]}  # there in one step


def level(**fields: Any) -> Level:
    """By the better of its alphas it is there after ten steps."""
    knobs = [Knob("alpha", stops=[0.25, 0.5])]
    return small(**{"alpha": 0.25, "target": Near(0.001), "knobs": knobs, "budget": 60} | fields)


def found(**fields: Any) -> list[str]:
    return [str(one).removeprefix("small: ") for one in check(level(**fields), shipped())]


def fewest_of(**fields: Any) -> list[int | None]:
    of = level(**fields)
    return [fewest(play_parts(of, shipped()), par) for par in pars_of(of)]


def test_a_level_that_is_not_won_or_whose_par_is_not_reached_says_so_with_its_part() -> None:
    far = {"learner": None, "knobs": [Knob("weight", 0.0, 0.5)]}
    stuck = {"examples": [Example(2, 1), Example(2, -1)]}
    not_won, few = "is not won by auto-solve or by a search over its knobs", "is not reached; the search needs"
    passes: dict[str, Any] = {"examples": [Example(2, 1), Example(1, 0.5)], "batch": 1, "par_unit": "passes",
                              "target": MeanError(1e-6), "alpha": 0.1, "knobs": ()}  # fmt: skip
    rows: list[tuple[dict[str, Any], list[str]]] = [
        (far, [f"part 1 {not_won}"]), (far | {"stages": [Stage(title="b")]}, [f"part 1 of 2 {not_won}"]),
        ({"weights": [1.0]}, ["small is won at its start"]), ({"stages": [stuck]}, [f"part 2 of 2 {not_won}"]),
        ({"par": 10, "stages": [stuck | {"star": 2, "par": 1}]}, [f"part 2 of 2 {not_won}"]),
        ({"par": 9}, [f"par 9 {few} 10"]), ({"par": 10}, []),
        ({"par": 10, "solution": [Turn("alpha", 0.5), Learn(10)]}, []),
        (passes | {"par": 1}, ["par 1 passes was not checked: there is no search for it"]),
        (passes | {"par": 200}, []),  # auto-solve needs no more
    ]  # fmt: skip
    for fields, said in rows:
        assert found(**fields)[:1] == said, fields
    # it counts the last part that star 1 asks for, from where the first one ended
    near: dict[str, Any] = {"stages": [{"target": Near(0.0001)}]}
    assert pars_of(level(par=6, **near)) == [PartPar(1, 6, "steps")]
    (count,), (alone,) = fewest_of(par=6, **near), fewest_of(target=Near(0.0001), par=6)
    assert count is not None and alone is not None and count < alone
    assert found(par=count, **near) == []
    assert found(par=count - 1, **near) == [f"par {count - 1} of part 2 {few} {count}"]
    first = PartPar(0, 10, "steps")
    for par, part, pars, said in (
        (1, {**FAST, "star": 3}, [PartPar(0, 1, "steps")], [f"par 1 of part 1 {few} 10"]),  # only a later one could
        (10, {**FAST, "star": 3, "par": 1}, [first, PartPar(1, 1, "steps")], []),
        (10, {"weights": [0.0], "star": 3, "par": 2}, [first, PartPar(1, 2, "steps")], [f"par 2 of part 2 {few} 10"]),
        (1, {**FAST, "star": 2, "par": 1}, [PartPar(1, 1, "steps")], []),
    ):  # fmt: skip
        assert (pars_of(level(par=par, stages=[part])), found(par=par, stages=[part])) == (pars, said)


def test_the_fewest_in_each_unit() -> None:
    waits = [Knob("alpha", stops=[0.25, 1.0], after=1)]
    fog = {"sight": {"bowl": "fog", "goal": "hidden"}, "probes": 9.0, "target": Near(0.01), "par_unit": "probes"}
    end = HAND | {"knobs": [Knob("weight", 1.0, 2.0, step=0.125)], "weights": [1.5]}
    both = [Example(1, 1), Example(1, 2)]
    rows: list[tuple[dict[str, Any], int | None]] = [
        ({"par": 9}, 10), ({"par": 1} | FAST, 1),
        # 1.875 leaves -.875, .5 a half: no sequence is shorter than of .5
        ({"par": 12, "knobs": [Knob("alpha", stops=[0.5, 1.875])]}, 10),
        # -2 once and +.5 twice is as good as -.5: here only a sequence lands on 1.5 times the miss
        ({"par": 3, "alpha": 3.0, "knobs": [Knob("alpha", stops=[3.0, 1.5])], "target": Near(0.26)}, 2),
        ({"par": 1, "knobs": waits}, 1),  # free once a run has ended
        ({"par": 5, "examples": both, "target": MeanError(0.251)}, 6),
        # what is seen at the start tells the weight: one turn, one look
        (HAND | {"par": 1, "par_unit": "turns"}, 1),
        (HAND | {"par": 1, "par_unit": "probes", "probes": 9.0, "examples": [Example(2, 1)]}, 1),
        # in fog nobody knows the goal: both ends and the bottom of the parabola
        (HAND | fog | {"par": 3}, 3), (end | fog | {"par": 1}, 1),
        (HAND | {"par": 2}, 0),  # who turns by hand makes no step
        (HAND | {"knobs": (), "par": 1, "par_unit": "turns"}, None), ({"par": 1, "par_unit": "runs"}, 1),
        (HAND | {"stages": [Stage(weights=[0.25], examples=[Example(2, 1)])], "par": 1, "par_unit": "turns"}, 2),
    ]  # fmt: skip
    for fields, count in rows:
        assert fewest_of(**fields) == [count], fields


def test_a_bet_is_checked_with_the_value_in_its_text_or_by_what_a_function_asks() -> None:
    tea: dict[str, Any] = {"examples": [Example(10, 4)], "weights": [0.1], "alpha": 0.001, "target": Near(0.01),
                           "budget": 200, "knobs": [Knob("alpha", 0.001, 0.03, step=0.001)]}  # fmt: skip

    def weight_at_the_end(session: Session) -> float:
        session.do(Learn(200))
        return round(session.weights[0], 2)

    ends = "With alpha {} the run would …".format
    by_function = Question("Where does it land?", [".4", ".6"], ".4", asks=weight_at_the_end, means=[0.4, 0.6],
                           actions=[Learn(1)])  # fmt: skip
    so = Question("How?", ["so", "or so"], "so")
    rows: list[tuple[Question | Marker, str]] = [
        (Question(ends(0.03), KINDS, "run away"), ""),
        (Question(ends(0.03), KINDS, "land", actions=[Turn("alpha", 0.005)]), ""),
        (Question(ends(0.03), KINDS, "land"), ": with alpha 0.03 the run ends as run away; the answer is land"),
        (Question(ends(0.015), KINDS, "land"), ": with alpha 0.015 the run ends as overshoot; the answer is land"),
        (Question(ends("[alpha:.005]"), KINDS, KINDS[2]), ": with alpha 0.005 the run ends as land; the answer is run"),
        (Question("It would …", KINDS, KINDS[2]), ": with the start settings the run ends as land; the answer is run"),
        (by_function, ""), (by_function._replace(right=".6"), " has the answer .6, which its run does not give"),
        (so, ": nothing is played for its answer"),
        (so._replace(actions=[Learn(1)]), " was not checked: nothing says how"),
        (Marker("Where?", 0, 1, 0.5, 0.1, actions=[Learn(1)]), " was not checked: nothing says how"),
        (Question("?", ["a", "b"], "a", asks=lambda session: 1 / 0, means=[1, 2]),
         " cannot be answered by a program: ZeroDivisionError: division by zero"),
    ]  # fmt: skip
    for question, said in rows:
        told = found(**tea, questions=[question])
        assert len(told) == bool(said) and all(one.startswith(f"question 1{said}") for one in told), told
    asked = understood(Question("With alpha 0.5 the run would …", KINDS, "land"), level(**tea))
    assert asked.actions == () and asked.asks == "outcome"  # no notch is not played
    for kind, row in OUTCOMES.items():
        for word in (kind, row.title, row.title.title()):
            others = [other for other in OUTCOMES if other != kind][:2]
            assert understood(Question("It would …", [word, *others], word), level(**tea)).asks == "outcome"
    assert all(understood(question, one).asks for one in shipped().levels.values()
               for question in (*one.questions, *one.recap))  # fmt: skip


def halves(**fields: Any) -> Level:
    """From 0 to 1 by halves; the weight's notches lie by quarters."""
    knobs = [Knob("alpha", stops=[0.5, 1.0, 1.5, 2.5]), Knob("weight", -1.0, 2.0, step=0.25)]
    return small(**{"knobs": knobs} | fields)


def turned(knob: str, value: float, *more: Any) -> list[Any]:
    return [Turn(knob, value), *more]


TWO = halves(network=Neuron(2), examples=[Example((1, 0), 1), Example((0, 1), 3)], weights=[0.0, -1.0])
HIDDEN = halves(network=Layers(1, 3, 1), examples=[Example(1, 1)], weights=[1.0, 1.0, -1.0, 0.5, 0.5, 0.0], knobs=[])
BESIDE = halves(network=Neurons(3), examples=[Example((1, 2, 3), (1, 1, 1))], weights=[0.0] * 3, alpha=0.4, knobs=[])
CUT = halves(network=Layers(1, 1, 1), examples=[Example(1, 0)], weights=[0.0, 1.0], alpha=0.1, knobs=[])
SEEN = [Example((1, 0, 0, 1), (1, 0)), Example((0, 1, 1, 0), (0, 1))]
READS = halves(
    network=Neuron(4, 2), examples=SEEN, unseen=SEEN, weights=[0.0] * 8, knobs=[Knob("shifts", stops=("off", "on"))],
    settings={"shifts": "off"}, variants={"shifts": {"off": {}, "on": {"augment": "shift"}}}, target=Accuracy(1.0),
    solution=[Turn("shifts", "on"), Learn(3)],
)  # fmt: skip
BESIDE_9, UNSEEN = halves(examples=[Example(1, 0.9)]), [Example(1, 1), Example(2, 0), Example(0, 0)]
ASKED: dict[str, list[tuple[Level, list[Any], Any]]] = {
    "outcome": [(halves(), [], "land"), (halves(), turned("alpha", 2.5), "runaway")],
    "steps": [(halves(), [], 4), (halves(), turned("alpha", 2.5), "runaway"), (halves(recording=[Learn(1)]), [], 3)],
    "prediction": [(halves(), [Learn(1)], 0.5), (halves(examples=[Example(2, 1)]), turned("weight", 0.75), 1.5)],
    "miss": [(halves(), [], -1.0)],
    "miss sign": [(halves(), [], -1), (halves(), turned("weight", 1.25), 1), (halves(), turned("weight", 1.0), 0)],
    "crossings": [(halves(), [Learn(3)], 0), (halves(), turned("alpha", 1.5, Learn(3)), 3)],
    "error": [(halves(), [Learn(1)], 0.25)], "error ratio": [(halves(), [Learn(2)], 0.25)],
    "weight": [(halves(), [Learn(2)], 0.75)], "bottom": [(halves(), [], 1.0), (BESIDE_9, [], 1.0)],
    "floor": [(halves(), [], 0), (BESIDE_9, [], 1)], "move": [(halves(), [], 0.5)],
    "move sign": [(halves(), [], 1), (halves(), turned("weight", 2.0), -1), (halves(), turned("weight", 1.0), 0)],
    "input": [(halves(examples=[Example(3, 1)]), [], 3.0)],
    "largest weight": [(TWO, [], 1)], "largest move": [(TWO, [], 1)],
    "first weight moved": [(halves(), [Learn(1), Turn("alpha", 1.0), Learn(1)], 50)],
    "how many run away": [(BESIDE, [Learn(2)], 1)], "lit": [(HIDDEN, [Learn(1)], 2), (CUT, [Learn(1)], 0)],
    "kinds": [(HIDDEN, [], 2)],
    "lowest exam": [(halves(), turned("alpha", 1.5), 0.0), (halves(), turned("alpha", 2.5), 1.0)],
    "unseen right": [(halves(unseen=UNSEEN), [Learn(4)], 2)],
    "unseen grade": [
        (halves(unseen=[Example(1, 0.95)]), [], "right"), (halves(unseen=[Example(1, 0.6)]), [], "nearly"),
        (halves(unseen=[Example(1, 0.9), Example(1, 0.4)]), [], "wrong"),
    ],
    "times best": [(halves(unseen=[Example(1, 0.4)]), [Learn(2)], 12)],
    "largest alpha that lands": [(halves(), [], 1.5)], "alpha that lands in one": [(halves(), [], 1.0)],
    "alpha that ends lowest": [(halves(), [], 1.0)], "fewest in doubt": [(halves(), [], 0.5)],
    "scrambled": [(READS, [Learn(3)], "same")], "shifted accuracy": [(READS, [], "down down")],
}  # fmt: skip


def test_the_answer_is_what_the_run_gives_and_right_is_the_one_that_means_it() -> None:
    for asks, cases in ASKED.items():
        for of, actions, value in cases:
            question = Question("…", ["a", "b"], "a", actions=actions, asks=asks)
            wanted = pytest.approx(value) if isinstance(value, float) else value
            assert answer_of(question, of, shipped()) == wanted, (asks, actions)
    assert set(ASKS) - set(ASKED) == {"choice that lands"}  # played with its level
    question = Question("…", ["few", "more"], "more", asks="steps", means=[[1, 2, 3], [4, 5]])
    for changes, right in (({}, True), ({"right": "few"}, False), ({"means": [1, 2]}, False), ({"asks": ""}, None)):
        assert is_right(question._replace(**changes), halves(), shipped()) is right
    with pytest.raises(LookupError):
        answer_of(question._replace(asks="weather"), halves(), shipped())
    marker = Marker("…", 0, 10, 4, 0.5, asks="steps")
    assert is_right(marker, halves(), shipped()) and is_right(marker, halves(alpha=1.0), shipped()) is False


@pytest.mark.slow
def test_every_shipped_bet_is_right() -> None:
    """But for what shifts do: two trainings, which the level's own test makes."""
    for one in shipped().levels.values():
        for question in (*one.questions, *one.recap):
            assert question.asks == "shifted accuracy" or is_right(question, one, shipped()), (one.id, question.text)
