"""Tools of the roof: what is done to the portal from a terminal."""
