"""Spanish: 22 nov 2026."""

SHORT_DATE_FORMAT = "j b Y"
