"""Every kind of fit, and its code, made once."""

import pytest

import gisplug as gp
from tests.replication.cases import fits


@pytest.fixture(scope="session")
def made():
    return fits()


@pytest.fixture(scope="session")
def folder(made, tmp_path_factory):
    target = tmp_path_factory.mktemp("code") / "code"
    index = gp.export_code(made, target)
    assert index.loc[index["r"].astype(bool), "script"].tolist() == list(made)
    return target
