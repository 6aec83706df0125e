"""English as the organization writes it, not as the United States do."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
