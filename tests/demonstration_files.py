"""A file as a browser sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from partyconduct.demonstration.stories import picture


def PNG(name="picture.png"):
    return sent(name, picture("What was posted"))


def sent(name, content):
    return SimpleUploadedFile(name, content)
