"""The replication package of a study: one zip with data or their hashes, study file, lock, result, code and README."""
