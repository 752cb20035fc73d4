"""The handwritten digits, the player's drawings and files, the recipe that reads them; examples in CSV files."""
