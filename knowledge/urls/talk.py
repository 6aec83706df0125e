"""Addresses of discussions and of people who know."""

from django.urls import path

from knowledge.views import concluding, experts, talking

urlpatterns = [
    path("discussions/", talking.discussion_list, name="discussion-list"),
    path("discussions/new/", talking.discussion_new, name="discussion-new"),
    path("discussions/<uuid:uid>/", talking.discussion_detail, name="discussion-detail"),
    path("discussions/<uuid:uid>/reply/", talking.discussion_reply, name="discussion-reply"),
    path("discussions/<uuid:uid>/change/", talking.discussion_change, name="discussion-change"),
    path("discussions/<uuid:uid>/follow/", talking.discussion_follow, name="discussion-follow"),
    path("discussions/<uuid:uid>/close/", concluding.discussion_close, name="discussion-close"),
    path("discussions/<uuid:uid>/flag/", concluding.discussion_flag, name="discussion-flag"),
    path("discussions/<uuid:uid>/decide/", concluding.discussion_rule, name="discussion-rule"),
    path("discussions/<uuid:uid>/outcome/", concluding.discussion_outcome, name="discussion-outcome"),
    path("discussions/<uuid:uid>/people/", experts.discussion_people, name="discussion-people"),
    path("discussions/<uuid:uid>/replies/<int:pk>/change/", talking.discussion_change, name="reply-change"),
    path("discussions/<uuid:uid>/replies/<int:pk>/accept/", concluding.reply_accept, name="reply-accept"),
    path("discussions/<uuid:uid>/replies/<int:pk>/lesson/", concluding.reply_lesson, name="reply-lesson"),
    path("discussions/<uuid:uid>/replies/<int:pk>/flag/", concluding.discussion_flag, name="reply-flag"),
    path("discussions/<uuid:uid>/replies/<int:pk>/decide/", concluding.discussion_rule, name="reply-rule"),
    path("flagged/", concluding.flag_list, name="flag-list"),
    path("people/", experts.expert_list, name="expert-list"),
    path("people/mine/", experts.expertise_edit, name="expertise-edit"),
    path("people/<uuid:uid>/", experts.expert_detail, name="expert-detail"),
    path("peers/", experts.peer_list, name="peer-list"),
]
