"""A small reader of do-files: quotes, brackets, braces and continuations close, commands and options exist.

It knows the commands that exported code uses, with the options of each by their documentation; it runs nothing.
"""

import re

KNOWN = {  # command: options that may follow its comma
    "version": set(),
    "use": {"clear"},
    "xtset": set(),
    "preserve": set(),
    "restore": set(),
    "mkmat": {"matrix"},
    "keep": set(),
    "levelsof": {"local"},
    "tabulate": {"generate"},
    "foreach": set(),
    "do": set(),
    "regress": {"vce"},
    "reghdfe": {"absorb", "noabsorb", "vce"},
    "ivreghdfe": {"absorb", "robust", "cluster", "small", "liml", "gmm2s"},
    "xtscc": {"fe", "lag"},
    "xsmle": {"model", "wmat", "emat", "dmat", "durbin", "fe", "re", "type", "effects", "nolog"},
    "spset": set(),
    "spmatrix": {"replace"},
    "spxtregress": {"fe", "re", "dvarlag", "ivarlag", "errorlag", "sarpanel"},
    "estat": set(),
    "csdid": {"ivar", "time", "gvar", "method", "notyet", "long2"},
    "xtabond2": {"gmm", "iv", "noleveleq", "orthogonal", "twostep", "robust"},
    "spatwmat": {"name"},
    "spatgsa": {"weights", "moran"},
}
NEEDS = {  # options without which a command of exported code means something else
    "reghdfe": ({"absorb", "noabsorb"}, {"vce"}),
    "ivreghdfe": ({"absorb"}, {"small"}),
    "xsmle": ({"model"}, {"fe", "re"}, {"wmat", "emat"}),
    "spxtregress": ({"fe", "re"},),
    "csdid": ({"ivar"}, {"time"}, {"gvar"}, {"method"}),
    "xtabond2": ({"gmm"}, {"robust"}),
}
PAIRS = {")": "(", "]": "[", "}": "{"}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")
STRAY = re.compile(r"\b[^\x00-\x7f]+\b")


def problems(text: str) -> list[str]:
    """Return what is wrong in a do-file, with the line."""
    found, depth, whole = [], 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not whole and bare.startswith("*"):
            if "/*" in bare or bare.endswith("///"):
                found.append(f"{number}: a comment that does not end")
            continue
        whole += bare.removesuffix("///")
        if bare.endswith("///"):
            continue
        depth += whole.count("{") - whole.count("}")
        found += [f"{number}: {what}" for what in _of_line(whole)]
        whole = ""
    if whole:
        found.append("the last line goes on")
    return found + (["braces do not close"] if depth else [])


def _of_line(line: str) -> list[str]:
    if line in ("", "}"):
        return []
    found = []
    bare = re.sub(r'"[^"]*"', "FILE", line)
    if '"' in bare:
        found.append("quotes do not close")
    stack: list[str] = []
    for sign in bare.removesuffix("{").removesuffix("}"):
        if sign in PAIRS.values():
            stack.append(sign)
        elif sign in PAIRS and (not stack or stack.pop() != PAIRS[sign]):
            found.append(f"{sign} without its beginning")
    found += ["a bracket does not close"] * bool(stack)
    if bare.count("`") != bare.count("'"):
        found.append("a macro does not close")
    if re.search(r"[^\x00-\x7f]", bare):
        found.append("letters that Stata's names do not have")
    words = bare.removeprefix("quietly ")
    command = words.split()[0].rstrip(",")
    if command not in KNOWN:
        return [*found, f"{command} is no command of exported code"]
    options = set(re.findall(NAME, re.sub(r"\([^()]*\)", "", _flat(_tail(words)))))
    found += [f"{command} has no option {option}" for option in sorted(options - KNOWN[command])]
    found += [f"{command} needs one of {sorted(one)}" for one in NEEDS.get(command, ()) if not one & options]
    return found


def _tail(line: str) -> str:
    """Return what follows the comma outside brackets."""
    depth = 0
    for place, sign in enumerate(line):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            return line[place + 1 :]
    return ""


def _flat(text: str) -> str:
    """Return options without what stands inside the brackets of brackets."""
    while (flat := re.sub(r"\(([^()]*)\([^()]*\)([^()]*)\)", r"(\1\2)", text)) != text:
        text = flat
    return text
