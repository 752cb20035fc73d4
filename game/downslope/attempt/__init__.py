"""What the screens show, before it is drawn: the attempt, its bets, its runs, and what players may know so far."""
