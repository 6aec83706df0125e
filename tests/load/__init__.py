"""Measurements: reported, and held where they do not depend on the clock."""
