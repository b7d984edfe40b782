"""Which addresses does the public side of a case answer? To complain, and to come back."""

from django.urls import path

from complaints.intake.views import complain, track

urlpatterns = [
    path("complain/", complain.complain, name="complain"),
    path("complain/another-party/", complain.complain_elsewhere, name="complain_elsewhere"),
    path("complain/<slug:party>/<slug:page>/", complain.complain_page, name="complain_page"),
    path("leave/", complain.leave, name="leave"),
    path("track/", track.track, name="track"),
    path("track/message/", track.track_message, name="track_message"),
    path("track/evidence/", track.track_evidence, name="track_evidence"),
    path("track/letters/<int:pk>/", track.track_letter, name="track_letter"),
    path("track/letters/<int:pk>.pdf", track.track_letter_pdf, name="track_letter_pdf"),
    path("track/copy/", track.track_copy, name="track_copy"),
    path("track/leave/", track.track_leave, name="track_leave"),
]
