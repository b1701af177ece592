"""The demonstration: invented organisations, events and people, with dates around the day it is loaded."""
