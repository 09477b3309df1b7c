"""Speak every clip of `pure.voice` into static/voice/id: `make voice`, with espeak-ng and sox.

An office that records a human voice puts its own files of the same names there; this tool is then
not run again. The words stand in `pure.voice`; here is only how a speech program must say them.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/jernih/ui/static/voice/id"
sys.path.insert(0, str(ROOT / "src"))

from jernih.pure.voice import CHIME, WORDS  # noqa: E402

# espeak-ng's own spelling rules miss these: closed e in names of letters, schwa in numerals.
SOUNDS = {
    "loket": "l'okEt",
    **dict(
        zip(
            ["be", "ce", "de", "ge", "je", "pe", "te", "ve", "we", "ye"],
            ["b'e", "tS'e", "d'e", "g'e", "dZ'e", "p'e", "t'e", "f'e", "w'e", "j'e"],
            strict=True,
        )
    ),
    "empat": "@mp'at",
    "enam": "@n'am",
    "sebelas": "s@b@l'as",
    "belas": "b@l'as",
}
SPEECH = ["-v", "id", "-s", "138", "-p", "42", "-g", "2"]
# Silence off at both ends, a voice that carries, the same loudness for every clip.
FINISH = [
    *["silence", "1", "0.01", "0.3%", "reverse", "silence", "1", "0.01", "0.3%", "reverse"],
    *[
        "highpass",
        "90",
        "treble",
        "+3",
        "2800",
        "compand",
        "0.02,0.12",
        "-60,-60,-30,-14,-12,-8,0,-4",
        "gain",
        "-n",
        "-1.5",
    ],
    *["fade", "t", "0.008", "reverse", "fade", "t", "0.02", "reverse"],
]
MP3 = ["-r", "24000", "-c", "1", "-C", "40.2"]


def speak(name: str, words: str, folder: Path) -> None:
    """Write one spoken clip."""
    text = " ".join(f"[[{SOUNDS[word]}]]" if word in SOUNDS else word for word in words.split())
    raw = folder / f"{name}.wav"
    subprocess.run(["espeak-ng", *SPEECH, "-w", str(raw), text], check=True)
    sox(str(raw), *MP3, str(OUT / f"{name}.mp3"), *FINISH)


def chime(folder: Path) -> None:
    """Write the two soft tones before a call: G5, then E5."""
    tones = []
    for name, hertz, start in (("high", 783.99, 0.0), ("low", 659.25, 0.42)):
        tone = folder / f"{name}.wav"
        sox("-n", "-r", "24000", str(tone), "synth", "1.3", "sine", str(hertz), "sine",
            str(hertz * 2), "remix", "1v0.8,2v0.15", "fade", "l", "0.006", "1.3", "1.25",
            "pad", str(start), str(0.42 - start))  # fmt: skip
        tones.append(str(tone))
    sox("-m", *tones, *MP3, str(OUT / f"{CHIME}.mp3"), "gain", "-n", "-4")


def sox(*words: str) -> None:
    """Run sox without dither, so that two runs write the same bytes."""
    subprocess.run(["sox", "-D", "-R", "-V1", *words], check=True)


def words_list() -> str:
    """Return the README beside the clips: every file and its words."""
    rows = [f"| `{CHIME}.mp3` | (two soft tones) |"]
    rows += [f"| `{name}.mp3` | {words} |" for name, words in WORDS.items()]
    return HEAD + "\n".join(rows) + "\n"


HEAD = """# The voice of the office

One file for each part of a call; a board joins them:
*chime · nomor antrean · A · nol · satu · tujuh · silakan menuju · loket · tiga*.

These clips are synthetic (made by `make voice`). A human voice is better: record the words
below, one file each, with the same names, mp3, mono, silence cut off at both ends, all equally
loud, spoken as in the middle of a sentence, and put them here in place of these. Nothing else
has to change. A file that is missing is left out of the call; the number on the board counts.

| file | words |
|---|---|
"""


def main() -> int:
    """Write all clips and their list."""
    missing = [tool for tool in ("espeak-ng", "sox") if not shutil.which(tool)]
    if missing:
        sys.stderr.write(f"make voice needs {' and '.join(missing)} (Debian: espeak-ng sox "
                         "libsox-fmt-mp3)\n")  # fmt: skip
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        chime(Path(folder))
        for name, words in WORDS.items():
            speak(name, words, Path(folder))
    (OUT / "README.md").write_text(words_list(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
