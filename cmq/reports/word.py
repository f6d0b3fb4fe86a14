"""A Word document in French: A4, real styles, tables whose header row is repeated, page numbers as fields."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from cmq.french import typeset
from cmq.text import clean_text

LANGUAGE = "fr-FR"
AUTHOR = "Boussole CMQ"
FONT, FIXED_FONT = "Arial", "Courier New"
INK, SHADE, LINE = "0B5261", "EEF3F4", "7B8C92"
TEXT_WIDTH = 17.0
"""Between the margins, in centimetres."""

TITLE, SUBTITLE, HEADING, CAPTION = "Title", "Subtitle", "Heading 1", "Caption"
NORMAL, COMPACT, BULLET, SIGNATURE = "Normal", "No Spacing", "List Bullet", "Signature"
STATEMENT, CELL, COLUMN_TITLE, TABLE = "Constat", "Contenu de tableau", "Titre de colonne", "Tableau simple"
STRONG, FIXED = "Strong", "Chasse fixe"

_MARGIN = Cm(2)
_MAX_PROPERTY = 255
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHARACTERS_PER_CM = 5.0
_LINES_PER_PAGE = 40
_OF_THE_TEMPLATE = frozenset(
    {
        RELATIONSHIP_TYPE.THUMBNAIL,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        RELATIONSHIP_TYPE.CUSTOM_XML,
        "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    }
)
"""What the library's empty document says of itself: its picture, its statistics, a copy of its styles."""
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows them, the document's own words included."""

_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Tableausimple">
  <w:name w:val="{TABLE}"/>
  <w:basedOn w:val="TableNormal"/>
  <w:uiPriority w:val="59"/>
  <w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/>
      <w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/>
      <w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tblPr/>
    <w:trPr><w:tblHeader/></w:trPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr>
  </w:tblStylePr>
</w:style>"""

Piece = str | tuple[str, str]
"""A text, alone or with its character style."""


@dataclass(frozen=True, slots=True)
class Column:
    """The title of a column and its width in centimetres."""

    title: str
    width: float


class WordDocument:
    """A document that is written from its first paragraph to its last, then read as bytes."""

    def __init__(self, title: str, footer: str, today: date) -> None:
        self._document = docx.Document()
        _set_styles(self._document)
        _set_page(self._document, footer)
        _set_properties(self._document, title, today)

    def paragraph(self, *pieces: Piece, style: str = NORMAL) -> Paragraph:
        """A paragraph of one or several pieces."""
        paragraph = self._document.add_paragraph(style=style)
        for piece in pieces:
            text, character_style = (piece, None) if isinstance(piece, str) else piece
            paragraph.add_run(plain(text), character_style)
        return paragraph

    def table(
        self, caption: str, description: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]
    ) -> None:
        """A captioned table; each line of a cell's text is a paragraph of it."""
        above = self.paragraph("Tableau ", style=CAPTION)
        _add_field(above, " SEQ Tableau \\* ARABIC ", str(len(self._document.tables) + 1))
        above.add_run(f" – {plain(caption)}")
        table = self._document.add_table(rows=len(rows) + 1, cols=len(columns), style=TABLE)
        table.autofit = False
        _describe(table, plain(caption), typeset(plain(description)))
        widths = [Cm(column.width) for column in columns]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        titles = [column.title for column in columns]
        for place, (row, texts) in enumerate(zip(table.rows, (titles, *rows), strict=True)):
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = width
                first, *others = plain(text).split("\n")
                paragraph = cell.paragraphs[0]
                paragraph.style = CELL if place else COLUMN_TITLE
                paragraph.add_run(first)
                for line in others:
                    cell.add_paragraph(line, style=CELL)
            _set_row(row, header=not place, whole=_fits_a_page(texts, columns))

    def to_bytes(self) -> bytes:
        """The file, the same for the same content."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return _undated(buffer)


def plain(text: str) -> str:
    """Text that XML can hold and that turns no other text around."""
    return _REORDERING.sub("", clean_text(text))


def _set_styles(document: Document) -> None:
    root = document.styles.element
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            root.remove(style)
    for fonts in root.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(name), FONT)
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
    _shape(document, NORMAL, size=10, before=6, after=5)
    _shape(document, TITLE, size=22, after=4, ink=True)
    _shape(document, SUBTITLE, size=13, after=10, ink=True).font.italic = False
    _shape(document, HEADING, size=14, before=16, after=6, ink=True)
    _shape(document, CAPTION, size=9, before=10, after=3, ink=True, with_next=True)
    _shape(document, BULLET, after=2, with_next=True)
    _shape(document, COMPACT, size=10, after=2, with_next=True)
    for name in (STATEMENT, CELL, COLUMN_TITLE):
        _add(document, name)
    _shape(document, STATEMENT, size=12, after=3, with_next=True).font.bold = True
    _shape(document, CELL, size=9, after=0)
    _shape(document, COLUMN_TITLE, size=9, after=0, ink=True, with_next=True).font.bold = True
    _add(document, SIGNATURE, builtin=True)
    signature = _shape(document, SIGNATURE, before=30, after=0, with_next=True)
    signature.paragraph_format.tab_stops.add_tab_stop(
        Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    fixed = document.styles.add_style(FIXED, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(fixed, CharacterStyle)
    fixed.font.name, fixed.font.size, fixed.font.no_proof = FIXED_FONT, Pt(9), True
    root.append(parse_xml(_TABLE_STYLE))


def _add(document: Document, name: str, *, builtin: bool = False) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles[NORMAL]
    style.hidden, style.quick_style = False, True


def _shape(  # noqa: PLR0913 - one a property of a style
    document: Document,
    name: str,
    *,
    size: float | None = None,
    before: float = 0,
    after: float = 0,
    ink: bool = False,
    with_next: bool | None = None,
) -> ParagraphStyle:
    """Size and spaces in points, the colour of titles, and whether the style stays with what follows."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    if size is not None:
        style.font.size = Pt(size)
    if ink:
        style.font.color.rgb = RGBColor.from_string(INK)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.1
    if with_next is not None:
        form.keep_with_next = with_next
    for border in style.element.iter(qn("w:bottom")):
        border.attrib.pop(qn("w:themeColor"), None)
        border.set(qn("w:color"), INK)
    return style


def _set_page(document: Document, footer: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    section.footer_distance = section.header_distance = Cm(1)
    paragraph = section.footer.paragraphs[0]
    paragraph.style = document.styles["Footer"]
    _shape(document, "Footer", size=8)
    stops = paragraph.style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(f"{plain(footer)}\tPage ")
    _add_field(paragraph, " PAGE ", "1")
    paragraph.add_run(" sur ")
    _add_field(paragraph, " NUMPAGES ", "1")


def _set_properties(document: Document, title: str, today: date) -> None:
    properties = document.core_properties
    properties.title = clean_text(" ".join(plain(title).split()), _MAX_PROPERTY)
    properties.author = properties.last_modified_by = AUTHOR
    properties.language, properties.comments = LANGUAGE, ""
    properties.created = properties.modified = datetime.combine(today, time(), UTC)
    package = document.part.package
    assert package is not None
    for relations in (package.rels, document.part.rels):
        for id_, relation in list(relations.items()):
            if relation.reltype in _OF_THE_TEMPLATE:
                del relations[id_]
    settings = document.settings.element
    for name, value in (("w:decimalSymbol", ","), ("w:listSeparator", ";"), ("w:themeFontLang", LANGUAGE)):
        for setting in settings.iter(qn(name)):
            setting.attrib.clear()
            setting.set(qn("w:val"), value)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field, and what stands there until a word processor computes it."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - the library has no fields


def _describe(table: Table, caption: str, description: str) -> None:
    """What a screen reader says of a table, and that its first row is one of titles."""
    properties = table._tbl.tblPr  # noqa: SLF001 - the library has no alternative text
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.attrib.clear()
        for name in ("firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand"):
            look.set(qn(f"w:{name}"), "1" if name in ("firstRow", "noHBand", "noVBand") else "0")
    for name, value in (("w:tblCaption", caption), ("w:tblDescription", description)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        properties.append(element)


def _set_row(row: _Row, *, header: bool, whole: bool) -> None:
    """Repeat a header row on each page; keep a row on one page where it fits on one."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no such setting
    for name, wanted in (("w:cantSplit", whole), ("w:tblHeader", header)):
        if wanted:
            properties.append(OxmlElement(name))


def _fits_a_page(texts: Sequence[str], columns: Sequence[Column]) -> bool:
    return all(
        sum(1 + len(line) / (column.width * _CHARACTERS_PER_CM) for line in text.split("\n"))
        < _LINES_PER_PAGE
        for text, column in zip(texts, columns, strict=True)
    )


def _undated(buffer: io.BytesIO) -> bytes:
    """The same archive without the time at which it was written."""
    result = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()
