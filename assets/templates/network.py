"""A neuron with a bias: prediction = input * slope + bias."""

from downslope import Dense, Example, Knob, Level, Near, Network, hookimpl


class CLASS(Network):
    inputs, outputs, size = 1, 1, 2  # the numbers of inputs, outputs and weights
    weight_names = ("slope", "bias")

    def forward(self, weights, input):
        slope, bias = weights
        return [input, [input[0] * slope + bias]]  # every layer's values: the input first, the prediction last

    def weight_deltas(self, weights, layers, delta):
        return [delta[0] * layers[0][0], delta[0]]  # how much each weight is to blame

    def ops(self):  # optional: for saving the net and for scripts in other libraries
        return [Dense(0, 1, 1, bias=True)]


@hookimpl
def levels():
    return [
        Level(
            "NAME",
            title="TITLE",
            brief="Two days, one line through both. The line does not begin at 0.",  # at most 25 words
            network=CLASS(),
            examples=[Example(1, 3), Example(2, 4)],  # input, goal_prediction
            weights=[0.5, 0.5],
            alpha=0.2,
            knobs=[Knob("alpha", 0.05, 0.4, step=0.05)],
            target=Near(0.05),
        ),
    ]
