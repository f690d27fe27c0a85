"""What `scripts/run` asks about processes, ports and the database."""

import http.client
import json
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE = 60.0
STOPPING = 10.0


def free(port: str) -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", int(port))) != 0


def alive(pid: str) -> bool:
    """Whether a child still runs; one that ended but was not waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def serving(port: str, *pids: str) -> bool:
    """Wait until the site answers; gives up when a process ends or patience does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(alive(pid) for pid in pids):
        if healthy(port):
            return True
        time.sleep(0.1)
    return False


def healthy(port: str) -> bool:
    """Whether the site says that it can serve."""
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        # As the proxy in front would ask: production answers plain HTTP with a redirect.
        connection.request("GET", "/healthz", headers={"X-Forwarded-Proto": "https"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def gone(*pids: str) -> bool:
    """Wait until the processes have ended by themselves."""
    until = time.monotonic() + STOPPING
    while time.monotonic() < until:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def database(url: str) -> bool:
    """Print what tells this PostgreSQL database from one made later under its name."""
    import psycopg2

    with psycopg2.connect(url) as session, session.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        sys.stdout.write(f"{url} {cursor.fetchone()[0]}\n")
    return True


def people(address: str, demo: str) -> bool:
    """Print where to go, and one sign-in for each role of each school."""
    told = json.loads(Path(demo).read_text())
    lines = ["", f"  senregister is at {address}"]
    for school in told["schools"]:
        staff = [person for person in told["people"] if person["school"] == school["slug"]]
        lines += ["", f"  {school['name']}", *_sign_ins(staff)]
    sys.stdout.write("\n".join([*lines, "", "  Ctrl-C stops it.", ""]))
    sys.stdout.flush()
    return True


def _sign_ins(staff: list[dict[str, Any]]) -> list[str]:
    """The first person of each set of roles, in columns."""
    first: dict[str, tuple[str, str, str]] = {}
    for person in staff:
        roles = ", ".join(person["roles"])
        first.setdefault(roles, (roles, person["email"], person["password"]))
    widths = [max(map(len, column)) for column in zip(*first.values(), strict=True)]
    return [
        "    " + "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True))
        for row in first.values()
    ]


ASKED: dict[str, Callable[..., bool]] = {
    "free": free,
    "healthy": healthy,
    "serving": serving,
    "gone": gone,
    "database": database,
    "people": people,
}

if __name__ == "__main__":
    sys.exit(0 if ASKED[sys.argv[1]](*sys.argv[2:]) else 1)
