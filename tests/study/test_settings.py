"""A step remembers what it asked of the study's settings: only that decides whether it is done again."""

from gisplug.core.tables.groups import in_order
from gisplug.report.words.settings import House, housed
from gisplug.study.settings import Asking, Settings


def told(order, *groups):
    """Return what a step was told that puts groups in order."""
    settings = Settings(House(order=order))
    asking = Asking(settings.house)
    with housed(asking):
        for group in groups:
            in_order(group, "region")
    return settings.answers(asking)


def test_the_order_of_groups_counts_for_steps_that_put_groups_in_order():
    order = {"region": ("west", "east")}
    asked = told(order, ["east", "west"])
    assert asked["order"] == {"region": ["west", "east"]} and "order" not in told(order)
    assert Settings(House(order=order)).hold_as(asked)
    assert not Settings(House(order={"region": ("east", "west")})).hold_as(asked)
