// Looks for a reporter's line on the accountability boards: docs/accountability.md. The salt comes
// from her code and goes nowhere; only the boards, the same for everybody, are fetched.

const MARK = "jernih-segel/v1/board\0";
const encoder = new TextEncoder();

// salt: 32 bytes. period: as 2026-Q4. Gives the name of the line, in hex.
export async function handleOf(salt, period) {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey("raw", salt, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = new Uint8Array(await subtle.sign("HMAC", key, encoder.encode(MARK + period)));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Gives { handle, stage, isInTime }, or null.
export function rowIn(board, handle) {
  const line = board.split("\n").slice(2).find((one) => one.startsWith(`${handle},`));
  if (!line) return null;
  const [, stage, inTime] = line.split(",");
  return { handle, stage, isInTime: inTime === "yes" };
}

// box: the element of _own_rows.html. Shows for each quarter whether the line is there.
export async function checkBoards(box, salt, fetchText = textOf) {
  for (const row of box.querySelectorAll("[data-board]")) {
    const handle = await handleOf(salt, row.dataset.board);
    const found = rowIn(await fetchText(row.dataset.boardFile), handle);
    for (const told of row.querySelectorAll("[data-board-told]")) {
      told.hidden = told.dataset.boardTold !== (found ? "FOUND" : "MISSING");
    }
  }
}

async function textOf(address) {
  const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
  return answer.ok ? answer.text() : "";
}
