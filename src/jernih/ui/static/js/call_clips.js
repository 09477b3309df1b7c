// Which clips speak a call; their names are those of static/voice/id/README.md.
//
//   callClips("A-017", 3) -> nomor antrean, A, nol, satu, tujuh, silakan menuju loket, tiga
export function callClips(number, counter) {
  const [letter, digits] = number.split("-");
  const spoken = [...digits].map((digit) => `digit-${digit}`);
  return ["nomor-antrean", `letter-${letter.toLowerCase()}`, ...spoken, "silakan-menuju-loket", ...counterClips(counter)];
}

// Tens are said as words where there are clips for it; beyond 99 digit by digit.
function counterClips(counter) {
  return [...String(counter)].map((digit) => `digit-${digit}`);
}
