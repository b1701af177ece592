"""The interviews of one person or one employer, told, fed and printed."""
