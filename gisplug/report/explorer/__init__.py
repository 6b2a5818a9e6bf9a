"""The explorer of a report: a page part that answers a click."""
