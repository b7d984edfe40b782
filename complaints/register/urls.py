"""Which addresses does the officer's spreadsheet have?"""

from django.urls import path

from complaints.views import register

urlpatterns = [
    path("cases/import/", register.upload, name="import_register"),
    path("cases/import/check/", register.check, name="check_import"),
    path("cases/import/<uuid:number>/", register.progress, name="import_progress"),
    path("cases/export/", register.export, name="export_register"),
]
