"""The portal's own works."""
