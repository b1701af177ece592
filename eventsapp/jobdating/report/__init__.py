"""What the day brought, in figures that name nobody."""
