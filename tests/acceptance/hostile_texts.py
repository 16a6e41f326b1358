"""Text tables and JSON that no export should give: far too long, far too wide, half of another encoding."""

from __future__ import annotations

import json

HEADING = "fran;kategori;beskrivning\n"
ROW = "2025-03-02;klotter;text\n"
SMALL = HEADING + 3 * ROW
SWEDISH = HEADING + "2025-03-01;klotter;åäö\n" + ROW
OBJECT = '{"fran":"2025-03-02","kategori":"klotter"}'


def among(line: str | bytes, times: int = 1) -> bytes:
    """The line between three good rows and three more."""
    raw = line if isinstance(line, bytes) else line.encode()
    return SMALL.encode() + raw * times + 3 * ROW.encode()


def long_field(size: int, quote: str = "", text: str = "x") -> bytes:
    """One field of `size` characters."""
    return among(f"2025-03-02;klotter;{quote}{(text * size)[:size]}{quote}\n")


def never_closed(size: int) -> bytes:
    """A quotation mark that is opened above `size` bytes of good rows."""
    return (SMALL + '2025-03-02;klotter;"' + "x\n" + ROW * (size // len(ROW))).encode()


def columns(n: int) -> bytes:
    """A heading and a row of `n` columns."""
    return (";".join(f"k{i}" for i in range(n)) + "\n" + "1;" * (n - 1) + "1\n").encode()


def wide_rows(n: int, cells: int) -> bytes:
    """Rows with very many cells under three headings."""
    return among("2025-03-02;klotter" + ";x" * cells + "\n", n)


def row_of_lines(n: int) -> bytes:
    """Quotation marks so that each line begins inside one of the line above."""
    return (HEADING + 'a";"\n' * n).encode()


def mixed_ends() -> bytes:
    """Rows that end in all three ways, also inside a cell."""
    return (
        b'fran;kategori;beskrivning\r\n2025-03-01;klotter;a\r2025-03-02;klotter;"b\rc\nd\r\n"\n2025-03-03;klotter;e\r\n'
    )


def keys(n: int) -> bytes:
    """An object of `n` names."""
    return ("[{" + ",".join(f'"k{i}":1' for i in range(n)) + "}]").encode()


def sparse(rows: int, names: int) -> bytes:
    """Objects of one name each, that together have very many."""
    return ("[" + ",".join(f'{{"k{i % names}":1}}' for i in range(rows)) + "]").encode()


def deep(n: int, opens: str = "[", closes: str = "]", inside: str = "1") -> bytes:
    """Brackets within brackets."""
    return (opens * n + inside + closes * n).encode()


def deep_value(n: int) -> bytes:
    """A good object, and one with a value that is nested."""
    return f'[{OBJECT},{OBJECT[:-1]},"x":{"[" * n}1{"]" * n}}}]'.encode()


def number(text: str) -> bytes:
    """A good object, and one whose `antal` is this text of JSON."""
    return f'[{OBJECT},{OBJECT[:-1]},"antal":{text}}}]'.encode()


def texts(*texts: str) -> bytes:
    """An object for each text of JSON, without its quotation marks."""
    return ("[" + ",".join(f'{OBJECT[:-1]},"beskrivning":"{text}"}}' for text in texts) + "]").encode()


def many(item: str, n: int, between: str = ",") -> bytes:
    """The same small value over and over."""
    inside = (item + between) * (n - 1) + item
    return (f"[{inside}]" if between == "," else inside).encode()


def point(coordinates: str) -> bytes:
    """Two features; the coordinates of the second are this text of JSON."""
    features = [
        f'{{"type":"Feature","properties":{OBJECT},"geometry":{{"type":"Point","coordinates":{text}}}}}'
        for text in ("[18.1,59.3]", coordinates)
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode()


def wrong_in_all(rows: int) -> bytes:
    """Rows that are wrong in five columns, each cell a text of its own."""
    heading = "fran;kategori;allvarlighet;antal;organisationstyp;beskrivning\n"
    return (heading + "".join(f"när {i};y {i};sju {i};åtta {i};okänd {i};{i}\n" for i in range(rows))).encode()


def wrong_counts(areas: int, years: int) -> bytes:
    """A table of counts, an area a row and a year a column, in which no cell is a number."""
    heading = "omrade;" + ";".join(map(str, range(2026 - years, 2026))) + "\n"
    return (heading + "".join(f"Område {i}" + ";x" * years + "\n" for i in range(areas))).encode()


def categories(n: int) -> bytes:
    """Rows whose categories are all unknown and all different, each near to one that is known."""
    return (HEADING + "".join(f"2025-03-02;klottring {i};x\n" for i in range(n))).encode()


def repeated(n: int) -> bytes:
    """The same report over and over."""
    return ("rapport_id;" + HEADING + "R1;2025-03-02;klotter;x\n" * n).encode()


def honest(rows: int) -> bytes:
    """Ten columns, two of which hold texts of a dozen words, no two alike: 240 bytes a row."""
    words = "gänget stod kvar vid entrén flera timmar på kvällen när personalen kom igen"
    row = "R{i};2025-03-02 12:15;;klotter;3;Organisation A;Storgatan {road};Område {area};{i} {words};{words} {i}\n"
    heading = "rapport_id;fran;till;kategori;allvarlighet;organisation;adress;stadsdel;beskrivning;anteckning\n"
    lines = (row.format(i=i, road=i % 4000, area=i % 30, words=words) for i in range(rows))
    return (heading + "".join(lines)).encode("cp1252")


def formula(text: str) -> bytes:
    """A row that is given back, with a text that a spreadsheet would run."""
    return json.dumps([{"fran": "när som helst", "kategori": "klotter", "beskrivning": text}]).encode()
