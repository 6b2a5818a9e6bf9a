"""Panel methods of regional papers beside the spatial models."""
