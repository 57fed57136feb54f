import { expect, test } from 'vitest';
import { validateParameterOptions } from '../../../src/features/programs/authoring/validation.ts';

test.each([
  ['Oboe, Flute ,, Oboe', { value: ['Oboe', 'Flute'] }],
  ['Oboe, \u200B, \u202EFlute', { value: ['Oboe', 'Flute'] }],
  ['  ', { value: null }],
])('the options of a parameter in %j are read without duplicates', (text, expected) => {
  expect(validateParameterOptions(text)).toEqual(expected);
});

test.each(['Oboe, etu\u202Elf', `Oboe, ${'x'.repeat(201)}`])(
  'options that the database would reject, such as %j, are rejected with a message',
  (text) => {
    expect(validateParameterOptions(text)).toEqual({ error: expect.any(String) as string });
  },
);
