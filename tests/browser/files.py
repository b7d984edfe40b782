"""Which files do people bring? Made here, so that nobody wonders what is in them."""

from io import BytesIO

from PIL import Image, ImageDraw


def screenshot():
    picture = Image.new("RGB", (640, 360), "white")
    ImageDraw.Draw(picture).text((40, 160), "Watch your back.", fill="black")
    kept = BytesIO()
    picture.save(kept, "PNG")
    return {"name": "post.png", "mimeType": "image/png", "buffer": kept.getvalue()}


def program():
    return {
        "name": "prize.exe",
        "mimeType": "application/x-msdownload",
        "buffer": b"MZ" + b"\0" * 600,
    }
