"""Addresses of notices."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.notice_list, name="notice-list"),
    path("read/", views.notice_read_all, name="notice-read-all"),
    path("<int:pk>/open/", views.notice_open, name="notice-open"),
    path("<int:pk>/read/", views.notice_read, name="notice-read"),
    path("preferences/", views.preference_edit, name="preference-edit"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("undelivered/", views.undelivered_list, name="undelivered-list"),
    path("undelivered/<int:pk>/retry/", views.delivery_retry, name="delivery-retry"),
    path("undelivered/jobs/<int:pk>/retry/", views.job_retry, name="job-retry"),
]
