"""The pages of people and postings: load what the person may see, call one action, answer."""
