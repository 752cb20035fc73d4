"""Learning at work: the readable run, its history and checkpoints, and the compiled loops that must equal it."""
