"""Texts of every shape that has made some program slow: each can be had in any size.

A shape is a function from a number to files: `{name: content}`, of which the one called INPUT[kind] is what the program
is run on. Twice the number is twice the file. Half a hundred words of our own are all the prose there is.
"""
import io
import zipfile

INPUT = {"text": "letter.txt", "tei": "letter.xml", "book": "letter.epub", "folder": "letters"}

SENTENCE = "The parcel came on Tuesday, and the seeds are already in the ground behind the mill. "
LINES = ("The parcel came on Tuesday, and the seeds are already\nin the ground behind the mill. Miss Hale says that the\n"
         "road is under water, and nobody goes to Harwick now.\n")
LETTER = ("Harwick, 4 March 1911\n\nDear Miss Alder,\n\nThe parcel came, and I thank you for it.\n\nYours sincerely,\n\n"
          "J. Thorne\n\n\n")


def letter(body, end=""):
    return f"Harwick, 4 March 1911\n\nDear Miss Alder,\n\n{body}\n\nYours sincerely,\n\nJ. Thorne\n{end}"


def numbered(pattern, n):
    return "".join(pattern.format(i) for i in range(1, n + 1))


# Plain text. Name: (a number that gives up to fifty kilobytes, the text of so many).
def text(piece, before="", after=""):
    """A shape that repeats one piece within a letter."""
    return lambda n: {"letter.txt": letter(before + piece * n + after)}


def whole(piece):
    """A shape that repeats one piece and has no letter around it."""
    return lambda n: {"letter.txt": piece * n}


def notes_at_the_end(n):
    words = numbered("word[{}] and more of them ", n)
    return {"letter.txt": letter(words, "\n\nNotes\n\n" + numbered("[{}] A note.\n\n", n))}


def notes_of_letters(n):
    return {"letter.txt": numbered(LETTER.replace("came,", "came[1],") + "[1] Note {}.\n\n\n", n)}


def hints(n):
    """Orders beside the text: blocks, letters, allowances."""
    block = '[[block]]\nlines = {0}\nrole = "paragraph"\nstarts = "The"\n'
    hints = "".join(block.format(5 + 2 * i) for i in range(n))
    hints += numbered('[[letter]]\nnumber = {0}\nsender = "Anna Pell"\ndate = "1911"\n', n // 4)
    hints += "".join(f'[[allow]]\nrule = "date/no-year"\nlines = {1 + 2 * i}\nreason = "none was given"\n' for i in range(n // 4))
    return {"letter.txt": letter("The parcel came.\n\n" * n) + "\n\n" + LETTER * (n // 4), "letter.hints.toml": hints}


def front_matter(n):
    keys = "".join(f"key-{i}: value {i}\n" for i in range(n))
    people = "".join(f'  - "Alder{i}, Anna"\n' for i in range(n))
    return {"letter.txt": f"---\ntitle: Letters\nauthor:\n{people}tags:\n{people}{keys}---\n\n{letter(SENTENCE)}"}


def edition(n):
    people = ", ".join(f'"Anna Alder {i}"' for i in range(n))
    rows = numbered('[[person]]\nname = "Anna Alder{0}"\nvariants = ["A. Alder{0}"]\ngnd = "118584820"\n', n)
    return {
        "letter.txt": letter(SENTENCE * 5),
        "edition.toml": f"[meta]\neditor = [{people}]\ntranslator = [{people}]\n" + numbered('key-{0} = "{0}"\n', n),
        "authorities.toml": rows,
    }


def names(n):
    """As many names in as many letters as the table of authorities has rows."""
    one = LETTER.replace("Miss Alder", "Anna Alder{0}").replace("J. Thorne", "Tom Thorne{0}").replace("Harwick", "Harwick{0}")
    rows = numbered('[[person]]\nname = "Anna Alder{0}"\ngnd = "118584820"\n[[person]]\nname = "Tom Thorne{0}"\nwikidata = "Q42"\n'
                    '[[place]]\nname = "Harwick{0}"\ngeonames = 2643743\n', n)
    return {"letter.txt": numbered(one, n), "authorities.toml": rows}


def fences(n):
    return {"letter.txt": letter("/C\nA line\n" * n + "C/\n" * n + "/#\nWords\n#/\n\n" * n + "[Footnote 1: words]\n\n" * n)}


TEXTS = {
    "one long line": (700, text(SENTENCE)),
    "one long word": (60_000, text("a")),
    "letters with accents": (12_000, text("e\u0323")),
    "blanks": (60_000, text(" ", "a", "b")),
    "blank lines": (60_000, text("\n")),
    "many short lines": (12_000, text("a b\n")),
    "one-line paragraphs": (700, text(SENTENCE.strip() + "\n")),
    "paragraphs": (700, text(SENTENCE.strip() + "\n\n")),
    "wrapped prose": (350, text(LINES)),
    "wrapped paragraphs": (350, text(LINES + "\n")),
    "stanzas": (500, text("  The mill is still,\n    the water too,\n  and I am ill\n    for want of you.\n\n")),
    "letters": (450, whole(LETTER)),
    "greetings": (2500, whole("Dear Anna,\n\n")),
    "closings": (1500, whole("Yours ever,\n\nTom\n\n")),
    "datelines": (2000, whole("Harwick, 4 March 1911\n\n")),
    "postscripts": (2000, lambda n: {"letter.txt": letter("Words.", "\nP.S. I am well.\n" * n)}),
    "notes at the end": (1200, notes_at_the_end),
    "notes of letters": (400, notes_of_letters),
    "marks without notes": (4000, text("word[1] word* ")),
    "notes without marks": (2500, text("[1] A note.\n\n")),
    "brackets": (4000, text("a [word] [?] ")),
    "brackets in brackets": (12_000, lambda n: {"letter.txt": letter("[a " * n + "]" * n)}),
    "brackets never closed": (12_000, text("[a (b ")),
    "brackets never opened": (12_000, text("a] b) ")),
    "emphasis": (3000, text("a *word* _b_ ")),
    "emphasis never closed": (8000, text("*a _b ")),
    "tags": (4000, text("<i>a</i> <b>c ")),
    "numbers": (2000, text("1911 12 3 ")),
    "numbers, one a line": (3000, text("1911\n")),
    "dates": (1200, text("on 4 March 1911 and on the 5th of May, ")),
    "dates, one a line": (1500, text("On 4 March 1911 I wrote to you.\n")),
    "roman numbers": (6000, text("MDCCXCIV xii iv ")),
    "quotations": (3500, text("he said “no” and \"yes\" ")),
    "quotations in quotations": (4000, lambda n: {"letter.txt": letter("“a " * n + "b” " * n)}),
    "quotation marks never closed": (10_000, text("\"a „b ")),
    "quotation marks that close nothing": (10_000, text("a\" b” ")),
    "apostrophes": (8000, text("'tis o' don't ")),
    "dashes": (12_000, text("a -- b ")),
    "lost characters": (8000, text("don\ufffdt ")),
    "damaged words": (1500, text("café cafÃ© ")),
    "other scripts": (3000, text("Привет мир ")),
    "words cut by a line end": (4000, text("inter-\nrupted ")),
    "attribute lines": (2000, text("{.paragraph}\nThe parcel came.\n\n")),
    "orders beside the text": (500, hints),
    "front matter": (1000, front_matter),
    "edition.toml and authorities": (600, edition),
    "names": (300, names),
    "headings": (1500, text("# Head\n\nWords.\n\n")),
    "a preface": (600, whole("Preface\n\nThe parcel came.\n\n")),
    "a preface and paragraphs": (700, lambda n: {"letter.txt": "Preface\n\n" + (SENTENCE.strip() + "\n\n") * n}),
    "titles": (2000, whole("THE MILL AT HARWICK\n\n\n")),
    "contents": (1500, lambda n: {"letter.txt": "Contents\n\n" + "The mill ... 6\n" * n + "\n\n" + "The mill\n\nWords.\n\n" * n}),
    "lists": (4000, text("- an item\n")),
    "quotes of lines": (4000, text("> quoted words\n")),
    "quotes in quotes": (300, lambda n: {"letter.txt": letter("".join(">" * i + " a\n" for i in range(40)) * (n // 10))}),
    "page numbers": (2500, text("\n\n- 6 -\n\nWords.")),
    "page breaks": (3000, text("word [p. 12] ")),
    "running heads": (1500, text("THE MILL AT HARWICK\n\nThe parcel\n\n\f")),
    "rules": (6000, text("* * *\n\n")),
    "sources": (1500, text("Source: *The Mill*, 1911.\n\n")),
    "imprints": (2000, text("\n\nPublished by Mill\n")),
    "fences of proofreaders": (500, fences),
    "tags of Muse": (800, lambda n: {"letter.txt": "#title Letters\n\n" + letter(
        "<quote>\nWords\n</quote>\n\n<verse>\nA line\n</verse>\n\n ; words\n\n* Head\n\n - item\n\n{1} word{1}\n\n" * n)}),
    "fences in fences of Muse": (2000, lambda n: {"letter.txt": "#title Letters\n\n" + letter(
        "<quote>\n" * n + "Words\n" + "</quote>\n" * n)}),
    "line ends of Windows": (700, lambda n: {"letter.txt": letter(LINES * (n // 2)).replace("\n", "\r\n")}),
    "characters that XML lacks": (2000, text("a\x01b and some words more ")),
    "invisible characters": (8000, text("a\u200bb\u00ad ")),
    "addresses of the web": (1500, text("see https://mill.example.org/a?b=c now ")),
    "signs": (12_000, text("- . _ ")),
    "strokes in one line": (12_000, text("a | ")),
}


# TEI.
HEADER = ('<teiHeader><fileDesc><titleStmt><title>Letters</title></titleStmt><publicationStmt><p>None</p></publicationStmt>'
          "<sourceDesc><p>None</p></sourceDesc></fileDesc>{}</teiHeader>")


def tei(body, back="", header="", before=""):
    return {"letter.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<TEI xmlns="http://www.tei-c.org/ns/1.0">'
                          f"{HEADER.format(header)}\n<text><body>{body}</body>{back}</text></TEI>\n"}


def inside(piece):
    """A shape that repeats one piece in the body; `{}` in it is its number."""
    return lambda n: tei(numbered(piece, n))


def in_one(piece):
    """A shape that repeats one piece in one paragraph."""
    return lambda n: tei(f"<p>{numbered(piece, n)}</p>")


def tei_notes(n):
    calls = numbered('word<ref target="#n{0}">{0}</ref> ', n)
    notes = numbered('<note xml:id="n{0}" n="{0}">A note.</note>\n', n)
    return tei(f"<p>{calls}</p>", f'<back><div type="notes">{notes}</div></back>')


def tei_letters_described(n):
    described = numbered('<correspDesc><correspAction type="sent"><persName>Anna Pell</persName><date when="1911-03-04"/>'
                         "</correspAction></correspDesc>\n", n)
    letters = numbered('<div type="letter"><opener><salute>Dear Tom,</salute></opener><p>Words.</p></div>\n', n)
    return tei(letters, header=f"<profileDesc>{described}</profileDesc>")


def tei_changes(n):
    people = numbered("<change when='2024-01-02'>Read {0}.</change>", n)
    return tei("<p>Words.</p>", header=f"<encodingDesc><p>None</p></encodingDesc><revisionDesc>{people}</revisionDesc>")


DIV = ('<div type="letter" xml:id="l{0}"><opener><dateline>Harwick, <date when="1911-03-04">4 March 1911</date></dateline>'
       "<salute>Dear Anna,</salute></opener><p>The parcel came.</p><closer><salute>Yours,</salute><signed>Tom</signed>"
       "</closer></div>\n")

TEIS = {
    "divs": (250, inside(DIV)),
    "paragraphs": (1000, inside('<p xml:id="p{0}">The parcel came on Tuesday.</p>\n')),
    "one line": (1000, inside("<p>The parcel came on <hi rend='italic'>Tuesday</hi>.</p>")),
    "notes in the text": (1000, in_one('word<note n="{0}">A note.</note> ')),
    "notes at the end": (600, tei_notes),
    "ids and pointers": (1000, inside('<p xml:id="a{0}">See <ref target="#a{0}">here</ref>.</p>\n')),
    "deep divs": (40, inside("<div>" * 60 + "<p>Words.</p>" + "</div>" * 60 + "\n")),
    "deep inlines": (40, inside("<p>" + "<hi rend='italic'>" * 60 + "words" + "</hi>" * 60 + "</p>\n")),
    "highlights": (1500, in_one("a <hi rend='italic'>word</hi> ")),
    "alternatives": (800, in_one("<choice><sic>wrod</sic><corr>word</corr></choice> ")),
    "line and page breaks": (2000, in_one("word<lb/>\nand<pb n='{0}'/> ")),
    "dates": (1200, in_one("<date when='1911-03-04'>4 March</date> ")),
    "lists": (1500, lambda n: tei(f"<list>{numbered('<item>Item {0}</item>', n)}</list>")),
    "stanzas": (1000, inside("<lg><l>The mill is still,</l><l>the water too.</l></lg>\n")),
    "letters described in the header": (250, tei_letters_described),
    "changes": (1000, tei_changes),
    "comments": (1000, inside("<!-- rubricate allow tei/duplicate-id: numbered so --><p>Words.</p>\n")),
    "references to characters": (4000, in_one("a &amp; &#228; ")),
    "elements not allowed": (1500, inside("<q><p>Words.</p></q><nothing>a</nothing>\n")),
    "ids twice": (1500, inside("<p xml:id='same'>Words.</p>")),
    "pointers to nothing": (1500, in_one("<ref target='#nothing{0}'>a</ref> ")),
    "dates that are none": (1500, in_one("<date when='1911-31-02'>a</date> ")),
    "rendition not known": (1500, in_one("<hi rend='none{0}'>a</hi> ")),
    "unknown elements": (1500, in_one("<w{0}>a</w{0}> ")),
}


# Books.
CONTAINER = ('<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
             '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
PAGE = ('<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub='
        '"http://www.idpf.org/2007/ops" xml:lang="en" lang="en"><head><title>A page</title></head><body>{}</body></html>')


def book(pages, items="", nav=None, others=None):
    """A book of these pages, `{name: body}`."""
    rows = "".join(f'<item id="i-{name}" href="{name}" media-type="application/xhtml+xml"/>\n' for name in pages)
    spine = "".join(f'<itemref idref="i-{name}"/>\n' for name in pages)
    links = nav if nav is not None else "".join(f'<li><a href="{name}">{name}</a></li>' for name in pages)
    opf = ('<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
           'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:uuid:1</dc:identifier><dc:title>A'
           '</dc:title><dc:language>en</dc:language><meta property="dcterms:modified">2024-01-01T00:00:00Z</meta></metadata>'
           f'<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{rows}{items}'
           f"</manifest><spine>{spine}</spine></package>")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", opf, zipfile.ZIP_DEFLATED)
        archive.writestr("OEBPS/nav.xhtml", PAGE.format(f'<nav epub:type="toc"><ol>{links}</ol></nav>'), zipfile.ZIP_DEFLATED)
        for name, body in pages.items():
            archive.writestr(f"OEBPS/{name}", PAGE.format(body), zipfile.ZIP_DEFLATED)
        for name, content in (others or {}).items():
            archive.writestr(f"OEBPS/{name}", content, zipfile.ZIP_DEFLATED)
    return {"letter.epub": packed.getvalue()}


def book_of_links(n):
    one = numbered('<p id="p{0}"><a href="other.xhtml#q{0}">a</a></p>\n', n)
    other = numbered('<p id="q{0}"><a href="one.xhtml#p{0}">a</a></p>\n', n)
    return book({"one.xhtml": one, "other.xhtml": other})


def book_of_styles(n):
    items = numbered('<item id="c{0}" href="c{0}.css" media-type="text/css"/>\n', n)
    return book({"one.xhtml": "<p>a</p>"}, items, others={f"c{i}.css": "p { color: red }" for i in range(1, n + 1)})


BOOKS = {
    "pages": (60, lambda n: book({f"p{i}.xhtml": "<h1>A</h1><p>Words.</p>" for i in range(n)})),
    "links": (500, book_of_links),
    "pictures without words": (1000, lambda n: book({"one.xhtml": "<p><img src='none.png'/></p>\n" * n})),
    "links to nothing": (1000, lambda n: book({"one.xhtml": numbered("<p><a href='none{0}.xhtml#a'>a</a></p>\n", n)})),
    "links to nothing, one line": (1000, lambda n: book({"one.xhtml": numbered("<p><a href='#none{0}'>a</a></p>", n)})),
    "ids twice": (1000, lambda n: book({"one.xhtml": "<p id='same'>a</p>\n" * n})),
    "items not there": (500, lambda n: book({"one.xhtml": "<p>a</p>"}, numbered(
        '<item id="x{0}" href="x{0}.css" media-type="text/css"/>\n', n))),
    "files not listed": (300, lambda n: book({"one.xhtml": "<p>a</p>"}, others={f"x{i}.css": "p {}" for i in range(n)})),
    "styles": (200, book_of_styles),
    "contents": (1000, lambda n: book({"one.xhtml": numbered("<p id='p{0}'>a</p>", n)}, nav=numbered(
        "<li><a href='one.xhtml#p{0}'>a</a></li>", n))),
    "headings": (1500, lambda n: book({"one.xhtml": "<h1>a</h1><h3>b</h3>\n" * n})),
}


FOLDERS = {
    "texts": (25, lambda n: {f"letters/{i}.txt": letter(SENTENCE) for i in range(n)}),
}

KINDS = {"text": TEXTS, "tei": TEIS, "book": BOOKS, "folder": FOLDERS}
LEAST = {
    "text": {"letter.txt": letter(SENTENCE)},
    "tei": tei("<p>Words.</p>"),
    "book": book({"one.xhtml": "<p>a</p>"}),
    "folder": {"letters/1.txt": letter(SENTENCE)},
}
