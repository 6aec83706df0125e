"""Addresses of knowledge, a module for each part of its site map."""

from knowledge.urls import guide, promises, resources, use

app_name = "knowledge"

urlpatterns = [*guide.urlpatterns, *promises.urlpatterns, *resources.urlpatterns, *use.urlpatterns]
