"""Where do officers read how their own work goes?"""

from django.urls import path

from reporting.workload import views

urlpatterns = [path("", views.workload, name="workload")]
