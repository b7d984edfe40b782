"""Which of our e-mails does a returned one tell of, and did it come back for good?"""

import re
from email import message_from_bytes, policy

PERMANENT = re.compile(r"5\.\d{1,3}\.\d{1,3}")


def read(content: bytes) -> tuple[list[str], str]:
    """(Message-IDs of what came back, status of the failure); no ids where it was delayed only.

    A report of delivery (RFC 3464) has its status in one part and the headers of the returned
    mail in another; of neither is anything kept but the number.
    """
    mail = message_from_bytes(content, policy=policy.default)
    parts = list(mail.walk())
    status = next((found for part in parts if (found := _status(part))), "")
    if not PERMANENT.fullmatch(status):
        return [], status
    own = mail.get("Message-ID", "").strip()
    ids = [found for part in parts for found in _ids(part) if found != own]
    return list(dict.fromkeys(ids)), status


def _status(part):
    """Of a group of fields in message/delivery-status, which the parser makes a part each."""
    return str(part.get("Status", "")).strip().split(" ")[0] if part.get("Status") else ""


def _ids(part):
    if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
        text = part.get_payload(decode=True) or b""
        found = message_from_bytes(text, policy=policy.default).get("Message-ID", "")
    else:
        found = part.get("Message-ID", "")
    return [found.strip()] if found else []
