"""Addresses of meetings and of what was promised."""

from django.urls import path

from knowledge.views import feedback, meetings, promises, recommending

urlpatterns = [
    # meetings
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("meetings/new/", meetings.meeting_new, name="meeting-new"),
    path("meetings/<uuid:uid>/", meetings.meeting_detail, name="meeting-detail"),
    path("meetings/<uuid:uid>/edit/", meetings.meeting_edit, name="meeting-edit"),
    path("meetings/<uuid:uid>/calendar.ics", meetings.meeting_calendar, name="meeting-calendar"),
    path("meetings/<uuid:uid>/documents/", meetings.document_add, name="document-add"),
    path("meetings/<uuid:uid>/documents/<int:pk>/", meetings.document_download, name="document-download"),
    path("meetings/<uuid:uid>/documents/<int:pk>/remove/", meetings.document_remove, name="document-remove"),
    path("meetings/<uuid:uid>/topics/", meetings.topic_add, name="topic-add"),
    path("meetings/<uuid:uid>/topics/<int:pk>/", meetings.topic_vote, name="topic-vote"),
    path("meetings/<uuid:uid>/recommend/", recommending.meeting_recommend, name="meeting-recommend"),
    # what people thought of it
    path("meetings/<uuid:uid>/feedback/", feedback.feedback_give, name="feedback-give"),
    path("meetings/<uuid:uid>/feedback/results/", feedback.feedback_results, name="feedback-results"),
    # what became of what was promised
    path("meetings/<uuid:uid>/360/", promises.meeting_review, name="meeting-review"),
    path("meetings/<uuid:uid>/360/sheet/", promises.meeting_review_csv, name="meeting-review-csv"),
    path("promises/", promises.promise_list, name="promise-list"),
    path("promises/<uuid:uid>/", promises.promise_detail, name="promise-detail"),
    path("promises/<uuid:uid>/say/", promises.promise_act, name="promise-act"),
    path("promises/<uuid:uid>/evidence/", promises.promise_evidence, name="promise-evidence"),
    # recommendations and the management response of an evaluation
    path("promises/of/<uuid:uid>/", recommending.response_detail, name="response-detail"),
    path("promises/of/<uuid:uid>/recommend/", recommending.resource_recommend, name="resource-recommend"),
    path("promises/recommendations/<int:pk>/answer/", recommending.recommendation_answer, name="recommendation-answer"),
    path(
        "promises/recommendations/<int:pk>/promise/", recommending.recommendation_promise, name="recommendation-promise"
    ),
]
