import { CodeFault, type CodeReader, IrBuilder, PAGE_SIZE } from '@anyuser/core';
import { Mode } from './mode';
import { models } from './models';
import { translate } from './translate';

/** Code of a few words at an address; nothing else can be fetched. */
function codeAt(start: number, bytes: readonly number[]): CodeReader {
  const u16 = (at: number): number => {
    if (at < start || at + 2 > start + bytes.length) throw new CodeFault(at);
    return bytes[at - start]! | (bytes[at - start + 1]! << 8);
  };
  return { u16, u32: (at) => (u16(at) | (u16(at + 2) << 16)) >>> 0 };
}

const block = (code: CodeReader, pc: number, mode = 0) => {
  const ir = new IrBuilder();
  ir.begin({ pc, mode });
  translate(code, { pc, mode }, ir, models[0]!);
  return ir.finish();
};

const NOP = [0x00, 0xf0, 0x20, 0xe3];
const THUMB_NOP = [0x00, 0xbf];
/** mov.w r0, #1 */
const WIDE = [0x4f, 0xf0, 0x01, 0x00];
const repeat = (bytes: readonly number[], times: number): number[] =>
  Array.from({ length: times }, () => bytes).flat();

describe('a block', () => {
  it('ends at the first branch', () => {
    const { instructions, size } = block(codeAt(0x8000, [...NOP, 0xfe, 0xff, 0xff, 0xea, ...NOP]), 0x8000);
    expect([instructions, size]).toEqual([2, 8]);
  });

  it('ends at the end of its page', () => {
    const start = 2 * PAGE_SIZE - 8;
    const { instructions } = block(codeAt(start, repeat(NOP, 8)), start);
    expect(instructions).toBe(2);
  });

  it('reaches into the next page by its last instruction only', () => {
    const start = 2 * PAGE_SIZE - 4;
    const code = codeAt(start, [...THUMB_NOP, ...WIDE, ...THUMB_NOP]);
    const { instructions, size } = block(code, start, Mode.thumb);
    expect([instructions, size]).toEqual([2, 6]);
  });

  it('ends before what cannot be fetched, or is the fault', () => {
    const code = codeAt(0x8000, [...NOP, ...NOP]);
    expect(block(code, 0x8000).instructions).toBe(2);
    expect(() => block(code, 0x9000)).toThrow(CodeFault);
    // The second half of a Thumb instruction.
    const half = codeAt(0x8000, WIDE.slice(0, 2));
    expect(() => block(half, 0x8000, Mode.thumb)).toThrow(expect.objectContaining({ address: 0x8002 }));
  });

  it('has a sensible length', () => {
    expect(block(codeAt(0x8000, repeat(NOP, 500)), 0x8000).instructions).toBe(64);
  });
});
