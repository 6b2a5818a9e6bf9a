"""A lock of one tiny package, so that an engine is made in seconds by the real venv and the real pip."""

import base64
import hashlib
import subprocess
import zipfile

import pytest

from gisplug.core.machine import private_environment
from gisplug.engine.setup import install


def wheel(folder, name, version="1.0", files=None):
    """Make the smallest wheel there is, the same each time, and return its line for the locked requirements."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    content = {
        **(files or {}),
        f"{name}.py": f"__version__ = {version!r}\n",
        f"{name}-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{name}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: "
        "py3-none-any\n",
    }
    record = f"{name}-{version}.dist-info/RECORD"
    with zipfile.ZipFile(path, "w") as archive:
        lines = []
        for inner, text in content.items():
            archive.writestr(zipfile.ZipInfo(inner), text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            lines.append(f"{inner},sha256={digest},{len(text)}")
        archive.writestr(zipfile.ZipInfo(record), "\n".join([*lines, f"{record},,"]) + "\n")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def small(tmp_path, monkeypatch):
    """The wheel folder of the tiny lock; verification only starts the interpreter and imports the package."""
    return locked_in(tmp_path, monkeypatch)


def locked_in(folder, patch):
    """Put the tiny lock into a folder and in the place of the engine's; return the wheel folder."""
    wheels = folder / "wheels 轮子"
    wheels.mkdir()
    lock = folder / "engine.txt"
    lock.write_text(wheel(wheels, "tiny"), encoding="utf-8")
    patch.setattr(private_environment, "requirements", lambda: lock)
    patch.setattr(install, "verify", verified)
    return wheels


def verified(folder, progress=None):
    """Return the version of the tiny package, imported by the engine's own interpreter."""
    python = str(private_environment.python_of(folder))
    command = [python, "-I", "-c", "import tiny; print(tiny.__version__)"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return {"python": "3", "tiny": said.stdout.strip()}
