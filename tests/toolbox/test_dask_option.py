"""The Dask cluster of the Processing options reaches the engine."""

from tests.toolbox.cases import PANEL
from tests.toolbox.conftest import call

CONTROLS = "OUTCOME=develop", "REGRESSOR=agg", "MEDIATORS=wage", "DRAWS=20"
ADDRESS = "tcp://127.0.0.1:9"  # nobody listens there


def test_the_address_of_the_options_is_where_the_bootstrap_goes(profile, tmp_path):
    """A job alone runs here; with an address where nobody listens it says so."""
    ini = profile / "qgis" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    before = ini.read_text(encoding="utf-8")
    assert mediated(profile, tmp_path / "here.csv").returncode == 0
    ini.write_text(f"{before}\n[Processing]\nConfiguration\\GISPLUG_DASK={ADDRESS}\n", encoding="utf-8")
    try:
        done = mediated(profile, tmp_path / "there.csv")
    finally:
        ini.write_text(before, encoding="utf-8")
    assert done.returncode != 0 and f"No Dask scheduler answers at {ADDRESS}" in done.stdout + done.stderr
    assert (tmp_path / "here.csv").exists() and not (tmp_path / "there.csv").exists()


def mediated(profile, table):
    given = (f"PANEL={PANEL}", "UNIT=adcode", "PERIOD=year", *CONTROLS, f"TABLE={table}")
    return call(profile, "--json", "run", "gisplug:mediation", "--", *given)
