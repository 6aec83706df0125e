"""Asking for access, and the requests to one's own office."""

from django.urls import path

from . import views

app_name = "access"
urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("requests/", views.request_list, name="request-list"),
    path("requests/<int:pk>/answer/", views.request_answer, name="request-answer"),
]
