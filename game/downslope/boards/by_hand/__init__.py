"""Boards played by hand: sending, fog, the choice of a metric, the rule of tiles."""
