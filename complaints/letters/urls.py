"""Which addresses do the words of letters have?"""

from django.urls import path

from complaints.letters import posting, views

urlpatterns = [
    path("letters/to-post/", posting.letters_to_post, name="letters_to_post"),
    path("letters/to-post/<int:pk>/", posting.print_run, name="print_run"),
    path("letters/to-post/<int:pk>.pdf", posting.print_run_pdf, name="print_run_pdf"),
    path("letters/", views.wordings, name="wordings"),
    path("letters/<slug:kind>/<slug:audience>/", views.wording, name="wording"),
]
