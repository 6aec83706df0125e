"""Risks: registers whose residual risk is assumed by a named level, and which gate endorsement."""
