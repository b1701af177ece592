"""Read-only facts of the field: places, occupations, kinds of event, audiences, kinds of organisation."""
