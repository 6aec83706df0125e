"""The pages of projects: load what the person may see, call one action, answer."""
