/** Two notes from WebAudio. A browser lets a page sound only once somebody has touched it. */

/** Alarms that come together are one sound. */
const EVERY_MS = 2_000;

const NOTES = [{hertz: 880, at: 0}, {hertz: 660, at: 0.18}, {hertz: 880, at: 0.36}];
const NOTE_SECONDS = 0.16;
const VOLUME = 0.25;

export class Sound {
  on = true;

  #context;
  #playedAt = -Infinity;

  /** @param {() => void} onAllowed the browser lets the page sound from now on */
  constructor(onAllowed) {
    const unlock = () => {
      this.#context ??= new AudioContext();
      this.#context.resume().then(onAllowed);
    };
    addEventListener('pointerdown', unlock, {once: true});
    addEventListener('keydown', unlock, {once: true});
  }

  /** @returns {boolean} whether the browser lets the page sound */
  get allowed() {
    return this.#context?.state === 'running';
  }

  play() {
    const now = performance.now();
    if (!this.on || !this.allowed || now - this.#playedAt < EVERY_MS) return;
    this.#playedAt = now;
    for (const {hertz, at} of NOTES) this.#note(hertz, this.#context.currentTime + at);
  }

  #note(hertz, start) {
    const oscillator = new OscillatorNode(this.#context, {type: 'triangle', frequency: hertz});
    const gain = new GainNode(this.#context, {gain: 0});
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
    gain.gain.linearRampToValueAtTime(0, start + NOTE_SECONDS);
    oscillator.connect(gain).connect(this.#context.destination);
    oscillator.start(start);
    oscillator.stop(start + NOTE_SECONDS);
  }
}
