"""What was read: the files behind a name, their content, and the code that reads them; for caches and records alike.

`family` finds the files, `hashes` their content, `sources` puts both together, `code` knows program and libraries.
What a step of a study does with it belongs to `study/`. Standard library only.
"""
