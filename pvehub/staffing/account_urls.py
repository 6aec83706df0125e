"""Sign-in: allauth's own pages, only those that local accounts need."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
