"""The smallest ODS workbook around a table."""

import io
import zipfile

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods_of(rows: str) -> bytes:
    """Return a workbook of one sheet with these rows, written as XML."""
    spaces = " ".join(f'xmlns:{x}="{_NAMES}:{x}:1.0"' for x in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="data">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", _KIND)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{_NAMES}:manifest:1.0"><m:file-entry m:full-path="/" '
            f'm:media-type="{_KIND}"/></m:manifest>',
        )
    return target.getvalue()
