"""The tests: they mirror the code, run on a real PostgreSQL, and mock nothing of ours."""
