"""Addresses of knowledge, a module for each part of its site map."""

from knowledge.urls import glossary, guide, lexicon, loop, practice, promises, resources, talk, use, words

app_name = "knowledge"

urlpatterns = [
    *glossary.urlpatterns,
    *loop.urlpatterns,
    *talk.urlpatterns,
    *guide.urlpatterns,
    *practice.urlpatterns,
    *promises.urlpatterns,
    *words.urlpatterns,
    *lexicon.urlpatterns,
    *resources.urlpatterns,
    *use.urlpatterns,
]
