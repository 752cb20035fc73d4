"""A run as it is watched: where the eye is in it, how fast it goes, and the machine's show, round by round."""
