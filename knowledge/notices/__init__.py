"""What people are told of knowledge, a module for each part."""

from knowledge.notices import glossary, guide, promises, prompting, resources, talk, use

KINDS = [*glossary.KINDS, *prompting.KINDS, *talk.KINDS, *resources.KINDS, *promises.KINDS, *guide.KINDS, *use.KINDS]
