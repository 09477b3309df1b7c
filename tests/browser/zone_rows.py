"""A worksheet of the zone and a pledge, as rows: their pages are looked at, not judged here."""

from tests.site import Site

PLEDGE = "a" * 32


def sheet_and_pledge(site: Site, *, office: int) -> None:
    """A worksheet of 2026 with an answer, evidence and a plan; a pledge with a promise."""
    day, at = site.now.date(), site.now
    [(sheet,)] = site.rows(
        "INSERT INTO integrity_sheet (office_id, ref, year, rules_on, state, opened_at, opened_by,"
        " proposed_by, assessed_by) VALUES (%s, %s, 2026, %s, 'FILLING', %s, 's-demohd', '', '')"
        " RETURNING id",
        *(office, "b" * 32, day, at),
    )
    site.rows(
        'INSERT INTO integrity_itemanswer (sheet_id, item, "column", letter, figures, note, at, by)'
        " VALUES (%s, 'P.V.1.b', 'UNIT', 'B', '[]', 'Rapat 3 Maret', %s, 's-demohd') RETURNING id",
        *(sheet, at),
    )
    site.rows(
        "INSERT INTO integrity_evidence (sheet_id, item, ref, kind, name, link, media_type, size,"
        " sha256, salt, figures, at, by, removed_by) VALUES (%s, 'P.V.1.b', %s, 'LINK',"
        " 'Berita acara', 'https://contoh.id/', '', 0, %s, '', '[]', %s, 's-demohd', '')"
        " RETURNING id",
        *(sheet, "c" * 16, "d" * 64, at),
    )
    site.rows(
        "INSERT INTO integrity_planstep (sheet_id, item, words, owner, due_on, at, by) VALUES"
        " (%s, 'P.V.1.b', 'Pasang spanduk di ruang tunggu', 's-demohd', %s, %s, 's-demohd')"
        " RETURNING id",
        *(sheet, day, at),
    )
    [(pledge,)] = site.rows(
        "INSERT INTO conduct_pledge (office_id, ref, kind, year, text_version, text_hash, held_on,"
        " led_by, staff, declared_at, declared_by) VALUES (%s, %s, 'PERFORMANCE', 2026, 1, %s, %s,"
        " 'HEAD', 10, %s, 's-demohd') RETURNING id",
        *(office, PLEDGE, "e" * 64, day, at),
    )
    site.rows(
        "INSERT INTO conduct_pledgepromise (pledge_id, metric, target, due_on, owner) VALUES"
        " (%s, 'WAIT_MINUTES', 45, %s, 'SUPERVISOR') RETURNING id",
        *(pledge, day),
    )
