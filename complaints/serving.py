"""With which headers does a file leave the register? For keeping, never shown in place."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# What a browser may be told; everything else is bytes to keep.
KNOWN = {"image/jpeg", "image/png", "application/pdf"}
SANDBOX = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def headers_of_item(item):
    """A released copy has a name of its own; its hash would let nobody find the original."""
    known = item.content_type in KNOWN
    return {
        "Content-Type": item.content_type if known else "application/octet-stream",
        "Content-Disposition": content_disposition_header(True, item.file_name),
    }


def as_file(content, kind, name):
    headers = {"Content-Type": kind, "Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, headers=SANDBOX | headers)
