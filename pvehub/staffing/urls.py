"""A person's own page."""

from django.urls import path

from . import views

app_name = "staffing"
urlpatterns = [path("me/", views.me, name="me")]
