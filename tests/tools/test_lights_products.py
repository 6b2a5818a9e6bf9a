"""The list of light products needs no rasters."""

import pandas as pd

from gisplug.cli import main


def test_the_products_are_listed_without_rasters_and_with_results_named(tmp_path, capsys):
    assert main(["lights-products"]) == 0
    assert "Number of products" in capsys.readouterr().out
    wanted = ["--table", str(tmp_path / "p.csv"), "--checked", str(tmp_path / "c.csv")]
    assert main(["lights-products", *wanted]) == 0
    assert len(pd.read_csv(tmp_path / "p.csv"))
    assert not (tmp_path / "c.csv").exists()
