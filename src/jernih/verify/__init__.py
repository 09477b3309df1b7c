"""Check the whole public record of an office, on any computer with Python and nothing else.

    python -m jernih.verify http://localhost:8000
    python3 -I -S jernih-verify.pyz FOLDER --vkey name+id+key --state seen.json
    python3 -I -S jernih-verify.pyz EXPORT.zip --policy mine.txt --lang id
    python3 -I -S jernih-verify.pyz draw berkas.jsonl --ref 1a2b3c4d      the file of one draw

Exit: 0 clean, 1 a rule was broken, 2 could not be checked. More: docs/verify.md.
"""

from jernih.verify.command import main
from jernih.verify.findings import Findings
from jernih.verify.sources import Archive, CannotCheck, Folder, Site, Source
from jernih.verify.whole import verify

__all__ = ["Archive", "CannotCheck", "Findings", "Folder", "Site", "Source", "main", "verify"]
