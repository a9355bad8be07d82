"""Unpacks what stands in an archive: as much as it is said to be, and not a byte beyond.

`ZipFile.read` unpacks all that is packed and cuts it off then, so that a part that is said to have
a thousand bytes may take gigabytes first.
"""

import copy
import zipfile

_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing that `zipfile` unpacks a piece at a time; no spreadsheet uses another one."""


def unpacked(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bytes:
    """Return a part of an archive.

    Raises:
        zipfile.BadZipFile: It is damaged, or longer than it is said to be.
        NotImplementedError: It is packed in a way that cannot be bounded.
    """
    item = archive.getinfo(name) if isinstance(name, str) else name
    if item.compress_type not in _BOUNDED:
        raise NotImplementedError(f"{item.filename} is packed in way {item.compress_type}")
    # One byte more is asked for, to see whether there is one.
    longer = copy.copy(item)
    longer.file_size += 1
    with archive.open(longer) as part:
        content = part.read(longer.file_size)
    if len(content) != item.file_size:
        raise zipfile.BadZipFile(f"{item.filename} is not as long as it is said to be")
    return content
