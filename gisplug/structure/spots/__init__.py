"""Where high and low values gather, and for how long: hot and cold spots over the years."""
