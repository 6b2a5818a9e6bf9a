"""Options of every tool that draws figures or writes paper tables: what variables are called, how groups are ordered.

They are no inputs of a tool: whoever runs one lets them hold around it. A study has them as [labels] and [order].
"""

from __future__ import annotations

from gisplug.core.declare.parts import Param
from gisplug.core.declare.tool import Tool

SHOWN = ("figure", "paper", "html")  # kinds of results in which variables and groups are named
WORDING = (
    Param(
        "variable_labels",
        "text",
        "Labels of variables",
        "What figures and paper tables call the variables: name=Label; name=Label, or a table whose first two columns "
        "are names and labels. Labels of variables in Stata and SPSS files, and aliases of fields in QGIS, are used "
        "where this is left out; what is given here stands above them. A study file has [labels] instead.",
        optional=True,
        advanced=True,
    ),
    Param(
        "group_order",
        "text",
        "Order of groups",
        "In which order figures and tables show the groups of a column: region: east, central, west. Several columns "
        "are set apart by semicolons; groups that are not named follow. The first group is the base level of C(). A "
        "study file has [order] instead.",
        optional=True,
        advanced=True,
    ),
)


def wording_of(tool: Tool) -> tuple[Param, ...]:
    """Return the options of words that a tool has: those of `WORDING`, or none where it shows nothing."""
    return WORDING if any(output.kind in SHOWN for output in tool.file_outputs) else ()
