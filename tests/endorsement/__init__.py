"""Tests of endorsement."""
