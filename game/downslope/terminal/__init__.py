"""All commands but playing: Typer reads the words, Rich draws. Imported only for a command."""
