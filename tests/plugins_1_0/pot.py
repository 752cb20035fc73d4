from downslope import Example, Knob, Level, Near, Question, hookimpl


@hookimpl
def levels():
    return [
        Level(
            "tea",
            title="Five o'clock",
            brief="Four spoons make this pot right for ten guests. Let the neuron find how much a guest needs.",
            examples=[Example(10, 4)],
            weights=[0.1],
            alpha=0.001,
            knobs=[Knob("alpha", 0.001, 0.03, step=0.001)],
            target=Near(0.01),
            questions=[
                Question("With alpha 0.03 the run would …", ["land", "overshoot", "run away"], right="run away"),
            ],
            hints=["Small steps are slow.", "One alpha gets there in one step.", "Alpha is 1 / input²: 0.01."],
            insight="The right step depends on the input, squared.",
            par=1,
        ),
    ]
