"""Addresses of notices."""

from django.urls import path

from . import muting, preferring, views

app_name = "notifications"
urlpatterns = [
    path("", views.notice_list, name="notice-list"),
    path("bell/", views.bell, name="bell"),
    path("read/", views.notice_read_all, name="notice-read-all"),
    path("<int:pk>/open/", views.notice_open, name="notice-open"),
    path("<int:pk>/read/", views.notice_read, name="notice-read"),
    path("<int:pk>/mute/", muting.notice_mute, name="notice-mute"),
    path("muted/", muting.mute_list, name="mute-list"),
    path("muted/<int:pk>/end/", muting.mute_end, name="mute-end"),
    path("preferences/", preferring.preference_edit, name="preference-edit"),
    path("kinds/<str:slug>/", preferring.kind_detail, name="kind-detail"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("undelivered/", views.undelivered_list, name="undelivered-list"),
    path("undelivered/<int:pk>/retry/", views.delivery_retry, name="delivery-retry"),
    path("undelivered/jobs/<int:pk>/retry/", views.job_retry, name="job-retry"),
]
