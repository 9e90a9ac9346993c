import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ageText, durationMs, localInputValue, timeText, utcText} from '../../main/resources/static/js/time.js';

const noon = Date.parse('2026-11-25T12:00:00.123Z');

test('UTC is told to the millisecond', () => {
  assert.equal(utcText(noon), '2026-11-25 12:00:00.123 UTC');
});

test('the day is told only when it is not today', () => {
  assert.ok(timeText(noon, noon).length < timeText(noon - 3 * 86_400_000, noon).length);
});

test('an age has one unit', () => {
  const ages = [0, 59, 60, 3_599, 3_600, 86_400].map(seconds => ageText(noon - seconds * 1000, noon));

  assert.deepEqual(ages, ['now', '59 s ago', '1 min ago', '59 min ago', '1 h ago', '1 d ago']);
});

test('a device whose clock is ahead is heard now', () => {
  assert.equal(ageText(noon + 5_000, noon), 'now');
});

test('durations are read, and nothing else is', () => {
  assert.deepEqual([durationMs('15m'), durationMs('7d')], [900_000, 604_800_000]);
  assert.ok(Number.isNaN(durationMs('7y')));
});

test('an input for local time gives the same minute again', () => {
  assert.equal(Date.parse(localInputValue(noon)), noon - 123);
});
