"""The play screen around its board: its bar, bets, captions, hints, the machine's show, the verdict, the card."""
