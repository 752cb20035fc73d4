from downslope import Knob, Learner, hookimpl


class Momentum(Learner):
    name = "momentum"
    knobs = (Knob("beta", 0.0, 0.99, start=0.9),)
    memory = ("velocity",)

    def update(self, weight, weight_delta, alpha, velocity):
        velocity = velocity * self.beta + weight_delta
        return weight - velocity * alpha, velocity


@hookimpl
def learners():
    return [Momentum]
