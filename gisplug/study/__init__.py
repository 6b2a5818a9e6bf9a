"""A study: one TOML file from inputs to report."""
