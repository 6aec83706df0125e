"""Tests of the tools of the roof."""
