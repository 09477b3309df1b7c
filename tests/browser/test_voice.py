"""The board's voice joins clips, one call after the other, and only when sound is allowed."""

from itertools import pairwise

from jernih.pure.voice import clips

# What the voice does is told by the sources it starts: when, and how long each is.
WATCHED = """async (calls) => {
  const started = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (at) {
    started.push({ at, until: at + this.buffer.duration });
    return start.call(this, at);
  };
  const { Voice } = await import("/static/js/voice.js");
  const states = [];
  const voice = new Voice({ onState: (state) => states.push(state) });
  await voice.enable();
  for (const [names, call] of calls) voice.say(names, call);
  const expected = calls.reduce((sum, [names, , twice]) => sum + (twice ? 0 : names.length), 0);
  const until = performance.now() + 40_000;
  while (started.length < expected && performance.now() < until) {
    await new Promise((done) => setTimeout(done, 100));
  }
  return { started, states };
}"""


def test_two_calls_are_spoken_whole_and_never_over_each_other(open_page):
    page = open_page("/ambil/")
    first, second = clips("A-017", counter=3), clips("P-004", counter=12)

    heard = page.evaluate(
        WATCHED, [[first, "A-017@3"], [second, "P-004@12"], [second, "P-004@12", True]]
    )

    started = heard["started"]
    assert heard["states"][-1] == "on"
    assert len(started) == len(first) + len(second)
    for before, after in pairwise(started):
        assert after["at"] >= before["until"]
    assert started[len(first)]["at"] - started[0]["at"] >= 5


def test_a_missing_clip_does_not_silence_the_call(open_page):
    page = open_page("/ambil/")
    page.route("**/loket.mp3", lambda route: route.fulfill(status=404))

    heard = page.evaluate(WATCHED, [[["chime", "loket", "n-3"], "a", True], [["n-3"] * 2, "b"]])

    assert len(heard["started"]) >= 2
