"""What people are told of knowledge, a module for each part."""

from knowledge.notices import resources

KINDS = [*resources.KINDS]
