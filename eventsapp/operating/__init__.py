"""What the operator of an installation does: run it, forget what was promised, back it up."""
