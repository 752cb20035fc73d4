"""A level with a bet that only a function can check."""

from downslope import Example, Knob, Learn, Level, Near, Question, Turn, hookimpl


def crossings(session):
    """How often the miss has changed its side."""
    goal = session.run.examples[0][1][0]
    misses = [step.predictions[0][0] - goal for step in session.run.steps()]
    return sum(before * after < 0 for before, after in zip(misses, misses[1:]))


@hookimpl
def levels():
    return [
        Level(
            "pendulum",
            title="Pendulum",
            brief="Large steps go past the mark and come back.",
            examples=[Example(2, 0.8)],
            weights=[0.0],
            alpha=0.1,
            knobs=[Knob("alpha", 0.1, 0.5, step=0.05)],
            target=Near(0.01),
            questions=[
                Question(
                    "At alpha 0.4, how often does it cross the mark in five steps?",
                    ["never", "twice", "four times"],
                    "four times",
                    actions=[Turn("alpha", 0.4), Learn(5)],
                    asks=crossings,
                    means=[0, 2, 4],
                ),
            ],
        ),
    ]
