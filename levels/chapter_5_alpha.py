"""Chapter 5, Alpha: how far to trust the slope. Each step multiplies the miss by 1 - alpha * input ** 2."""

from typing import Any

from downslope import Example, Knob, Learn, Level, Marker, Near, Neuron, Neurons, Question, Turn, hookimpl


def one_neuron(example: Example, alpha: float, weight: float = 0, chapter: str = "alpha", **more: Any) -> Level:
    """The small level that a recap's question is about."""
    return Level(
        "small", title="", chapter=chapter, examples=[example], weights=[weight], alpha=alpha, knobs=[], **more
    )


SIXTY = "The same string, a peg with sixty fine clicks. Find the click halfway between the twins."


DARE = "The dare: open it further, alpha 1.6 to 1.8. Choose one that still lands."
FINER = "The same string, a finer peg: alpha in steps of .005. Find the one that lands in one step."
SIXTH = "A sixth telescope has input 4. Choose its alpha so that one press points it at the star."


def clicks(*stops: float) -> Knob:
    """An alpha that has these values only."""
    return Knob("alpha", min(stops), max(stops), stops=stops)


THIRTEEN = Level(
    "thirteen",
    title="The sourdough",
    brief="At alpha 3 the dough needed 12 nights to rise from .03 to .7. Be quicker.",
    insight="Alpha is trust in the slope. More trust is faster, until it is not. And alpha may well be above 1.",
    hints=["The ghost is slow: be bolder.", "Too bold lands on the other side.", "Alpha [alpha:9]."],
    chapter="alpha",
    minutes=2.5,
    picture="sourdough",
    words={"prediction": "rise", "goal_prediction": "rise wanted", "steps": "nights", "step": "night"},
    examples=[Example(0.3, 0.7)],
    weights=[0.1],
    alpha=3,
    knobs=[clicks(1, 3, 5, 9, 15, 20, 24)],
    ghost=(Learn(12),),
    target=Near(0.02),
    budget=200,
    par=3,
    questions=[
        Question(
            "Alpha [alpha:3] lands in 12 nights. Alpha [alpha:15] is five times as bold. After its first night it is …",
            ("below the goal", "at the goal", "above the goal"),
            "above the goal",
            why="Its first step goes past the goal. Whether it comes back is yours to find out.",
            actions=(Turn("alpha", 15), Learn(1)),
            asks="miss sign",
            means=(-1, 0, 1),
        )
    ],
)

GOLDILOCKS = Level(
    "goldilocks",
    title="The stiff peg",
    brief="Tune the string: each click is an alpha. Find one that lands.",
    insight="Twins miss by the same amount on opposite sides. Halfway between them is the alpha that lands in one "
    "step.",
    hints=[
        "[alpha:.2] and [alpha:.3] take the same number of steps. Watch their sides.",
        "One stops short, its twin goes past by as much.",
        "Halfway between the twins: [alpha:.25].",
    ],
    chapter="alpha",
    minutes=3,
    picture="peg",
    words={"prediction": "pitch", "goal_prediction": "pitch wanted"},
    examples=[Example(2, 0.8)],
    weights=[0.5],
    alpha=0.1,
    knobs=[clicks(0.1, 0.2, 0.3, 0.4, 0.5, 0.6)],
    target=Near(0.001),
    stages=[{"weights": [0.5], "knobs": [Knob("alpha", 0.01, 0.6, step=0.01)], "star": 2, "par": 1, "brief": SIXTY}],
    budget=60,
    par=1,
    questions=[
        Question(
            "Alpha [alpha:.1] comes closer from one side only. "
            "And alpha [alpha:.4]? In three steps it crosses the goal …",
            ("never", "once", "at every step"),
            "at every step",
            why="Each step leaves −.6 of the miss: the miss changes sides and shrinks.",
            actions=(Turn("alpha", 0.4), Learn(3)),
            asks="crossings",
            means=(0, 1, 3),
        )
    ],
)

OVERSHOOT = Level(
    "overshoot",
    title="The jammed valve",
    brief="The greenhouse valve is jammed: alpha 1 or more. Land anyway.",
    insight="Crossing the goal is fine while each miss is smaller than the last. The edge is sharp: [alpha:1.6] "
    "lands, [alpha:1.7] never does.",
    hints=[
        "Crossing the goal is not failing.",
        "Each crossing must be smaller than the last.",
        "[alpha:1] for speed, [alpha:1.6] for the dare.",
    ],
    chapter="alpha",
    minutes=2.5,
    picture="greenhouse",
    words={"prediction": "warmth", "goal_prediction": "warmth wanted"},
    examples=[Example(1.1, 0.8)],
    weights=[0],
    alpha=1.4,
    knobs=[Knob("alpha", 1, 1.8, step=0.1)],
    target=Near(0.01),
    stages=[{"weights": [0], "alpha": 1.6, "knobs": [Knob("alpha", 1.6, 1.8, step=0.1)], "star": 3, "brief": DARE}],
    budget=100,
    par=3,
)

RUNAWAY = Level(
    "runaway",
    title="The howl",
    introduces=["recording"],
    brief="Somebody turned alpha from .1 to 1. Find the moment it went wrong, take over there, and land.",
    insight="Too big an alpha swings wider and wider: here the error grows [error:×9] a step, and nothing stops it.",
    hints=[
        "Look for the first bar that is taller than the one before.",
        "Keep the night’s good work: take over at step 8.",
        "Step 8, alpha [alpha:.2].",
    ],
    chapter="alpha",
    minutes=3,
    words={"prediction": "loudness", "goal_prediction": "loudness wanted"},
    examples=[Example(2, 0.8)],
    weights=[0.5],
    alpha=0.1,
    knobs=[Knob("alpha", 0.1, 0.6, step=0.1)],
    recording=(Turn("alpha", 0.1), Learn(8), Turn("alpha", 1.0), Learn(8)),
    target=Near(0.001),
    budget=20,
    par=1,
    questions=[
        Question(
            "At alpha [alpha:1] here, each step multiplies the [error:error] by …",
            ("3", "9", "no fixed number"),
            "9",
            why="The miss is multiplied by 1 − 1 × 2 × 2 = −3, and the error is its square.",
            asks="error ratio",
            means=(3.0, 9.0, None),
        )
    ],
)

TWO_RECIPES = Level(
    "two-recipes",
    title="Two cookbooks",
    introduces=["two-codes"],
    brief="The same string, another cookbook: it doubles delta. Choose alpha.",
    insight="One cookbook has a 2 that the other leaves to alpha. Before you copy an alpha, ask which cookbook it is "
    "for.",
    hints=["What does a weight_delta twice as big do?", "Halve what worked.", "[alpha:.125]."],
    chapter="alpha",
    minutes=2.5,
    picture="peg",
    words={"prediction": "pitch", "goal_prediction": "pitch wanted", "metric": "cookbook",
           "metric 1": "new cookbook", "metric 2": "old cookbook"},  # fmt: skip
    examples=[Example(2, 0.8)],
    weights=[0.5],
    alpha=0.05,
    metric="squared-true-slope",
    beside="squared",
    knobs=[clicks(0.05, 0.1, 0.15, 0.2, 0.25, 0.3)],
    target=Near(0.001),
    stages=[{"weights": [0.5], "knobs": [Knob("alpha", 0.005, 0.3, step=0.005)], "star": 2, "par": 1, "brief": FINER}],
    budget=60,
    par=1,
    questions=[
        Question(
            "With this cookbook the alpha that landed at once …",
            ("lands again", "swings for ever", "runs away"),
            "swings for ever",
            why="The step that landed is now twice as long: it goes past the goal by as much as it was short.",
            actions=(Turn("alpha", 0.25),),
            asks="steps",
            means=(1, "orbit", "runaway"),
        )
    ],
)

ORBIT = Level(
    "orbit",
    title="The turnstile",
    brief="A turnstile always moves equally far. Change alpha between steps to make it stop at .8.",
    insight="The slope of the absolute error never flattens, so no stride shrinks: alpha must do that job.",
    hints=["A stride is alpha × input × input.", "Strides must add up to .55.", "[alpha:1], then [alpha:1.2]."],
    chapter="alpha",
    minutes=2.5,
    picture="turnstile",
    words={"prediction": "turnstile", "goal_prediction": "stop here"},
    examples=[Example(0.5, 0.8)],
    weights=[0.5],
    alpha=1,
    metric="absolute",
    knobs=[clicks(0.4, 0.8, 1, 1.2, 2)],
    target=Near(0.001),
    budget=40,
    par=2,
    questions=[
        Question(
            "If alpha stays [alpha:1], it will …",
            ("land", "swing between .75 and 1", "run away"),
            "swing between .75 and 1",
            why="Every stride is .25. From .75 it goes to 1, and from 1 back to .75.",
            actions=(Turn("alpha", 1),),
            asks="outcome",
            means=(("land", "overshoot"), "orbit", "runaway"),
        )
    ],
)

ONE_STEP = Level(
    "one-step",
    title="Five telescopes",
    introduces=["alphas"],
    brief="Five telescopes, five gears. Give each its own alpha: one step must point all five at the star.",
    insight="The law: each step multiplies the miss by 1 − [alpha:alpha] × [input:input]². Alpha 1 / input² lands in "
    "one step, 2 / input² or more never.",
    hints=[
        "Input [input:2] wants [alpha:.25], input [input:.5] wants [alpha:4]. What are 2 × 2 and .5 × .5?",
        "Twice the input, a quarter of the alpha.",
        "1 / input².",
    ],
    chapter="alpha",
    minutes=4,
    words={
        "input": "gear", "prediction": "where it points", "goal_prediction": "the star", "runs": "presses",
        "run": "press",
    },  # fmt: skip
    network=Neurons(5),
    examples=[Example([0.3, 0.5, 1.1, 2, 10.5], [1, 1, 1, 1, 1])],
    weights=[0, 0, 0, 0, 0],
    alpha=[1, 1, 1, 1, 1],
    knobs=[Knob("alpha", 0.005, 20, log=True)],
    target=Near(0.02),
    stages=[
        {"network": Neuron(), "examples": [Example(4, 1, "the sixth")], "weights": [0], "alpha": 1, "star": 3, "par": 1,
         "brief": SIXTH}
    ],
    budget=1,
    par=2,
    par_unit="runs",
)

SEALED_BOX = Level(
    "sealed-box",
    title="The sealed box",
    introduces=["sealed"],
    brief="The input is sealed inside. Take one step, look at what is left, then choose alpha and land.",
    insight="The law read backwards: how fast the miss shrinks tells you how steep the bowl is. One step gives you "
    "alpha.",
    hints=[
        "What fraction of the miss was left?",
        "It is 1 − alpha × input².",
        "At alpha [alpha:.1], .744 is left: input² = 2.56.",
    ],
    chapter="alpha",
    minutes=2,
    examples=[Example(1.6, 1.2)],
    weights=[0.2],
    alpha=0.1,
    knobs=[Knob("alpha", 0.01, 5, log=True)],
    target=Near(0.005),
    budget=40,
    par=2,
    sight={"input": "hidden", "weight": "hidden", "bowl": "none"},
    questions=[
        Marker(
            "Which input is in the box?", 0, 4, 1.6, 0.05, when="step 1", hue="input",
            why="(1 − part left) / alpha is input²; its square root is the input.", actions=(Learn(8),), asks="input",
        )  # fmt: skip
    ],
    recap=[
        Question(
            "Input [input:4], alpha [alpha:.1]: Pip …",
            ("lands without crossing", "crosses and lands", "runs away"),
            "crosses and lands",
            when="recap",
            why="1 − .1 × 16 is −.6: the miss changes sides and shrinks.",
            asks="outcome",
            means=("land", "overshoot", "runaway"),
            level=one_neuron(Example(4, 1), alpha=0.1),
        ),
        Question(
            "Input [input:3], alpha [alpha:.2], cookbook with the 2: Pip …",
            ("crosses and lands", "swings for ever", "runs away"),
            "runs away",
            when="recap",
            why="1 − .2 × 2 × 9 is −2.6: each miss is larger than the last.",
            asks="outcome",
            means=("overshoot", "orbit", "runaway"),
            level=one_neuron(Example(3, 1), alpha=0.2, metric="squared-true-slope"),
        ),
        Question(
            "Input [input:−2], delta −1, alpha [alpha:.1]. The weight changes by …",
            ("+.2", "−.2", "−.1"),
            "−.2",
            when="recap",
            why="delta × input is +2; the weight moves the other way, by .1 of that.",
            asks="move",
            means=(0.2, -0.2, -0.1),
            level=one_neuron(Example(-2, -1), alpha=0.1, weight=1, chapter="delta"),
        ),
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [THIRTEEN, GOLDILOCKS, OVERSHOOT, RUNAWAY, TWO_RECIPES, ORBIT, ONE_STEP, SEALED_BOX]
