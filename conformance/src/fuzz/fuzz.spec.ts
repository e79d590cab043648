import { Interpreter } from '@anyuser/core';
import type { Encoding } from './case';
import { differences } from './compare';
import { Encodings, SETS } from './encodings';
import { explain } from './explained';
import { layOut, randomCase, withBlock } from './generate';
import { parseFuzzOptions } from './options';
import { Oracle, oracleAvailable } from './oracle';
import { Random } from './random';
import { compareAll, reduce } from './reduce';
import { Subject } from './subject';

const options = parseFuzzOptions([]);
const available = oracleAvailable(options.qemu);
const withOracle = available ? it : it.skip;
const reason = available ? '' : ' (skipped: there is no qemu-arm)';

const insn = (word: number, bytes: 2 | 4): Encoding => ({ word, bytes, name: 'test' });
const encodings = (seed: number): Encodings =>
  new Encodings(new Random(seed), new Set(SETS), undefined, true);

describe('the generator', () => {
  it('makes the same cases from the same seed', () => {
    const make = (): unknown => {
      const random = new Random(7);
      const source = new Encodings(random, new Set(SETS), undefined, true);
      return Array.from({ length: 20 }, () => randomCase(random, source));
    };
    expect(make()).toEqual(make());
  });

  it('makes no system calls', () => {
    const source = encodings(3);
    for (let i = 0; i < 2000; i++) {
      const { word } = source.make(false);
      expect(word >>> 28 !== 15 && ((word >>> 24) & 15) === 15).toBe(false);
    }
  });

  it('puts Thumb instructions first half first, and breakpoints behind', () => {
    const code = layOut([insn(0xf04f_0001, 4), insn(0x2002, 2)], true);
    expect([...new Uint16Array(code.buffer)].slice(0, 4)).toEqual([0xf04f, 0x0001, 0x2002, 0xbe00]);
    expect(layOut([insn(0xe3a0_0001, 4)], false)[1]).toBe(0xe120_0070);
  });
});

describe('against qemu-arm', () => {
  const oracle = new Oracle(options.qemu, options.harness, options.cpu);
  const subject = new Subject(new Interpreter(), options.cpu);

  withOracle(`random instructions do the same${reason}`, async () => {
    const random = new Random(2026);
    const source = new Encodings(random, new Set(SETS), undefined, true);
    const tests = Array.from({ length: 1500 }, () => randomCase(random, source));
    for (const found of await compareAll(subject, oracle, tests)) {
      if (found === undefined) continue;
      const reduced = await reduce(subject, oracle, found);
      expect([explain(reduced)?.reason, reduced.test.block, reduced.lines]).toEqual([
        expect.any(String),
        expect.anything(),
        expect.anything(),
      ]);
    }
  });

  withOracle(`a wrong result is found and reduced to its instruction${reason}`, async () => {
    const random = new Random(1);
    const block = [insn(0xe281_1001, 4), insn(0xe2a2_2002, 4), insn(0xe283_3003, 4)];
    const test = withBlock({ ...randomCase(random, encodings(1)), thumb: false, cpsr: 0x10 }, block);
    const broken = { run: (given: typeof test) => ({ ...subject.run(given), ...tamper(given) }) } as Subject;
    const tamper = (given: typeof test): object => {
      const outcome = subject.run(given);
      // As if ADC had forgotten r2.
      return given.block.some(({ word }) => word === 0xe2a2_2002)
        ? { r: outcome.r.map((value, n) => (n === 2 ? 0 : value)) }
        : {};
    };
    const [found] = await compareAll(broken, oracle, [test]);
    const reduced = await reduce(broken, oracle, found!);
    expect(reduced.test.block).toEqual([block[1]]);
    expect(differences(reduced.ours, reduced.theirs)).toEqual([expect.stringMatching(/^r2: ours 00000000/)]);
  });
});
