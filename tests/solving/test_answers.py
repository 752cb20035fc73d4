"""How the machine plays, what `check` finds, what a question asks of a run: at small levels on paper, most of them in
answers.txt, and each shipped level as it always was, action by action."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from downslope import Example, Knob, Learn, Level, Marker, MeanError, Near, Question, Session, Turn
from downslope.learning import Layers, Neuron, Neurons
from downslope.rules import OUTCOMES, Accuracy, largest, to_json
from downslope.solving import autosolve, fairness
from downslope.solving.autosolve import ended
from downslope.solving.fairness import understood
from downslope.solving.question_answers import ASKS, answer_of, is_right
from downslope.solving.tried import Tried, drawings, level_with
from lib.shows import LONG, solved_actions
from lib.support import campaign, play, shipped
from lib.walks import answers, differences, questions
from rules.levels import small

ANSWERS = Path(__file__).with_name("answers.txt")
KINDS = ["land", "overshoot", "run away"]
HAND: dict[str, Any] = {"learner": None, "knobs": [Knob("weight", 0.0, 2.0, step=0.125)], "weights": [0.25]}
ALPHAS = [Knob("alpha", stops=[0.25, 0.5])]
DARK: dict[str, Any] = {
    "network": Layers(1, 1, 1), "weights": [-1.0, 1.0], "target": Near(0.1),
    "knobs": [Knob("weight", -1.0, 1.0, step=0.5)],
}  # fmt: skip
TEA: dict[str, Any] = {
    "examples": [Example(10, 4)], "weights": [0.1], "alpha": 0.001, "target": Near(0.01), "budget": 200,
    "knobs": [Knob("alpha", 0.001, 0.03, step=0.001)],
}  # fmt: skip


def level(**fields: Any) -> Level:
    """With alpha a the miss is 1 - a of what it was: by the better of its alphas it is there after ten steps."""
    return small(**{"alpha": 0.25, "target": Near(0.001), "knobs": ALPHAS, "budget": 60} | fields)


def start(**fields: Any) -> Session:
    return play(level(**fields))


def told(actions: Any) -> str:
    return "nothing" if actions is None else " · ".join(" ".join(map(str, to_json(each))) for each in actions)


def played(**fields: Any) -> str:
    """What is done, and how it ends."""
    session = start(**fields)
    for action in autosolve.solve(session):
        session.do(action)
        assert len(session.actions) < 500
    return f"{told(session.actions)}: {'won' if session.complete else 'not won'}, weights {session.weights}"


def hand_to(goal: float, **fields: Any) -> str:
    by_hand: dict[str, Any] = {"learner": None, "knobs": [Knob("weight", 0.0, 1.0)], "weights": [0.6]}
    return played(**by_hand, examples=[Example(1, goal)], **fields)


def ways(**fields: Any) -> list[str]:
    return [told(each) for each in autosolve.settings(start(**fields))]


def best(**fields: Any) -> str:
    found = ended(autosolve.search(start(**fields)))
    assert found is not None
    return f"{told(found.actions)}: {found.session.count} steps, {'won' if found.session.won else 'not won'}"


def schedule(longest: int = 12, **fields: Any) -> str:
    return told(ended(autosolve.search_schedule(start(**fields), longest=longest)))


def nudge(**fields: Any) -> str:
    return told(ended(autosolve.search_nudge(start(**DARK | fields))))


def chosen(**fields: Any) -> str:
    session = start(**fields)
    choice = ended(autosolve.choice_of(session, ended(autosolve.search(session)) if session.level.learner else None))
    return f"{choice.kind} {told(choice.actions)}".strip()


def found(**fields: Any) -> list[str]:
    made = fairness.check(level(**fields), shipped())
    return [f"{each}, {each.rule} {each.field}{' note' * each.note}".removeprefix("small: ").strip() for each in made]


def fewest_of(**fields: Any) -> list[int | None]:
    of = level(**fields)
    return [fairness.fewest(fairness.play_parts(of, shipped()), par) for par in fairness.pars_of(of)]


def pars(**fields: Any) -> list[Any]:
    return [*map(tuple, fairness.pars_of(level(**fields))), *found(**fields)]


def asked(question: Question | Marker) -> list[str]:
    return found(**TEA, questions=[question])


def bet(text: str, right: str, **fields: Any) -> list[str]:
    return asked(Question(text, KINDS, right, **fields))


def tries_of(level: Level | str) -> Tried:
    tried = Tried(play(level))
    tried.finish()
    return tried


def tries(*alphas: float) -> Tried:
    return tries_of(small(target=Near(0.01), knobs=[Knob("alpha", stops=alphas)]))


def at(tried: Tried, beat: float | None) -> str:
    """Where the run that leads then stands, and the one that is picked."""
    tried.beat = beat
    ends = [found and (found[0].weights, found[1]) for found in (tried.ahead_at(beat), tried.picked)]
    return f"shown {tried.shown}, ahead {ends[0]}, picked {ends[1]}, {tried.part_at(beat)} of the way to the next"


def lanes(tried: Tried) -> list[str]:
    return [f"{lane.ways[0]}: {list(lane.errors[:3])} … {lane.steps} steps, {lane.outcome}" for lane in tried.lanes]


def another(of: Level, learner: str | None) -> str:
    made = level_with(of, learner, alpha=0.125)
    return f"{made.learner} {made.settings} {made.alpha} {[made.knobs, made.stages, made.recording, made.stop]}"


def weight_at_the_end(session: Session) -> float:
    session.do(Learn(200))
    return round(session.weights[0], 2)


NAMES = questions("rules", "solving.autosolve", "solving.fairness", "solving.tried", names=globals() | {
    "ends": "With alpha {} the run would …".format,
    "TWO": {"network": Neuron(2), "weights": [0.0, 0.0], "examples": [Example((1, 1), 1)]},
    "FIVE": {"network": Neuron(5), "weights": [0.0] * 5, "examples": [Example((1,) * 5, 1)]},
    "STOPS": [Knob("alpha", stops=[0.25, 1.0, 2.5])], "NEAR": {"stages": [{"target": Near(0.0001)}]},
    "SEALED": {"knobs": [Knob("alpha", stops=[1.5, 3.0])], "alpha": 1.5, "target": Near(0.01),
               "examples": [Example(1, 0.5)]},
    "FAST": {"knobs": [Knob("alpha", stops=(0.25, 1.0))], "weights": [0.0]},
    "FAR": {"learner": None, "knobs": [Knob("weight", 0.0, 0.5)]},
    "STUCK": {"examples": [Example(2, 1), Example(2, -1)]},
    "PASSES": {"examples": [Example(2, 1), Example(1, 0.5)], "batch": 1, "par_unit": "passes", "alpha": 0.1,
               "target": MeanError(1e-6), "knobs": ()},
    "FOG": {"sight": {"bowl": "fog", "goal": "hidden"}, "probes": 9.0, "target": Near(0.01), "par_unit": "probes"},
})  # fmt: skip


def test_what_is_answered() -> None:
    assert differences(ANSWERS, NAMES, answers) == []


SOLVED = """
    d67b d00e 380b efa0 2e77 8966 dca2 8a48 4e41 3fa0 2f4a b47a 1023 9530 89f8 f496 f881 1f0f 7a40 8323 87c3 8ca0 5f41
    4d19 1440 d7c9 2fd1 6ff4 265a 542e 2419 139c c942 fdb5 81a9 9d57 dcd5 0e4f 4f53
"""  # of each level's actions, their values to the last bit


@pytest.mark.parametrize("long", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_the_machine_plays_every_level_as_it_always_did(long: bool) -> None:
    for level, wanted in zip(campaign(), SOLVED.split(), strict=True):
        if (level.id in LONG) is long:
            text = json.dumps([to_json(action) for action in solved_actions(level.id)])
            assert sha256(text.encode()).hexdigest()[:4] == wanted, level.id


def test_a_digit_of_each_kind_is_drawn_of_those_that_nobody_learned_from() -> None:
    reads = shipped().level("read-my-hand")
    shown = list(drawings(play(reads)))
    assert [largest(list(show.goal_prediction)) for show in shown] == list(range(10))
    assert {tuple(show.input) for show in shown} <= {tuple(pixels) for pixels, _goal in reads.data(unseen=True)}
    assert list(drawings(play(reads, *shown[:1]))) == [] == list(drawings(start()))


def test_a_bet_on_how_a_run_ends_is_understood_by_its_words() -> None:
    for kind, row in OUTCOMES.items():
        for word in (kind, row.title, row.title.title()):
            others = [other for other in OUTCOMES if other != kind][:2]
            assert understood(Question("It would …", [word, *others], word), level(**TEA)).asks == "outcome"
    assert all(understood(question, one).asks for one in shipped().levels.values()
               for question in (*one.questions, *one.recap))  # fmt: skip


def halves(**fields: Any) -> Level:
    """From 0 to 1 by halves; the weight's notches lie by quarters."""
    knobs = [Knob("alpha", stops=[0.5, 1.0, 1.5, 2.5]), Knob("weight", -1.0, 2.0, step=0.25)]
    return small(**{"knobs": knobs} | fields)


def turned(knob: str, value: float, *more: Any) -> list[Any]:
    return [Turn(knob, value), *more]


BOTH = halves(network=Neuron(2), examples=[Example((1, 0), 1), Example((0, 1), 3)], weights=[0.0, -1.0])
HIDDEN = halves(network=Layers(1, 3, 1), examples=[Example(1, 1)], weights=[1.0, 1.0, -1.0, 0.5, 0.5, 0.0], knobs=[])
BESIDE = halves(network=Neurons(3), examples=[Example((1, 2, 3), (1, 1, 1))], weights=[0.0] * 3, alpha=0.4, knobs=[])
CUT = halves(network=Layers(1, 1, 1), examples=[Example(1, 0)], weights=[0.0, 1.0], alpha=0.1, knobs=[])
SEEN = [Example((1, 0, 0, 1), (1, 0)), Example((0, 1, 1, 0), (0, 1))]
READS = halves(
    network=Neuron(4, 2), examples=SEEN, unseen=SEEN, weights=[0.0] * 8, knobs=[Knob("shifts", stops=("off", "on"))],
    settings={"shifts": "off"}, variants={"shifts": {"off": {}, "on": {"augment": "shift"}}}, target=Accuracy(1.0),
    solution=[Turn("shifts", "on"), Learn(3)],
)  # fmt: skip
ROWS = [1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0]
GEAR: dict[str, Any] = {"knobs": [Knob("gear", stops=(1, 9))], "variants": {"gear": {1: {"budget": 2}, 9: {}}}}
BESIDE_9, THREE = (halves(examples=[Example(1, goal)]) for goal in (0.9, 3))
UNSEEN = [Example(1, 1), Example(2, 0), Example(0, 0)]
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
    "largest weight": [(BOTH, [], 1)], "largest move": [(BOTH, [], 1)],
    "first weight moved": [(halves(), [Learn(1), Turn("alpha", 1.0), Learn(1)], 50)],
    "how many run away": [(BESIDE, [Learn(2)], 1)], "lit": [(HIDDEN, [Learn(1)], 2), (CUT, [Learn(1)], 0)],
    "kinds": [(HIDDEN, [], 2)],
    "lowest exam": [(halves(), turned("alpha", 1.5), 0.0), (THREE, turned("alpha", 2.5), 9.0)],
    "unseen right": [(halves(unseen=UNSEEN), [Learn(4)], 2)],
    "unseen grade": [
        (halves(unseen=[Example(1, 0.95)]), [], "right"), (halves(unseen=[Example(1, 0.6)]), [], "nearly"),
        (halves(unseen=[Example(1, 0.9), Example(1, 0.4)]), [], "wrong"),
    ],
    "times best": [(halves(unseen=[Example(1, 0.4)]), [Learn(2)], 12)],
    "largest alpha that lands": [(halves(), [], 1.5)], "alpha that lands in one": [(halves(), [], 1.0)],
    "alpha that ends lowest": [(halves(), [], 1.0)], "fewest in doubt": [(halves(), [], 0.5)],
    "scrambled": [
        (READS, [Learn(3)], "same"), (replace(READS, weights=ROWS), [], "nothing"),
        (replace(READS, weights=ROWS, unseen=[*SEEN, Example((0, 0, 0, 0), (1, 0))]), [], "worse"),
    ], "shifted accuracy": [(READS, [], "down down")],
    "choice that lands": [(halves(**GEAR), [], 9), (halves(**GEAR, alpha=1.0), [], None)],
}  # fmt: skip


def test_the_answer_is_what_the_run_gives_and_right_is_the_one_that_means_it() -> None:
    for asks, cases in ASKED.items():
        for of, actions, value in cases:
            question = Question("…", ["a", "b"], "a", actions=actions, asks=asks)
            wanted = pytest.approx(value) if isinstance(value, float) else value
            assert answer_of(question, of, shipped()) == wanted, (asks, actions)
    assert set(ASKS) == set(ASKED)
    question = Question("…", ["few", "more"], "more", asks="steps", means=[[1, 2, 3], [4, 5]])
    for changes, right in (({}, True), ({"right": "few"}, False), ({"means": [1, 2]}, False), ({"asks": ""}, None)):
        assert is_right(question._replace(**changes), halves(), shipped()) is right
    with pytest.raises(LookupError):
        answer_of(question._replace(asks="weather"), halves(), shipped())
    marker = Marker("…", 0, 10, 4, 0.5, asks="steps")
    assert is_right(marker, halves(), shipped()) and is_right(marker, halves(alpha=1.0), shipped()) is False


@pytest.mark.slow
def test_the_questions_of_a_level_that_no_check_can_play_are_right() -> None:
    """Those of the others are asked in terminal/test_solve.py; and what shifts do by the level's own test."""
    own = [(each, one) for one in campaign() if one.weights_from for each in (*one.questions, *one.recap)]
    assert len(own) == 3 and [each.text for each, one in own if not is_right(each, one, shipped())] == []
