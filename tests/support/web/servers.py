"""Servers that the tests start for themselves: on the loopback interface, on a spare port, in a folder that goes away again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SECONDS = 120


def spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what} did not come about in {seconds} s"
        time.sleep(0.05)


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL cluster; gives the address without the name of a database. The server refuses to run as root."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), default=None)
    assert binaries, "the tests need PostgreSQL: sudo apt-get install postgresql"
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="bms-postgres-") as folder:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        initdb = [binaries / "initdb", "-D", folder, "-U", "bms", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
        # Nothing here has to outlive a power cut.
        quick = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        options = [word for option in quick for word in ("-c", option)]
        with _server(lambda port: [binaries / "postgres", "-D", folder, "-p", str(port), *options], user, signal.SIGQUIT) as port:
            # It listens before it lets anybody in.
            ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, "a PostgreSQL that lets people in")
            yield f"postgresql+psycopg://bms@127.0.0.1:{port}"


@contextmanager
def redis() -> Iterator[str]:
    """A Redis server that keeps nothing."""
    binary = shutil.which("redis-server")
    assert binary, "the tests need Redis: sudo apt-get install redis-server"
    with tempfile.TemporaryDirectory(prefix="bms-redis-") as folder:
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        with _server(lambda port: [binary, "--port", str(port), *options], None, signal.SIGTERM) as port:
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _server(command: Callable[[int], Sequence[str | Path]], user: str | None, end: signal.Signals) -> Iterator[int]:
    """Somebody else may take the port between looking and listening: then another one is tried."""
    for _ in range(5):
        port = spare_port()
        server = subprocess.Popen(
            command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, user=user, cwd="/"
        )
        try:
            wait_until(lambda server=server, port=port: server.poll() is not None or answers(port), "the server")
            if server.poll() is None:
                yield port
                return
        finally:
            server.send_signal(end)
            server.wait()
    raise AssertionError("the server does not start")
