"""Controls: their place, their name, what they do, how they look."""
