"""A person's own page, and the pages by which administrators manage people and offices."""

from django.urls import path

from .views import offices, own, people, serving

app_name = "staffing"
urlpatterns = [
    # One's own
    path("me/", own.me, name="me"),
    path("me/delegate/", own.posting_delegate, name="posting-delegate"),
    # Everyone's, for administrators
    path("people/", people.person_list, name="person-list"),
    path("people/add/", people.person_add, name="person-add"),
    path("people/<uuid:uid>/", people.person_detail, name="person-detail"),
    path("people/<uuid:uid>/disable/", people.person_disable, name="person-disable"),
    path("people/<uuid:uid>/postings/add/", serving.posting_add, name="posting-add"),
    path("offices/", offices.office_list, name="office-list"),
    path("offices/add/", offices.office_add, name="office-add"),
    path("offices/<str:code>/", offices.office_edit, name="office-edit"),
    path("offices/<str:code>/holidays/add/", offices.holiday_add, name="holiday-add"),
    path("offices/<str:code>/holidays/<int:pk>/drop/", offices.holiday_drop, name="holiday-drop"),
    path("postings/<int:pk>/confirm/", serving.posting_confirm, name="posting-confirm"),
    path("postings/<int:pk>/end/", serving.posting_end, name="posting-end"),
]
