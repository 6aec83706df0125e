"""What people are told of knowledge, a module for each part."""

from knowledge.notices import glossary, guide, practice, promises, prompting, resources, talk, use

KINDS = [
    *glossary.KINDS,
    *prompting.KINDS,
    *talk.KINDS,
    *resources.KINDS,
    *promises.KINDS,
    *practice.KINDS,
    *guide.KINDS,
    *use.KINDS,
]
