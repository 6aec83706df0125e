"""What only administrators do, and hardly ever."""

from django.urls import path

from . import views

app_name = "operations"
urlpatterns = [path("people/<uuid:uid>/erase/", views.person_erase, name="person-erase")]
