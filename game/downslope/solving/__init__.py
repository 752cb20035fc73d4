"""What a program finds out about a level: solutions, answers of bets, whether it is fair."""
