"""Addresses of one's due dates."""

from django.urls import path

from . import views

app_name = "dates"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("feed/", views.feed, name="feed"),
    path("<slug:code>/", views.date_open, name="date-open"),
]
