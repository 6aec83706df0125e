"""Addresses of knowledge, a module for each part of its site map."""

from knowledge.urls import promises, resources

app_name = "knowledge"

urlpatterns = [*promises.urlpatterns, *resources.urlpatterns]
