"""A file as a browser sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from partyconduct.demonstration.stories import picture


def PNG(name="picture.png", words="What was posted"):
    return SimpleUploadedFile(name, picture(words), content_type="image/png")
