"""Reports against an officer of the section that receives them, clicked through to their end."""

from playwright.sync_api import expect

from tests.browser.cases import CASES, LONG, Desk, follow, newest_case, passphrase, seal, unlock

WORDS = "Petugas pengaduan sendiri meminta lima ratus ribu rupiah."
REPLY = "Seorang warga bernama Rina melaporkan bahwa Anda meminta uang."
PDF = {"name": "berita.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n" + b"x" * 900}
HEAVY = "PNS_HEAVY_DISMISSED"


def ref_of(site, name):
    return site.rows("SELECT ref FROM accounts_staff WHERE username = %s", name)[0][0]


def titles(page):
    return page.locator(".j-alarm__title").all_inner_texts()


def nobody_inside_finds(case, *, accused, before, staff):
    """He finds nothing, not even one more than before; nor does who leads, or runs the machines."""
    accused.reload()
    assert titles(accused) == before
    assert accused.request.get(f"{CASES}{case}/").status == 404
    for name in ("pimpinan", "admin"):
        other = staff(name)
        assert other.request.get(CASES).status == 403
        assert other.request.get(f"{CASES}{case}/").status == 403
        assert case[:8] not in other.content()


def end_without_check(overseer, second, look):
    overseer.do("terima", "Kami di luar kantor sudah membacanya.")
    overseer.do("telaah", "Dugaan pungli.", case_class="SUPERVISORY")
    overseer.do("catatan", "Jangan sebut nama pelapor.")
    overseer.do("minta", asks="CLOSED")
    second.again()
    look(second.page, "case-asked")
    second.do("jawab")
    second.do("tutup", "Tidak cukup bukti.")


def check_after_all(overseer, look):
    overseer.again()
    expect(overseer.page.locator(".j-notice")).to_contain_text("The reporter objects")
    overseer.do("buka", "Anda benar.")
    overseer.do("telaah", "Pungli oleh petugas.", case_class="SUPERVISORY")
    overseer.do("rencana", "Ruang foto, tanpa pemberitahuan.", checkers="2")
    visit = overseer.fill("kunjungan", "Dua orang didahulukan. Siapa saksi Anda?")
    visit.locator("[type=file]").set_input_files(PDF)
    look(overseer.page, "case-visit")
    overseer.send(visit)


def write(page, words, button):
    """Write as the reporter, whose page is open; wait until it stands there."""
    page.fill("[name=words]", words)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".j-timeline")).to_contain_text(words)


def find_and_mask(overseer):
    overseer.again()
    reply = overseer.fill("tanggapan", REPLY)
    field = reply.locator("[data-said]")
    field.evaluate("one => one.setSelectionRange(22, 26)")
    reply.locator("[data-mask]").click()
    assert "Rina" not in field.input_value()
    overseer.send(reply)
    expect(overseer.page.locator("[data-part=messages]")).not_to_contain_text("Rina")
    expect(overseer.page.locator("[data-part=notes]")).to_contain_text(REPLY)
    overseer.do("temuan", "Terbukti menurut saksi.", finding="PROVEN")
    expect(overseer.page.locator("form[data-deed=sanksi]")).to_have_count(0)


def sanction_and_publish(overseer, second, *, today):
    second.again()
    second.do("sanksi", "SK.01/2026, karena meminta uang.", code=HEAVY, letter_on=today)
    second.do("tutup", "Terima kasih sudah melapor.")
    second.do("minta", asks="PUBLISHED")
    overseer.again()
    overseer.do("jawab")
    overseer.page.on("dialog", lambda asked: asked.accept())
    overseer.do("umumkan")


def test_a_report_against_one_of_their_own_goes_past_him_to_sanction_and_publication(
    open_page, staff, site, look
):
    accused = staff("aduan2", CASES)
    before = titles(accused)
    hers = open_page("/lapor/", phone=True)
    code = seal(hers, WORDS, concerned=ref_of(site, "aduan2"))
    case = newest_case(site)
    nobody_inside_finds(case, accused=accused, before=before, staff=staff)

    overseer = Desk(staff("ombudsman", CASES, language="en"), site, case)
    expect(overseer.page.locator("[data-part=report]")).to_contain_text("Stefanus Liem")
    second = Desk(staff("ombudsman2", CASES), site, case)
    end_without_check(overseer, second, look)
    expect(follow(hers, code)).to_contain_text("Tidak cukup bukti.")
    write(hers, "Saya keberatan. Saksi saya ada di ruang foto.", "Saya keberatan")

    check_after_all(overseer, look)
    steps = follow(hers, code)
    with hers.expect_download() as given:
        steps.get_by_role("button", name=PDF["name"]).click()
    assert given.value.path().read_bytes() == PDF["buffer"]
    write(hers, "Seorang bapak berbaju biru.", "Segel dan kirim")

    find_and_mask(overseer)
    sanction_and_publish(overseer, second, today=f"{site.now:%Y-%m-%d}")
    look(overseer.page, "case-published")
    with overseer.page.expect_download() as given:
        overseer.page.locator("form[action$='/ekspor/'] button").click()
    assert given.value.path().read_bytes().startswith(b"PK")

    steps = follow(hers, code)
    expect(steps).to_contain_text("Hasil diumumkan")
    expect(steps).not_to_contain_text("Rina")
    look(hers, "report-published")


def test_a_case_changes_hands_with_new_keys(staff, site):
    # One of the demonstration: visited, and the person named was asked.
    [(case,)] = site.rows("SELECT locator FROM complaints_report WHERE state = 'CHECKING' LIMIT 1")
    gone = Desk(staff("aduan2", CASES), site, case)
    gone.page.on("dialog", lambda asked: asked.accept())
    gone.send(gone.form("mundur"), is_last=True)
    expect(gone.page.locator("main")).not_to_contain_text(case[:8])

    first = Desk(staff("aduan1", CASES, language="en"), site, case)
    expect(first.page.locator(".j-notice")).to_contain_text("The keys must be renewed")
    first.do("temuan", "Terbukti.", finding="PROVEN")
    # Only whom one may choose is offered: neither who holds it, nor who stepped back.
    form = first.form("minta", asks="HANDED_OVER")
    decider = ref_of(site, "pemutus")
    assert form.locator("option").evaluate_all("all => all.map(one => one.value)") == [decider]
    first.do("minta", asks="HANDED_OVER", is_leaving="on")
    overseer = Desk(staff("ombudsman", CASES), site, case)
    overseer.do("jawab")
    overseer.do("alih")

    # Who asked to leave holds it no longer; who joins reads it with the new keys, and decides.
    assert first.page.request.get(f"{CASES}{case}/").status == 404
    other = Desk(staff("pemutus", CASES), site, case)
    expect(other.page.locator("[data-part=report]")).to_contain_text("Contoh")
    form = other.fill("sanksi", "SK.02/2026.", code=HEAVY, letter_on=f"{site.now:%Y-%m-%d}")
    other.send(form, is_last=True)
    expect(other.page.locator("main")).not_to_contain_text(case[:8])


def test_a_key_is_locked_anew_and_opens_with_a_passkey(staff, site, look):
    page = staff("pemutus", f"{CASES}kunci/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        "hasPrf": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    form = page.locator("form[data-key-deed=sandi]")
    form.locator("[data-suggest]").click()
    expect(form.locator("[data-strength]")).to_have_text("Kuat.")
    form.locator("[data-old]").fill(passphrase(site))
    form.locator("[data-new-passphrase]").fill(passphrase(site))
    form.locator("[data-passkey]").check()
    # The long sum of the lock begins at once.
    form.locator("[type=submit]").click(timeout=LONG)
    paper = page.locator("[data-paper]")
    expect(paper).to_be_visible(timeout=LONG)
    expect(paper).to_contain_text("AGE-S ECRET")
    look(page, "key-paper")

    with page.expect_navigation():
        paper.locator("a").click()
    page.locator("[data-by-passkey]").click()

    expect(page.locator("[data-when-unlocked]")).to_be_visible(timeout=LONG)
    page.locator("[data-lock]").click()
    unlock(page, site)
