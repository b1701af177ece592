"""Job dating: stands, wishes, plans, the day and what came of it."""
