"""Chapter 1, Forward: prediction = input * weight, and one weight serves every example. By hand; nothing learns yet."""

from dataclasses import replace
from math import inf

from downslope import Example, Knob, Level, Near, Next, Probe, Question, Session, Stop, Turn, hookimpl

DARK = {"prediction": "on-step", "bowl": "none", "error": "none"}  # the wire is dark until the player tries
TRIES = {"turns": "tries", "turn": "try", "probes": "tries", "probe": "try"}
NOTCHES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
BUCKETS = {"small": Example(1.5, 1), "middle": Example(6, 4), "big": Example(10.5, 7)}
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


DOUBLE_IT = Level(
    "double-it",
    title="The way home",
    brief="Pip wants to go home. Turn the dial.",
    insight="The dial is a [weight:weight]: prediction = input × weight. One weight works for every trail.",
    hints=["Turn it and watch Pip.", "He stopped halfway. So twice as far.", "Weight [weight:2.0]."],
    chapter="forward",
    minutes=1,
    picture="trail",
    caption="The sign says how far I walk. I stopped halfway.",
    words={"stages": "trails", **TRIES},
    examples=[Example(10.5, 21, "10.5 km")],
    stages=[
        {"examples": [Example(4, 8, "4 km")], "brief": "The next trail is shorter. Leave the dial alone."},
        {"examples": [Example(7, 14, "7 km")], "brief": "And a third one. Leave the dial alone."},
    ],
    weights=[1],
    learner=None,
    knobs=[Knob("weight", -3, 3, step=0.1)],
    target=Near(0.05),
    par=1,
    par_unit="turns",
    introduces=["dial", "hint"],
    sight={"prediction": "live", "bowl": "none", "error": "none"},
    questions=[
        Question(
            "A new trail, the same dial. Where does Pip stop?",
            ("at home", "short of home", "past home"),
            "at home",
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
    title="The doorstep",
    brief="The drawing says 10.5. Make a step that fits under the door.",
    insight="Too high or too low is enough to find anything, if you halve. And a small [weight:weight] divides.",
    hints=["Each try rules out one side.", "Build in the middle of what is left.", "Weight [weight:.01]."],
    chapter="forward",
    minutes=1,
    picture="blueprint",
    caption="I can only tell you: too high, or too low.",
    words={"send": "build", **TRIES},
    examples=[Example(10.5, 0.105)],
    weights=[1],
    learner=None,
    knobs=[Knob("weight", 0.001, 10, stops=NOTCHES)],
    target=Near(0.05),
    par=4,
    par_unit="probes",
    introduces=["tries", "undo"],
    sight={**DARK, "goal": "hidden"},
    probes=6,
    extra_probe=True,
    solution=[each for weight in (0.1, 0.005, 0.02, 0.01) for each in (Turn("weight", weight), Probe())],
    questions=[
        Question(
            "Thirteen notches. Which build leaves the fewest in doubt?",
            ("the lowest", "the middle one", "the highest"),
            "the middle one",
            why="Too high or too low, the middle one rules out seven of thirteen. The others may rule out one.",
            asks="fewest in doubt",
            means=(NOTCHES[0], NOTCHES[6], NOTCHES[-1]),
        )
    ],
)

SEVEN = Level(
    "seven",
    title="Three buckets",
    brief="One leak, one weight: fill all three buckets. Half a litre more or less is fine.",
    insight="One [weight:weight] serves every input. Test it with the biggest: that one shows the mistake first.",
    hints=[
        "Half a litre is a lot for a small bucket.",
        "Test the big one: it shows the same mistake larger.",
        "Weight [weight:.65] or [weight:.70], then the gate.",
    ],
    chapter="forward",
    minutes=1.5,
    picture="well",
    caption="Which bucket do you test first?",
    words={"send": "test", "stop": "Open gate", "example": "bucket", "examples": "buckets", **TRIES},
    examples=list(BUCKETS.values()),
    weights=[0.5],
    learner=None,
    settings={"bucket": "small"},
    knobs=[Knob("weight", 0, 1, step=0.05), Knob("bucket", stops=(*BUCKETS, "all"), title="bucket")],
    variants={
        "bucket": {
            **{name: {"examples": [one], "wins": ()} for name, one in BUCKETS.items()},
            "all": {"probes": None},
        }
    },
    target=Near(0.5),
    par=3,
    par_unit="probes",
    introduces=["commit", "stars"],
    sight={**DARK, "goal": "hidden"},
    probes=6,
    stop=True,
    once=True,
    solution=[
        Turn("bucket", "big"),
        *(each for weight in (0.5, 0.75, 0.65) for each in (Turn("weight", weight), Probe())),
        Turn("bucket", "all"),
        Stop(),
    ],
    questions=[
        Question(
            "Weight [weight:.70] filled all three. A bucket of 21 litres comes. It gets …",
            ("too little", "just enough", "too much"),
            "too much",
            when="landed",
            why="21 × .7 is 14.7, and it needs 14. What is fine for 10.5 litres is not for twice as much.",
            asks="miss sign",
            means=(-1, 0, 1),
            level=replace(by_hand(Example(21, 14), 0.7), target=Near(0.5)),
        )
    ],
)

BELOW_ZERO = Level(
    "below-zero",
    title="The freezer",
    brief="Input −4 is four hours ago. Make the mercury reach the red mark.",
    insight="A negative [input:input] turns the dial round: more [weight:weight], less prediction. Two minus signs "
    "make a plus.",
    hints=["More weight made it colder.", "Input and weight both below 0: above 0 comes out.", "Weight [weight:−1.5]."],
    chapter="forward",
    minutes=1,
    picture="freezer",
    caption="Too cold. The mark shows how warm it was.",
    words={"send": "look", **TRIES},
    examples=[Example(-4, 6)],
    stages=[
        {
            "examples": [Example(4, -6)],
            "brief": "The lid closes: input 4, four hours from now. Leave the dial alone.",
            "probes": None,
            "sight": {"bowl": "none", "error": "none"},
        }
    ],
    weights=[1],
    learner=None,
    knobs=[Knob("weight", -2, 2, step=0.5)],
    target=Near(0.05),
    par=3,
    par_unit="probes",
    introduces=["negative", "reset"],
    sight=DARK,
    probes=5,
    extra_probe=True,
    solution=[*(each for weight in (2, -1, -1.5) for each in (Turn("weight", weight), Probe())), Next()],
    questions=[
        Question(
            "The lid closes. Four hours later, same weight: the mercury is …",
            ("above 0", "at 0", "below 0"),
            "below 0",
            when="in stage 1",
            why="4 × −1.5 = −6. The weight is the same, and the input has changed its sign.",
            actions=(Turn("weight", -1.5), Probe(), Next()),
            asks="prediction",
            means=(6.0, 0.0, -6.0),
        )
    ],
)

ONE_KNOB_TWO_DAYS = Level(
    "one-knob-two-days",
    title="Three receipts",
    brief="One of three taxi receipts is wrong. Strike it. One weight fits the other two.",
    insight="Either one [weight:weight] fits them all, or one of them is wrong. Ask which.",
    hints=[
        "Price for one kilometre, receipt by receipt.",
        "Two of them agree.",
        "Strike 4 → 9, weight [weight:1.5].",
    ],
    chapter="forward",
    minutes=2,
    picture="taxi",
    words={"examples": "receipts", "example": "receipt", **TRIES},
    examples=list(RECEIPTS.values()),
    weights=[1],
    learner=None,
    settings={"strike": "none"},
    knobs=[Knob("weight", 0, 3, step=0.1), Knob("strike", stops=("none", *RECEIPTS), title="struck out")],
    variants={"strike": {"none": {}, **{name: {"examples": without(name)} for name in RECEIPTS}}},
    target=Near(0.05),
    par=2,
    par_unit="probes",
    introduces=["table", "auto"],
    sight={"prediction": "on-step", "bowl": "none"},
    probes=inf,
    questions=[
        Question(
            "Which one is wrong? Only your first strike counts.",
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
