"""Text and drawings made fit for documents."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sample_situation import bars_svg
from tryggve.reports.column_widths import SIDEWAYS, UPRIGHT, breakable, layout
from tryggve.reports.readable import encodable, readable
from tryggve.reports.safe_svg import FONT_FAMILY, UnsafeSvgError, safe_svg
from tryggve.reports.typeface import MISSING_SIGN, font_folder, shapes, showable

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("vanlig text å ä ö", "vanlig text å ä ö"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("nul\x00 bel\x07\x9f", "nul bel"),
        ("\ufeffbom", "bom"),
        ("gr\u202eymne\u2066x", "grymnex"),
        ("halv \ud800", "halv \ufffd"),
        ("icke\uffff", "icke\ufffd"),
        ("flik\toch rad\n", "flik\toch rad\n"),
        ("95 % av 3 %", "95\u00a0% av 3\u00a0%"),
        ("procent % ensam", "procent % ensam"),
    ],
)
def test_readable(raw: str, clean: str) -> None:
    assert readable(raw) == clean


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_readable_text_can_be_written_and_stays_as_it_is(text: str) -> None:
    clean = readable(text)
    clean.encode("utf-8")
    assert "\x00" not in clean
    assert readable(clean) == clean
    assert encodable(text).encode("utf-8")[:0] == b""
    assert len(encodable(text)) == len(text)


UNSAFE = {
    "script": "<script>alert(1)</script>",
    "foreign object": "<foreignObject><p/></foreignObject>",
    "event handler": '<rect onclick="alert(1)"/>',
    "event handler in capitals": '<rect ONLOAD="alert(1)"/>',
    "link out": '<use xlink:href="https://example.invalid/a.svg#b"/>',
    "plain link out": '<use href="//example.invalid/a.svg#b"/>',
    "link that runs": '<image href="javascript:alert(1)"/>',
    "picture from elsewhere": '<image href="https://example.invalid/a.png"/>',
    "svg as picture": '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    "data in use": '<use href="data:image/png;base64,AAAA"/>',
    "anchor": '<a href="#x"><rect/></a>',
    "style sheet": "<style>@import url(https://example.invalid/a.css)</style>",
    "fill from elsewhere": '<rect fill="url(https://example.invalid/a.svg#b)"/>',
    "style from elsewhere": '<rect style="fill: URL( https://example.invalid )"/>',
    "escaped style": '<rect style="fill: u\\72l(https://example.invalid)"/>',
    "animation": '<rect><set attributeName="href" to="javascript:alert(1)"/></rect>',
    "other name space": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "html without name space": '<p xmlns="">x</p>',
}


@pytest.mark.parametrize("inner", UNSAFE.values(), ids=UNSAFE.keys())
def test_a_drawing_that_can_run_or_fetch_is_refused(inner: str) -> None:
    with pytest.raises(UnsafeSvgError):
        safe_svg(f"{HEAD}{inner}</svg>", "f1")


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "<svg",
        "<p>text</p>",
        '<svg viewBox="0 0 1 1"></svg>',
        f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}<text>&a;</text></svg>',
        f"<!doctype svg>{HEAD}</svg>",
        f"{HEAD}</svg><script/>",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 &quot;"></svg>',
    ],
)
def test_what_is_no_plain_drawing_is_refused(svg: str) -> None:
    with pytest.raises(UnsafeSvgError):
        safe_svg(svg, "f1")


def test_a_drawing_is_written_anew_with_names_and_typeface_of_its_own() -> None:
    drawing = safe_svg(bars_svg([1, 2, 3], "Rubrik &amp; <tspan>mer</tspan>"), "f7")
    assert 'id="f7-clip0"' in drawing.inner
    assert 'clip-path="url(#f7-clip0)"' in drawing.inner
    assert "#clip0" not in drawing.inner
    assert "aria-label" not in drawing.inner
    assert "role=" not in drawing.inner
    assert set(re.findall('font-family="([^"]*)"', drawing.inner)) == {FONT_FAMILY}
    assert "Rubrik &amp; <tspan>mer</tspan>" in drawing.inner
    assert (drawing.width, drawing.height, drawing.view_box) == (600.0, 240.0, "0 0 600 240")
    ElementTree.fromstring(drawing.standalone())


def test_comments_and_hidden_text_do_not_get_through() -> None:
    drawing = safe_svg(f"{HEAD}<!-- <script> --><text><![CDATA[<script>alert(1)</script>]]></text></svg>", "f1")
    assert drawing.inner == "<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>"


def test_a_picture_inside_the_drawing_is_kept() -> None:
    drawing = safe_svg(f'{HEAD}<image xlink:href="data:image/png;base64,iVBORw0KGgo="/></svg>', "f1")
    assert drawing.inner == '<image xlink:href="data:image/png;base64,iVBORw0KGgo="></image>'


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="30px" height="20" viewBox="0 0 3 2"', (30, 20)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ('width="100%" height="auto" viewBox="-5,-5,30,20"', (30, 20)),
        ('width="0" height="0"', (640, 360)),
        ("", (640, 360)),
    ],
)
def test_the_size_of_a_drawing(head: str, size: tuple[float, float]) -> None:
    drawing = safe_svg(f'<svg xmlns="http://www.w3.org/2000/svg" {head}></svg>', "f")
    assert (drawing.width, drawing.height) == size


def test_the_font_named_in_a_style_is_replaced_too() -> None:
    drawing = safe_svg(f'{HEAD}<text style="font-family: Foo; fill: red">x</text></svg>', "f")
    assert "Foo" not in drawing.inner
    assert "Source Sans Pro" in drawing.inner


def test_a_real_chart_passes() -> None:
    import vl_convert

    chart = {
        "data": {"values": [{"m": "jan", "n": 3}, {"m": "feb", "n": 5}]},
        "mark": "bar",
        "encoding": {"x": {"field": "m", "type": "ordinal"}, "y": {"field": "n", "type": "quantitative"}},
    }
    drawing = safe_svg(vl_convert.vegalite_to_svg(chart), "f1")
    assert "<path" in drawing.inner
    assert ">feb</text>" in drawing.inner


def test_the_typeface_has_what_swedish_and_its_neighbours_need() -> None:
    letters = "abcåäöÅÄÖéüøæŁłńžščđşğıİñçàßθω–−…”’→≥≤≈×½²·•§€%\u00a0"
    assert [c for c in letters if ord(c) not in shapes()] == []
    assert 0x1F600 not in shapes()
    assert 0 not in shapes()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ängö", "Ängö"),
        ("a\u030a o\u0308", "å ö"),
        ("glad 😀", f"glad {MISSING_SIGN}"),
        ("北京", MISSING_SIGN * 2),
        ("ett\u2011två ●", "ett-två •"),
        ("①", "1"),
        ("rad\nrad", "rad\nrad"),
        ("zon\u200bdelad", "zon\u200bdelad"),
    ],
)
def test_showable(text: str, shown: str) -> None:
    assert showable(text) == shown


def test_the_folder_of_fonts_holds_static_files_and_is_gone_afterwards() -> None:
    with font_folder() as folder:
        names = sorted(file.name for file in folder.iterdir())
    assert names == ["SourceSansPro-Bold.ttf", "SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf"]
    assert not folder.exists()


def columns(*kinds: str) -> list[dict[str, str]]:
    return [{"title": f"Kolumn {i}", "kind": kind} for i, kind in enumerate(kinds)]


def test_a_small_table_stands_upright_in_large_type_and_whole() -> None:
    made = layout(columns("text", "number"), [["Skadegörelse", "12"]] * 5)
    assert (made.size, made.sideways, made.whole) == (9.5, False, True)
    assert made.widths[0] > made.widths[1]
    assert sum(made.widths) < UPRIGHT


def test_a_wide_table_lies_down_and_fits() -> None:
    made = layout(columns("text", *["number"] * 12), [["Ett område", *["1 234 (900–1 500)"] * 12]] * 40)
    assert made.sideways
    assert not made.whole
    assert sum(made.widths) <= SIDEWAYS + 0.2


@given(st.lists(st.lists(st.text(max_size=60), min_size=4, max_size=4), max_size=6))
def test_every_layout_fits_its_page(rows: list[list[str]]) -> None:
    made = layout(columns("text", "number", "number", "text"), rows)
    assert len(made.widths) == 4
    assert min(made.widths) > 0
    assert sum(made.widths) <= (SIDEWAYS if made.sideways else UPRIGHT) + 0.2


def test_only_words_nobody_writes_are_cut() -> None:
    assert (
        breakable("brottsförebyggandesamordnaren i fältarbetargruppen")
        == "brottsförebyggandesamordnaren i fältarbetargruppen"
    )
    assert breakable("x" * 50).replace("\u200b", "") == "x" * 50
    assert max(map(len, breakable("x" * 50).split("\u200b"))) == 14
