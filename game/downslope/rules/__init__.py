"""What a level is, what may be done at it, and what came of it."""
