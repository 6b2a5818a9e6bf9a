"""Sentences for people: kept as a template and its values, and said late in any language. Standard library, Python 3.9.

`message("Column {name} lacks {n} values.", name=name, n=n)` is a `str` in English wherever text is wanted; `spoken`
renders it in the language of the run from the one catalogue of all faces, zh.json beside this file.
"""

from gisplug.core.messages.catalogue import CATALOGUE, chinese, chinese_of_name, sentences
from gisplug.core.messages.language import LANGUAGES, as_language, language, set_language, speaking
from gisplug.core.messages.message import Message, Name, counted, joined, key_of, message
from gisplug.core.messages.plain import from_plain, to_plain
from gisplug.core.messages.recalled import HEADS, recalled
from gisplug.core.messages.remembered import remembered
from gisplug.core.messages.spoken import spoken, spoken_error

__all__ = [
    "CATALOGUE",
    "HEADS",
    "LANGUAGES",
    "Message",
    "Name",
    "as_language",
    "chinese",
    "chinese_of_name",
    "counted",
    "from_plain",
    "joined",
    "key_of",
    "language",
    "message",
    "recalled",
    "remembered",
    "sentences",
    "set_language",
    "speaking",
    "spoken",
    "spoken_error",
    "to_plain",
]
