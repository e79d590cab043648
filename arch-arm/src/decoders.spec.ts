import { Decoder } from '@anyuser/core';
import { type InstructionSet, rows } from './decoders';

describe.each(Object.keys(rows) as InstructionSet[])('rows of %s', (set) => {
  it('do not overlap without one being more specific', () => {
    expect(() => new Decoder(rows[set](), set === 't16' ? 16 : 32).verify()).not.toThrow();
  });
});
