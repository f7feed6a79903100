"""Facebook, Messenger and Instagram, downloaded as JSON: chats, friends and whose account it is.

Strings of the older files are UTF-8 written as if it were Latin-1 and are put right. Chats that are
end-to-end encrypted come in a second download of another form; read both. There are no keys, only
names: within one account a name is one person, outside of it a name joins nobody. A friend nobody
wrote with is a connection. Texts are looked at in memory and dropped.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import SourceError
from ..rules import MAX_PEOPLE_PER_EVENT
from ..schema import EGO, clean_text, fold_name
from .hints import Hints, unique_names
from .logged import EventLog, People, write_owner

if TYPE_CHECKING:
    from .files import Head, SourceFile
    from .rows import Rows

KIND: Final = "meta"

_THREAD: Final = re.compile(r'"participants"\s*:\s*\[')
_SENDER: Final = re.compile(r'"(?:sender_name|senderName|thread_path|threadName)"\s*:')
_OTHER: Final = re.compile(r'"(?:friends_v2|profile_v2|profile_user)"\s*:')
_NOBODY: Final = re.compile(
    r"^(?:facebook|instagram|messenger)(?:[- ](?:user|nutzer(?:in)?|gebruiker|bruger|anvandare))?$"
    r"|^(?:utilisateur|usuario|utente|usuario|utilizador)\b.*\b(?:facebook|instagram)$",
    re.I,
)
_GREETING: Final = re.compile(
    r"^(?:you are now connected on messenger|say hi to your new facebook friend"
    r"|you can now (?:message|call)|(?:du bist|ihr seid|ihr könnt) jetzt .{0,30}messenger"
    r"|vous êtes maintenant .{0,30}messenger|ahora .{0,30}conectad[oa]s? en messenger)",
    re.I,
)
_ASIDE: Final = frozenset({"message_requests", "filtered_threads"})
_SYSTEM: Final = frozenset({"Subscribe", "Unsubscribe"})
_ENCRYPTED_SINCE: Final = "2024-07-01"
"""By then nearly all chats of two had become encrypted and left the first download."""


@dataclass(frozen=True, slots=True)
class _Message:
    """One message of either form."""

    milliseconds: int
    sender: str
    text: str
    kind: str
    minutes: float


@dataclass
class _Thread:
    """One file of one chat."""

    file: SourceFile
    rows: Rows
    title: str
    people: list[str]
    messages: list[_Message]
    is_encrypted: bool


@dataclass
class _Account:
    """What all files of a place say of one account."""

    service: str
    threads: list[_Thread] = field(default_factory=list)
    friends: list[tuple[Rows, list[tuple[str, int]]]] = field(default_factory=list)
    owner: str = ""
    owner_keys: tuple[str, ...] = ()
    owner_rows: Rows | None = None
    shown: set[str] = field(default_factory=set)

    @property
    def owner_mark(self) -> str:
        """The key of the owner's name, "" where nobody knows it."""
        return f"{self.service}:{fold_name(self.owner)}" if self.owner else ""

    def key(self, name: str) -> str:
        """A person's key: the owner, or the name within this account."""
        return EGO if name == self.owner else f"{self.service}:{fold_name(name) or name}"


def recognises(head: Head) -> bool:
    """Whether this is JSON with the fields of a chat, of friends or of a profile."""
    text = head.text.lstrip()
    if not text.startswith("{"):
        return False
    return (_THREAD.search(text) and _SENDER.search(text)) is not None or bool(_OTHER.search(text))


def read_group(group: Sequence[tuple[SourceFile, Rows]]) -> None:
    """Reads the files of all accounts in a place."""
    accounts = {name: _Account(name) for name in ("facebook", "instagram")}
    for file, rows in group:
        service = "instagram" if "instagram" in file.label.lower() else "facebook"
        _take(accounts[service], file, rows, is_alone=len(group) == 1)
    for account in accounts.values():
        account.owner = account.owner or _owner(account.threads)
        _write_friends(account)
        for thread in account.threads:
            _write_thread(account, thread)
        _write_owner(account)
        _warn_of_missing(account.threads)


def repaired(text: str) -> str:
    """Text whose UTF-8 was read as Latin-1, put right; right text stays as it is.

    >>> repaired("ZoÃ«"), repaired("Zoë"), repaired("王")
    ('Zoë', 'Zoë', '王')
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


# --- reading ---------------------------------------------------------------------------------
def _take(account: _Account, file: SourceFile, rows: Rows, *, is_alone: bool) -> None:
    """One file into its account; a damaged one of many is named and left out."""
    try:
        with file.text(rows.warn) as stream:
            data = json.load(stream)
        if not isinstance(data, dict):
            raise ValueError("not an object")
    except (ValueError, RecursionError) as error:
        sentence = f"is no whole JSON file ({str(error)[:80]}): download it again"
        if is_alone:
            raise SourceError(f"{file.label}: {sentence}") from error
        rows.ignore(sentence)
        return
    if isinstance(data.get("participants"), list):
        account.threads.append(_thread(data, file, rows))
    friends = data.get("friends_v2", data.get("friends"))
    if isinstance(friends, list):
        account.friends.append((rows, list(_friends(friends, rows))))
    _profile(data, account, rows)


def _thread(data: dict[str, Any], file: SourceFile, rows: Rows) -> _Thread:
    listed = data["participants"]
    is_encrypted = any(isinstance(p, str) for p in listed) or "threadName" in data
    people = [_name(p.get("name") if isinstance(p, dict) else p) for p in listed]
    title = _name(data.get("title") or str(data.get("threadName", "")).rpartition("_")[0])
    messages: list[_Message] = []
    thread = _Thread(file, rows, title, [], messages, is_encrypted)
    said = data.get("messages")
    for number, item in enumerate(said if isinstance(said, list) else [], start=1):
        message = _message(item) if isinstance(item, dict) else None
        if message is None:
            rows.skip(0, f"message {number} has no sender or no time")
        else:
            messages.append(message)
    thread.people = list(dict.fromkeys(p for p in (*people, *(m.sender for m in messages)) if p))
    rows.records += len(messages)
    return thread


def _message(item: dict[str, Any]) -> _Message | None:
    sender = _name(item.get("sender_name") or item.get("senderName"))
    moment = item.get("timestamp_ms", item.get("timestamp"))
    if not sender or isinstance(moment, bool) or not isinstance(moment, (int, float)):
        return None
    if not 0 < moment < 1e14:
        return None
    text = item.get("content") or item.get("text")
    seconds = item.get("call_duration")
    is_call = isinstance(seconds, (int, float)) or str(item.get("type", "")).lower() == "call"
    kind = "system" if item.get("type") in _SYSTEM else "call" if is_call else "message"
    minutes = seconds / 60 if isinstance(seconds, (int, float)) else 0.0
    return _Message(int(moment), sender, text if isinstance(text, str) else "", kind, minutes)


def _name(value: Any) -> str:
    return clean_text(repaired(value)) if isinstance(value, str) else ""


def _friends(listed: list[Any], rows: Rows) -> Iterator[tuple[str, int]]:
    """Names and unix seconds of the friends."""
    for number, item in enumerate(listed, start=1):
        name = _name(item.get("name")) if isinstance(item, dict) else ""
        if not name:
            rows.skip(0, f"friend {number} has no name")
            continue
        rows.records += 1
        moment = item.get("timestamp")
        yield name, moment if isinstance(moment, int) and 0 < moment < 1e11 else 0


def _profile(data: dict[str, Any], account: _Account, rows: Rows) -> None:
    """Whose account it is, by the profile among the files."""
    name, mails = "", list[str]()
    profile = data.get("profile_v2")
    if isinstance(profile, dict):
        names, emails = profile.get("name"), profile.get("emails")
        name = _name(names.get("full_name") if isinstance(names, dict) else names)
        listed = emails.get("emails") if isinstance(emails, dict) else None
        mails = [m for m in listed if isinstance(m, str)] if isinstance(listed, list) else []
    users = data.get("profile_user")
    if isinstance(users, list) and users and isinstance(users[0], dict):
        said = users[0].get("string_map_data")
        values = {str(k).lower(): v for k, v in said.items()} if isinstance(said, dict) else {}
        name = _name(_value(values.get("name")))
        mails = [m for m in [_value(values.get("email"))] if m]
    if name or mails:
        rows.records += 1
        account.owner = account.owner or name
        account.owner_keys = tuple(f"mail:{m.strip().lower()}" for m in mails if "@" in m)
        account.owner_rows = rows


def _value(item: Any) -> str:
    value = item.get("value") if isinstance(item, dict) else ""
    return value if isinstance(value, str) else ""


def _owner(threads: list[_Thread]) -> str:
    """The owner without a profile: whom no chat of two is named after, or who is in every chat."""
    beside = Counter(
        other
        for t in threads
        if len(t.people) == 2 and t.title in t.people
        for other in t.people
        if other != t.title
    )
    if beside:
        return beside.most_common(1)[0][0] if len(beside) == 1 else ""
    if len({frozenset(t.people) for t in threads}) < 2:
        return ""
    common = set.intersection(*(set(t.people) for t in threads))
    return next(iter(common)) if len(common) == 1 else ""


# --- writing ---------------------------------------------------------------------------------
def _write_thread(account: _Account, thread: _Thread) -> None:
    rows, n = thread.rows, len(thread.messages)
    if not _ASIDE.isdisjoint(PurePosixPath(thread.file.label).parts):
        rows.ignore(f"{n:,} messages of requests and filtered chats")
        return
    names = [name for name in thread.people if not _NOBODY.search(fold_name(name))]
    if len(names) > MAX_PEOPLE_PER_EVENT:
        rows.ignore(f"{n:,} messages of a group of more than {MAX_PEOPLE_PER_EVENT} people")
        return
    if len(names) < 2:
        rows.ignore(f"{n:,} messages without a second person whose account is still there")
        return
    keys = {name: account.key(name) for name in names}
    people = People()
    for name, key in keys.items():
        if key not in account.shown and key != EGO:
            people.see(key, name)
    people.write(rows)
    account.shown.update(keys.values())
    if account.owner in keys:
        rows.owner = account.owner_mark
        account.owner_rows = account.owner_rows or rows
    else:
        rows.warn("which of the people you are is not said: name yourself with ego")
    _write_messages(account, thread, keys)


def _write_messages(account: _Account, thread: _Thread, keys: dict[str, str]) -> None:
    logs = {"message": EventLog("message"), "call": EventLog("call")}
    hints, chat = Hints(), "+".join(sorted(fold_name(name) for name in keys))
    left_out: Counter[str] = Counter()
    for message in thread.messages:
        by = keys.get(message.sender, "")
        if message.kind == "system" or _GREETING.search(message.text) or not by:
            left_out["of the service itself"] += 1
            continue
        if message.kind == "call" and not message.minutes:
            left_out["about missed calls"] += 1
            continue
        sender = fold_name(message.sender)
        event = f"{account.service}:{chat}:{message.milliseconds}:{sender}"
        seconds = message.milliseconds // 1_000
        roles = {key: "by" if key == by else "to" for key in keys.values()}
        logs[message.kind].add(
            event,
            seconds,
            roles,
            offset_minutes=0.0,
            minutes=message.minutes if message.kind == "call" else float("nan"),
        )
        others = [(key, name) for name, key in keys.items() if key != by]
        if len(others) <= 2 and message.text:
            hints.message(0, event, seconds, (by, message.sender), others, repaired(message.text))
    for log in logs.values():
        log.write(thread.rows)
    hints.close(thread.rows, unique_names((key, name) for name, key in keys.items()))
    for reason, n in sorted(left_out.items()):
        thread.rows.ignore(f"{n:,} messages {reason}")


def _write_friends(account: _Account) -> None:
    for rows, friends in account.friends:
        n_of = Counter(name for name, _ in friends)
        twice = sorted(name for name, n in n_of.items() if n > 1)
        if twice:
            rows.warn(
                f"several friends of one name are taken as one person: {', '.join(twice[:5])}"
            )
        for name, since in dict(reversed(friends)).items():
            if _NOBODY.search(fold_name(name)):
                continue
            day = np.datetime64(since // 86_400, "D") if since else None
            rows.add("contacts", id=account.key(name), name=name)
            rows.add("ties", a=EGO, b=account.key(name), relation="connection", since=day)


def _write_owner(account: _Account) -> None:
    rows = account.owner_rows
    if rows is not None:
        keys = (*account.owner_keys, account.owner_mark)
        write_owner(rows, account.owner, [key for key in keys if key])


def _warn_of_missing(threads: list[_Thread]) -> None:
    """Says where the encrypted chats are, when only the first download was given."""
    if not threads or any(t.is_encrypted for t in threads):
        return
    newest = max(chain((m.milliseconds for t in threads for m in t.messages), (0,)))
    day = str(np.datetime64(newest // 1_000, "s").astype("datetime64[D]"))
    if newest and day < _ENCRYPTED_SINCE:
        threads[0].rows.warn(
            f"the newest message is of {day}: later chats are end-to-end encrypted and come in a "
            "second download (Messenger, Privacy and safety, Message storage, Download secure "
            "storage data)"
        )
