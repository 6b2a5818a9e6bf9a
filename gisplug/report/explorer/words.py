"""The words of the explorer, for the page to show: English is the key."""

from __future__ import annotations

from gisplug.report.words.say import say

WORDS = (
    "Settings",
    "Show",
    "Spread of a change: click a unit",
    "Own effect",
    "Received from all others",
    "Sent to all others",
    "clusters (LISA)",
    "Change in",
    "Direction",
    "from the unit to all others (sent)",
    "from all others to the unit (received)",
    "Size of the change",
    "Order of neighbours",
    "Period",
    "Play the periods",
    "Find a unit",
    "Clear",
    "Map of the units: arrow keys move, Enter chooses",
    "Zoom in",
    "Zoom out",
    "Drag with Shift held to mark several units; Ctrl and wheel zoom.",
    "marked units only",
    "Numbers of the map",
    "Show more rows",
    "Neighbours' mean",
    "Cluster",
    "p",
    "Moran's I = {i}.",
    "Own",
    "Received",
    "Sent",
    "SE",
    "All units lie within {wide}; the standard error of one is {error}: the map shows no differences that are certain.",
    "Effect of a change in a unit's own {x} on its {y}.",
    "Effect on a unit's {y} of a change in {x} of all others.",
    "Effect of a change in a unit's {x} on {y} of all others, summed.",
    "Click a unit on the map, or find it by name.",
    "The spread could not be computed for these weights.",
    "Up to order {q}",
    "All orders",
    "Effect",
    "95% from",
    "to",
    "Links away",
    "A change of {size} in {x} of {unit} changes {y} there by {own}, and in all others by {sum} together, most in "
    "{most} ({largest}).",
    "A change of {size} in {x} of every unit changes {y} of {unit} by {own} from its own and by {sum} from all others, "
    "most from {most} ({largest}).",
    "all",
    "pale: not significant at 5 percent",
    "no value",
    "{x}, standardised",
    "Spatial lag",
    "Moran scatter plot, {period}: I = {i}",
    "Unit",
    "{shown} of {all} units.",
    "{n} marked.",
    "{n} marked: mean {inside}; the others: {outside}.",
)


def words(language: str) -> dict[str, str]:
    """Return each word in a language, by its English."""
    return {word: say(word, language) for word in WORDS}
