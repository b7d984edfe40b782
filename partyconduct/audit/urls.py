"""Which addresses does the trail answer?"""

urlpatterns = []
