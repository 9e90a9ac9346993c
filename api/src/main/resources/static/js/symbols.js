/** The shapes on the map, drawn once per look and kept: triangle = alarm, ring = silent, disc = OK. */
import {colours} from './theme.js';

const NAMES = ['alarm', 'on-alarm', 'silent', 'ok', 'panel', 'text', 'focus'];

/** Shares of silent devices in a cluster's ring are rounded to this many parts, so that few looks exist. */
const SHARES = 12;

export class Symbols {
  #sprites = new Map();
  #ratio = 1;

  constructor() {
    this.refresh();
  }

  /** Takes the page's colours and the screen's density as they are now. */
  refresh() {
    this.colours = colours(NAMES);
    this.#ratio = Math.min(globalThis.devicePixelRatio || 1, 3);
    this.#sprites.clear();
  }

  /**
   * @param {'ALARM'|'SILENT'|'OK'} state
   * @param {boolean} [fresh] an alarm of this minute has a halo
   */
  device(state, fresh = false) {
    const radius = state === 'ALARM' ? (fresh ? 19 : 13) : 7;
    return this.#sprite(`${state}${fresh}`, radius, context => {
      if (state === 'ALARM') this.#triangle(context, fresh);
      else this.#dot(context, state);
    });
  }

  /**
   * @param {number} count devices in it
   * @param {number} silent how many of them are silent
   */
  cluster(count, silent) {
    const radius = clusterRadius(count);
    const part = silent === 0 ? 0 : Math.max(1, Math.round(SHARES * silent / count));
    return this.#sprite(`cluster${radius}/${part}`, radius + 2, context => {
      const c = this.colours;
      circle(context, radius, {fill: c.panel});
      const start = -Math.PI / 2;
      const split = start + 2 * Math.PI * part / SHARES;
      if (part < SHARES) arc(context, radius - 2.5, split, start + 2 * Math.PI, {colour: c.ok, width: 3.5});
      // Thicker, and set apart by a gap: the worst state in a cluster is not told by colour alone.
      if (part > 0) {
        arc(context, radius - 2.5, start - 0.12, split + 0.12, {colour: c.panel, width: 6});
        arc(context, radius - 2.5, start, split, {colour: c.silent, width: 6});
      }
    });
  }

  #triangle(context, fresh) {
    const c = this.colours;
    if (fresh) {
      context.globalAlpha = 0.16;
      circle(context, 17, {fill: c.alarm});
      context.globalAlpha = 1;
      circle(context, 17, {stroke: c.alarm, width: 2});
    }
    context.beginPath();
    context.moveTo(0, -10.5);
    context.lineTo(10.5, 8);
    context.lineTo(-10.5, 8);
    context.closePath();
    context.lineJoin = 'round';
    context.lineWidth = 3.5;
    context.strokeStyle = c.panel;
    context.stroke();
    context.fillStyle = c.alarm;
    context.fill();
  }

  #dot(context, state) {
    const c = this.colours;
    circle(context, 6.5, {fill: c.panel});
    if (state === 'SILENT') circle(context, 4, {stroke: c.silent, width: 2.6});
    else circle(context, 5, {fill: c.ok});
  }

  #sprite(key, radius, draw) {
    let sprite = this.#sprites.get(key);
    if (!sprite) {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = Math.ceil(radius * 2 * this.#ratio);
      const context = canvas.getContext('2d');
      context.scale(this.#ratio, this.#ratio);
      context.translate(radius, radius);
      draw(context);
      this.#sprites.set(key, sprite = {canvas, radius});
    }
    return sprite;
  }
}

/** @param {number} count @returns {number} pixels, one of few */
export function clusterRadius(count) {
  return count < 10 ? 13 : count < 100 ? 16 : count < 1000 ? 20 : 24;
}

function circle(context, radius, {fill, stroke, width}) {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  if (fill) {
    context.fillStyle = fill;
    context.fill();
  }
  if (stroke) {
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.stroke();
  }
}

function arc(context, radius, from, to, {colour, width}) {
  context.beginPath();
  context.arc(0, 0, radius, from, to);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}
