"""Periods as they are spelt, and the calendar that everything in time goes by."""

import pytest

from gisplug.core.errors import PanelError
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.periods.columns import read_labels, read_periods


@pytest.mark.parametrize(
    ("spelt", "frequency", "labels"),
    [
        (["2019", "2020.0", "２０２１"], "year", (2019, 2020, 2021)),
        (["2019年", "2020年度", "FY2021", "2022 [YR2022]", "二〇二三年"], "year", (2019, 2020, 2021, 2022, 2023)),
        (["98年", "01年"], "year", (1998, 2001)),
        (["2009-10", "2010-11", "2011/12"], "year", (2009, 2010, 2011)),
        (
            ["2019年上半年", "2019下半年", "2020H1", "2020-S2", "first half of 2021"],
            "half-year",
            ("2019H1", "2019H2", "2020H1", "2020H2", "2021H1"),
        ),
        (
            [
                "2019年1季度",
                "2019年第二季度",
                "2019年3季",
                "2019Q4",
                "Q1 2020",
                "2Q2020",
                "2020-Q3",
                "4Q20",
                "1st quarter 2021",
            ],
            "quarter",
            ("2019Q1", "2019Q2", "2019Q3", "2019Q4", "2020Q1", "2020Q2", "2020Q3", "2020Q4", "2021Q1"),
        ),
        (["2010.0", "2010.25", "2010.5", "2010.75"], "quarter", ("2010Q1", "2010Q2", "2010Q3", "2010Q4")),
        (
            [
                "2019年1月",
                "2019年10月",
                "2019年十一月",
                "2019M12",
                "Jan 2020",
                "February 2020",
                "Sept. 2020",
                "Oct-20",
                "2020-11",
                "2020/12",
                "01/2021",
            ],
            "month",
            (
                "2019-01",
                "2019-10",
                "2019-11",
                "2019-12",
                "2020-01",
                "2020-02",
                "2020-09",
                "2020-10",
                "2020-11",
                "2020-12",
                "2021-01",
            ),
        ),
        (["201012", "201101"], "month", ("2010-12", "2011-01")),
        (["2019.01", "2019.02", "2019.1"], "month", ("2019-01", "2019-02", "2019-10")),
        (["2019.1", "2019.2"], "month", ("2019-01", "2019-02")),
        (
            ["2020W53", "2021-W01", "2021年第2周", "week 3 2021"],
            "week",
            ("2020-W53", "2021-W01", "2021-W02", "2021-W03"),
        ),
        (
            ["2019-01-05", "2019/1/6", "2019年1月7日", "8 Jan 2019", "Jan 9, 2019", "10.1.2019"],
            "day",
            tuple(f"2019-01-{d:02d}" for d in range(5, 11)),
        ),
        (["05/01/2019", "13/01/2019"], "day", ("2019-01-05", "2019-01-13")),
        (["01/05/2019", "01/13/2019"], "day", ("2019-01-05", "2019-01-13")),
        (["20190105", "20190106"], "day", ("2019-01-05", "2019-01-06")),
        (["2019-12-31", "2020-12-31"], "year", (2019, 2020)),
        (["2019-03-31", "2019-06-30", "2019-09-30"], "quarter", ("2019Q1", "2019Q2", "2019Q3")),
        (["2019-01-01 00:00:00", "2019-02-01"], "month", ("2019-01", "2019-02")),
        (["wave 1", "wave 2", "wave 10"], "number", (1, 2, 10)),
        (["第1期", "第2期"], "number", (1, 2)),
        (["-1", "0", "1"], "number", (-1, 0, 1)),
    ],
)
def test_periods_are_known_however_they_are_spelt(spelt, frequency, labels):
    read = read_periods(spelt)
    assert (read.frequency, read.labels) == (frequency, labels)
    assert sorted(labels) == [label for _, label in sorted(zip(read.places, labels, strict=True))]


@pytest.mark.parametrize(
    ("spelt", "told"),
    [
        (["pre", "post"], "no order in time.*pre, post.*number them"),
        (["2019年前三季度"], "no order in time"),
        (["2019-W53"], "no order in time"),
        (["2019-02-30"], "no order in time"),
        (["2019", "2019Q1"], "several frequencies"),
        (["2019年", "2019年1月"], "several frequencies"),
        (["20101", "20102"], "quarters or plain numbers.*2010Q1"),
        (["2019:1", "2019:2", "2019:3", "2019:4", "2020:1"], "quarters or months"),
        (["2019.1", "2019.11"], "January or October"),
        (["01/02/2019", "03/02/2019"], "day and month or a month and day"),
        (["13/02/2019", "02/13/2019"], "day first and some the month"),
        (["2019-01-05 10:30", "2019-01-05 11:30"], "no order in time"),
    ],
)
def test_what_has_no_order_or_two_is_refused(spelt, told):
    with pytest.raises(PanelError, match=told):
        read_periods(spelt)


def test_labels_are_read_as_they_were_written():
    for labels in (
        ["2010-11", "2011-12"],
        ["2019-01-01", "2020-01-01"],
        ["2019Q1", "2019Q3"],
        ["2020-W53", "2021-W01"],
    ):
        assert list(read_labels(labels).labels) == labels
    assert read_labels(["2010-11", "2011-12"]).frequency == "month"
    assert read_labels(["2019-01-01", "2020-01-01"]).frequency == "day"


@pytest.mark.parametrize(
    ("periods", "step", "clock", "absent"),
    [
        ((2010, 2011, 2013), 1, (0, 1, 3), (2012,)),
        ((2000, 2002, 2004), 2, (0, 1, 2), ()),
        ((2000, 2002, 2005), 1, (0, 2, 5), (2001, 2003, 2004)),
        (("2019Q1", "2019Q3", "2020Q1"), 2, (0, 1, 2), ()),
        (("2019-12", "2020-01", "2020-03"), 1, (0, 1, 3), ("2020-02",)),
        (("2020-W52", "2020-W53", "2021-W01"), 1, (0, 1, 2), ()),
        (("2020-02-28", "2020-02-29", "2020-03-01"), 1, (0, 1, 2), ()),
        (("2019-01-07", "2019-01-14", "2019-01-28"), 7, (0, 1, 3), ("2019-01-21",)),
        ((2010,), 1, (0,), ()),
    ],
)
def test_a_step_is_the_longest_that_divides_every_gap(periods, step, clock, absent):
    calendar = calendar_of(periods)
    assert (calendar.step, calendar.clock, calendar.absent) == (step, clock, absent)
    assert [calendar.period(k) for k in calendar.clock] == list(periods)
    assert calendar.equal is (absent == ())


def test_a_method_that_steps_through_time_refuses_gaps_by_name():
    calendar_of((2000, 2002, 2004)).refuse_gaps("A test", "p")
    with pytest.raises(PanelError, match=r"A test .*steps of 1 quarter, and p lacks 2019Q2"):
        calendar_of(("2019Q1", "2019Q3", "2019Q4")).refuse_gaps("A test", "p")


def test_periods_of_another_spelling_have_their_place():
    calendar = calendar_of(("2019-01", "2019-02", "2019-03"))
    assert calendar.steps_to("2019年3月") == 2
    assert calendar.steps_to("201812") == -1
    assert calendar_of((2000, 2002)).steps_to("2001年") == 0.5
    with pytest.raises(PanelError, match="2019 is a year, and p has periods like 2019-01"):
        calendar.steps_to(2019, "p")
