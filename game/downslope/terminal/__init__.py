"""The command line besides playing: Typer reads the words, Rich draws. Imported only when a command needs it."""
