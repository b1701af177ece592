"""Whom candidates wish to meet, and what they agree to share."""
