"""The article: prediction, error, delta, weight_delta, alpha. Networks, metrics, learners; standard library only."""
