"""Chapter 8, Images, handwritten digits: ten neurons, little eyes, one's own hand, and the recap."""

from typing import Any

from downslope import (
    Accuracy,
    Changes,
    ConvNet,
    Digits,
    Drawn,
    Exam,
    Example,
    Fooled,
    Knob,
    Layers,
    Learn,
    Level,
    Move,
    Network,
    Neuron,
    Question,
    Turn,
    hookimpl,
)

FOOL = "Now fool it: draw a digit that it reads as another one, with 60 % or more."
PASS = 1437  # digits that are seen: the steps of a pass
STRANGERS: Changes = {"examples": Digits("writers"), "unseen": Digits("writers", unseen=True)}
WALL = [Example((1, 0, 1), 1), Example((0, 1, 1), 1), Example((0, 0, 1), 0), Example((1, 1, 1), 0)]


def falling(*alphas: float) -> list[Any]:
    """A pass with each."""
    return [action for alpha in alphas for action in (Turn("alpha", alpha), Learn(PASS))]


def office(**more: Any) -> Level:
    """Ten neurons that read digits, as a question's own small level."""
    return Level(
        "small", title="", chapter="images", network=Neuron(64, 10), examples=Digits(), unseen=Digits(unseen=True),
        weights=[0.0] * 640, alpha=0.01, batch=1, shuffle=True, target=Accuracy(1.0), budget=3,
        knobs=[Knob("alpha", 0.0003, 0.2, stops=(0.01, 0.2))], **more,
    )  # fmt: skip


def dark(network: Network) -> Level:
    """Four hidden neurons, below 0 at every crossing."""
    return Level("small", title="", chapter="deep", network=network, examples=WALL, weights=[-0.5] * 12 + [0.5] * 4,
                 alpha=0.2, batch=1, knobs=[], target=Exam(0.01), budget=1000)  # fmt: skip


HOLES = [(300 + 77 * (k % 5), 14 + 124 * (k // 5)) for k in range(10)]  # of the sorting office: left and top
HAND = (146, 166)  # where the letter in hand lies


def sorting() -> list[Move]:
    """A stack is as high as its digit is read correctly, a light as the vote; a letter flies where it is read."""
    found = [Move("sent", "alpha", "hop", (0, 0.05)), Move("sent", "y", "hop", (0, 1), (0, -26)),
             Move("sent", "x", "hop", (0,), HAND[:1]), Move("sent", "y", "hop", (0,), HAND[1:])]  # fmt: skip
    for k, (left, top) in enumerate(HOLES, 1):
        found += [
            Move(f"stack {k}", "trim", f"right {k}"),
            Move(f"vote {k}", "high", f"vote {k}", about=(left + 58, top + 106)),
            Move("sent", "x", f"sent {k}", to=(0, left + 30 - HAND[0])),
            Move("sent", "y", f"sent {k}", to=(0, top + 60 - HAND[1])),
            Move("sent", "size", f"sent {k}", to=(1, 0.6)),
        ]  # fmt: skip
    return found


def stamped() -> list[Move]:
    """The stamp is what was read, the mark how sure; below 60 % it is smeared."""
    there = (0, 0.001)
    return [
        *(Move(f"vote {k}", "high", f"vote {k}", about=(373 + 30 * (k - 1), 314)) for k in range(1, 11)),
        Move("mark", "alpha", "sure", there), Move("waves", "alpha", "sure", (0.599, 0.6)),
        Move("smear", "alpha", "sure", (0, 0.001, 0.599, 0.6), (0, 1, 1, 0)),
    ]  # fmt: skip


TEN_NEURONS = Level(
    "ten-neurons",
    title="The sorting office",
    introduces=["digits"],
    brief="Ten neurons sort handwritten digits: each votes for one. Choose alpha for each of three passes.",
    picture="office.svg",
    moves=sorting(),
    insight="An image is 64 inputs. The old law still holds: their squares add up to 15, so alpha must stay far "
    "below 2 / 15.",
    hints=[
        "The law for 64 inputs: add their squares.",
        "Sum 15: the limit is .13. Stay far below it.",
        "[alpha:.01], [alpha:.003], [alpha:.001].",
    ],
    chapter="images",
    minutes=7,
    words={"unseen": "unseen digits"},
    network=Neuron(64, 10),
    examples=Digits(),
    unseen=Digits(unseen=True),
    weights=[0.0] * 640,
    alpha=0.001,
    batch=1,
    shuffle=True,
    knobs=[Knob("alpha", 0.0003, 0.2, stops=(0.0003, 0.001, 0.003, 0.01, 0.03, 0.06, 0.1, 0.2))],
    target=Accuracy(0.938),
    budget=3,
    limit=3,
    stop=True,
    par=3,
    par_unit="passes",
    par_target=Accuracy(0.95),
    sight={"bowl": "none"},
    solution=falling(0.01, 0.003, 0.001),
    questions=[
        Question(
            "A digit’s input² adds up to 15.0 on average. Alpha [alpha:.2] will …",
            ("learn fastest", "run away", "crawl"),
            "run away",
            why="1 − .2 × 15 is −2: on average a step doubles the miss of its digit, on the other side.",
            actions=(Turn("alpha", 0.2),),
            asks="outcome",
            means=(("land", "overshoot"), "runaway", "crawl"),
        )
    ],
)

KERNELS = Level(
    "kernels",
    title="Little eyes",
    introduces=["kernels"],
    brief="Eight little stencils look first, ten neurons vote. Train them to read unseen digits. Shifts = half of "
    "the pictures moved by a pixel.",
    insight="The first layer learned what to look for, the second what it means. Nobody drew the stencils.",
    hints=[
        "A constant alpha keeps tugging at the end, as with the noisy lights.",
        "Let alpha fall; more kernels help.",
        "16 kernels, shifts, [alpha:.1] falling to [alpha:.001].",
    ],
    chapter="images",
    minutes=8,
    picture="office.svg",
    moves=sorting(),
    words={"unseen": "unseen digits"},
    network=ConvNet(8, 8, 10),
    examples=Digits(),
    unseen=Digits(unseen=True),
    spread=0.2,
    alpha=0.05,
    metric="softmax-cross-entropy",
    batch=1,
    shuffle=True,
    knobs=[
        Knob("alpha", 0.001, 0.1, stops=(0.1, 0.05, 0.02, 0.01, 0.005, 0.001)),
        Knob("kernels", 4, 16, stops=(4, 8, 16)),
        Knob("shifts", stops=("off", "on")),
    ],
    settings={"shifts": "off"},
    variants={"shifts": {"off": {}, "on": {"augment": "shift"}}},
    target=Accuracy(0.95),
    budget=5,
    limit=5,
    stop=True,
    par=5,
    par_unit="passes",
    par_target=Accuracy(0.979),
    sight={"bowl": "none"},
    solution=[Turn("kernels", 16), *falling(0.1, 0.05, 0.02, 0.005, 0.001)],
    stages=[
        {
            "star": 3,
            "brief": "Digits written by strangers, ten passes. Train until the net reads 94 of a hundred unseen digits "
            "correctly.",
            **STRANGERS,
            "weights": None,
            "budget": 10,
            "limit": 10,
            "target": Accuracy(0.94),
            "solution": [Turn("kernels", 16), Turn("shifts", "on"),
                         *falling(0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.01, 0.005, 0.005, 0.001)],
        }
    ],
    questions=[
        Question(
            "With shifts on, accuracy on the training digits goes …",
            ("up", "down, and unseen up", "both down"),
            "down, and unseen up",
            when="stage 1",
            star=None,
            why="Half of the pictures come moved by a pixel: they are harder to learn by heart.",
            asks="shifted accuracy",
            means=(("up up", "up down"), "down up", "down down"),
            level=None,
        )
    ],
)  # fmt: skip

READ_MY_HAND = Level(
    "read-my-hand",
    introduces=["pad"],
    title="Read my hand",
    brief="Write each digit once. Your own net reads them. Then try to fool it.",
    picture="postcard.svg",
    moves=stamped(),
    insight="You trained the net, and it read your digits. It keeps no pictures, only weights, so it can be fooled.",
    hints=["Fill the pad, draw thick.", "Look at the 8×8: could you read it?", "Train with shifts."],
    chapter="images",
    minutes=7,
    network=ConvNet(8, 16, 10),
    weights_from="kernels",
    examples=Digits("writers"),
    unseen=Digits("writers", unseen=True),
    spread=0.2,
    metric="softmax-cross-entropy",
    learner=None,
    batch=1,
    knobs=[],
    target=Drawn(8),
    par=10,
    par_unit="drawings",
    par_target=Drawn(9),
    sight={"bowl": "none"},
    stages=[{"star": 3, "target": Fooled(0.6), "brief": FOOL}],
    recap=[
        Question(
            "Ten neurons, input² adds up to 15, alpha .2 …",
            ("learns fastest", "runs away", "crawls"),
            "runs away",
            when="recap",
            why="The law: 2 / 15 is .133, and .2 is above it.",
            actions=(Turn("alpha", 0.2),),
            asks="outcome",
            means=(("land", "overshoot"), "runaway", "crawl"),
            level=office(),
        ),
        Question(
            "The pixels of all pictures, seen and unseen, are scrambled the same way. Ten neurons (no kernels) then "
            "read …",
            ("as well as before", "much worse", "nothing"),
            "as well as before",
            when="recap",
            why="A neuron adds up its inputs: their order makes no difference. Kernels need neighbours.",
            actions=(Turn("alpha", 0.01), Learn(PASS)),
            asks="scrambled",
            means=("same", "worse", "nothing"),
            level=office(),
        ),
        Question(
            "A ReLU is below 0 for every example. After a thousand more passes it is …",
            ("still dead", "alive again", "dead until alpha is raised"),
            "still dead",
            when="recap",
            why="It passes nothing on, so nothing comes back: alpha times 0 is 0.",
            asks="outcome",
            means=("stuck", ("land", "overshoot"), ("crawl", "orbit", "runaway")),
            level=dark(Layers(3, 4, 1)),
        ),
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [TEN_NEURONS, KERNELS, READ_MY_HAND]
