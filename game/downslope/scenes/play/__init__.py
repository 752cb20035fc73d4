"""The play screen around its board: when each of its parts opens, the machine's show, and a level done again."""
