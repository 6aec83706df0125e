"""A project's way to the word of headquarters: cases, frozen versions, reviews, decisions, letters."""
