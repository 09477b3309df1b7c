"""Every page there is, by who opens it; and every other address, with why it is not in the list.

A new address must be put into one of the two: `test_pages.py` looks at all pages.
"""

# {code}: a booked number. {ticket}: a number that waits in the hall.
PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/",
        "/ambil/",
        "/biaya/",
        "/data/",
        "/data/aturan/",
        "/demo/pesan/",
        "/kantor/tarakan/",
        "/kuota/tarakan/",
        "/lapor/",
        "/layar/tarakan",
        "/layar/tarakan/1",
        "/log/",
        "/nomor/",
        "/nomor/{code}/",
        "/nomor/{code}/pindah/",
        "/nomor/{code}/kembalikan/",
        "/periksa/",
        "/periksa/dinding/",
        "/petugas/masuk/login/",
        "/petugas/masuk/signup/",
        "/petugas/masuk/inactive/",
        "/privasi/",
        "/sehat/",
        "/tempat/{ticket}/",
    ),
    "kiosk": ("/kios/tarakan/", "/kios/tarakan/tanpa-nomor/"),
    "bantuan": (
        "/petugas/",
        "/petugas/bantuan/",
        "/petugas/bantuan/{code}/",
        "/petugas/datang/",
        "/petugas/datang/tanpa-kode/",
        "/petugas/datang/tanpa-nomor/",
    ),
    "pengawas": (
        "/petugas/berkas/",
        "/petugas/lantai/",
        "/petugas/kuota/",
        "/petugas/pesan/",
        "/petugas/pindah/",
    ),
    "admin": (
        "/petugas/akun/",
        "/petugas/akun/baru",
        "/petugas/akun/{staff}",
        "/petugas/kelola/",
        "/petugas/kelola/offices/office/{office}/change/",
        "/petugas/kelola/offices/service/{service}/change/",
        "/petugas/kelola/offices/counter/",
        "/petugas/kelola/offices/holiday/add/",
        "/petugas/masuk/logout/",
        "/petugas/masuk/password/change/",
        "/petugas/masuk/reauthenticate/",
        "/petugas/masuk/sessions/",
        "/petugas/masuk/2fa/",
        "/petugas/masuk/2fa/totp/activate/",
        "/petugas/masuk/2fa/webauthn/",
        "/petugas/masuk/2fa/webauthn/add/",
    ),
}

TAKES_FORMS = "takes forms only, and shows another page"
A_FILE = "a file, not a page"
CLOSED = "closed: no mail opens an account here"
AS_ANOTHER = "the same template as its neighbour in the list"

# Pages that a test meets on its way, for they need a state that only the way makes.
ON_THE_WAY = {
    "booking:apply-people": "test_citizen_clicks.py",
    "booking:apply-time": "test_citizen_clicks.py",
    "booking:apply-contact": "test_citizen_clicks.py",
    "booking:apply-code": "test_citizen_clicks.py",
    "booking:apply-review": "test_citizen_clicks.py",
    "booking:number-erase": "test_citizen_clicks.py",
    "booking:name-correct": "test_counter_clicks.py",
    "hall:desk": "test_counter_clicks.py",
    "hall:desk-exception": "test_counter_clicks.py",
    "mfa_authenticate": "test_second_step.py",
    "mfa_reauthenticate": "test_second_step.py",
    "mfa_view_recovery_codes": "test_second_step.py",
    "mfa_generate_recovery_codes": "test_second_step.py",
    "mfa_deactivate_totp": "test_second_step.py",
    "mfa_edit_webauthn": "test_second_step.py",
    "mfa_remove_webauthn": "test_second_step.py",
    "mfa_reauthenticate_webauthn": "test_second_step.py",
}

NO_PAGES = {
    "accounts:staff-access": TAKES_FORMS,
    "accounts:staff-password": TAKES_FORMS,
    "accounts:staff-roles": TAKES_FORMS,
    "accounts:staff-unguard": TAKES_FORMS,
    "booking:no-show-excuse": TAKES_FORMS,
    "booking:number-confirm": TAKES_FORMS,
    "booking:supply-free": TAKES_FORMS,
    "booking:supply-release": TAKES_FORMS,
    "hall:desk-act": TAKES_FORMS,
    "hall:floor-act": TAKES_FORMS,
    "hall:kiosk-reprint": TAKES_FORMS,
    "hall:place-leave": TAKES_FORMS,
    "set_language": TAKES_FORMS,
    "hall:kiosk-set-up": "leads on to the kiosk at once",
    "booking:capacity-csv": A_FILE,
    "booking:number-calendar": A_FILE,
    "booking:number-pdf": A_FILE,
    "hall:day-state": A_FILE,
    "healthz": A_FILE,
    "ledger:checkpoint": A_FILE,
    "ledger:tile": A_FILE,
    "ledger:verifier": A_FILE,
    "ledger:vkey": A_FILE,
    "portal:rules-csv": A_FILE,
    "mfa_download_recovery_codes": A_FILE,
    "mfa_login_webauthn": A_FILE,
    "office_admin:app_list": AS_ANOTHER,
    "office_admin:jsi18n": A_FILE,
    "account_confirm_email": CLOSED,
    "account_confirm_login_code": CLOSED,
    "account_email": CLOSED,
    "account_email_verification_sent": CLOSED,
    "account_reset_password": CLOSED,
    "account_reset_password_done": CLOSED,
    "account_reset_password_from_key": CLOSED,
    "account_reset_password_from_key_done": CLOSED,
    "account_set_password": CLOSED,
    "office_admin:login": "leads on to the sign-in page of staff",
    "office_admin:logout": TAKES_FORMS,
    "office_admin:password_change": "leads on to the page where passwords are changed",
    "office_admin:password_change_done": "nothing leads here: passwords are changed elsewhere",
    "office_admin:view_on_site": "leads on to the page of the thing",
    **{
        f"office_admin:offices_{kind}_{deed}": AS_ANOTHER
        for kind in ("office", "service", "counter", "holiday")
        for deed in ("changelist", "add", "change", "history", "delete")
    },
}
