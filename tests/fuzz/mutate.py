"""Changes of bytes: cut, flipped, doubled, moved, overwritten by numbers and words that readers trip over."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib

NUMBERS = [
    *(n.to_bytes(1, "little") for n in (0, 1, 0x7F, 0x80, 0xFF)),
    *(struct.pack(kind, n) for kind in ("<H", ">H") for n in (0, 1, 0x7FFF, 0x8000, 0xFFFF)),
    *(struct.pack(kind, n) for kind in ("<I", ">I") for n in (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 10**6, 10**9)),
    *(struct.pack(kind, n) for kind in ("<Q", ">Q") for n in (0, 2**63 - 1, 2**63, 2**64 - 1, 2**40)),
    struct.pack("<d", float("nan")),
    struct.pack("<d", float("inf")),
    struct.pack("<d", 1e308),
]
WORDS = (
    b"0",
    b"-1",
    b"1",
    b"2",
    b"999999999999",
    b"99999999999999999999999",
    b"1e308",
    b"-1e999",
    b"nan",
    b"inf",
    b"NA",
    b"",
    b"1.5",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b" ",
    b'"',
    b"'",
    b"[",
    b"]",
    b"{",
    b"}",
    b"[[",
    b"]]",
    b"=",
    b"#",
    b"%",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "省".encode(),
    "省".encode("gb18030"),
    b"<",
    b">",
    b"&#0;",
    b"&a;",
    b"true",
    b"null",
    b"{}",
    b"[]",
    b"1979-05-27",
    b"()",
    b"**",
    b"~",
    b"|",
    b":",
    b"^",
    b"+",
    b"\xe2\x80\xa8",
    b"-",
    b"(" * 60,
)
VALUES = (
    b" 1",
    b" -3",
    b" 2.5",
    b' ""',
    b' "x"',
    b" true",
    b" []",
    b" [1]",
    b' ["x", 2]',
    b" {}",
    b" { a = 1 }",
    b' {"a": 1}',
    b" [[1]]",
    b" 1979-05-27",
    b" nan",
    b" null",
    b' "@panel.panel"',
    b' "@x.y"',
    b" [{}]",
    b" 99999999999999999999",
)


def mutant(data: bytes, rng: random.Random) -> bytes:
    """Return `data` with one to six changes; members of zip archives and gzip streams are changed inside, too."""
    if data[:4] == b"PK\x03\x04" and rng.random() < 0.85:
        return _inside_zip(data, rng)
    if data[:2] == b"\x1f\x8b" and rng.random() < 0.8:
        return gzip.compress(_changed(gzip.decompress(data), rng), 1, mtime=0)
    if data[:6] == b"MATLAB" and rng.random() < 0.7:
        return _inside_matlab(data, rng)
    if data[:4] == b"$FL3" and rng.random() < 0.5:
        return _inside_zsav(data, rng)
    return _changed(data, rng)


def _changed(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        rng.choice(_CHANGES)(out, rng)
    return bytes(out)


def _place(out: bytearray, rng: random.Random) -> int:
    """Heads of files decide most, so half of the changes fall there."""
    top = len(out) if rng.random() < 0.5 else min(len(out), 512)
    return rng.randrange(max(top, 1))


def _flip(out: bytearray, rng: random.Random) -> None:
    if out:
        out[_place(out, rng)] ^= 1 << rng.randrange(8)


def _byte(out: bytearray, rng: random.Random) -> None:
    if out:
        out[_place(out, rng)] = rng.randrange(256)


def _number(out: bytearray, rng: random.Random) -> None:
    at, put = _place(out, rng), rng.choice(NUMBERS)
    out[at : at + len(put)] = put


def _word(out: bytearray, rng: random.Random) -> None:
    """Put a word in the place of a token, as text files have them."""
    at = _place(out, rng)
    ends = b" \t,;\n\r\"'=[]{}<>"
    start = at
    while start > 0 and out[start - 1] not in ends and at - start < 40:
        start -= 1
    end = at
    while end < len(out) and out[end] not in ends and end - at < 40:
        end += 1
    out[start:end] = rng.choice(WORDS)


def _insert(out: bytearray, rng: random.Random) -> None:
    at = _place(out, rng)
    out[at:at] = rng.choice(WORDS) if rng.random() < 0.7 else rng.randbytes(rng.randrange(1, 9))


def _delete(out: bytearray, rng: random.Random) -> None:
    at = _place(out, rng)
    del out[at : at + rng.choice((1, 1, 2, 4, 8, 64, 512))]


def _double(out: bytearray, rng: random.Random) -> None:
    at, size = _place(out, rng), rng.choice((1, 4, 16, 64, 256))
    out[at:at] = out[at : at + size]


def _cut(out: bytearray, rng: random.Random) -> None:
    del out[rng.randrange(len(out) + 1) :]


def _swap_lines(out: bytearray, rng: random.Random) -> None:
    lines = bytes(out).split(b"\n")
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    what = rng.randrange(3)
    if what == 0:
        lines[a], lines[b] = lines[b], lines[a]
    elif what == 1:
        lines.insert(a, lines[b])
    else:
        del lines[a]
    out[:] = b"\n".join(lines)


def _value(out: bytearray, rng: random.Random) -> None:
    """Put a value of another kind behind an equals sign or a colon, as study files and JSON have them."""
    places = [k + 1 for k, byte in enumerate(out) if byte in b"=:"]
    if not places:
        _byte(out, rng)
        return
    start = rng.choice(places)
    end = start
    while end < len(out) and out[end] not in b"\n,}":
        end += 1
    out[start:end] = rng.choice(VALUES)


_CHANGES = (
    _value,
    _flip,
    _byte,
    _byte,
    _number,
    _number,
    _number,
    _word,
    _word,
    _word,
    _insert,
    _delete,
    _double,
    _cut,
    _swap_lines,
)


def _inside_zip(data: bytes, rng: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    chosen = rng.randrange(len(members))
    what = rng.random()
    if what < 0.9:
        members[chosen] = members[chosen][0], _changed(members[chosen][1], rng)
    elif what < 0.95:
        del members[chosen]
    else:
        name = _changed(members[chosen][0].encode(), rng).decode("utf-8", "replace").replace("\0", "")
        members[chosen] = name or "x", members[chosen][1]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in members:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), body, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _inside_matlab(data: bytes, rng: random.Random) -> bytes:
    """Change a variable before it is deflated anew."""
    parts, at = [], 128
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        parts.append((kind, data[at + 8 : at + 8 + size]))
        at += 8 + size
    chosen = rng.randrange(max(len(parts), 1))
    out = [data[:128]]
    for k, (kind, body) in enumerate(parts):
        if k == chosen and kind == 15:
            body = zlib.compress(_changed(zlib.decompress(body), rng), 1)
        elif k == chosen:
            body = _changed(body, rng)
        out += [struct.pack("<II", kind, len(body)), body]
    return b"".join(out)


def _inside_zsav(data: bytes, rng: random.Random) -> bytes:
    """Change the only block of a packed SPSS file before it is deflated anew; the places behind it are put right."""
    head = next(at for at in range(len(data) - 24) if struct.unpack_from("<q", data, at)[0] == at)
    _, trailer, size = struct.unpack_from("<3q", data, head)
    rest, entry = data[trailer : trailer + 24], struct.unpack_from("<2q2i", data, trailer + 24)
    body = _changed(zlib.decompress(data[entry[1] : entry[1] + entry[3]]), rng)
    packed = zlib.compress(body, 1)
    places = struct.pack("<3q", head, head + 24 + len(packed), size)
    last = struct.pack("<2q2i", entry[0], entry[1], len(body), len(packed))
    return data[:head] + places + packed + rest + last
