"""Controls: a place, a name, what an intent does with it, how it looks."""
