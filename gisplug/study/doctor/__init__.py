"""What a bug report needs to know of an installation, found without trusting it: versions, packages, drivers, fonts,
engine, machine, each with a verdict and a mend. It must work where a dependency is broken, so only `probes` imports
any, in a process of its own. Standard library and Python 3.9, since QGIS's own Python imports it too.
"""
