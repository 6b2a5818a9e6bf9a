"""Model formulas: "y ~ a + b:c + W*a | unit + period | endogenous ~ instruments".

Intercepts are no terms. Groups are fixed effects; the part with a tilde names endogenous regressors and their
instruments, as in fixest and pyfixest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects
from gisplug.language.columns import Columns
from gisplug.language.factors import expanded, known_group
from gisplug.language.parser import Parser
from gisplug.language.place import Source, Span
from gisplug.language.sides import LAG, entry, read_side, read_term, written_entry
from gisplug.language.tree import Binary, Name, Node, Number, spine, written_name


@dataclass(frozen=True)
class Formula:
    """A formula as it was read; `str` writes one that reads back to it.

    A term is called by its text ("log(gdp)", "a:b"), a column by its bare name.

    Attributes
    ----------
    outcome : str
    regressors : tuple of str, in the order given
    lagged : tuple of str, or None
        Regressors with spatial lags (W*x); None where the formula says nothing about them, () for W*0.
    groups : tuple of str, or None
        What stands between the bars: "unit", "region:period"; None where nothing does, () for 0.
    endogenous, instruments : tuple of str
        Endogenous regressors, which do not stand among the regressors, and what instruments them.
    """

    outcome: str
    regressors: tuple[str, ...]
    lagged: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    endogenous: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Outcome, then regressors."""
        return (self.outcome, *self.regressors)

    def __str__(self) -> str:
        terms = [written_entry(t) for t in self.regressors]
        if self.lagged is not None:
            terms += [_written_lag(t) for t in self.lagged] or [f"{LAG}*0"]
        parts = [f"{written_entry(self.outcome)} ~ {' + '.join(terms) or '1'}"]
        if self.groups is not None:
            parts.append(" + ".join(map(_written_group, self.groups)) or "0")
        if self.endogenous or self.instruments:
            parts.append(" ~ ".join(" + ".join(map(written_entry, s)) for s in (self.endogenous, self.instruments)))
        return " | ".join(parts)


def parse_formula(text: str | Formula) -> Formula:
    """Read a formula; "y ~ 1" has no regressors.

    Parts behind bars are groups, then instruments: ``y ~ a | unit + period``, ``y ~ a | unit | b ~ z1 + z2``,
    ``y ~ a | b ~ z``; ``| 0`` has no groups. ``a*b`` is a + b + a:b, and ``W*a`` gives the regressor a a spatial lag.

    Raises
    ------
    ModelError
        If it cannot be read: the message points at the place. Or a term stands twice, a term with a spatial lag is no
        regressor, or there are fewer instruments than endogenous regressors.
    """
    if isinstance(text, Formula):
        return text
    source = Source(text)
    parser = Parser(source)
    parser.bar_is_or = False
    outcome = _outcome(parser)
    side = read_side(parser, lags=True)
    groups: tuple[str, ...] | None = None
    endogenous: tuple[Node, ...] = ()
    instruments: tuple[Node, ...] = ()
    parts = 0
    while bar := parser.accept("|"):
        parts += 1
        if _has_tilde(parser):
            endogenous, instruments = _instruments(parser)
            break
        if groups is not None or parts > 1:
            raise source.fail("a formula has one part of groups, and then one of instruments: endogenous ~ z", bar.span)
        groups = _groups(parser)
    if parser.sees("~"):
        raise source.fail('a formula has one ~: "y ~ x1 + x2"; instruments stand behind a |', parser.next.span)
    if parser.sees("|"):
        raise source.fail("nothing stands behind the instruments", parser.next.span)
    parser.end()
    at = {entry(t): t.at for t in (outcome, *(side.lagged or ()), *side.terms, *endogenous, *instruments)}
    found = Formula(
        entry(outcome),
        tuple(map(entry, side.terms)),
        None if side.lagged is None else tuple(map(entry, side.lagged)),
        groups,
        tuple(map(entry, endogenous)),
        tuple(map(entry, instruments)),
    )
    _check(source, found, at)
    return found


def expand(formula: Formula, panel: Columns) -> Formula:
    """Return the formula with a dummy per level for every C(), and with every name as the panel writes it.

    The first level, or `ref`, has no dummy. In a product a:C(region) it has one unless a is a term too, as in R.

    Raises
    ------
    ModelError
        If a name is no column, a C() has one level only or very many, or a term stands twice.
    """
    outcome = expanded(panel, (formula.outcome,))[formula.outcome]
    if len(outcome) != 1:
        raise ModelError(
            message("The outcome is one column; {outcome} makes {n} of it.", outcome=formula.outcome, n=len(outcome))
        )
    made = expanded(panel, formula.regressors)
    more = {**expanded(panel, formula.endogenous), **expanded(panel, formula.instruments)}
    groups = None if formula.groups is None else tuple(known_group(panel, g) for g in formula.groups)
    found = replace(
        formula,
        outcome=outcome[0],
        regressors=_all(made, formula.regressors),
        lagged=None if formula.lagged is None else _all(made, formula.lagged),
        groups=groups,
        endogenous=_all(more, formula.endogenous),
        instruments=_all(more, formula.instruments),
    )
    _check(Source(str(formula)), found, {})
    return found


def split_groups(groups: Sequence[str], unit_name: str, period_name: str) -> tuple[Effects, tuple[str, ...]]:
    """Return the effects of the panel that groups ask for, and the further groupings to absorb.

    Parameters
    ----------
    groups : those of a formula.
    unit_name, period_name : what the panel calls its keys; "unit", "period" and "time" are known too.
    """
    units, periods = {"unit", unit_name}, {"period", "time", period_name}
    more = tuple(g for g in groups if g not in units | periods)
    unit, period = any(g in units for g in groups), any(g in periods for g in groups)
    effects: Effects = "twoways" if unit and period else "unit" if unit else "time" if period else "none"
    return effects, more


def _outcome(parser: Parser) -> Node:
    source = parser.source
    side = read_side(parser)
    if len(side.terms) != 1:
        raise source.fail(
            message(
                'a formula reads "y ~ x1 + x2", with one outcome before the ~; this has {n} (a sum as '
                "the outcome stands in parentheses)",
                n=len(side.terms) or message("none"),
            ),
            Span(0, parser.next.span.start),
        )
    if not parser.accept("~"):
        if parser.next.kind != "end" and not parser.sees("|"):
            raise parser.unexpected()
        raise source.fail('a formula reads "y ~ x1 + x2", and there is no ~ here', parser.next.span)
    return side.terms[0]


def _has_tilde(parser: Parser) -> bool:
    """Tell whether the part up to the next bar has a tilde outside parentheses."""
    depth = 0
    for token in parser.tokens[parser.place :]:
        if token.kind != "sign":
            continue
        depth += (token.value == "(") - (token.value == ")")
        if depth == 0 and token.value in ("~", "|"):
            return token.value == "~"
    return False


def _instruments(parser: Parser) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    endogenous = read_side(parser).terms
    tilde = parser.next.span
    if not parser.accept("~"):
        raise parser.unexpected()
    instruments = read_side(parser).terms
    if not endogenous or len(instruments) < len(endogenous):
        raise parser.source.fail(
            message(
                "there are {n} endogenous regressors and {n2} instruments; as many instruments are "
                "needed at least, as in y ~ a | b ~ z",
                n=len(endogenous),
                n2=len(instruments),
            ),
            tilde,
        )
    return endogenous, instruments


def _groups(parser: Parser) -> tuple[str, ...]:
    found: list[str] = []
    if parser.next.kind == "number" and parser.next.value in ("0", "1"):
        parser.take()
        return ()
    while True:
        node = parser.expression()
        for one in _summed(node):
            names = [one] if isinstance(one, Name) else _combined(one)
            if not names:
                raise parser.source.fail(
                    "groups are columns joined by +, and region:period for combinations; trends of groups are an "
                    "option of the model",
                    node.at,
                )
            name = names[0].name if len(names) == 1 else ":".join(written_name(n.name) for n in names)
            if name in found:
                raise parser.source.fail(message("{name} stands twice; name each grouping once", name=name), node.at)
            found.append(name)
        if not parser.accept("+"):
            return tuple(found)


def _summed(node: Node) -> list[Node]:
    first, chain = spine(node)
    parts: list[Node] = [first]
    for step in chain:
        if step.sign == "+":
            parts.append(step.right)
        else:
            parts[-1] = Binary(step.sign, parts[-1], step.right, step.at)
    return parts


def _combined(node: Node) -> list[Name]:
    """Return the names of a:b or a^b; none if it is anything else."""
    if isinstance(node, Name):
        return [node]
    if not (isinstance(node, Binary) and node.sign in (":", "^")) or isinstance(node.right, Number):
        return []
    left, right = _combined(node.left), _combined(node.right)
    return [*left, *right] if left and right else []


def _check(source: Source, found: Formula, at: Mapping[str, Span]) -> None:
    """Refuse terms that stand twice, and spatial lags of what is no regressor."""
    seen: set[str] = set()
    for term in (found.outcome, *found.regressors, *found.endogenous, *found.instruments):
        if term in seen:
            raise source.fail(message("{term} stands twice; name each term once", term=term), at.get(term))
        seen.add(term)
    for term in found.lagged or ():
        if term not in found.regressors:
            written = _written_lag(term)
            raise source.fail(
                message(
                    "{written} lags a term that is no regressor; write {written_entry} + {written}",
                    written=written,
                    written_entry=written_entry(term),
                ),
                at.get(term),
            )


def _written_lag(term: str) -> str:
    written = written_entry(term)
    node = read_term(written)
    simple = not written.startswith("(") and not (isinstance(node, Binary) and node.sign in ("/", "%"))
    return f"{LAG}*{written}" if simple else f"{LAG}*({written})"


def _written_group(group: str) -> str:
    parser = Parser(Source(group))
    try:
        if _groups(parser) == (group,) and parser.next.kind == "end":
            return group
    except ModelError:
        pass
    return f"`{group.replace('`', '``')}`"


def _all(made: dict[str, tuple[str, ...]], terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new for term in terms for new in made[term]))
