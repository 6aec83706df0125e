"""Addresses of the API."""

from django.urls import path

from . import views

app_name = "api"
urlpatterns = [
    path("schema/", views.schema, name="schema"),
    path("projects/", views.project_list, name="project-list"),
    path("projects/<slug:ref>/", views.project_detail, name="project-detail"),
    path("organizations/", views.organization_list, name="organization-list"),
    path("organizations/<int:pk>/", views.organization_detail, name="organization-detail"),
    path("landscape/", views.other_list, name="other-list"),
    path("vocabularies/", views.vocabulary_list, name="vocabulary-list"),
    path("vocabularies/<slug:name>/", views.vocabulary_detail, name="vocabulary-detail"),
    path("indicators/", views.indicator_list, name="indicator-list"),
    path("<path:rest>", views.missing, name="missing"),
]
