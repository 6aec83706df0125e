"""What people are told of knowledge, a module for each part."""

from knowledge.notices import guide, promises, prompting, resources, talk, use

KINDS = [*prompting.KINDS, *talk.KINDS, *resources.KINDS, *promises.KINDS, *guide.KINDS, *use.KINDS]
