"""The tier that a text begun elsewhere is born with at the least, as it travels signed through the author's browser."""

from __future__ import annotations

from django.core import signing

SALT = "knowledge.least"
CLOSEST = 3


def signed(tier: int) -> str:
    """The tier as a form carries it."""
    return signing.dumps(tier, salt=SALT)


def least_of(sent: str) -> int:
    """The tier that was signed; 0 where none was sent, and the closest where somebody changed it."""
    try:
        return int(signing.loads(sent, salt=SALT)) if sent else 0
    except signing.BadSignature:
        return CLOSEST
