"""Addresses of what pushes lessons out and brings them back."""

from django.urls import path

from knowledge import views

urlpatterns = [
    path("asked/<uuid:uid>/", views.prompt_answer, name="prompt-answer"),
]
