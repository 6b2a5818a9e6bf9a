"""Networks between units: who attracts whom, who stands in the middle, and which units play one part."""
