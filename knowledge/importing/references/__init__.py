"""Reads a list of references in a process of its own, with little memory and little time; knows nothing of Django."""
