"""Whatever changes a person, an office, a posting or a delegation."""
