"""What came of it: outcomes, answers, follow-up, pool."""
