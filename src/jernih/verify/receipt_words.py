"""What the check of a receipt says, in both languages; the page says the same at more length."""

from typing import Final

ASKED: Final = {
    "nik": {"id": "NIK", "en": "NIK"},
    "name": {"id": "Nama, seperti di halaman nomor", "en": "Name, as on the page of the number"},
    "manifest": {
        "id": "Sidik berkas, 64 tanda, dari halaman laporan Anda",
        "en": "Fingerprint of the files, 64 signs, from the page of your report",
    },
    "birth_date": {"id": "Tanggal lahir, mis. 1990-01-31", "en": "Birth date, as 1990-01-31"},
}

WORDS: Final = {
    "GOOD": {
        "id": "Ya. Nomor Anda ada di catatan.",
        "en": "Yes. You are on the record.",
    },
    "UNWITNESSED": {
        "id": "Nomor Anda ada di catatan, tetapi belum disaksikan pihak luar.",
        "en": "You are on the record, but no outsider has confirmed it yet.",
    },
    "NOT_A_RECEIPT": {
        "id": "Ini bukan bukti dari kami. Pilih berkas yang berakhir .tlog-proof.",
        "en": "This is not a proof of ours. Choose the file that ends in .tlog-proof.",
    },
    "DAMAGED": {
        "id": "Bukti ini tidak utuh, atau ada yang berubah. Ambil lagi di halaman nomor Anda.",
        "en": "Something is missing from this proof, or was changed. Fetch it again from the page "
        "of your number.",
    },
    "OTHER_OFFICE": {
        "id": "Bukti ini bukan dari kantor ini: kuncinya tidak menandatanganinya.",
        "en": "This proof is not from this office: its key did not sign it.",
    },
    "CHANGED": {
        "id": "Tidak. Ini tidak ada di catatan seperti ini. Ambil lagi di halaman nomor Anda; "
        "kalau yang itu pun gagal, simpan keduanya dan laporkan ke Ombudsman.",
        "en": "No. This is not on the record like this. Fetch it again from the page of your "
        "number; if that one fails too, keep both and tell the Ombudsman.",
    },
    "PLACE": {
        "id": "Baris {index} dari {size} di catatan {log}:",
        "en": "Line {index} of {size} in the record of {log}:",
    },
    "SINCE": {"id": "Disaksikan sejak {since}.", "en": "Witnessed since {since}."},
    "NO_POLICY": {
        "id": "Saksi tidak ditanya: beri berkas kebijakan dengan --policy.",
        "en": "No witnesses were asked for: give a policy file with --policy.",
    },
    "NO_WITNESS": {
        "id": "Kebijakan ini tidak meminta saksi.",
        "en": "This policy asks for no witnesses.",
    },
    "MINE": {
        "id": "Ya. Ini milik orang itu. {numbers}",
        "en": "Yes. It is this person's. {numbers}",
    },
    "NOT_MINE": {
        "id": "Tidak. Ini bukan milik orang itu: data yang diketik tidak cocok dengan segelnya.",
        "en": "No. It is not this person's: what was typed does not fit the seal.",
    },
}


def say(what: str, language: str) -> str:
    """Return the sentence for a verdict, or for what goes with it."""
    return WORDS[what][language]
