"""Levels and runs that come from outside or go there: links, codes, files, packs, films."""
