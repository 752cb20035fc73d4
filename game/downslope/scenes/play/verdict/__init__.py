"""How a run ended, or a bet, or a plugin: what is said of it, and where to go from there."""
