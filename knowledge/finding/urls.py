"""Addresses under /search/, grouped like a site map."""

from django.urls import path

from knowledge import views

app_name = "search"

urlpatterns = [
    path("", views.search_list, name="search-list"),
    path("suggest/", views.search_suggest, name="search-suggest"),
    # searches that are kept
    path("saved/", views.saved_list, name="saved-list"),
    path("saved/new/", views.saved_new, name="saved-new"),
    path("saved/<uuid:uid>/", views.saved_open, name="saved-open"),
    path("saved/<uuid:uid>/edit/", views.saved_edit, name="saved-edit"),
    path("saved/<uuid:uid>/remove/", views.saved_remove, name="saved-remove"),
    # what is asked in vain
    path("gaps/", views.gap_list, name="gap-list"),
    # other words for things
    path("synonyms/", views.synonym_list, name="synonym-list"),
    path("synonyms/new/", views.synonym_add, name="synonym-add"),
    path("synonyms/<int:pk>/", views.synonym_edit, name="synonym-edit"),
    path("synonyms/<int:pk>/end/", views.synonym_end, name="synonym-end"),
]
