"""Cards, tables and logs: one thing told on a sheet, or one a row."""
