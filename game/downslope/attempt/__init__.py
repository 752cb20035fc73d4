"""What the screens show before it is drawn: the attempt, its bets, its runs, and what may be told of it yet."""
