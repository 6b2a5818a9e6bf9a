"""A PostGIS of Debian in a temporary folder, on a port and socket of its own, run by a user that is not root."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "geheim-密码"  # pragma: allowlist secret
WAIT = 60.0


@dataclass(frozen=True)
class Server:
    """`folder` holds the socket, on which user "gisplug" is trusted; over TCP it needs PASSWORD."""

    folder: Path
    port: int

    def address(self, table, **more):
        """The address of a table over the socket."""
        asked = "&".join(
            f"{k}={v}" for k, v in {"host": self.folder, "port": self.port, "table": table, **more}.items()
        )
        return f"postgresql://gisplug@/economy?{asked}"

    def run(self, statements):
        """Run SQL with psql and return what it prints."""
        words = [psql(), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p", self.port]
        done = subprocess.run(
            [*map(str, words), "-U", "gisplug", "-d", "economy"],
            input=statements,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PGCLIENTENCODING": "UTF8"},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def programs():
    """The newest folder with PostgreSQL's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[4]))
    return found[-1].parent if found else None


def psql():
    """The client program."""
    return (programs() or Path("/usr/bin")) / "psql"


def missing():
    """Say why no server can be started here; "" where it can."""
    bin_folder = programs()
    if bin_folder is None:
        return "PostgreSQL is not installed"
    version = bin_folder.parts[4]
    if not Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
        return "PostGIS is not installed"
    if os.geteuid() == 0 and not (shutil.which("setpriv") and _user()):
        return "PostgreSQL does not run as root, and there is no user postgres"
    return ""


def _user():
    import pwd

    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


@contextmanager
def served():
    """Start a server with an empty database "economy" that has PostGIS, and end it with its folder."""
    folder = Path(tempfile.mkdtemp(prefix="gisplug-pg-"))
    as_user = []
    if os.geteuid() == 0:
        user = _user()
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    data, process = folder / "data", None
    try:
        words = ["initdb", "-D", data, "-U", "gisplug", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "-N"]
        words[0] = programs() / words[0]
        subprocess.run([*as_user, *map(str, words)], check=True, capture_output=True, env=env)
        hba = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (data / "pg_hba.conf").write_text(hba, encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = [programs() / "postgres", "-D", data, "-k", folder, "-p", port, "-c", "listen_addresses=127.0.0.1"]
        words += ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=16MB"]
        process = subprocess.Popen(
            [*as_user, *map(str, words)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
        )
        _answering(folder, port, process)
        server = Server(folder, port)
        secret = PASSWORD.replace("'", "''")
        server.run(f"CREATE EXTENSION postgis; ALTER USER gisplug PASSWORD '{secret}';")
        yield server
    finally:
        if process is not None:
            process.send_signal(3)  # immediate: nothing of it is kept
            process.wait(WAIT)
        shutil.rmtree(folder, ignore_errors=True)


def _answering(folder, port, process):
    words = [psql(), "-X", "-q", "-h", folder, "-p", port, "-U", "gisplug", "-d", "postgres", "-c"]
    words.append("CREATE DATABASE economy")
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        if subprocess.run(list(map(str, words)), capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL does not start")
