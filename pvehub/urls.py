"""The site map; every app is included by string, if it is there."""

from importlib.util import find_spec

from django.urls import include, path

from pvehub.access import views
from pvehub.notifications import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", views.home, name="home"),
    path("accounts/", include("pvehub.staffing.account_urls")),
    path("access/", include("pvehub.staffing.access_urls")),
    path("staffing/", include("pvehub.staffing.urls")),
]
for prefix, module in [
    ("ui/", "pvehub.ui"),
    ("jobs/", "pvehub.jobs"),
    ("notices/", "pvehub.notifications"),
    ("tokens/", "pvehub.tokens"),
    ("operations/", "pvehub.operations"),
    ("dates/", "pvehub.dates"),
    ("api/", "projects.api"),
    ("projects/", "projects"),
    ("risks/", "risks"),
    ("", "endorsement"),
    ("knowledge/", "knowledge"),
    ("search/", "knowledge.finding"),
]:
    if find_spec(module) is not None and find_spec(f"{module}.urls") is not None:
        urlpatterns.append(path(prefix, include(f"{module}.urls")))

handler400 = "pvehub.access.views.bad_request"
handler403 = "pvehub.access.views.forbidden"
handler404 = "pvehub.access.views.not_found"
handler500 = "pvehub.access.views.server_error"
