import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatView, parseView} from '../../main/resources/static/js/url.js';

test('the plain page has a plain address', () => {
  assert.equal(formatView(parseView('')), '');
});

test('a link gives the same view again', () => {
  const view = {
    device: 'bls/10 ü&x', range: 'custom', from: Date.parse('2026-11-24T00:00:00Z'), to: Date.parse('2026-11-25T00:00:00Z'),
    at: Date.parse('2026-11-24T12:34:56.789Z'), codes: ['3', '6', 'other'], since: '7d', tab: 'devices',
    view: {zoom: 11.25, latitude: 59.33, longitude: 18.06},
  };

  assert.deepEqual(parseView(formatView(view)), view);
});

test('what makes no sense is as if it were not there', () => {
  const view = parseView('?range=9y&from=x&to=2026-01-01T00:00:00Z&at=never&codes=a,<script>,6&since=1y&tab=x&map=1/2');

  assert.deepEqual(view, {device: undefined, range: '6h', codes: ['6'], since: '24h', tab: 'alarms', view: undefined});
});

test('a range that is upside down is none', () => {
  assert.equal(parseView('?device=a&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z').range, '6h');
});
