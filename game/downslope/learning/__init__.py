"""What the article is about: prediction, error, delta, weight_delta, alpha. Standard library only."""
