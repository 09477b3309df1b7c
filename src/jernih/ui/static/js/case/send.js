// Ask the server as this page may: with its token, sealed files out, sealed files in.
export class Refusal extends Error {
  constructor(answer, said) {
    super(said.words ?? "");
    this.status = answer.status;
    this.errors = said.errors ?? {};
    this.expected = said.expected;
  }
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

export async function post(path, said = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "X-CSRFToken": token(), "Content-Type": "application/json" },
    body: JSON.stringify(said),
  });
  if (answer.ok) return answer;
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  throw new Refusal(answer, isJson ? await answer.json() : {});
}

export async function fetchSealed(base, name) {
  const answer = await post(`${base}berkas/${name}`);
  return new Uint8Array(await answer.arrayBuffer());
}

export function inBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}
