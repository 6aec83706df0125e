"""The pages of knowledge: reading, contributing, curating, keeping."""

from knowledge.views.collections import (
    assignment_end,
    collection_assign,
    collection_detail,
    collection_edit,
    collection_end,
    collection_item,
    collection_list,
    collection_new,
    reading_mark,
    resource_collect,
)
from knowledge.views.contesting import contest_answer, resource_contest
from knowledge.views.contributing import (
    attachment_add,
    attachment_remove,
    contribution_list,
    resource_contribute,
    resource_edit,
    resource_new,
    resource_submit,
)
from knowledge.views.curating import (
    curation_claim,
    curation_hand_back,
    curation_queue,
    curation_review,
    curation_second,
)
from knowledge.views.ending import resource_supersede, resource_withdraw
from knowledge.views.exporting import collection_export, resource_cite, resource_export
from knowledge.views.featuring import feature_end, resource_feature
from knowledge.views.feeds import feed, feed_list
from knowledge.views.gaps import gap_map
from knowledge.views.history import resource_history, revision_detail
from knowledge.views.importing import (
    reference_bring_in,
    reference_decide,
    reference_detail,
    reference_drop,
    reference_list,
)
from knowledge.views.keeping import (
    resource_archive,
    resource_follow,
    resource_restore,
    resource_unfollow,
    resource_verify,
)
from knowledge.views.masking import resource_mask, resource_unmask
from knowledge.views.news import news_list
from knowledge.views.previewing import attachment_preview
from knowledge.views.prompting import prompt_answer
from knowledge.views.reading import attachment_download, resource_detail, resource_list
from knowledge.views.saving import saved_edit, saved_list, saved_new, saved_open, saved_remove
from knowledge.views.scope import principles, scope
from knowledge.views.searching import gap_list, search_list
from knowledge.views.suggesting import search_suggest
from knowledge.views.synonyms import synonym_add, synonym_edit, synonym_end, synonym_list
from knowledge.views.terms import (
    term_add,
    term_edit,
    term_merge,
    term_retire,
    term_review,
    vocabulary_index,
    vocabulary_tree,
)
from knowledge.views.verifying import verification_give, verification_list

__all__ = [
    "prompt_answer",
    "search_suggest",
    "assignment_end",
    "attachment_add",
    "attachment_download",
    "attachment_preview",
    "attachment_remove",
    "collection_assign",
    "collection_detail",
    "collection_edit",
    "collection_end",
    "collection_export",
    "collection_item",
    "collection_list",
    "collection_new",
    "contest_answer",
    "contribution_list",
    "curation_claim",
    "curation_hand_back",
    "curation_queue",
    "curation_review",
    "curation_second",
    "feature_end",
    "feed",
    "feed_list",
    "gap_list",
    "gap_map",
    "news_list",
    "principles",
    "reading_mark",
    "reference_bring_in",
    "reference_decide",
    "reference_detail",
    "reference_drop",
    "reference_list",
    "resource_archive",
    "resource_cite",
    "resource_collect",
    "resource_contest",
    "resource_contribute",
    "resource_detail",
    "resource_edit",
    "resource_export",
    "resource_feature",
    "resource_follow",
    "resource_history",
    "resource_list",
    "resource_mask",
    "resource_new",
    "resource_restore",
    "resource_submit",
    "resource_supersede",
    "resource_unfollow",
    "resource_unmask",
    "resource_verify",
    "resource_withdraw",
    "revision_detail",
    "saved_edit",
    "saved_list",
    "saved_new",
    "saved_open",
    "saved_remove",
    "scope",
    "search_list",
    "synonym_add",
    "synonym_edit",
    "synonym_end",
    "synonym_list",
    "term_add",
    "term_edit",
    "term_merge",
    "term_retire",
    "term_review",
    "verification_give",
    "verification_list",
    "vocabulary_index",
    "vocabulary_tree",
]
