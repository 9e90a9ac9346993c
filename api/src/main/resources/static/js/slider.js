/** The time slider: a native range input over the shown time, and a button that lets it run. */
import {el, icon} from './dom.js';
import {timeElement, timeText} from './time.js';

/** Fine enough for the eye, coarse enough for arrow keys. */
const STEPS = 600;

/** A whole range passes in half a minute. */
const STEP_EVERY_MS = 50;

export class TimeSlider {
  #timer;

  /** @param {{onMove: (ms: number) => string, onSettle: (ms: number) => void}} options `onMove` answers what is to be heard of that time */
  constructor({onMove, onSettle}) {
    Object.assign(this, {onMove, onSettle});
    this.input = el('input', {type: 'range', class: 'slider', 'data-testid': 'slider', 'aria-label': 'Time on the track'});
    this.play = el('button', {type: 'button', class: 'tool', 'data-testid': 'play', 'aria-label': 'Play the track'}, icon('icon-play'));
    this.text = el('p', {class: 'slider-text', 'data-testid': 'slider-text'});
    this.element = el('div', {class: 'slider-box'}, this.play, this.input, this.text);
    this.input.addEventListener('input', () => this.#moved());
    this.input.addEventListener('change', () => this.onSettle(this.value));
    this.play.addEventListener('click', () => (this.#timer ? this.stop() : this.#start()));
  }

  /** @returns {number} epoch milliseconds */
  get value() {
    return Number(this.input.value);
  }

  /** @param {number} from epoch milliseconds @param {number} to epoch milliseconds @param {number} at epoch milliseconds */
  show(from, to, at) {
    Object.assign(this.input, {min: String(from), max: String(to), step: String(Math.max(1, Math.round((to - from) / STEPS)))});
    this.moveTo(at);
  }

  /** @param {number} ms epoch milliseconds */
  moveTo(ms) {
    this.input.value = String(ms);
    this.#moved(ms);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.play.replaceChildren(icon('icon-play'));
    this.play.setAttribute('aria-label', 'Play the track');
  }

  // A time that was asked for exactly is kept exactly, though the thumb stands on the nearest step.
  #moved(ms = this.value) {
    const said = this.onMove(ms);
    this.text.replaceChildren(timeElement(new Date(ms).toISOString()), ` · ${said}`);
    this.input.setAttribute('aria-valuetext', `${timeText(ms)}, ${said}`);
  }

  #start() {
    if (this.value >= Number(this.input.max) - Number(this.input.step)) this.input.value = this.input.min;
    this.play.replaceChildren(icon('icon-pause'));
    this.play.setAttribute('aria-label', 'Pause');
    this.#timer = setInterval(() => {
      this.input.stepUp();
      this.#moved();
      if (this.value < Number(this.input.max) - Number(this.input.step)) return;
      this.stop();
      this.onSettle(this.value);
    }, STEP_EVERY_MS);
  }
}
