"""Asking for access, and the requests to one's own office."""

from django.urls import path

from .views import asking

app_name = "access"
urlpatterns = [
    path("ask/", asking.ask, name="ask"),
    path("requests/", asking.request_list, name="request-list"),
    path("requests/<int:pk>/answer/", asking.request_answer, name="request-answer"),
]
