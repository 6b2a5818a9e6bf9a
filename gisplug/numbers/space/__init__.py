"""Near units: pairs within a distance, and blocks of neighbours."""
