"""The settings of an event's interviews."""
