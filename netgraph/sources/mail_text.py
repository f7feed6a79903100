"""The plain words at the beginning of a mail's body, for a look in memory; nothing is kept."""

from __future__ import annotations

import email.policy
import html
import re
from email.parser import BytesParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .mail_headers import Headers

_TAG: Final = re.compile(
    r"<(?:style|script)\b.*?</(?:style|script)>|<blockquote\b.*|<[^>]*>", re.I | re.S
)
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]*>", re.I)


def text_of(headers: Headers, body: bytes) -> str:
    """The first plain text of a body (else its HTML without marks); "" where there is none.

    The body may be cut: what is left of a part is read as far as it goes.
    """
    content = headers.first("content-type")
    coding = headers.first("content-transfer-encoding")
    if _is_plain(content, coding):
        return _decoded(body, content)
    head = f"Content-Type: {content}\nContent-Transfer-Encoding: {coding}\n\n"
    try:
        message = BytesParser(policy=email.policy.compat32).parsebytes(
            head.encode("ascii", "replace") + body
        )
        parts = [p for p in message.walk() if p.get_content_maintype() == "text"]
        parts.sort(key=lambda p: p.get_content_subtype() != "plain")
        for part in parts:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                text = _decoded(payload, str(part.get("content-type", "")))
                return text if part.get_content_subtype() == "plain" else _without_marks(text)
    except (ValueError, LookupError, AttributeError, RecursionError):
        return ""
    return ""


def _is_plain(content: str, coding: str) -> bool:
    return (not content or content.lower().startswith("text/plain")) and coding.strip().lower() in (
        "",
        "7bit",
        "8bit",
        "binary",
    )


def _decoded(data: bytes, content: str) -> str:
    match = re.search(r"charset\s*=\s*\"?([\w.:-]+)", content, re.I)
    for charset in ((match.group(1),) if match else ()) + ("utf-8",):
        try:
            return data.decode(charset, "strict" if charset == "utf-8" and not match else "replace")
        except (ValueError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _without_marks(text: str) -> str:
    return html.unescape(_TAG.sub(" ", _BREAK.sub("\n", text)))
