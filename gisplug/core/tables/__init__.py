"""Tables in and out of files: where the header stands, what is a note, which text is a number; ids as text.

What is written here knows files and cells; units and periods are the panel's.
"""

from gisplug.core.tables.ids import text_ids as text_ids
from gisplug.core.tables.read import read_table as read_table
from gisplug.core.tables.read import sheets_of as sheets_of
from gisplug.core.tables.read import told_of as told_of
from gisplug.core.tables.write import write_table as write_table
