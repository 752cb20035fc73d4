"""What the screens show before it is drawn: the attempt, bets, runs, the player's way, what all share."""
