"""Chapter 1, Forward: prediction = input * weight, and one weight serves every example. By hand; nothing learns yet."""

from math import inf

from downslope import Example, Knob, Level, Near, Next, Probe, Question, Session, Stage, Turn, hookimpl

SEND = {"prediction": "on-step", "bowl": "none"}  # the wire is dark until the player sends
SENDS = {"turns": "sends", "turn": "send", "probes": "sends", "probe": "send"}
RECEIPTS = {"2 → 3": Example(2, 3), "5 → 7.5": Example(5, 7.5), "4 → 9": Example(4, 9)}


def by_hand(example: Example, weight: float, also: Example | None = None, then: Example | None = None) -> Level:
    """The small level that a question is about. `then`: another example, at the weight that served the first."""
    return Level(
        "by-hand",
        title="",
        chapter="forward",
        examples=[example, also] if also else [example],
        weights=[weight],
        learner=None,
        knobs=[Knob("weight", -10, 10, step=0.01)],
        stages=[{"examples": [then]}] if then else [],
    )


def without(receipt: str) -> list[Example]:
    return [example for name, example in RECEIPTS.items() if name != receipt]


def odd_one_out(session: Session) -> str:
    """The receipt whose price for a kilometre no other has."""
    prices = {name: goal[0] / input[0] for name, (input, goal) in zip(RECEIPTS, session.level.data())}
    return next(name for name, price in prices.items() if list(prices.values()).count(price) == 1)


def trail(length: int) -> Stage:
    """The next trail, for the same sign."""
    brief = f"Here the hut is {length} km away, so the way home is {2 * length} km."
    return {"examples": [Example(length, 2 * length, f"{length} km")], "brief": brief}


DOUBLE_IT = Level(
    "double-it",
    title="The way home",
    introduces=["dial", "hint"],
    brief="The hut is 10.5 km away, home is twice as far. Make the sign show the way home: 21 km.",
    insight="A [weight:weight] is all this neuron knows. Once found, it doubles every trail.",
    hints=[
        "Turn the dial and watch what grows with it.",
        "The [prediction:prediction] must be twice the [input:input].",
        "Weight [weight:2].",
    ],
    chapter="forward",
    minutes=1,
    picture="trail",
    caption="10.5 km to the hut",
    words={"input": "to the hut", "prediction": "the sign", "goal_prediction": "way home", "stages": "trails"},
    examples=[Example(10.5, 21, "10.5 km")],
    stages=[
        {**trail(4), "caption": "4 km to the hut"},
        {**trail(7), "caption": "7 km to the hut"},
    ],
    weights=[1],
    learner=None,
    knobs=[Knob("weight", -3, 3, step=0.1)],
    target=Near(0.05),
    par=1,
    par_unit="turns",
    sight={"prediction": "live", "bowl": "none", "error": "none"},
    questions=[
        Question(
            "Next trail: [input:4] km. The dial stays put. Where does Pip end up?",
            ("at the flag", "short of the flag", "past the flag"),
            "at the flag",
            when="in stage 1",
            why="Twice 4 is 8 and twice 7 is 14: the same weight works for every trail.",
            actions=(Turn("weight", 2.0), Next()),
            asks="miss sign",
            means=(0, -1, 1),
        )
    ],
)

A_HUNDREDTH = Level(
    "a-hundredth",
    title="Blueprint",
    introduces=["tries", "undo"],
    brief="10.5 cm on the drawing is 0.105 m on the wall. Set the weight, then press Send to see the prediction.",
    insight="Multiplying by [weight:.01] is dividing by a hundred: a weight between 0 and 1 makes the number smaller.",
    hints=[
        "Compare the goal with the input.",
        "A weight ten times smaller moves the point one place.",
        "Weight [weight:.01].",
    ],
    chapter="forward",
    minutes=1,
    picture="blueprint",
    caption="10.5 cm on the drawing",
    words={"input": "cm drawn", "prediction": "metres built", "goal_prediction": "metres wanted", **SENDS},
    examples=[Example(10.5, 0.105)],
    weights=[0.5],
    learner=None,
    knobs=[Knob("weight", -1, 1, step=0.01)],
    target=Near(0.05),
    par=2,
    par_unit="probes",
    sight=SEND,
    probes=inf,
    questions=[
        Question(
            "With weight [weight:.1] instead, how high is the wall?",
            ("105 m", "1.05 m", "0.0105 m"),
            "1.05 m",
            why="10.5 × 0.1 = 1.05: times a tenth moves the point one place.",
            actions=(Turn("weight", 0.1), Probe()),
            asks="prediction",
            means=(105.0, 1.05, 0.0105),
        )
    ],
)

SEVEN = Level(
    "seven",
    title="The leaky bucket",
    introduces=["commit", "stars"],
    brief="You fill 10.5 litres at the well; only 7 reach the house. Set the weight to predict what arrives.",
    insight="The [prediction:prediction] grows in step with the [weight:weight], so one try gives the next: new "
    "weight = weight × goal / prediction.",
    hints=[
        "What fraction of [input:10.5] is [goal:7]?",
        "[weight:.5] gave [prediction:5.25]. You need 7 / 5.25 times as much.",
        "Weight [weight:.665] or [weight:.67].",
    ],
    chapter="forward",
    minutes=1.5,
    picture="well",
    caption="10.5 litres leave the well",
    words={
        "input": "litres filled", "prediction": "litres expected", "goal_prediction": "litres that arrive",
        "stages": "days", **SENDS,
    },  # fmt: skip
    examples=[Example(10.5, 7, "today")],
    stages=[
        {
            "examples": [Example(10.5, 2.1, "the next day")],
            "star": 3,
            "par": 1,
            "brief": "The leak has grown: only 2.1 of 10.5 litres arrive. Set the weight again.",
        }
    ],
    weights=[0.5],
    learner=None,
    knobs=[Knob("weight", 0, 1, step=0.005)],
    target=Near(0.05),
    par=2,
    par_unit="probes",
    sight=SEND,
    probes=inf,
)

BELOW_ZERO = Level(
    "below-zero",
    title="The freezer",
    introduces=["negative", "reset"],
    brief="Four hours after the lid closes, the dish is 6 degrees colder. Set the weight: degrees per hour.",
    insight="A negative [weight:weight] flips things: more in, less out. A negative [input:input] then comes out "
    "positive.",
    hints=[
        "The goal is on the other side of zero.",
        "Keep turning past the click at 0.",
        "Weight [weight:−1.5].",
    ],
    chapter="forward",
    minutes=1,
    picture="freezer",
    caption="four hours with the lid closed",
    words={"input": "hours", "prediction": "degrees expected", "goal_prediction": "degrees measured", **SENDS},
    examples=[Example(4, -6)],
    weights=[1],
    learner=None,
    knobs=[Knob("weight", -3, 3, step=0.1)],
    target=Near(0.05),
    par=2,
    par_unit="probes",
    sight=SEND,
    probes=inf,
    questions=[
        Question(
            "The weight stays [weight:−1.5]. Four hours earlier, at [input:−4]: where does the mercury stand?",
            ("6", "−6", "0"),
            "6",
            when="landed",
            why="−4 × −1.5 = 6: two minuses make a plus. Four hours earlier it was 6 degrees warmer.",
            asks="prediction",
            means=(6.0, -6.0, 0.0),
            level=by_hand(Example(-4, 6), -1.5),
        )
    ],
)

ONE_KNOB_TWO_DAYS = Level(
    "one-knob-two-days",
    title="Three receipts",
    introduces=["table", "auto"],
    brief="Three taxi receipts: kilometres and price. One was mistyped: strike it out, then set one weight for the "
    "other two.",
    insight="Either one [weight:weight] fits every example, or none does. When receipts disagree, ask which is wrong.",
    hints=[
        "Work out the price per kilometre for each.",
        "Two receipts agree.",
        "Strike 4 → 9, weight [weight:1.5].",
    ],
    chapter="forward",
    minutes=2,
    picture="taxi",
    caption="three receipts, one mistyped",
    words={
        "input": "kilometres", "prediction": "price expected", "goal_prediction": "price paid",
        "examples": "receipts", "example": "receipt", **SENDS,
    },  # fmt: skip
    examples=list(RECEIPTS.values()),
    weights=[1],
    learner=None,
    settings={"strike": "none"},
    knobs=[Knob("weight", 0, 3, step=0.1), Knob("strike", stops=("none", *RECEIPTS), title="struck out")],
    variants={"strike": {"none": {}, **{name: {"examples": without(name)} for name in RECEIPTS}}},
    target=Near(0.05),
    par=2,
    par_unit="probes",
    sight=SEND,
    probes=inf,
    questions=[
        Question(
            "Which one was mistyped? Only your first choice counts.",
            tuple(RECEIPTS),
            "4 → 9",
            why="3 / 2 and 7.5 / 5 are both 1.5 per kilometre; 9 / 4 is 2.25.",
            knob="strike",
            asks=odd_one_out,
            means=tuple(RECEIPTS),
        )
    ],
    recap=[
        Question(
            "Input [input:8], weight [weight:−.5]. What is the [prediction:prediction]?",
            ("−4", "4", "7.5"),
            "−4",
            when="recap",
            why="8 × −.5 is −4. A weight multiplies; nothing is added.",
            asks="prediction",
            means=(-4.0, 4.0, 7.5),
            level=by_hand(Example(8, -4), -0.5),
        ),
        Question(
            "A weight turns [input:3] into [prediction:7.5]. It turns [input:10] into …",
            ("25", "14.5", "17.5"),
            "25",
            when="recap",
            why="7.5 / 3 is 2.5, and 10 × 2.5 is 25.",
            actions=(Turn("weight", 2.5), Next()),
            asks="prediction",
            means=(25.0, 14.5, 17.5),
            level=by_hand(Example(3, 7.5), 1, then=Example(10, 25)),
        ),
        Question(
            "Examples 4 → 2 and 6 → 3.5. One weight for both?",
            ("yes, .5", "yes, .6", "no"),
            "no",
            when="recap",
            why="2 / 4 is .5, but 3.5 / 6 is more than .58.",
            asks="floor",
            means=(None, None, 1),  # 1: even the best weight leaves an error
            level=by_hand(Example(4, 2), 0.5, also=Example(6, 3.5)),
        ),
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [DOUBLE_IT, A_HUNDREDTH, SEVEN, BELOW_ZERO, ONE_KNOB_TWO_DAYS]
