"""Pages that belong to no domain: how the portal looks and how it is used. They stand under /ui/."""

from django.urls import path

from pvehub.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("language/", views.language, name="language"),
    path("help/", views.help_page, name="help"),
    path("keyboard/", views.keyboard, name="keyboard"),
]
