"""The read-only API: the same lists and records for programs, under the same `visible_to`, tiers 0 and 1 only."""
