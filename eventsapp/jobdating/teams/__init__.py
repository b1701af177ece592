"""Stade vers l'emploi: mixed teams, bibs, hidden roles."""
