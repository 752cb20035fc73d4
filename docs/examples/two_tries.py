"""A level whose second star also needs at most two runs."""

from downslope import Example, Knob, Level, Near, Runs, hookimpl


@hookimpl
def levels():
    return [
        Level(
            "two-tries",
            title="Two tries",
            brief="Land on the mark. The second star needs at most two runs.",
            examples=[Example(2, 0.8)],
            weights=[0.0],
            alpha=0.05,
            knobs=[Knob("alpha", 0.05, 0.5, step=0.05)],
            target=Near(0.01),
            par=12,
            par_target=Runs(2),
        ),
    ]
