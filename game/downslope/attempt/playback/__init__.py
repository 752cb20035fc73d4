"""A run as players watch it: the current place, the speed, and the machine's show, round by round."""
