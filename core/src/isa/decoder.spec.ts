import { Decoder, defineInstruction } from './decoder';

const row = (name: string, pattern: string, when?: (f: Readonly<Record<string, number>>) => boolean) =>
  defineInstruction<undefined, string>({
    name,
    pattern,
    ...(when ? { when } : {}),
    translate: () => undefined,
    text: () => name,
  });

describe('Decoder', () => {
  it('prefers the more specific of two rows, whatever their order', () => {
    const decoder = new Decoder([row('mov', '00100 Rd:3 imm8:8'), row('zero', '00100 Rd:3 00000000')], 16);
    decoder.verify();
    expect(decoder.decode(0x2100)?.instruction.name).toBe('zero');
    expect(decoder.decode(0x2101)).toMatchObject({
      instruction: { name: 'mov' },
      fields: { Rd: 1, imm8: 1 },
    });
    expect(decoder.decode(0x4000)).toBeUndefined();
  });

  it('asks `when` before it takes a row', () => {
    const decoder = new Decoder([row('even', 'x:15 0', (f) => f.x !== 1), row('rest', 'y:16')], 16);
    expect(decoder.decode(0x0004)?.instruction.name).toBe('even');
    expect(decoder.decode(0x0002)?.instruction.name).toBe('rest');
  });

  it('refuses rows that overlap without one being more specific, by name', () => {
    const rows = [row('a', '1111 x:12'), row('b', 'x:12 1111')];
    expect(() => new Decoder(rows, 16).verify()).toThrow("overlap: a '1111 x:12' and b 'x:12 1111'");
    expect(() => new Decoder(rows, 16).decode(0xffff)).toThrow('overlap');
  });

  it('refuses malformed patterns and other widths', () => {
    expect(() => new Decoder([row('a', '1111 x:11')], 16)).toThrow('has 15 bits');
    expect(() => new Decoder([row('a', '1111 x:12')], 32)).toThrow('not 32 bits wide');
    expect(() => new Decoder([row('a', 'x:4 x:12')], 16)).toThrow('occurs twice');
    expect(() => new Decoder([row('a', '11q1 x:12')], 16)).toThrow("cannot read '11q1'");
  });

  it('reads the top bits of 32-bit words as unsigned fields', () => {
    const decoder = new Decoder([row('a', 'cond:4 1 x:27')], 32);
    expect(decoder.decode(0xe800_0001)?.fields).toEqual({ cond: 14, x: 1 });
  });
});
