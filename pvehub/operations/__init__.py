"""What the portal does for itself: backups and the proof that they restore, what it forgets and when, how it fares."""
