"""French: 22 nov. 2026."""

SHORT_DATE_FORMAT = "j N Y"
