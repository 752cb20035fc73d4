"""What a level is, which actions it allows, and how they end."""
