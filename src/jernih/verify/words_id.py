"""Indonesian for the sentences of the verifier, by the English they are made from."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    # The report.
    "The record at {place}": "Catatan di {place}",
    "Key: {key}": "Kunci: {key}",
    "Note: {note}": "Catatan tambahan: {note}",
    "Signed: {size} entries of {origin}": "Ditandatangani: {size} catatan milik {origin}",
    "Root: {root}": "Akar: {root}",
    "Witnessed: {size} entries, by {names}, since {since}": (
        "Disaksikan: {size} catatan, oleh {names}, sejak {since}"
    ),
    "Every entry is in the signed tree, and every rule was run over all of them.": (
        "Semua catatan ada dalam daftar yang ditandatangani, dan semua aturan sudah diperiksa."
    ),
    "entries {entries}": "catatan nomor {entries}",
    "Keep this:": "Simpan bukti ini:",
    "nothing happened": "tidak ada kejadian",
    "Clean: no rule was broken.": "Bersih: tidak ada aturan yang dilanggar.",
    "{count} times a rule was broken.": "{count} kali aturan dilanggar.",
    "Could not be checked: {reason}": "Tidak dapat diperiksa: {reason}",
    # The figures of a day.
    "planned": "direncanakan",
    "held back": "ditahan",
    "taken": "diambil",
    "given back": "dikembalikan",
    "moved away": "pindah hari",
    "did not come": "tidak datang",
    "checked in": "lapor datang",
    "walked in": "datang tanpa nomor",
    "called": "dipanggil",
    "called by exception": "dipanggil di luar giliran",
    "missed their call": "tidak menjawab panggilan",
    "served": "dilayani",
    "left the line": "keluar dari antrean",
    "expired": "habis harinya",
    # Why nothing can be said.
    "{path} is neither a folder, a file of export, nor an address.": (
        "{path} bukan folder, bukan berkas ekspor, dan bukan alamat."
    ),
    "{path} is not a file of export: {reason}.": "{path} bukan berkas ekspor: {reason}.",
    "{path} cannot be read: {reason}.": "{path} tidak dapat dibaca: {reason}.",
    "{path} cannot be written: {reason}.": "{path} tidak dapat ditulis: {reason}.",
    "{path} is too long.": "{path} terlalu panjang.",
    "{path} does not answer: {reason}.": "{path} tidak menjawab: {reason}.",
    "{path} answers {status}.": "{path} menjawab {status}.",
    "{path} does not hold what an earlier run has seen.": (
        "{path} tidak berisi hasil pemeriksaan sebelumnya."
    ),
    "There is no public key at {place}. Give one with --vkey.": (
        "Tidak ada kunci publik di {place}. Berikan dengan --vkey."
    ),
    "There is no checkpoint at {place}.": "Tidak ada daftar yang ditandatangani di {place}.",
    "The public key cannot be read: {reason}.": "Kunci publik tidak dapat dibaca: {reason}.",
    "The policy does not trust the key that was given.": (
        "Daftar saksi Anda tidak memercayai kunci yang diberikan."
    ),
    # What one should know.
    "The public key came from the same place as the record. Compare it with the key printed at "
    "the office, or give that one with --vkey.": (
        "Kunci publik berasal dari tempat yang sama dengan catatan. Cocokkan dengan kunci di "
        "dinding kantor, atau berikan kunci itu dengan --vkey."
    ),
    "No witnesses: nobody outside the office has signed this record.": (
        "Tanpa saksi: belum ada orang luar kantor yang menandatangani catatan ini."
    ),
    "The office's list of witnesses cannot be read: {reason}": (
        "Daftar saksi milik kantor tidak dapat dibaca: {reason}"
    ),
    "Which witnesses count was taken from the office's own list. Give your own with --policy.": (
        "Saksi yang dihitung berasal dari daftar milik kantor. Berikan daftar Anda sendiri dengan "
        "--policy."
    ),
    "Not witnessed since {since}: {count} entries came after.": (
        "Tidak disaksikan sejak {since}: ada {count} catatan sesudahnya."
    ),
    "Held against the record: the office's own tables of {days} days.": (
        "Dicocokkan dengan catatan: data kantor untuk {days} hari."
    ),
    "{office} on {day}: the tables were ahead; check again.": (
        "{office} pada {day}: data kantor sudah lebih baru; periksa sekali lagi."
    ),
    # What is wrong with the log itself.
    "The checkpoint is not the office's word: {reason}.": (
        "Tanda tangan di bawah catatan bukan milik kantor ini: {reason}."
    ),
    "The key of {name} signed for {origin}.": (
        "Kunci milik {name} menandatangani atas nama {origin}."
    ),
    "{name} signs with another key ({id}) than the record gives it: no entry signed by the key "
    "before says so.": (
        "{name} menandatangani dengan kunci lain ({id}) dari yang tercatat: tidak ada catatan yang "
        "ditandatangani kunci sebelumnya tentang itu."
    ),
    "Another key signs now ({key}) than at the earlier visit ({before}). Compare it with the one "
    "printed at the office, and give that one with --vkey.": (
        "Kunci yang menandatangani sekarang ({key}) lain dari pemeriksaan sebelumnya ({before}). "
        "Cocokkan dengan kunci di dinding kantor, lalu berikan kunci itu dengan --vkey."
    ),
    "The record had {before} entries before; now {now}. An old copy is shown, or entries were "
    "taken away.": (
        "Dulu ada {before} catatan, sekarang {now}. Yang ditunjukkan salinan lama, atau catatan "
        "dihilangkan."
    ),
    "The first {before} entries are not what they were before.": (
        "{before} catatan pertama tidak sama lagi dengan yang dulu."
    ),
    "Two checkpoints that cannot both be true, both signed with this key: this proves to anybody "
    "that the record was rewritten.": (
        "Dua daftar yang tidak mungkin sama-sama benar, keduanya ditandatangani dengan kunci ini: "
        "ini bukti bagi siapa pun bahwa catatan ditulis ulang."
    ),
    "Two checkpoints that cannot both be true, both signed with this key, one before witnesses: "
    "this proves to anybody that the record was rewritten.": (
        "Dua daftar yang tidak mungkin sama-sama benar, keduanya ditandatangani dengan kunci ini, "
        "satu di depan saksi: ini bukti bagi siapa pun bahwa catatan ditulis ulang."
    ),
    "What was shown at an earlier visit, and what is shown now.": (
        "Yang ditunjukkan pada pemeriksaan sebelumnya, dan yang ditunjukkan sekarang."
    ),
    "No checkpoint is signed by as many witnesses as the policy asks for ({quorum}).": (
        "Jumlah saksi yang menandatangani belum cukup menurut daftar saksi ({quorum})."
    ),
    "Witnesses have signed {size} entries; the office shows {now}.": (
        "Saksi menandatangani {size} catatan; kantor hanya menunjukkan {now}."
    ),
    "The first {size} entries are not those that witnesses have signed.": (
        "{size} catatan pertama bukan yang ditandatangani para saksi."
    ),
    "A checkpoint cannot be held against the witnesses: {reason}.": (
        "Satu daftar tidak dapat dicocokkan dengan para saksi: {reason}."
    ),
    "An entry speaks of {at}, and witnesses had signed it at {since} already.": (
        "Satu catatan menyebut waktu {at}, padahal saksi sudah menandatanganinya pada {since}."
    ),
    "The witnesses are a demonstration's, and so may its clock be.": (
        "Saksinya hanya untuk peragaan, dan jamnya mungkin juga."
    ),
    "Entry {index} says that witnesses signed another record of {size}.": (
        "Catatan nomor {index} menyebut saksi menandatangani {size} catatan yang lain."
    ),
    "{office} on {day}: the tables cannot be read: {reason}.": (
        "{office} pada {day}: data kantor tidak dapat dibaca: {reason}."
    ),
    "{office} on {day}: the tables go on after the day was closed.": (
        "{office} pada {day}: data kantor masih berubah setelah hari ditutup."
    ),
}
