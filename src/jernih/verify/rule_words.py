"""Each rule in one plain sentence, in English and in Indonesian: what always has to be true.

The English ones are those of docs/log-format.md, "What is checked".
"""

from collections.abc import Mapping
from typing import Final

RULES: Final[Mapping[str, tuple[str, str]]] = {
    "signature": (
        "The checkpoint is signed by the key given, for the log of that name.",
        "Daftar catatan ditandatangani dengan kunci kantor ini, atas namanya sendiri.",
    ),
    "tree": (
        "Every file is served, and all of them lead to the signed root.",
        "Semua berkas catatan dapat dibaca, dan isinya sama dengan yang ditandatangani.",
    ),
    "grows": (
        "What was seen before is still the beginning.",
        "Catatan hanya bertambah; yang dulu sudah terlihat tidak berubah.",
    ),
    "witnessed": (
        "Enough witnesses have signed, and what they signed is the beginning of the record.",
        "Cukup banyak saksi dari luar kantor sudah menandatangani catatan yang sama ini.",
    ),
    "readable": (
        "Every entry is a fact in its one spelling.",
        "Setiap catatan ditulis dengan bentuk yang sudah ditetapkan.",
    ),
    "record.key": (
        "A new key is signed by the key before it, on the record, and signs from then on.",
        "Kunci baru selalu disahkan oleh kunci sebelumnya, dan itu tercatat.",
    ),
    "record.loss": (
        "A loss of the office's data is said in public, and is no larger than there was.",
        "Bila ada data kantor yang hilang, kantor mengatakannya di sini, apa adanya.",
    ),
    "record.time": (
        "No fact claims a moment before what stands before it was known, nor after its witnesses.",
        "Tidak ada catatan yang menyebut waktu terlalu awal atau terlalu lambat.",
    ),
    "record.silent": (
        "The record shows signs of life while the hall is open; nobody is called in a silence.",
        "Selama ruang layanan buka, catatan terus bergerak; tidak ada panggilan tanpa catatan.",
    ),
    "record.witnessed": (
        "What witnesses are said to have signed is theirs, enough of them, and of this record.",
        "Tanda tangan saksi yang tercatat memang milik mereka, cukup jumlahnya, dan untuk "
        "catatan ini.",
    ),
    "booking.supply": (
        "Numbers are released 1, 2, 3 … in the order of their windows; held back only for a "
        "reason; a number that replaces one given back is the next one, for the same time, once.",
        "Nomor dibuka berurutan 1, 2, 3 …; yang ditahan ada alasannya; nomor pengganti dibuat "
        "satu kali, untuk jam yang sama.",
    ),
    "booking.returned": (
        "A number that was given back in time is offered anew before its day, under another "
        "number.",
        "Nomor yang dikembalikan pada waktunya ditawarkan lagi sebelum harinya.",
    ),
    "booking.number": (
        "A number is taken once, when it is offered, for its service and day; what becomes of it "
        "comes from the application that has it; what ended is never used again.",
        "Satu nomor diambil satu kali oleh satu orang, dan nomor yang sudah selesai tidak "
        "dipakai lagi.",
    ),
    "booking.fate": (
        "Two days after its day, every number that was taken has come, stayed away, or been "
        "given back.",
        "Setiap nomor yang diambil jelas akhirnya: datang, tidak datang, atau dikembalikan.",
    ),
    "booking.limits": (
        "A family is no larger, moves no more often and no later, and names are corrected no more "
        "often, than the published limits.",
        "Jumlah anggota keluarga, pindah hari, dan perbaikan nama tidak melebihi batas yang "
        "diumumkan.",
    ),
    "booking.rest": (
        "A number given back comes anew only after its rest, or in the evening before its day.",
        "Nomor yang dikembalikan ditawarkan lagi setelah jeda, tidak langsung ke pembeli.",
    ),
    "booking.application": (
        "An application goes only the ways that were published.",
        "Setiap permohonan menempuh langkah yang sudah diumumkan.",
    ),
    "booking.erased": (
        "People are erased only after their application has ended, once, and in time.",
        "Data pribadi dihapus setelah permohonan selesai, satu kali, dan tepat waktu.",
    ),
    "draw.frozen": (
        "Where witnesses were promised, they had signed the frozen list long before its round.",
        "Bila saksi dijanjikan, mereka menandatangani daftar peserta jauh sebelum angka acak "
        "keluar.",
    ),
    "draw.calendar": (
        "A batch is planned, announced, opened, closed, seeded and drawn in this order; not two "
        "for the same days; not before its published times.",
        "Undian berjalan menurut urutan dan jadwal yang diumumkan.",
    ),
    "draw.second-draw": (
        "After its list was frozen, a batch is not given up, planned, seeded or drawn again.",
        "Setelah daftar dikunci, undian tidak diulang dan tidak dibatalkan.",
    ),
    "draw.announced": (
        "The seats, kept seats, sources and round announced are those that were published.",
        "Jumlah tempat dan sumber acak sama dengan yang diumumkan lebih dahulu.",
    ),
    "draw.key": (
        "The key of the nullifiers is on the record before, with its proof.",
        "Kunci untuk mencegah orang mendaftar dua kali sudah diumumkan dan terbukti benar.",
    ),
    "draw.list": (
        "Applications come and go only while a batch is open; the frozen list is theirs.",
        "Daftar peserta yang dikunci sama dengan pendaftaran selama undian dibuka.",
    ),
    "draw.nullifier": (
        "In one batch no two living applications have a person in common.",
        "Dalam satu undian tidak ada orang yang terdaftar dua kali.",
    ),
    "draw.long-waiting": (
        "The earlier draws that an application counts ended with nothing for it.",
        "Undian yang dihitung sebagai belum dapat memang berakhir tanpa nomor.",
    ),
    "draw.closed-in-time": (
        "Closed not before its time, and for a round that comes long enough after.",
        "Undian ditutup pada waktunya, cukup lama sebelum angka acaknya keluar.",
    ),
    "draw.reveals": (
        "Contributors' secrets open what they were bound to, and count if they came in time.",
        "Rahasia para penyumbang acak sesuai dengan janjinya dan datang tepat waktu.",
    ),
    "draw.fallback": (
        "Another source only in the announced order, after the announced hours.",
        "Sumber acak cadangan dipakai hanya menurut urutan dan waktu yang diumumkan.",
    ),
    "draw.seed": (
        "The beacon's signature is right, and the seed follows from list, beacon and secrets.",
        "Angka acaknya asli, dan benih undian dihitung darinya dengan benar.",
    ),
    "draw.withheld": (
        "A batch that was announced is closed, seeded and drawn, each at most a day late.",
        "Undian yang diumumkan benar-benar diselesaikan, terlambat paling lama satu hari.",
    ),
    "draw.order": (
        "The order follows from list and seed; every application is in it once.",
        "Urutan undian sama dengan hasil hitung ulang; setiap peserta ada satu kali.",
    ),
    "draw.seats": (
        "The seats are given by the published rule, row by row.",
        "Tempat dibagikan menurut urutan undian dan aturan yang diumumkan.",
    ),
    "draw.capacity": (
        "No number of a drawn week is published past its draw, and none that was announced is "
        "kept back.",
        "Semua nomor yang diumumkan ikut diundi, tidak ada yang disimpan.",
    ),
    "draw.leftover": (
        "Numbers of a drawn day are taken only if nobody drew them, after the rest.",
        "Nomor sisa undian dibuka untuk semua, setelah jeda yang ditetapkan.",
    ),
    "draw.standby": (
        "What is given back on a drawn day goes to the next in draw order.",
        "Nomor undian yang dikembalikan jatuh ke urutan berikutnya, bukan ke orang lain.",
    ),
    "hall.steps": (
        "A day opens once, its facts are numbered 1, 2, 3 … in the order of time, and it is "
        "closed in the end.",
        "Kejadian dalam satu hari bernomor urut tanpa ada yang hilang, dan hari itu ditutup.",
    ),
    "hall.arrival": (
        "Who comes gets the place that the rule says, for what was booked.",
        "Setiap orang yang datang mendapat tempat antre menurut aturan.",
    ),
    "hall.call": (
        "Every call is the choice of the public rule; any other has a coded reason.",
        "Yang dipanggil adalah yang gilirannya menurut aturan; selain itu harus ada alasannya.",
    ),
    "hall.counter": (
        "A counter works only while it is open, with one officer, who sits at one counter.",
        "Loket bekerja hanya selama dibuka, dengan satu petugas yang duduk di satu loket saja.",
    ),
    "hall.number": (
        "A number goes only the ways that were published, at the counter that called it.",
        "Setiap nomor dilayani di loket yang memanggilnya, langkah demi langkah.",
    ),
    "hall.close": (
        "A day ends with every counter closed, every number with one fate, and true counts.",
        "Hari ditutup dengan semua loket tutup, setiap nomor jelas akhirnya, dan hitungan benar.",
    ),
    "hall.files": (
        "The numbers served that the office held against the ministry's files are the true ones.",
        "Jumlah yang dilayani, yang dibandingkan dengan berkas kementerian, adalah jumlah benar.",
    ),
    "hall.identity": (
        "Who came in without a code was seen by an officer who is named, and came in at once.",
        "Orang yang datang tanpa kode diperiksa petugas yang tercatat, dan langsung masuk.",
    ),
    "hall.erased": (
        "Names given at the door are erased after their day, in time.",
        "Nama yang diberikan di pintu dihapus setelah harinya, tepat waktu.",
    ),
    "hall.tables": (
        "What the office's own tables say of a day is what the record makes of it.",
        "Data kantor tentang satu hari sama dengan isi catatan publik.",
    ),
    "conduct.counts": (
        "Every declared gift is open or closed; none is forwarded or decided out of nothing.",
        "Setiap gratifikasi yang dilaporkan petugas masih diproses atau sudah selesai; tidak ada "
        "yang hilang.",
    ),
    "surveys.tokens": (
        "Survey answers came by tokens signed with one key a quarter, each counted once, and there "
        "are no more of them than tickets served.",
        "Setiap jawaban survei dihitung satu kali; jumlahnya tidak melebihi orang yang dilayani.",
    ),
    "surveys.index": (
        "Published survey indexes come from the counts beside them, and those from the answers.",
        "Nilai survei yang diumumkan cocok dengan jawaban yang dihitung.",
    ),
    "conduct.pledges": (
        "Signatures under a pledge are counted one by one, and no promised figure is changed.",
        "Tanda tangan di bawah janji dihitung satu per satu, dan angka yang dijanjikan tidak "
        "diubah.",
    ),
    "integrity.sheets": (
        "The zone's worksheets go their way, each column by its own people; their points add up.",
        "Lembar kerja zona integritas diisi oleh yang berhak, pada waktunya, dan nilainya benar.",
    ),
    "oversight.counts": (
        "Every closed day is judged by the monitor, and every inspection is open or has an end.",
        "Setiap hari yang ditutup dinilai pemantau, dan setiap pemeriksaan jelas akhirnya.",
    ),
    "complaints.commitments": (
        "Every sealed report, and every step of one, is told once, in no order of arrival.",
        "Setiap laporan bersegel, dan setiap langkahnya, tercatat satu kali.",
    ),
    "complaints.counts": (
        "Reports are counted every day, and each one that came is open or closed; none is lost.",
        "Laporan dihitung setiap hari: yang masuk masih berjalan atau selesai, tidak ada yang "
        "hilang.",
    ),
    "complaints.overdue": (
        "What is overdue was said when it became so, whether the office liked it or not.",
        "Laporan yang terlambat ditangani selalu diumumkan, suka atau tidak.",
    ),
    "complaints.roster": (
        "The list of those who can open reports is declared, and only newer ones follow.",
        "Daftar orang yang dapat membuka laporan diumumkan; hanya daftar baru yang menggantikan.",
    ),
    "complaints.board": (
        "Each quarter has its accountability board, with a row for every report.",
        "Setiap triwulan ada papan akuntabilitas, satu baris untuk setiap laporan.",
    ),
    "complaints.grievances": (
        "Complaints about service are counted every day, and none is lost on its way.",
        "Pengaduan layanan dihitung setiap hari, dan tidak ada yang hilang di jalan.",
    ),
    "complaints.grievances-overdue": (
        "A complaint about service that waits too long was said to be late.",
        "Pengaduan layanan yang terlalu lama menunggu selalu diumumkan terlambat.",
    ),
    "complaints.reclassified": (
        "No complaint about service gets more days because it was put into another class.",
        "Pengaduan layanan tidak pernah mendapat waktu lebih lama karena pindah golongan.",
    ),
}


def rule_words(rule: str, *, language: str) -> str:
    """Return the sentence of a rule; its bare name if it has none."""
    both = RULES.get(rule, (rule, rule))
    return both[language == "id"]
