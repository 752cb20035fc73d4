"""The top of the play screen: the level's title and task, what was used, the stars."""
