"""Addresses of what projects make of the repository."""

from django.urls import path

from knowledge.views import evidence
from knowledge.views import use as views

urlpatterns = [
    path("<uuid:uid>/use/", views.resource_use, name="resource-use"),
    path("use/<slug:ref>/", views.evidence_list, name="evidence-list"),
    path("use/<slug:ref>/<slug:section>/", evidence.evidence_beside, name="evidence-beside"),
    path("citations/<int:pk>/", views.citation_detail, name="citation-detail"),
    path("citations/<int:pk>/undo/", views.citation_undo, name="citation-undo"),
    path("citations/<int:pk>/confirm/", views.citation_confirm, name="citation-confirm"),
    path("citations/<int:pk>/outcome/", views.citation_outcome, name="citation-outcome"),
]
