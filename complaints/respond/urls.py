"""Which addresses does the respondent's page answer?"""

from django.urls import path

from complaints.respond.views import answering, coming

urlpatterns = [
    path("respond/", coming.respond, name="respond"),
    path("respond/back/", coming.respond_back, name="respond_back"),
    path("respond/keep/", coming.respond_keep, name="respond_keep"),
    path("respond/leave/", coming.respond_leave, name="respond_leave"),
    path("respond/answer/", answering.respond_answer, name="respond_answer"),
    path("respond/answer/check/", answering.respond_check, name="respond_check"),
    path("respond/ask/<slug:page>/", answering.respond_ask, name="respond_ask"),
    path("respond/items/<int:pk>/", answering.respond_item, name="respond_item"),
    path("respond/copy.<slug:ending>", answering.respond_copy, name="respond_copy"),
    path("respond/letters/<int:pk>/", answering.respond_letter, name="respond_letter"),
    path("respond/letters/<int:pk>.pdf", answering.respond_letter_pdf, name="respond_letter_pdf"),
]
