"""The site map of projects."""

app_name = "projects"
urlpatterns: list = []
