"""Which addresses do the year's figures have? Public ones first, then those of the publisher."""

from django.urls import path

from reporting.statistics import views

urlpatterns = [
    path("", views.statistics, name="statistics"),
    path("methods/", views.methods, name="statistics_methods"),
    path("history/", views.history, name="statistics_history"),
    path("calendar/", views.calendar, name="release_calendar"),
    path("calendar.<str:kind>", views.feed, name="release_feed"),
    path("announcements/", views.announcements, name="release_announcements"),
    path("announcements/<int:number>/", views.announcement, name="release_announcement"),
    path("announcements/<int:number>/approve/", views.approve_day, name="release_approve_day"),
    path("early/<int:number>/", views.look, name="release_early"),
    path("drafts/", views.drafts, name="release_drafts"),
    path("drafts/<int:number>/", views.draft, name="release_draft"),
    path("drafts/<int:number>/preview/", views.preview, name="release_preview"),
    path("drafts/<int:number>/counts/", views.counts, name="release_counts"),
    path("drafts/<int:number>/build/", views.build, name="release_build"),
    path("drafts/<int:number>/sign/", views.sign, name="release_sign"),
    path("drafts/<int:number>/publish/", views.publish, name="release_publish"),
    path("drafts/<int:number>/readers/", views.admit, name="release_admit"),
    path("<int:year>/<slug:slug>/", views.release, name="release"),
    path("<int:year>/<slug:slug>.<str:ending>", views.beside, name="release_beside"),
    path("<int:year>/<slug:slug>/<str:name>", views.file, name="release_file"),
    path("<int:year>/<slug:slug>/<int:release>/", views.numbered, name="release_numbered"),
    path("<int:year>/<slug:slug>/<int:release>/<str:name>", views.kept, name="release_kept"),
]
