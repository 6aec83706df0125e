"""Addresses of words while they are written, of words that stay, and of red lines."""

from django.urls import path

from knowledge.views import lines, wording

urlpatterns = [
    path("words/", wording.word_index, name="word-index"),
    path("words/check/", wording.word_check, name="word-check"),
    path("<uuid:uid>/words/keep/", wording.word_keep, name="word-keep"),
    path("<uuid:uid>/words/judge/", wording.word_judge, name="word-judge"),
    # what the organization will not do
    path("red-lines/", lines.red_line_list, name="red-line-list"),
    path("red-lines/new/", wording.red_line_propose, name="red-line-propose"),
    path("red-lines/<int:number>/", lines.red_line_detail, name="red-line-detail"),
    path("red-lines/<int:number>/edit/", wording.red_line_edit, name="red-line-edit"),
    path("red-lines/<int:number>/agree/", wording.red_line_agree, name="red-line-agree"),
]
