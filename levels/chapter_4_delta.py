"""Chapter 4, Delta: delta * input has direction and blame; near the goal steps shrink by themselves."""

from typing import Any

from downslope import (
    Example,
    Gate,
    Knob,
    Learn,
    Level,
    Marker,
    Near,
    Neuron,
    Neurons,
    Next,
    Question,
    Smaller,
    Turn,
    hookimpl,
)

TILES = ("1", "delta", "input", "prediction", "goal")
CARDS = ((2, 1, 1), (2, 0.5, 2), (-2, 1, 1), (-1, -2, 0.5), (0.5, 1, 2))  # input, weight, goal_prediction
CALLS = ("down", "up", "down", "up", "up")
NEEDLES = {"up": 1, "stays": 0, "down": -1}  # what may be called -> the sign of the weight's move


def one_neuron(example: Example, weight: float = 0, chapter: str = "delta", **more: Any) -> Level:
    """The small level that a question is about."""
    return Level("small", title="", chapter=chapter, examples=[example], weights=[weight], knobs=[], **more)


def thermostat(number: int) -> Question:
    """The call of one card; the answer is the sign of the first step."""
    input, weight, goal = CARDS[number]
    return Question(
        f"Thermostat {number + 1}: does its weight go up or down?",
        ("up", "down"),
        CALLS[number],
        why=f"delta × input = {input * weight - goal:g} × {input:g}: the weight goes the other way.".replace("-", "−"),
        asks="move sign",
        means=(1, -1),
        level=one_neuron(Example(input, goal), weight),
    )


def speaker(turned: bool = False) -> Level:
    """The two days of the microphones; `turned`: left and right change places, to ask about the right one."""
    order = -1 if turned else 1
    rehearsal, concert, weights = ((0, -2)[::order], (1, -2)[::order], (0.5, 0.5)[::order])
    return Level(
        "speaker",
        title="",
        chapter="delta",
        network=Neuron(2),
        examples=[Example(rehearsal, 1)],
        weights=weights,
        alpha=0.2,
        knobs=[],
        target=Near(0.01),
        budget=20,
        stages=[{"examples": [Example(concert, 1)]}],
    )


def call(text: str, right: str, why: str, turned: bool, concert: bool = False) -> Question:
    return Question(
        text,
        tuple(NEEDLES),
        right,
        when="stage 1" if concert else "start",
        star=3 if concert else 2,
        why=why,
        actions=(Learn(4), Next()) if concert else (),
        asks="move sign",
        means=tuple(NEEDLES.values()),
        level=speaker(turned),
        needle=int(turned),
    )


WHICH_WAY = Level(
    "which-way",
    title="Write the rule",
    introduces=["delta", "tiles"],
    brief="Five broken thermostats. First decide for each: weight up or down? Then build one rule that works for all.",
    insight="delta says how wrong, the [input:input] says who is to blame. Their product gives the direction, "
    "whatever the signs.",
    hints=[
        "Too high and too low need opposite moves: which tile changes sign?",
        "Thermostats 3 and 4: the [input:input] is negative.",
        "delta × [input:input].",
    ],
    chapter="delta",
    minutes=4,
    words={"prediction": "reading", "goal_prediction": "true warmth", "runs": "tries", "run": "try"},
    network=Neurons(5),
    examples=[Example([card[0] for card in CARDS], [card[2] for card in CARDS])],
    weights=[card[1] for card in CARDS],
    alpha=0.1,
    learner="rule-of-tiles",
    knobs=[Knob("first", stops=TILES, title="first tile"), Knob("second", stops=TILES, title="second tile")],
    variants={"first": {tile: {} for tile in TILES}, "second": {tile: {} for tile in TILES}},  # each rule starts anew
    target=Smaller(),
    budget=1,
    par=3,
    par_unit="runs",
    questions=[thermostat(number) for number in range(len(CARDS))],
)

DEAD_WIRE = Level(
    "dead-wire",
    title="The unplugged microphone",
    introduces=["inputs"],
    brief="The left microphone is unplugged. Which way will each [weight:weight] move?",
    insight="An [input:input] of 0 caused nothing, so its weight learns nothing. A negative input flips the "
    "correction.",
    hints=[
        "Can an [input:input] of 0 have caused the miss?",
        "Rule times [input:input]: which sign is left?",
        "Rehearsal: stays, down. Concert: down, up.",
    ],
    chapter="delta",
    minutes=3,
    words={
        "input": "microphone", "input 1": "left", "input 2": "right",
        "prediction": "speaker", "goal_prediction": "wanted",
        "stages": "two days", "stage": "day", "learn 1": "Rehearse", "learn 2": "Play the concert",
    },  # fmt: skip
    network=Neuron(2),
    examples=[Example((0, -2), 1, "rehearsal")],
    stages=[
        {
            "brief": "Concert: both are plugged in. Which way now?",
            "examples": [Example((1, -2), 1, "concert")],
        }
    ],
    weights=[0.5, 0.5],
    alpha=0.2,
    knobs=[],
    target=Near(0.01),
    budget=20,
    par_unit="calls",
    sight={"bowl": "none", "arrow": "none"},
    questions=[
        call("Rehearsal, the left weight:", "stays", "delta × 0 is 0: an unplugged microphone is not to blame.", False),
        call("Rehearsal, the right weight:", "down", "delta × input = −2 × −2 is above 0: down.", True),
        Question(
            "Plugged in, the left microphone adds [input:1] × [weight:.5]. The speaker will be …",
            ("spot on", ".5 too high", ".5 too low"),
            ".5 too high",
            when="in stage 1",
            star=None,
            why="The left weight learned nothing at rehearsal: it is still .5, and now it counts.",
            actions=(Learn(4), Next()),
            asks="miss sign",
            means=(0, 1, -1),
        ),
        call("Concert, the left weight:", "down", "Too high, and its input is above 0: down.", False, concert=True),
        call("Concert, the right weight:", "up", "Too high, and its input is below 0: up.", True, concert=True),
    ],
)

HANDS_OFF = Level(
    "hands-off",
    title="The harbour",
    introduces=["engines"],
    brief="Pick an engine and a throttle. Once you cast off, hands off.",
    insight="Near the goal delta is small, so the step shrinks by itself. A fixed step must creep all the way.",
    hints=[
        "How long is the step that goes through the lock?",
        "One of the two engines slows down by itself.",
        "delta, [alpha:1.4].",
    ],
    chapter="delta",
    minutes=2.5,
    picture="harbour",
    words={
        "prediction": "boat", "goal_prediction": "quay", "alpha": "throttle", "learn": "Cast off",
        "learner 1": "fixed step", "learner 2": "delta",
    },  # fmt: skip
    examples=[Example(0.5, 0.8)],
    weights=[0.5],
    alpha=1,
    knobs=[
        Knob("learner", stops=("hot-and-cold", "gradient-descent"), title="engine"),
        Knob("alpha", 0.1, 4, stops=(0.1, 0.2, 0.4, 1, 1.4, 2, 4), title="throttle"),
    ],
    knobs_until="start",
    gates=[Gate(0.6, 0.1)],
    ghost=(Turn("learner", "hot-and-cold"), Turn("alpha", 0.1), Learn(11)),
    target=Near(0.02),
    budget=60,
    par=8,
    sight={"arrow": "none"},
    questions=[
        Marker(
            "Engine delta, throttle [alpha:1]. Where is the [prediction:boat] at step 5?",
            0.25,
            0.85,
            0.66948,
            0.03,
            why="Every step keeps three quarters of the miss: .55 times .75, five times over, leaves .1305.",
            actions=(Learn(5),),
            asks="prediction",
        )
    ],
    recap=[
        Question(
            "Input [input:−3], [prediction:prediction] 2 too high. The weight goes …",
            ("up", "down", "nowhere"),
            "up",
            when="recap",
            why="delta × input = 2 × −3 is below 0, so the weight goes the other way.",
            asks="move sign",
            means=(1, -1, 0),
            level=one_neuron(Example(-3, -5), weight=1),
        ),
        Question(
            "Hands off, the misses go 8, 4, 2. Next?",
            ("1", "0", "−2"),
            "1",
            when="recap",
            why="Each step leaves half of the miss, and half of 2 is 1.",
            actions=(Learn(3),),
            asks="miss",
            means=(1.0, 0.0, -2.0),
            level=one_neuron(Example(1, 1), weight=9, alpha=0.5),
        ),
        Question(
            "Hot and cold with step [alpha:.4]; the weight is 1 too low. It …",
            ("lands in 3", "swings around the goal", "crawls"),
            "swings around the goal",
            when="recap",
            why="Two steps make .8, three make 1.2. Only delta makes the steps shrink.",
            asks="steps",
            means=(3, "orbit", "crawl"),
            level=one_neuron(Example(1, 1), alpha=0.4, chapter="hot-and-cold", learner="hot-and-cold"),
        ),
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [WHICH_WAY, DEAD_WIRE, HANDS_OFF]
