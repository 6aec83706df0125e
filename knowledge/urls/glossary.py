"""Addresses of the glossary."""

from django.urls import path

from knowledge.views import defining, glossary

urlpatterns = [
    path("glossary/", glossary.glossary_list, name="glossary-list"),
    path("glossary/new/", defining.glossary_new, name="glossary-new"),
    path("glossary/level/", defining.glossary_level, name="glossary-level"),
    path("glossary/divergences/", glossary.divergence_list, name="divergence-list"),
    path("glossary/handout/", glossary.glossary_handout, name="glossary-handout"),
    path("glossary/handout.pdf", glossary.glossary_handout_pdf, name="glossary-handout-pdf"),
    path("glossary/glossary.csv", glossary.glossary_csv, name="glossary-csv"),
    path("glossary/<int:pk>/", glossary.glossary_detail, name="glossary-detail"),
    path("glossary/<int:pk>/versions/", glossary.glossary_versions, name="glossary-versions"),
    path("glossary/<int:pk>/edit/", defining.glossary_edit, name="glossary-edit"),
    path("glossary/<int:pk>/define/<slug:language>/", defining.glossary_define, name="glossary-define"),
    path("glossary/<int:pk>/status/", defining.glossary_status, name="glossary-status"),
    path("glossary/<int:pk>/comments/", defining.glossary_comment, name="glossary-comment"),
    path("glossary/comments/<int:pk>/answer/", defining.glossary_answer, name="glossary-answer"),
    path("glossary/definitions/<int:pk>/publish/", defining.definition_publish, name="definition-publish"),
    path("glossary/definitions/<int:pk>/reviewed/", defining.definition_reviewed, name="definition-reviewed"),
]
