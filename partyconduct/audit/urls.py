"""Which addresses does the trail answer?"""

from django.urls import path

from partyconduct.audit import views

urlpatterns = [path("", views.trail, name="trail")]
