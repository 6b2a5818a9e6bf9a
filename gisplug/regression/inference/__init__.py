"""What one coefficient's errors could be, under every structure at once, and which units and periods carry it."""
