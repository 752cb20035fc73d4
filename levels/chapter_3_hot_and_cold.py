"""Chapter 3, Hot and cold: comparing errors is learning, at a price; fixed steps do not fit."""

from downslope import Example, Knob, Level, Near, Next, Question, Turn, hookimpl

LANDS = ("land", "overshoot")
WORDS = {
    "weight": "tap", "prediction": "warmth", "goal_prediction": "just right", "steps": "tries", "step": "try",
}  # fmt: skip


def shower(alpha: float) -> Level:
    """The small level that a recap's question is about: the weight is 1 short."""
    return Level(
        "one-short",
        title="",
        chapter="hot-and-cold",
        examples=[Example(1, 1)],
        weights=[0],
        alpha=alpha,
        learner="hot-and-cold",
        knobs=[],
    )


WARMER = Level(
    "warmer",
    title="Blindfold shower",
    introduces=["buttons"],
    brief="No numbers here. Feel your way to just right.",
    insight="A machine that only compares [error:errors] does learn. The price: three looks for every move.",
    hints=[
        "Press a button, and Pip says better or worse.",
        "Better: press the same again. Worse: press the other.",
        "A step hotter, three times.",
    ],
    chapter="hot-and-cold",
    minutes=2,
    picture="shower",
    words={**WORDS, "alpha": "step"},
    examples=[Example(0.5, 0.8)],
    weights=[1.3],
    learner=None,
    knobs=[Knob("weight", 0.5, 2, step=0.1)],
    target=Near(0.01),
    sight={"bowl": "none", "error": "none", "goal": "hidden", "weight": "hidden", "prediction": "on-step"},
    stages=[
        {
            "introduces": ["loop", "step", "code"],
            "brief": "Choose how big a step is. Then let it run.",
            "hints": [
                "Small steps arrive, but late.",
                "The tap must change by [weight:1.1]. Which step divides that?",
                "Step [alpha:.1].",
            ],
            "weights": [0.5],
            "alpha": 0.001,
            "learner": "hot-and-cold",
            "knobs": [Knob("alpha", 0.001, 1, stops=(0.001, 0.01, 0.1, 0.5, 1), title="step")],
            "budget": 2000,
            "par": 11,
            "sight": {"arrow": "none"},
        }
    ],
    questions=[
        Question(
            "Step [alpha:.5] starts fastest. Then it will …",
            ("land in 3 moves", "swing around the goal for ever", "run away"),
            "swing around the goal for ever",
            when="in stage 1",
            why="The tap is 1.1 away, and steps of .5 never add up to that. It goes past, comes back, and goes past "
            "again.",
            actions=(Turn("weight", 1.6), Next(), Turn("alpha", 0.5)),
            asks="outcome",
            means=(LANDS, "orbit", "runaway"),
        )
    ],
)

STUCK_STEPS = Level(
    "stuck-steps",
    title="Four gears",
    introduces=["history", "compare"],
    brief="Same shower, four gears. Change gear before any move, and land in as few moves as you can.",
    insight="A fixed step lands only where it fits. If you can shrink the step, you can land anywhere.",
    hints=[
        "Gear [alpha:.2] never fits.",
        "Going past and coming back is allowed.",
        "[alpha:.8], [alpha:.4], back by [alpha:.1].",
    ],
    chapter="hot-and-cold",
    minutes=2,
    picture="geared shower",
    words={**WORDS, "alpha": "gear"},
    examples=[Example(0.5, 0.8)],
    weights=[0.5],
    alpha=0.2,
    learner="hot-and-cold",
    knobs=[Knob("alpha", 0.1, 0.8, stops=(0.8, 0.4, 0.2, 0.1), title="gear")],
    target=Near(0.001),
    budget=60,
    par=3,
    sight={"arrow": "none"},
    questions=[
        Question(
            "If you stay in gear [alpha:.2], it will …",
            ("land", "swing between .75 and .85", "stop at .75"),
            "swing between .75 and .85",
            why="From .75 the next move goes to .85, and the one after goes back. Both miss by .05.",
            actions=(Turn("alpha", 0.2),),
            asks="outcome",
            means=(LANDS, "orbit", "stuck"),
        )
    ],
    recap=[
        Question(
            "Hot and cold with input [input:1], weight [weight:0], goal [goal:1], step [alpha:.3]: it will …",
            ("land in 4", "swing between .9 and 1.2", "stop at .9"),
            "swing between .9 and 1.2",
            when="recap",
            why="Three steps make .9, four make 1.2. Neither is 1, and hot and cold takes another step.",
            asks="steps",
            means=(4, "orbit", "stuck"),
            level=shower(0.3),
        ),
        Question(
            "Hot and cold with input [input:1], weight [weight:0], goal [goal:1], step [alpha:.25]: it …",
            ("lands in 4", "swings", "lands in 5"),
            "lands in 4",
            when="recap",
            why="4 × .25 is 1: this step fits.",
            asks="steps",
            means=(4, "orbit", 5),
            level=shower(0.25),
        ),
        Question(
            "Squared error [error:9] at input [input:3]. How far off is the weight?",
            ("1", "3", "9"),
            "1",
            when="recap",
            why="The square's side, 3, is the miss; 3 / input 3 is 1.",
            asks="bottom",  # from weight 0: where the bottom is says how far off that was
            means=(1.0, 3.0, 9.0),
            level=Level(
                "one-off",
                title="",
                chapter="error",
                examples=[Example(3, 3)],
                weights=[0],
                learner=None,
                knobs=[Knob("weight", -10, 10, step=0.5)],
            ),
        ),
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [WARMER, STUCK_STEPS]
