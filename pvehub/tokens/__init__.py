"""Personal tokens: how a program reads on behalf of a person, for a time, no further than tiers 0 and 1."""
