"""Projects: the noun everything hangs on. Its record, its sections, its list, and the lists it comes in from."""
