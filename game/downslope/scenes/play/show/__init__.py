"""The machine's show on the play screen: its phases, the race of its tries, its transport, its end."""
