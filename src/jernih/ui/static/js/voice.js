// Speaks a call by joining clips (see static/voice/id/README.md); calls wait for each other.
//
//   import { Voice } from "./voice.js";
//   const voice = new Voice({ onState: (state) => … });      // "silent" until someone allowed sound
//   button.addEventListener("click", () => voice.enable());
//   voice.say(["chime", "nomor-antrean", "letter-a", "digit-0", …], "A-017@3");
//
// A call takes at least five seconds, so that two calls are never heard as one.
// The second argument names the call: one that already waits is not queued twice.
const GAP = 0.05;
const PAUSE = 0.55;
const OPENING = "nomor-antrean";
const LEAST = 5;
const TAIL = 0.8;
const MOST_WAITING = 12;

export class Voice {
  constructor({ folder = `${document.body.dataset.static ?? "/static/"}voice/id/`, onState = () => {} } = {}) {
    this.folder = folder;
    this.onState = onState;
    this.clips = new Map();
    this.waiting = [];
    this.speaking = false;
    this.context = new AudioContext();
    this.context.addEventListener("statechange", () => this.#tell());
    this.#tell();
  }

  get isOn() {
    return this.context.state === "running";
  }

  async enable() {
    await this.context.resume();
    this.#tell();
    this.#next();
  }

  say(names, call = names.join(" ")) {
    if (this.waiting.some((one) => one.call === call)) return;
    this.waiting.push({ names, call });
    // A board that was silent for an hour must not shout the whole hour: the latest calls count.
    if (this.waiting.length > MOST_WAITING) this.waiting.shift();
    this.#next();
  }

  async #next() {
    if (this.speaking || !this.isOn || this.waiting.length === 0) return;
    this.speaking = true;
    const { names } = this.waiting.shift();
    try {
      const clips = await Promise.all(names.map((name) => this.#clip(name)));
      await this.#play(clips, names);
    } finally {
      this.speaking = false;
      this.#next();
    }
  }

  #play(clips, names) {
    let at = this.context.currentTime + 0.05;
    const start = at;
    for (const [place, clip] of clips.entries()) {
      if (!clip) continue;
      // The call is spoken twice: a breath before it is said again.
      if (place > 1 && names[place] === OPENING) at += PAUSE;
      const source = new AudioBufferSourceNode(this.context, { buffer: clip });
      source.connect(this.context.destination);
      source.start(at);
      at += clip.duration + GAP;
    }
    const seconds = Math.max(LEAST, at - start + TAIL);
    return new Promise((done) => setTimeout(done, seconds * 1_000));
  }

  // A clip that is missing is left out: the number on the board counts, the voice only helps.
  #clip(name) {
    if (!this.clips.has(name)) this.clips.set(name, this.#load(name));
    return this.clips.get(name);
  }

  async #load(name) {
    try {
      const reply = await fetch(`${this.folder}${name}.mp3`);
      if (!reply.ok) return null;
      return await this.context.decodeAudioData(await reply.arrayBuffer());
    } catch {
      this.clips.delete(name);
      return null;
    }
  }

  #tell() {
    this.onState(this.isOn ? "on" : "silent");
  }
}
