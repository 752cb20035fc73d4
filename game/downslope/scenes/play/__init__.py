"""The play screen around its board: top bar, tiles, bet, verdict, transport, level card."""
