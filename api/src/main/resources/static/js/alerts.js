/** Calls for attention: a sound, a flashing title, a line for screen readers. Each is bounded, however many alarms come. */
import {byId} from './dom.js';
import {kindText, workerText} from './kinds.js';
import {remember, remembered} from './memory.js';
import {Sound} from './sound.js';

/** A screen reader needs this long for one line. */
const ANNOUNCE_EVERY_MS = 5_000;

const FLASH_EVERY_MS = 1_000;
const TITLE = document.title;

/** @typedef {import('./api.js').VigilEvent} VigilEvent */

export class Alerts {
  #sound = new Sound(() => this.#showSound());
  #pending = [];
  #announceTimer;
  #flashTimer;
  #unseen = 0;

  constructor() {
    this.#toggle('sound', on => {
      this.#sound.on = on;
      this.#showSound();
    });
    this.#toggle('title', on => {
      this.#titleOn = on;
      byId('title-toggle').querySelector('use').setAttribute('href', on ? '#icon-title' : '#icon-title-off');
      if (!on) this.#calm();
    });
    // Whoever touches the page has seen it.
    for (const type of ['pointerdown', 'keydown', 'focus']) addEventListener(type, () => this.#calm(), {passive: true});
  }

  #titleOn = true;

  /** @param {VigilEvent} alarm that is news to the room */
  raise(alarm) {
    this.#sound.play();
    this.#flash();
    this.#pending.push(alarm);
    if (this.#pending.length > 1000) this.#pending.splice(0, 500);
    if (!this.#announceTimer) this.#announce();
  }

  #showSound() {
    const button = byId('sound-toggle');
    const blocked = this.#sound.on && !this.#sound.allowed;
    button.querySelector('use').setAttribute('href', this.#sound.on ? '#icon-sound' : '#icon-mute');
    button.toggleAttribute('data-blocked', blocked);
    button.title = blocked ? 'Sound on a new alarm: the browser allows it once you click or press a key' : 'Sound on a new alarm';
  }

  #announce() {
    byId('announcer').textContent = summary(this.#pending);
    this.#pending = [];
    this.#announceTimer = setTimeout(() => {
      this.#announceTimer = undefined;
      if (this.#pending.length > 0) this.#announce();
    }, ANNOUNCE_EVERY_MS);
  }

  #flash() {
    this.#unseen++;
    if (!this.#titleOn || this.#flashTimer) return;
    let lit = false;
    const step = () => {
      lit = !lit;
      document.title = lit ? `▲ ${this.#unseen} new ${this.#unseen === 1 ? 'alarm' : 'alarms'}` : TITLE;
    };
    step();
    this.#flashTimer = setInterval(step, FLASH_EVERY_MS);
  }

  #calm() {
    clearInterval(this.#flashTimer);
    this.#flashTimer = undefined;
    this.#unseen = 0;
    document.title = TITLE;
  }

  #toggle(name, apply) {
    const button = byId(`${name}-toggle`);
    let on = remembered(name) !== 'off';
    const show = () => {
      button.setAttribute('aria-pressed', String(on));
      apply(on);
    };
    button.addEventListener('click', () => {
      on = !on;
      remember(name, on ? 'on' : 'off');
      show();
    });
    show();
  }
}

/**
 * @param {VigilEvent[]} alarms in the order they came
 * @returns {string} one line for any number of alarms
 */
export function summary(alarms) {
  const newest = alarms.at(-1);
  const text = [kindText(newest.kind, newest.code), workerText(newest), newest.deviceId].filter(Boolean).join(', ');
  return alarms.length === 1 ? `New alarm: ${text}` : `${alarms.length} new alarms. Newest: ${text}`;
}
