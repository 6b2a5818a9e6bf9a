"""Pictures of space-time structure: detectors, transitions, densities as ridges, networks."""
