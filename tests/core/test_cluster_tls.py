"""A Dask cluster over TLS: certificates made here, both sides checked, and nobody without one is let in."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

import pytest

from gisplug.core.errors import EngineError
from gisplug.core.executor import map_tasks
from tests.core.test_executor import cluster, dask_warns, square

x509 = pytest.importorskip("cryptography.x509")
TLS = "DASK_DISTRIBUTED__COMM__TLS__"


def certificate(folder: Path, name: str) -> dict[str, str]:
    """Make a certificate authority, and a certificate for 127.0.0.1 that it signed; return Dask's settings."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def key_of(file: str):
        made = ec.generate_private_key(ec.SECP256R1())
        kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        (folder / file).write_bytes(made.private_bytes(*kinds))
        return made

    def signed(subject: str, key, by: str, with_key, authority: bool) -> str:
        now = datetime.datetime.now(datetime.UTC)
        named, issuer = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, n)]) for n in (subject, by))
        made = (
            x509.CertificateBuilder(issuer, named, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(hours=1))
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        )
        file = folder / f"{subject}.pem"
        file.write_bytes(made.sign(with_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return str(file)

    owner, own = key_of(f"{name}-ca.key"), key_of(f"{name}.key")
    made = {"CA_FILE": signed(f"{name}-ca", owner, f"{name}-ca", owner, authority=True)}
    for who in ("CLIENT", "SCHEDULER", "WORKER"):
        made[f"{who}__CERT"] = signed(name, own, f"{name}-ca", owner, authority=False)
        made[f"{who}__KEY"] = str(folder / f"{name}.key")
    return made


@pytest.fixture
def settings(monkeypatch):
    """Let Dask have settings in the environment, as its user sets them."""
    config = pytest.importorskip("dask.config")

    def hold(made: dict[str, str]) -> None:
        for name, value in made.items():
            monkeypatch.setenv(TLS + name, value)
        config.refresh()

    yield hold
    monkeypatch.undo()
    config.refresh()


@dask_warns
def test_work_goes_over_tls_and_strangers_are_refused(tmp_path, settings, monkeypatch):
    ours, theirs = certificate(tmp_path, "ours"), certificate(tmp_path, "theirs")
    settings(ours)
    with cluster(tmp_path, 1, "tls") as (address, _):
        assert address.startswith("tls://")
        assert map_tasks(square, [2, 3], address) == [4, 9]
        monkeypatch.setattr("gisplug.core.executor.CONNECT_SECONDS", 1.0)
        with pytest.raises(EngineError, match="No Dask scheduler answers"):
            map_tasks(square, [1], address.replace("tls", "tcp"))
        settings(theirs)
        with pytest.raises(EngineError, match="No Dask scheduler answers"):
            map_tasks(square, [1], address)
        settings({**ours, "CLIENT__CERT": "", "CLIENT__KEY": ""})
        with pytest.raises(EngineError, match="knows no certificate here"):
            map_tasks(square, [1], address)
