"""Employers at an event: invited, filled in, shown."""
