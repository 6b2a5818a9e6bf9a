"""Terms as tables and figures call them: "L.agg" is "Agglomeration (lag 1)", in English or Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gisplug.core.errors import ModelError
from gisplug.language.formula import parse_formula
from gisplug.language.place import plain
from gisplug.language.sides import LAG, factors_of, read_entry
from gisplug.language.tree import Binary, Call, Factor, Name, Node, Number, Shift, Unary, text, walk, written_name

Language = Literal["en", "zh"]
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NAMED = {"log": "ln", "ln": "ln", "log10": "log₁₀", "asinh": "asinh", "exp": "exp"}
_STEPS: dict[bool, dict[Language, str]] = {
    True: {"en": "lag {}", "zh": "滞后{}期"},
    False: {"en": "lead {}", "zh": "领先{}期"},
}
_BEHIND: dict[str, dict[Language, str]] = {
    "centred": {"en": "centred", "zh": "中心化"},
    "standard": {"en": "standardised", "zh": "标准化"},
    "standardise": {"en": "standardised", "zh": "标准化"},
    "winsorise": {"en": "winsorised", "zh": "缩尾"},
    "interpolate": {"en": "interpolated", "zh": "插值"},
}

MOVES = ("lag", "lead", "diff", "growth")  # calls that are clear without a label


def readable(term: str, labels: Mapping[str, str], language: Language = "en") -> str:
    """Return a term as a table calls it: variables by their labels, the rest in signs.

    "W*a" becomes W × A, "L.a" A (lag 1), "log(a)" ln(A), "a:b" A × B, "a^2" A², "C(region)[east]" Region: east,
    "D.a" Δ A.
    What is no term, such as the name of a statistic, and names without a label stay as they are.

    Parameters
    ----------
    labels : of columns and of whole terms.
    """
    if term in labels:
        return labels[term]
    for mark in (f"{LAG}*", f"{LAG} × ", f"{LAG} ", f"{LAG}_"):
        rest = term.removeprefix(mark)
        if rest not in ("", term) and ("*" in mark or "×" in mark or rest in labels):
            inner, tree = readable(rest, labels, language), read_entry(rest)
            grouped = rest not in labels and isinstance(tree, Binary) and tree.sign != "^"
            return f"{LAG} × ({inner})" if grouped else f"{LAG} × {inner}"
    if labels and " ~ " in term:
        return _formula(term, labels, language)
    if " × " in term:
        return " × ".join(readable(part, labels, language) for part in term.split(" × "))
    tree = read_entry(term)
    if isinstance(tree, Name):  # "event +1" reads as the name event and an intercept, and is no term
        return _label(tree.name, labels) if term.strip().strip("`") == tree.name else term
    return _Words(labels, language).of(tree) if _is_written(term, tree) and _is_clear(tree, labels) else term


def _formula(text: str, labels: Mapping[str, str], language: Language) -> str:
    """Write a formula with its terms by their labels; what is no formula stays as it is."""
    try:
        read = parse_formula(text)
    except ModelError:
        return text
    lags = [f"{LAG}*{term}" for term in read.lagged or ()]
    right = " + ".join(readable(term, labels, language) for term in (*read.regressors, *lags))
    _, bar, behind = text.partition(" | ")
    return f"{readable(read.outcome, labels, language)} ~ {right or 1}{bar}{behind}"


def _is_written(term: str, tree: Node) -> bool:
    """Tell whether a text is written as formulas write a term; "Direct: wage" and "agg (q <= 1)" are not."""
    written = text(tree)
    return term in (written, f"({written})") or written.replace("`", "").replace(" ", "") == term.replace("`", "")


def _is_clear(tree: Node, labels: Mapping[str, str]) -> bool:
    """Tell whether a text is a term, and not, say, a heading with a hyphen."""
    for node in walk(tree):
        if isinstance(node, Name) and _label(node.name, labels) != node.name:
            return True
        if isinstance(node, Shift | Factor) or (isinstance(node, Call) and node.name in MOVES):
            return True
        if isinstance(node, Binary) and node.sign in (":", "^"):
            return not any(isinstance(part, Number) for part in factors_of(node))
    return False


def _label(name: str, labels: Mapping[str, str]) -> str:
    return labels.get(name, labels.get(plain(name), name))


class _Words:
    """Writes the nodes of a term."""

    def __init__(self, labels: Mapping[str, str], language: Language) -> None:
        self.labels = labels
        self.language: Language = language

    def of(self, node: Node) -> str:
        """Write one node."""
        if (written := text(node)) in self.labels:
            return self.labels[written]
        if isinstance(node, Name):
            return _label(node.name, self.labels)
        if isinstance(node, Factor):
            by = " × ".join(map(self.of, factors_of(node.by)))
            colon = "：" if self.language == "zh" else ": "
            return by if node.level is None else f"{by}{colon}{node.level}"
        steps, inner = moved(node)
        if inner is not node:
            words = _STEPS[steps < 0][self.language].format(abs(steps))
            return f"{self.whole(inner)} {self.aside(words)}".replace(" （", "（") if steps else self.of(inner)
        if isinstance(node, Binary) and node.sign == ":":
            return " × ".join(map(self.whole, factors_of(node)))
        if (
            isinstance(node, Binary)
            and node.sign == "^"
            and isinstance(node.right, Number)
            and node.right.text.isdigit()
        ):
            return f"{self.tight(node.left)}{node.right.text.translate(_RAISED)}"
        if isinstance(node, Shift):
            return self.change(node.steps, node.operand)
        if isinstance(node, Call) and len(node.arguments) >= 1:
            return self.call(node)
        return text(node, self.written)

    def call(self, node: Call) -> str:
        """Write what a function makes."""
        inner = node.arguments[0]
        zh = self.language == "zh"
        if node.name == "diff":
            steps = node.arguments[1] if len(node.arguments) > 1 else dict(node.named).get("steps", Number("1"))
            return self.change(int(float(steps.text)), inner) if isinstance(steps, Number) else text(node, self.written)
        if node.name in _NAMED and len(node.arguments) == 1:
            return f"{_NAMED[node.name]}({self.of(inner)})"
        if node.name == "sqrt" and len(node.arguments) == 1:
            return f"√{self.tight(inner)}"
        if node.name == "log1p":
            return f"ln(1 + {self.whole(inner)})"
        if node.name == "abs":
            return f"|{self.of(inner)}|"
        if node.name == "growth" and len(node.arguments) == 1 and not node.named:
            return f"{self.whole(inner)}增长率" if zh else f"Growth of {self.whole(inner)}"
        if node.name in _BEHIND:
            return f"{self.whole(inner)} {self.aside(_BEHIND[node.name][self.language])}".replace(" （", "（")
        return text(node, self.written)

    def change(self, steps: int, inner: Node) -> str:
        """Write a difference."""
        return f"Δ{'' if steps == 1 else str(steps).translate(_LOWERED)} {self.whole(inner)}"

    def whole(self, node: Node) -> str:
        """Write a node that others surround: sums and products in parentheses."""
        grouped = isinstance(node, Unary) or (isinstance(node, Binary) and node.sign != "^")
        return f"({self.of(node)})" if grouped else self.of(node)

    def tight(self, node: Node) -> str:
        """Write a node that a sign clings to: in parentheses where it has several words."""
        written = self.whole(node)
        return f"({written})" if " " in written and not written.startswith("(") else written

    def aside(self, words: str) -> str:
        """Put words in the parentheses of the language."""
        return f"（{words}）" if self.language == "zh" else f"({words})"

    def written(self, name: str) -> str:
        """Write a name within an expression that has no sign of its own."""
        known = _label(name, self.labels)
        return known if known != name else written_name(name)


def moved(node: Node) -> tuple[int, Node]:
    """Return by how many steps lags and leads move what they stand before, and that."""
    steps = 0
    while True:
        if isinstance(node, Shift) and node.kind != "D":
            steps += node.steps if node.kind == "F" else -node.steps
            node = node.operand
        elif isinstance(node, Call) and node.name in ("lag", "lead"):
            given = dict(zip(("x", "steps"), node.arguments, strict=False)) | dict(node.named)
            count = given.get("steps", Number("1"))
            if not (isinstance(count, Number) and float(count.text).is_integer()):
                return steps, node
            steps += int(float(count.text)) * (1 if node.name == "lead" else -1)
            node = given["x"]
        else:
            return steps, node
