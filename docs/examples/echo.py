"""A network with a memory, and a level that needs one: the last sound counts more than the first."""

from math import tanh

from downslope import Example, Level, MeanError, Network, hookimpl


class RecurrentNeuron(Network):
    """Three inputs, read one after the other, and a state: state = tanh(u * x + v * state)."""

    inputs, outputs, size = 3, 1, 3

    def forward(self, weights, input):
        u, v, w = weights
        state, states = 0.0, []
        for x in input:
            state = tanh(u * x + v * state)
            states.append(state)
        return [input, states, [w * state]]

    def weight_deltas(self, weights, layers, delta):
        _u, v, w = weights
        input, states, _prediction = layers
        u_delta = v_delta = 0.0
        back = delta[0] * w
        for t in (2, 1, 0):
            back *= 1 - states[t] * states[t]
            u_delta += back * input[t]
            v_delta += back * (states[t - 1] if t else 0.0)
            back *= v
        return [u_delta, v_delta, delta[0] * states[-1]]


@hookimpl
def levels():
    return [
        Level("echo", title="Echo", brief="The same sound, early or late: the last one is heard louder.",
              network=RecurrentNeuron(), weights=[0.5, 0.5, 0.5], alpha=0.3, budget=500,
              examples=[Example((1, 0, 0), 0.2), Example((0, 0, 1), 0.6)], target=MeanError(0.001)),
    ]
