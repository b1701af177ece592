"""The hall while it runs: board, screen, recruiters, free places."""
