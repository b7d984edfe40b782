"""How does a case or a complaint get its name, and a receipt its secret?

References are random, so that gaps tell nothing (security.md 3.2). A receipt's secret has 120
bits, so a plain keyed hash recognises it without an expensive derivation (security.md 3.6). It
follows from the form's own idempotency key: a repeated submission gets the same receipt back.
"""

import hashlib
import hmac
import secrets

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
SECRET_LENGTH = 24
_MISREAD = str.maketrans("OIL", "011")


def new_reference(prefix: str) -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def tidy(text: str) -> str:
    """Case, spaces, dashes and misread letters do not matter."""
    kept = "".join(letter for letter in text.upper() if letter not in " -\t\r\n")
    return kept.translate(_MISREAD)


def tidy_reference(text: str) -> str:
    """The prefix keeps its letters; the eight characters after it are tidied."""
    kept = "".join(letter for letter in text.upper().strip() if letter not in " -\t\r\n")
    letters = kept[3:].translate(_MISREAD)
    return f"{kept[:3]}-{letters[:4]}-{letters[4:]}"


def _keyed(purpose: str, *parts: str) -> bytes:
    message = "|".join((purpose, *parts)).encode()
    return hmac.new(settings.KEYS["receipt"], message, hashlib.sha256).digest()


def submission_mac(key: str) -> str:
    """What is stored of a form's idempotency key."""
    return _keyed("k1", key).hex()


def secret_for(key: str) -> str:
    """Twenty-four characters in six groups of four, from the form's random key."""
    return _spoken("s1", key, SECRET_LENGTH)


def _spoken(purpose: str, key: str, length: int) -> str:
    """Characters that may be read aloud, in groups of four; the same key gives the same."""
    number = int.from_bytes(_keyed(purpose, key))
    letters = "".join(ALPHABET[(number >> (251 - 5 * at)) & 31] for at in range(length))
    return " ".join(letters[at : at + 4] for at in range(0, length, 4))


def receipt_mac(reference: str, secret: str) -> str:
    return _keyed("r1", reference, tidy(secret)).hex()


def opens(mac: str, reference: str, secret: str) -> bool:
    """Compares in constant time; an unknown reference is compared with a MAC that never fits."""
    return hmac.compare_digest(mac, receipt_mac(reference, secret))


def looks_like_secret(text: str, length: int = SECRET_LENGTH) -> bool:
    """Asked before anything is computed, so that a huge input costs nothing."""
    return len(text) <= 60 and len(tidy(text)) == length and set(tidy(text)) <= set(ALPHABET)


def looks_like_reference(text: str) -> bool:
    """As `looks_like_secret`: three letters and eight characters of the alphabet."""
    if len(text) > 40:
        return False
    tidied = tidy_reference(text)
    letters = tidied[:3] + tidied[4:8] + tidied[9:]
    prefix, rest = letters[:3], letters[3:]
    named = prefix.isascii() and prefix.isalpha()
    return named and len(rest) == 8 and set(rest) <= set(ALPHABET)


# The respondent's invitation (security.md 3.7): the link's code has 140 bits, the second code,
# which travels another way and is of no use alone, 40. Both follow from a random number that is
# erased once they are used; neither rests anywhere.
TOKEN_LENGTH, CODE_LENGTH = 28, 8


def invitation_token(nonce: str) -> str:
    return _spoken("i1", nonce, TOKEN_LENGTH)


def invitation_code(nonce: str) -> str:
    return _spoken("i2", nonce, CODE_LENGTH)


def way_back(nonce: str) -> str:
    """The secret with which the respondent comes back after the invitation was used."""
    return _spoken("i3", nonce, SECRET_LENGTH)


def token_mac(token: str) -> str:
    return _keyed("i4", tidy(token)).hex()


def code_mac(token: str, code: str) -> str:
    return _keyed("i5", tidy(token), tidy(code)).hex()


def way_back_mac(reference: str, secret: str) -> str:
    return _keyed("i6", reference, tidy(secret)).hex()
