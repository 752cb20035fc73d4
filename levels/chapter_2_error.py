"""Chapter 2, Error: it leads to the bottom; it must not cancel; its measure is a choice; some bottoms are above 0."""

from math import inf
from typing import Any

from downslope import Example, Knob, Level, MeanError, Near, Next, Question, Session, Turn, hookimpl

TRIES = {"probes": "tries", "probe": "try"}


def by_hand(examples: list[Example], chapter: str = "error", weight: float = 0, **more: Any) -> Level:
    """The small level that a question is about."""
    knobs = [Knob("weight", -10, 10, step=0.1)]
    weights = [weight]
    return Level(
        "by-hand", title="", chapter=chapter, examples=examples, weights=weights, learner=None, knobs=knobs, **more
    )


def moved_bottoms(session: Session) -> str:
    """The metrics whose bottom is another than with the guests of the level: the mean of all, their median."""
    before, now = ([goal for _input, (goal,) in (guest.pair for guest in all_of)]
                   for all_of in (GUESTS, session.level.examples))  # fmt: skip
    means, middles = [sum(w) / len(w) for w in (before, now)], [sorted(w)[2] for w in (before, now)]
    moved = {"squared": means[0] != means[1], "absolute": middles[0] != middles[1]}
    return " ".join(metric for metric, moves in moved.items() if moves)


IN_THE_DARK = Level(
    "in-the-dark",
    title="The buried pipe",
    introduces=["error-square", "glossary"],
    brief="A pipe is buried. The detector only tells you the error: your miss, squared. Probe until you stand on it.",
    insight="The [error:error] alone leads you to the bottom. It is a square, and the side of the square is your miss.",
    hints=[
        "Three dots show which way the curve bends.",
        "The square’s side is your miss.",
        "Side 3.1 / input [input:2]: try [weight:±1.55].",
    ],
    chapter="error",
    minutes=3,
    picture="pipe",
    words={"prediction": "detector", "goal_prediction": "pipe", **TRIES},
    examples=[Example(2, 3.1)],
    weights=[0],
    learner=None,
    knobs=[Knob("weight", -3, 3, step=0.05)],
    target=Near(0.1),
    par=4,
    par_unit="probes",
    expert=2,
    sight={"bowl": "fog", "goal": "hidden", "prediction": "live"},
    probes=8,
)

PLUS_AND_MINUS = Level(
    "plus-and-minus",
    title="Salt and no salt",
    introduces=["meter"],
    brief="One salt dial, two pots. Bring the meter to 0.",
    insight="Misses must not cancel. A signed total has no bottom: further left, it is always less.",
    hints=[
        "Look at the pots, not at the meter.",
        "A miss of [error:−2] cancels a miss of [error:+2]. Change the meter.",
        "Squared, weight [weight:.6].",
    ],
    chapter="error",
    minutes=3,
    picture="pots",
    words={"prediction": "salt", "goal_prediction": "wanted", "metric": "meter", **TRIES},
    examples=[Example(1, 3, "left pot"), Example(3, 1, "right pot")],
    weights=[0],
    metric="signed-miss",
    learner=None,
    knobs=[Knob("weight", -2, 4, step=0.1), Knob("metric", stops=("signed-miss", "squared"), title="meter")],
    target=MeanError(0, at_least=0),
    par=4,
    par_unit="probes",
    stages=[
        {
            "introduces": ["meters"],
            "stop": True,
            "brief": "Change to a meter that cannot be fooled. Find its bottom, then press “This is it”.",
            "target": MeanError(3.2, "squared"),
            "par": 4,  # counted anew: only the probes after the first part
            "variants": {"metric": {"signed-miss": {"wins": ()}, "squared": {}}},  # a ramp has no bottom to call
        }
    ],
    sight={"bowl": "fog", "error": "total"},
    probes=inf,
    questions=[
        Question(
            "Pip rolls to a smaller total. Where does he stop?",
            ("at weight 1", "at weight 0", "over the left edge"),
            "over the left edge",
            why="The signed total is a ramp: every step left makes it smaller, for ever.",
            asks="bottom",
            means=(1.0, 0.0, -2.0),
        )
    ],
)

GUESTS = [
    Example(1, 1, "Ada"),
    Example(1, 1.1, "Ben"),
    Example(1, 0.9, "Cleo"),
    Example(1, 1.05, "Dan"),
    Example(1, 4, "the grump"),
]
LOUDER = [*GUESTS[:-1], Example(1, 40, "the grump")]

THE_GRUMP = Level(
    "the-grump",
    title="Five cups",
    introduces=["roll"],
    brief="Five guests, one sugar spoon. Four want about 1, a grump 4. Choose a meter.",
    insight="Squared cares most about the biggest miss: it stops at the mean. Absolute counts everyone once: at the "
    "median, the middle wish.",
    hints=[
        "Which meter cares most about one big miss?",
        "Squared cares about a big miss; absolute counts guests.",
        "A: absolute. B: squared.",
    ],
    chapter="error",
    minutes=3,
    words={"prediction": "sugar", "goal_prediction": "sugar wanted", "metric": "meter", "runs": "tries", "run": "try",
           "examples": "guests"},  # fmt: skip
    examples=GUESTS,
    weights=[3],
    alpha=0.1,
    knobs=[Knob("metric", stops=("squared", "absolute"), title="meter")],
    variants={"metric": {"squared": {}, "absolute": {}}},  # another meter, another try: Pip rolls from his start again
    target=Near(0.2, only=(0, 1, 2, 3)),
    stages=[{"weights": [3], "target": MeanError(0.002, "signed-miss", at_least=-0.002)}],
    par=3,  # one roll more than is needed: the meter that is offered first may be tried
    par_unit="runs",
    questions=[
        Question(
            "The grump now wants [goal:40], not [goal:4]. Which meter’s bottom moves?",
            ("only squared", "only absolute", "both"),
            "only squared",
            when="run",
            why="Squared stops at the mean, now 8.81 instead of 1.61. Absolute stops at the median, still 1.05: the "
            "grump is still only one guest.",
            asks=moved_bottoms,
            means=("squared", "absolute", "squared absolute"),
            level=by_hand(LOUDER, metric="squared", weight=3),
        )
    ],
)

NO_PERFECT_ANSWER = Level(
    "no-perfect-answer",
    title="Three plants",
    introduces=["floor"],
    brief="One weight for three plants. Find the lowest error, then press “This is it”.",
    insight="One weight, three wishes: the [error:error] has a floor above 0. Being done is not always being right.",
    hints=[
        "Each plant alone wants a different weight.",
        "They pull against each other: find where they balance.",
        "Weight [weight:1.5], then press “This is it”.",
    ],
    chapter="error",
    minutes=2.5,
    picture="plants",
    words={"input": "water", "prediction": "growth", "goal_prediction": "wanted", **TRIES},
    examples=[Example(2, 3, "fern"), Example(3, 3.6, "cactus"), Example(5, 8, "bean")],
    weights=[0.5],
    learner=None,
    knobs=[Knob("weight", 0, 3, step=0.05)],
    target=MeanError(0.354),
    par=4,
    par_unit="probes",
    sight={"bowl": "fog"},
    probes=8,
    stop=True,
    questions=[
        Question(
            "How low can this [error:error] go?",
            ("to 0", "to a floor above 0", "lower for ever"),
            "to a floor above 0",
            why="No weight suits all three plants, and squares are never below 0.",
            asks="floor",
            means=(0, 1, None),
        )
    ],
    recap=[
        Question(
            "Examples 1 → 4 and 2 → 2, weight [weight:2]: misses −2 and +2. Which meter shows 0?",
            ("signed", "absolute", "squared"),
            "signed",
            when="recap",
            why="−2 + 2 is 0. Without their signs the misses cannot cancel.",
            asks="error",
            means=(0.0, None, None),
            level=by_hand([Example(1, 4), Example(2, 2)], metric="signed-miss", weight=2),
        ),
        Question(
            "Three guests want 2, 2 and 8 (input [input:1]). Where is the bottom of the absolute error?",
            ("2", "4", "5"),
            "2",
            when="recap",
            why="Absolute counts guests: two of three want 2. Squared would stop at the mean, 4.",
            asks="bottom",
            means=(2.0, 4.0, 5.0),
            level=by_hand([Example(1, 2), Example(1, 2), Example(1, 8)], metric="absolute"),
        ),
        Question(
            "A neuron learned 4 → −6. Input [input:6] gives …",
            ("−9", "9", "−8"),
            "−9",
            when="recap",
            why="The weight is −1.5, and 6 × −1.5 is −9.",
            actions=(Turn("weight", -1.5), Next()),
            asks="prediction",
            means=(-9.0, 9.0, -8.0),
            level=by_hand([Example(4, -6)], chapter="forward", stages=[{"examples": [Example(6, -9)]}]),
        ),
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [IN_THE_DARK, PLUS_AND_MINUS, THE_GRUMP, NO_PERFECT_ANSWER]
