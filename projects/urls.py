"""The site map of projects."""

from django.urls import path

from .views import (
    bank,
    compendia,
    documents,
    editing,
    exports,
    figures,
    imports,
    indicators,
    landscape,
    life,
    matrix,
    papers,
    records,
    rows,
    saved,
    team,
)

app_name = "projects"
urlpatterns = [
    # The portfolio
    path("", records.project_list, name="project-list"),
    path("new/", records.project_create, name="project-create"),
    path("map/", figures.project_map, name="project-map"),
    path("figures/", figures.figure_list, name="figure-list"),
    path("figures/money/", figures.donor_list, name="donor-list"),
    # Filters under a name
    path("views/", saved.view_list, name="view-list"),
    path("views/new/", saved.view_save, name="view-save"),
    path("views/<uuid:key>/", saved.view_open, name="view-open"),
    path("views/<uuid:key>/edit/", saved.view_edit, name="view-edit"),
    path("views/<uuid:key>/remove/", saved.view_remove, name="view-remove"),
    path("views/<uuid:key>/restore/", saved.view_restore, name="view-restore"),
    # Standard indicators
    path("indicators/", bank.indicator_list, name="indicator-list"),
    path("indicators/<slug:code>/", bank.indicator_sheet, name="indicator-sheet"),
    path("indicators/<slug:code>/results/", bank.indicator_results, name="indicator-results"),
    # Around it
    path("landscape/", landscape.other_list, name="other-list"),
    path("landscape/new/", landscape.other_create, name="other-create"),
    path("landscape/<int:pk>/", landscape.other_detail, name="other-detail"),
    path("landscape/<int:pk>/remove/", landscape.other_remove, name="other-remove"),
    path("organizations/", landscape.organization_list, name="organization-list"),
    path("organizations/<int:pk>/", landscape.organization_detail, name="organization-detail"),
    # Lists coming in
    path("imports/", imports.import_upload, name="import-upload"),
    path("imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path("imports/<int:pk>/columns/", imports.import_map, name="import-map"),
    path("imports/<int:pk>/check/", imports.import_check, name="import-check"),
    path("imports/<int:pk>/decide/", imports.import_decide, name="import-decide"),
    path("imports/<int:pk>/apply/", imports.import_apply, name="import-apply"),
    path("imports/<int:pk>/drop/", imports.import_drop, name="import-drop"),
    # Lists going out
    path("export/", exports.project_export, name="project-export"),
    path("exports/<int:pk>/", exports.export_detail, name="export-detail"),
    path("exports/<int:pk>/file/", exports.export_download, name="export-download"),
    # Documents over many projects
    path("compendia/new/", compendia.compendium_create, name="compendium-create"),
    path("compendia/<int:pk>/", compendia.compendium_detail, name="compendium-detail"),
    path("compendia/<int:pk>/download/", compendia.compendium_download, name="compendium-download"),
    path("compendia/<int:pk>/print/", compendia.compendium_print, name="compendium-print"),
    path("compendia/<int:pk>/again/", compendia.compendium_again, name="compendium-again"),
    path("compendia/<int:pk>/drop/", compendia.compendium_drop, name="compendium-drop"),
    # What is new, and what one follows
    path("updates/", life.update_list, name="update-list"),
    path("following/", life.follow_list, name="follow-list"),
    path("following/<int:pk>/end/", life.follow_end, name="follow-end"),
    # One project
    path("<slug:ref>/", records.project_detail, name="project-detail"),
    path("<slug:ref>/tasks/", records.project_tasks, name="project-tasks"),
    path("<slug:ref>/check/", records.project_check, name="project-check"),
    path("<slug:ref>/matrix/", matrix.project_matrix, name="project-matrix"),
    path("<slug:ref>/tier/", team.project_tier, name="project-tier"),
    path("<slug:ref>/team/", team.project_team, name="project-team"),
    path("<slug:ref>/team/manager/", team.project_manager, name="project-manager"),
    path("<slug:ref>/team/<uuid:uid>/end/", team.member_end, name="member-end"),
    # How it goes
    path("<slug:ref>/updates/", life.project_updates, name="project-updates"),
    path("<slug:ref>/updates/add/", life.update_add, name="update-add"),
    path("<slug:ref>/updates/<int:pk>/remove/", life.update_remove, name="update-remove"),
    path("<slug:ref>/visits/add/", life.visit_add, name="visit-add"),
    path("<slug:ref>/visits/<int:pk>/remove/", life.visit_remove, name="visit-remove"),
    path("<slug:ref>/reuse/", life.project_reuse, name="project-reuse"),
    # Its documents going out
    path("<slug:ref>/summary/", documents.project_summary, name="project-summary"),
    path("<slug:ref>/summary/pdf/", documents.summary_download, name="summary-download"),
    path("<slug:ref>/copy/", documents.project_copy, name="project-copy"),
    # Its sections
    path("<slug:ref>/draft/", editing.project_draft, name="project-draft"),
    path("<slug:ref>/sections/<slug:slug>/", editing.project_section, name="project-section"),
    path("<slug:ref>/sections/<slug:slug>/discard/", editing.project_discard, name="project-discard"),
    path("<slug:ref>/sections/<slug:slug>/settle/", editing.project_settle, name="project-settle"),
    path("<slug:ref>/indicators/choose/", indicators.indicator_choose, name="indicator-choose"),
    path("<slug:ref>/indicators/<slug:code>/", indicators.project_indicator, name="project-indicator"),
    path("<slug:ref>/indicators/<slug:code>/add/", indicators.value_add, name="value-add"),
    path("<slug:ref>/indicators/<slug:code>/<int:pk>/", indicators.value_edit, name="value-edit"),
    path("<slug:ref>/indicators/<slug:code>/<int:pk>/remove/", indicators.value_remove, name="value-remove"),
    path("<slug:ref>/documents/add/", papers.document_add, name="document-add"),
    path("<slug:ref>/documents/<int:pk>/", papers.document_download, name="document-download"),
    path("<slug:ref>/documents/<int:pk>/edit/", papers.document_edit, name="document-edit"),
    path("<slug:ref>/documents/<int:pk>/remove/", papers.document_remove, name="document-remove"),
    path("<slug:ref>/rows/<slug:rows>/add/", rows.row_add, name="row-add"),
    path("<slug:ref>/rows/<slug:rows>/<int:pk>/", rows.row_edit, name="row-edit"),
    path("<slug:ref>/rows/<slug:rows>/<int:pk>/draft/", rows.row_draft, name="row-draft"),
    path("<slug:ref>/rows/<slug:rows>/<int:pk>/remove/", rows.row_remove, name="row-remove"),
]
