"""Asking for access."""

from django.urls import path

from . import views

app_name = "access"
urlpatterns = [path("ask/", views.ask, name="ask")]
