"""No test talks to another machine.

`conftest` puts this folder on PYTHONPATH: Python imports a module of this name at its start, so
that notebooks' kernels and commands run by tests obey too.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

_ADDRESS_AT = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


def is_this_machine(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or host in ("", "localhost") or host.startswith(("/", "\0")):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_other_machines(event: str, args: tuple[Any, ...]) -> None:
    at = _ADDRESS_AT.get(event)
    if at is not None and not is_this_machine(args[at]):
        raise OSError(f"a test tried to reach {args[at]!r}; tests stay on this machine")


sys.addaudithook(refuse_other_machines)
