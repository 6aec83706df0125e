"""Addresses of the list of words that could harm, as curators keep it."""

from django.urls import path

from knowledge.views import lexicon

urlpatterns = [
    path("words/new/", lexicon.word_add, name="word-add"),
    path("words/figures/", lexicon.word_figures, name="word-figures"),
    path("words/<int:pk>/", lexicon.word_edit, name="word-edit"),
    path("words/proposed/<int:pk>/", lexicon.word_proposal, name="word-proposal"),
    path("words/proposed/<int:pk>/agree/", lexicon.word_agree, name="word-agree"),
]
