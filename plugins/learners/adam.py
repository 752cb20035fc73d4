"""Adam (Kingma & Ba 2015, algorithm 1): momentum, and each weight its own scale; both averages start at 0 and are
corrected for it."""

from math import sqrt

from downslope import Knob, Learner


class Adam(Learner):
    title = "Adam"
    beta1 = Knob(0.0, 0.99, start=0.9)
    beta2 = Knob(0.0, 0.9999, start=0.999)
    memory = ("mean", "square", "steps")
    frameworks = {
        "torch": "Adam({alpha}, betas=({beta1}, {beta2}), eps=1e-8)",
        "keras": "Adam({alpha}, beta_1={beta1}, beta_2={beta2})\n"
        "# Keras has epsilon before the correction for the start, not after it\n"
        "model.optimizer.epsilon = 1e-8 * (1 - {beta2} ** {step}) ** 0.5",
    }

    def update(
        self, weight: float, weight_delta: float, alpha: float, mean: float, square: float, steps: float
    ) -> tuple[float, float, float, float]:
        steps = steps + 1.0
        mean = self.beta1 * mean + (1.0 - self.beta1) * weight_delta
        square = self.beta2 * square + (1.0 - self.beta2) * (weight_delta * weight_delta)
        true_mean = mean / (1.0 - self.beta1**steps)
        true_square = square / (1.0 - self.beta2**steps)
        return weight - alpha * true_mean / (sqrt(true_square) + 1e-8), mean, square, steps
