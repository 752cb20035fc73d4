"""What makes a game of learning: levels, sessions, outcomes. Imports `learning` and the standard library."""
