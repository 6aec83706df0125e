"""Addresses of what is made of the repository: documents over many resources, projects begun from one."""

from django.urls import path

from knowledge.views import compendia, reusing

urlpatterns = [
    path("<uuid:uid>/reuse/", reusing.resource_reuse, name="resource-reuse"),
    path("compendia/", compendia.compendium_new, name="compendium-new"),
    path("compendia/<int:pk>/", compendia.compendium_detail, name="compendium-detail"),
    path("compendia/<int:pk>/file/", compendia.compendium_download, name="compendium-download"),
    path("compendia/<int:pk>/print/", compendia.compendium_print, name="compendium-print"),
    path("compendia/<int:pk>/drop/", compendia.compendium_drop, name="compendium-drop"),
]
