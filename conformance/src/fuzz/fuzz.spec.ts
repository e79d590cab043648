import { Interpreter } from '@anyuser/core';
import { armTarget } from './arm/target';
import type { Encoding, Outcome, TestCase } from './case';
import { differences } from './compare';
import { explain } from './explain';
import { randomCase } from './generate';
import { mipselTarget, mipsTarget } from './mips/target';
import { Oracle, oracleAvailable } from './oracle';
import { Random } from './random';
import { compareAll, reduce, reduceAll } from './reduce';
import { Subject } from './subject';
import { type EncodingSource, type FuzzTarget, withBlock } from './target';

const targets = [armTarget, mipselTarget, mipsTarget];
const insn = (word: number, bytes: 2 | 4): Encoding => ({ word, bytes, name: 'test' });
const encodings = (target: FuzzTarget, random: Random): EncodingSource =>
  target.encodings(random, {
    sets: new Set(target.sets),
    filter: undefined,
    model: target.architecture.models[0]!,
  });
const casesOf = (target: FuzzTarget, seed: number, count: number): TestCase[] => {
  const random = new Random(seed);
  const source = encodings(target, random);
  return Array.from({ length: count }, () => randomCase(target, random, source));
};

describe('the generator', () => {
  it('makes the same cases from the same seed', () => {
    for (const target of targets) expect(casesOf(target, 7, 20)).toEqual(casesOf(target, 7, 20));
  });

  it('makes no system calls', () => {
    const arm = encodings(armTarget, new Random(3));
    const mips = encodings(mipsTarget, new Random(3));
    for (let i = 0; i < 2000; i++) {
      const { word } = arm.make(0);
      expect(word >>> 28 !== 15 && ((word >>> 24) & 15) === 15).toBe(false);
      expect((mips.make(0).word & 0xfc00_003f) === 0xc).toBe(false);
    }
  });

  it('puts Thumb instructions first half first, and breakpoints behind', () => {
    const code = armTarget.layOut([insn(0xf04f_0001, 4), insn(0x2002, 2)], 1);
    expect([...new Uint16Array(code.buffer)].slice(0, 4)).toEqual([0xf04f, 0x0001, 0x2002, 0xbe00]);
    expect(armTarget.layOut([insn(0xe3a0_0001, 4)], 0)[1]).toBe(0xe120_0070);
    expect(mipsTarget.layOut([insn(0x2402_0001, 4)], 0)[1]).toBe(0xd);
  });
});

describe.each(targets.map((target) => [target.qemu, target] as const))('against %s', (qemu, target) => {
  const available = oracleAvailable(qemu);
  const withOracle = available ? it : it.skip;
  const reason = available ? '' : ` (skipped: there is no ${qemu})`;
  const cpu = target.architecture.models[0]!.name;
  const oracle = new Oracle(target, qemu, cpu);

  withOracle(`random instructions do the same${reason}`, async () => {
    const subject = new Subject(target, new Interpreter(), cpu);
    const differing = await compareAll(subject, oracle, casesOf(target, 2026, 1500));
    for (const reduced of await reduceAll(
      subject,
      oracle,
      differing.filter((each) => each !== undefined),
    )) {
      expect([explain(subject, reduced), reduced.test.block, reduced.lines]).toEqual([
        expect.any(String),
        expect.anything(),
        expect.anything(),
      ]);
    }
  });
});

describe('a wrong result', () => {
  const oracle = new Oracle(armTarget, 'qemu-arm', 'cortex-a15');
  const withOracle = oracleAvailable('qemu-arm') ? it : it.skip;

  withOracle('is found and reduced to its instruction', async () => {
    const subject = new Subject(armTarget, new Interpreter(), 'cortex-a15');
    const block = [insn(0xe281_1001, 4), insn(0xe2a2_2002, 4), insn(0xe283_3003, 4)];
    const [first] = casesOf(armTarget, 1, 1);
    const state = first!.state.slice();
    state[16] = 0x10;
    const test = withBlock(armTarget, { ...first!, mode: 0, state }, block);
    // As if ADC had forgotten r2.
    const run = (given: TestCase): Outcome => {
      const outcome = subject.run(given);
      const forgets = given.block.some(({ word }) => word === 0xe2a2_2002);
      return { ...outcome, state: outcome.state.map((value, n) => (forgets && n === 2 ? 0 : value)) };
    };
    const broken = { target: armTarget, run } as unknown as Subject;
    const [found] = await compareAll(broken, oracle, [test]);
    const reduced = await reduce(broken, oracle, found!);
    expect(reduced.test.block).toEqual([block[1]]);
    expect(differences(armTarget, reduced.ours, reduced.theirs)).toEqual([
      expect.stringMatching(/^r2: ours 00000000/),
    ]);
  });
});
