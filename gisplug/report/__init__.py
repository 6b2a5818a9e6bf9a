"""Tables, charts, maps and pages."""
