"""Qualified names of WordprocessingML and its neighbours, written once."""

from __future__ import annotations

from docx.oxml.ns import nsmap

W = "{" + nsmap["w"] + "}"
R = "{" + nsmap["r"] + "}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VAL = W + "val"
P, RUN, T, TBL, TR, TC, SDT = W + "p", W + "r", W + "t", W + "tbl", W + "tr", W + "tc", W + "sdt"
PPR, RPR, SDT_CONTENT = W + "pPr", W + "rPr", W + "sdtContent"

# A strict file (ISO/IEC 29500 strict) uses other namespaces for the same names.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": nsmap["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": nsmap["r"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": nsmap["a"].encode(),
}

OFF = frozenset({"0", "false", "off", "none"})
