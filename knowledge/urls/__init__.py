"""Addresses of knowledge, a module for each part of its site map."""

from knowledge.urls import resources

app_name = "knowledge"

urlpatterns = [*resources.urlpatterns]
