"""The numbers of a level that a picture may follow, each by its name: which there are, and what they are at a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import nan

from ..engine.run import Run
from ..learning import Pair, Vector, layers_of
from .catalog import has_land
from .example import Deferred
from .level import Level
from .session import Session

MOST = 40  # inputs, weights, predictions, hidden neurons, examples that have numbers of their own
OTHER = {
    "input": "the input of the example that the step looks at",
    "weight": "the weight",
    "was": "the weight a step ago",
    "held": "1 where it is frozen, else 0",
    "tug": "of a step that is seen on its way: how far it moves the weight, beside the one that it moves most; else 0",
    "lit": "the value of a neuron of the first hidden layer",
    "blame": "its delta; while a step is seen on its way, that of this step",
    "bent": "1 where it has an activation, 0 where it is linear",
    "dead": "1 where it is 0 at every example, else 0",
    "prediction 1 before 3": "the prediction three steps ago; up to six",
    "example 1 prediction": "the prediction for an example; `goal` and `miss` in the same way; of one output only",
    "example 1 lit 2": "the value of that neuron for that example",
}
EACH = {  # of the example that the step looks at, of each output
    "prediction": "the prediction",
    "goal": "the goal_prediction",
    "miss": "prediction − goal_prediction",
    "next": "the prediction after the step to come",
    "step": "how far the step to come moves the prediction",
    "pull": "how far it would with alpha 1",
    "aim": "prediction + pull",
}
READ = {  # of a net that reads pictures; but for the last, of each output
    "vote": "its share of the votes; where the metric makes none the prediction, from 0 up",
    "right": "how many of the unseen pictures of its kind are read correctly, of those read so far: 0 to 1",
    "sent": "how far the picture has come that is read as it: 0 to 1",
    "sure": "the largest vote; 0 where nothing is read",
}
WEIGHTS = ("weight", "was", "held", "tug")
HIDDEN = ("lit", "blame", "bent", "dead")  # of each neuron of the first hidden layer
TOLD = ("input", "weight", "prediction", "goal", "miss", "example")  # all that is sent by hand, and `beat`
ALONG = 41  # places between two examples at which the network is asked
BEFORE = 6  # steps back that a picture can follow
WHOLE = {
    "error": "the error of the examples of the step",
    "alpha": "the alpha of the step; of several the first",
    "steps": "how many were made",
    "exam": "the squared misses of all examples, added up",
    "beat": "0 to 1 again and again, in 1.2 seconds, also while nothing is done; 0 where nothing may move",
    "hop": "0 at rest, 1 in the middle of a step that is seen on its way",
    "way": "0 at rest, else how much of that step's way was seen: 0 to 1",
    "peeked": "1 for a moment after a look at the unseen examples, and after Stop; else 0",
    "near": "1 where the goal is met, 0 where the miss is as large as at the start",
}


def votes_of(run: Run, predictions: Sequence[float]) -> list[float]:
    """The votes of a net that reads, each from 0 to 1."""
    shares = run.metric.shares(predictions)
    return shares if shares is not None else [max(0.0, each) / max(1.0, *predictions) for each in predictions]


def reads(level: Level) -> bool:
    """It is about how many pictures are read correctly."""
    return level.aim.share is not None or level.aim.drawn


def few_examples(level: Level) -> list[Pair]:
    """The examples where they are few enough to be asked at each step; else none."""
    return [] if isinstance(level.examples, Deferred) or len(level.examples) > MOST else level.data()


def names(level: Level) -> Iterator[str]:
    """What a picture of that level can follow; a name without its number where there is only one."""
    network, several, land = level.network, len(few_examples(level)), has_land(level)
    counts = {"input": network.inputs, **dict.fromkeys(WEIGHTS, network.size), **dict.fromkeys(EACH, network.outputs)}
    layered = layers_of(network)
    if layered is not None and len(layered.blocks) > 1:
        counts |= dict.fromkeys(HIDDEN, layered.blocks[0].neurons)
    if reads(level):
        counts |= {**dict.fromkeys(READ, network.outputs), "sure": 1}
    if 1 < several <= MOST:
        counts |= {"example": several}
    for name, count in [each for each in counts.items() if not land or each[0] in TOLD]:
        numbered = [f"{name} {k}" for k in range(1, count + 1)] if count <= MOST else []
        for each in numbered:
            kinds = ("prediction", "goal", "miss", *(f"lit {j}" for j in range(1, counts.get("lit", 0) + 1)))
            yield from (f"{each} {of}" for of in kinds) if name == "example" else (each,)
        if count == 1:
            yield name
    for k in range(1, network.outputs + 1 if network.outputs <= MOST and not land else 1):
        yield from (f"prediction {k} before {back}" for back in range(1, BEFORE + 1))
    yield from WHOLE if not land else ("beat",)


def numbers(session: Session, step: int, example: int | None = None) -> dict[str, float]:
    """Each of `names` at a step of the present run, 0 ... its count; nan: it cannot be worked out.

    `example`: the index of that which is looked at; None: it is the one that the step looks at.
    """
    run, level = session.run, session.level
    weights, network = run.weights_at(step), run.network
    problem = run.problem_then(step) if run.learner is not None else run.full_problem
    input, goals = problem.examples[0] if example is None else run.examples[example]
    layers = network.forward(weights, input)
    predictions = layers[-1]
    alphas = run.alpha_at(step)
    alpha = alphas if isinstance(alphas, (int, float)) else alphas[0]
    after = network.predict(run.weights_after(step), input) if run.learner is not None else predictions
    moves = [end - start for start, end in zip(predictions, after)]
    pulls = [move / alpha if alpha else nan for move in moves]
    misses = [prediction - goal for prediction, goal in zip(predictions, goals)]
    rows = {
        "input": input, "weight": weights, "prediction": predictions, "goal": goals, "miss": misses,
        "next": after, "step": moves, "pull": pulls, "aim": [p + pull for p, pull in zip(predictions, pulls)],
    }  # fmt: skip
    if network.size <= MOST:
        rows["was"] = run.weights_at(step - 1) if step > session.recorded else weights
        rows |= {"held": [float(k in session.frozen) for k in range(network.size)], "tug": [0.0] * network.size}
    if reads(level):
        votes, unknown = votes_of(run, predictions), [nan] * network.outputs
        rows |= {"vote": votes, "right": unknown, "sent": [0.0] * network.outputs, "sure": [max(votes)]}
    layered = layers_of(network)
    asked = [network.forward(weights, given) for given, _goals in few_examples(level)]
    exam = 0.0 if asked else nan  # too many to be asked
    values: dict[str, float] = {}
    if layered is not None and len(layered.blocks) > 1:
        delta, first = run.metric.deltas(predictions, goals), layered.blocks[0]
        lit = [each[1] for each in asked]
        rows |= {
            "lit": layers[1], "blame": layered.layer_deltas(weights, layers, delta)[0],
            "bent": [float(name != "linear") for name in first.names],
            "dead": [float(bool(lit) and not any(row)) for row in zip(*lit)] or [0.0] * first.neurons,
        }  # fmt: skip
        values |= {f"example {k} lit {j}": value for k, row in enumerate(lit, 1) for j, value in enumerate(row, 1)}
    for number, (each, (_given, wanted)) in enumerate(zip(asked, few_examples(level)), 1):
        for prediction, goal in zip(each[-1], wanted):
            exam += (prediction - goal) * (prediction - goal)
            if network.outputs == 1:
                values |= {f"example {number} prediction": prediction, f"example {number} goal": goal,
                          f"example {number} miss": prediction - goal}  # fmt: skip
    for name, row in rows.items():
        values |= {f"{name} {k}": value for k, value in enumerate(row, 1)}
        if len(row) == 1:
            values[name] = row[0]
    for back in range(1, BEFORE + 1):
        past = run.weights_at(step - back) if step - back >= session.recorded else None
        row = network.predict(past, input) if past is not None else [nan] * network.outputs
        values |= {f"prediction {k} before {back}": value for k, value in enumerate(row, 1)}
    start = max(abs(p - g) for p, g in zip(network.predict(run.weights_at(0), input), goals))
    now = max(map(abs, misses))
    return values | {
        "error": problem.error(weights), "alpha": alpha, "beat": 0.0, "hop": 0.0, "way": 0.0, "peeked": 0.0,
        "steps": float(step), "exam": exam, "near": 1 - min(1.0, now / start) if start else 1.0,
    }  # fmt: skip


def answers(run: Run, weights: Vector, name: str) -> dict[str, float]:
    """What the network answers along the straight way between two examples, "answers 1 2 0" ... "answers 1 2 40".

    Empty: `name` is no "answers 1 2", or there are no such examples.
    """
    word, *ends = name.split()
    inputs = [run.examples[int(end) - 1][0] for end in ends if end.isdigit() and 0 < int(end) <= len(run.examples)]
    if word != "answers" or not len(ends) == len(inputs) == 2:
        return {}
    start, end = inputs
    ways = ([a + (b - a) * k / (ALONG - 1) for a, b in zip(start, end)] for k in range(ALONG))
    return {f"{name} {k}": run.network.predict(weights, way)[0] for k, way in enumerate(ways)}
