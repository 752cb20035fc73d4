"""What the screens show, before it is drawn: the attempt, bets, runs and shows, links, and what players may know."""
