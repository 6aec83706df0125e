"""The review round and incidents: the shape of what people send, and what their pages show."""
