"""The addresses of registers. A register is named by its code: the project's ref, or the office's code."""

from django.urls import path

from risks import views

app_name = "risks"
urlpatterns = [
    path("", views.risk_list, name="risk-list"),
    path("overdue/", views.risk_overdue, name="risk-overdue"),
    path("acceptances/", views.acceptance_list, name="acceptance-list"),
    path("export/", views.risk_export, name="risk-export"),
    path("open/<str:ref>/", views.register_open, name="register-open"),
    path("<str:code>/", views.register_detail, name="register-detail"),
    path("<str:code>/screening/", views.screening_edit, name="screening-edit"),
    path("<str:code>/library/", views.library_add, name="library-add"),
    path("<str:code>/export/", views.register_export, name="register-export"),
    path("<str:code>/add/", views.risk_add, name="risk-add"),
    path("<str:code>/incidents/", views.incident_list, name="incident-list"),
    path("<str:code>/incidents/report/", views.incident_report, name="incident-report"),
    path("<str:code>/incidents/<str:ref>/", views.incident_detail, name="incident-detail"),
    path("<str:code>/incidents/<str:ref>/edit/", views.incident_edit, name="incident-edit"),
    path("<str:code>/incidents/<str:ref>/close/", views.incident_close, name="incident-close"),
    path("<str:code>/incidents/<str:ref>/reopen/", views.incident_reopen, name="incident-reopen"),
    path("<str:code>/<str:ref>/", views.risk_detail, name="risk-detail"),
    path("<str:code>/<str:ref>/edit/", views.risk_edit, name="risk-edit"),
    path("<str:code>/<str:ref>/assess/", views.risk_assess, name="risk-assess"),
    path("<str:code>/<str:ref>/review/", views.risk_review, name="risk-review"),
    path("<str:code>/<str:ref>/close/", views.risk_close, name="risk-close"),
    path("<str:code>/<str:ref>/reopen/", views.risk_reopen, name="risk-reopen"),
    path("<str:code>/<str:ref>/resume/", views.risk_resume, name="risk-resume"),
    path("<str:code>/<str:ref>/readers/", views.reader_name, name="reader-name"),
    path("<str:code>/<str:ref>/readers/<uuid:uid>/remove/", views.reader_unname, name="reader-unname"),
    path("<str:code>/<str:ref>/treat/", views.treatment_add, name="treatment-add"),
    path("<str:code>/<str:ref>/treatments/<int:pk>/", views.treatment_edit, name="treatment-edit"),
    path("<str:code>/<str:ref>/treatments/<int:pk>/verify/", views.treatment_verify, name="treatment-verify"),
    path("<str:code>/<str:ref>/accept/", views.acceptance_request, name="acceptance-request"),
    path("<str:code>/<str:ref>/acceptances/<int:pk>/", views.acceptance_detail, name="acceptance-detail"),
    path("<str:code>/<str:ref>/acceptances/<int:pk>/concur/", views.acceptance_concur, name="acceptance-concur"),
    path("<str:code>/<str:ref>/acceptances/<int:pk>/grant/", views.acceptance_grant, name="acceptance-grant"),
    path("<str:code>/<str:ref>/acceptances/<int:pk>/decline/", views.acceptance_decline, name="acceptance-decline"),
    path("<str:code>/<str:ref>/acceptances/<int:pk>/withdraw/", views.acceptance_withdraw, name="acceptance-withdraw"),
]
