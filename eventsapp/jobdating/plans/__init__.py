"""Composed, compared, changed by hand, published."""
