"""What a program finds out about a level: solutions, answers of bets, fairness."""
