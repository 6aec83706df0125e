"""The repository of what was learnt: lessons, practices, tools, evaluations, and who vouches for them."""
