import type { Engine } from '../exec/engine';
import { Interpreter } from '../exec/interpreter';
import { FlatMemory } from '../exec/testing/flat-memory';
import { Random } from '../exec/testing/random-block';
import { ScriptedArchitecture, scriptedRegisters } from '../exec/testing/scripted-architecture';
import { ExitKind } from '../ir/op';
import { parseBlock } from '../ir/parse';
import { STATE_BASE } from '../memory/layout';
import { JitEngine } from './jit-engine';
import type { TranslatedExecution } from './translated-execution';

const CASES = 60;
const BLOCKS = 6;
const CODE = 0x1000;
/** Functions that call no other, two blocks each. */
const LEAVES = 4;
const LEAF = 0x1800;
const DATA = 0x8000;
const INSNS = 5;

/**
 * One instruction: arithmetic on r0–r7, writes of the seldom read r12–r15 (some, all, under a condition, from themselves), loads
 * and stores around r8, which sometimes fault, and moves of r8; the same around r9, which is seldom moved, so that loops see it unchanged.
 */
function instruction(random: Random, fresh: () => string): string[] {
  const r = (): string => `r${random.below(8)}`;
  const flag = (): string => `r${12 + random.below(4)}`;
  const [a, b, c, d] = [fresh(), fresh(), fresh(), fresh()];
  const operands = [`${a} = i32.get ${r()}`, `${b} = i32.get ${random.below(3) === 0 ? flag() : r()}`];
  const sum = `${c} = i32.${['add', 'sub', 'xor', 'and'][random.below(4)]} ${a}, ${b}`;
  switch (random.below(11)) {
    case 8:
    case 9: {
      const address = [
        `${a} = i32.get r9`,
        `${b} = i32.const ${[0, 4, 8, 0x20, -4][random.below(5)]}`,
        `${c} = i32.add ${a}, ${b}`,
      ];
      const flags = random.below(3) === 0 ? 1 : 0;
      if (random.below(8) === 0) return [...address, `i32.set ${c}, r9`];
      if (random.below(2) === 0)
        return [...address, `${d} = load.i32 ${c}, ${flags}`, `i32.set ${d}, ${r()}`];
      return [...address, `${d} = i32.get ${r()}`, `store.i32 ${c}, ${d}, ${flags}`];
    }
    case 0:
      return [...operands, sum, `i32.set ${c}, ${r()}`];
    case 1:
      return [
        ...operands,
        sum,
        `${d} = i32.lt_u ${c}, ${a}`,
        `i32.set ${c}, r12`,
        `i32.set ${c}, r13`,
        `i32.set ${d}, r14`,
        `i32.set ${c}, ${r()}`,
      ];
    case 2:
      return [...operands, sum, `i32.set ${c}, r12`, `i32.set ${c}, r13`];
    case 3: {
      const own = r();
      return [
        `${a} = i32.get ${own}`,
        `${b} = i32.const ${random.below(9)}`,
        `${c} = i32.sub ${a}, ${b}`,
        `${d} = i32.ge_u ${a}, ${b}`,
        ...['r12', 'r13'].map((to) => `i32.set ${c}, ${to}`),
        `i32.set ${d}, r14`,
        `i32.set ${a}, r15`,
        `i32.set ${c}, ${own}`,
      ];
    }
    case 4:
      return [
        ...operands,
        `if ${a}`,
        `  ${c} = i32.add ${a}, ${b}`,
        `  i32.set ${c}, ${flag()}`,
        `  i32.set ${c}, ${r()}`,
        'end',
      ];
    case 5:
      return [`${a} = i32.get r8`, `${b} = load.i32 ${a}, 0`, `i32.set ${b}, ${r()}`];
    case 6:
      return [
        `${a} = i32.get r8`,
        `${b} = i32.const ${random.below(12) === 0 ? 0x1000 : 4}`,
        `${c} = i32.add ${a}, ${b}`,
        `i32.set ${c}, r8`,
        `${d} = i32.get ${flag()}`,
        `store.i32 ${c}, ${d}, 0`,
      ];
    default:
      return [...operands, `i32.set ${a}, ${flag()}`];
  }
}

const leafAt = (n: number): number => LEAF + n * 0x80;

/** A direct or indirect call of a leaf, with the address behind it in r9. */
function call(random: Random, fresh: () => string, back: number): string[] {
  const [link, base, mask, register, index, by, distance, sum, mode] = Array.from({ length: 9 }, fresh);
  const setLink = [`${link} = i32.const ${back}`, `i32.set ${link}, r9`];
  if (random.below(2) === 0) return [...setLink, `call ${leafAt(random.below(LEAVES))}, 0, ${back}, 0`];
  return [
    ...setLink,
    `${base} = i32.const ${LEAF}`,
    `${mask} = i32.const ${LEAVES - 1}`,
    `${register} = i32.get r${random.below(8)}`,
    `${index} = i32.and ${register}, ${mask}`,
    `${by} = i32.const 0x80`,
    `${distance} = i32.mul ${index}, ${by}`,
    `${sum} = i32.add ${base}, ${distance}`,
    `${mode} = i32.const 0`,
    `call.indirect ${sum}, ${mode}, ${back}, 0`,
  ];
}

/** The blocks of a leaf: the first one goes on at the second, or returns; some return to where they were not called from. */
function leaf(random: Random, n: number): ReturnType<typeof parseBlock>[] {
  return [leafAt(n), leafAt(n) + 0x40].map((start, part) => {
    let values = 0;
    const fresh = (): string => `v${values++}`;
    const lines = Array.from({ length: 3 }, (_, k) => [
      `insn ${start + 4 * k}, 0, 4`,
      ...instruction(random, fresh),
    ]).flat();
    const [condition, to, mode] = [fresh(), fresh(), fresh()];
    lines.push(`insn ${start + 12}, 0, 4`);
    if (part === 0)
      lines.push(
        `${condition} = i32.get r${[0, 1, 12, 14][random.below(4)]}`,
        `if ${condition}`,
        `  jump ${start + 0x40}, 0`,
        'end',
      );
    const strays = random.below(8) === 0;
    lines.push(strays ? `${to} = i32.const ${CODE + random.below(BLOCKS) * 0x40}` : `${to} = i32.get r9`);
    lines.push(`${mode} = i32.const 0`, `ret ${to}, ${mode}`);
    return parseBlock(`block ${start} mode 0 size 16 {\n${lines.join('\n')}\n}`, scriptedRegisters);
  });
}

/**
 * Blocks that go on at each other until r11 has been counted down.
 * @param computed - whether most jumps go where a register says
 */
function program(seed: number, computed: boolean): ReturnType<typeof parseBlock>[] {
  const random = new Random(seed);
  const blocks = computed ? 2 * BLOCKS : BLOCKS;
  const leaves = Array.from({ length: LEAVES }, (_, n) => leaf(random, n)).flat();
  const main = Array.from({ length: blocks }, (_, n) => {
    const start = CODE + n * 0x40;
    let values = 0;
    const fresh = (): string => `v${values++}`;
    const lines: string[] = [];
    for (let k = 0; k < INSNS; k++) {
      lines.push(`insn ${start + 4 * k}, 0, 4`);
      if (k > 0) {
        lines.push(...instruction(random, fresh));
        continue;
      }
      const [a, b, c, d] = [fresh(), fresh(), fresh(), fresh()];
      lines.push(
        `${a} = i32.get r11`,
        `${b} = i32.const 1`,
        `${c} = i32.sub ${a}, ${b}`,
        `i32.set ${c}, r11`,
      );
      lines.push(`${d} = i32.eqz ${c}`, `if ${d}`, `  exit syscall, 0, ${start + 4}, 0`, 'end');
    }
    const condition = fresh();
    const to = (): number => CODE + random.below(blocks) * 0x40;
    const leave = (): string[] => {
      if (!computed || random.below(4) === 0) return [`jump ${to()}, 0`];
      if (random.below(2) === 0) return call(random, fresh, to());
      const [base, mask, register, index, by, distance, sum, mode] = Array.from({ length: 8 }, fresh);
      return [
        `${base} = i32.const ${CODE + random.below(5) * 0x40}`,
        `${mask} = i32.const ${2 ** random.below(4) - 1}`,
        `${register} = i32.get r${random.below(8)}`,
        `${index} = i32.and ${register}, ${mask}`,
        `${by} = i32.const 0x40`,
        `${distance} = i32.mul ${index}, ${by}`,
        `${sum} = i32.add ${base}, ${distance}`,
        `${mode} = i32.const 0`,
        `jump.indirect ${sum}, ${mode}`,
      ];
    };
    lines.push(
      `insn ${start + 4 * INSNS}, 0, 4`,
      `${condition} = i32.get r${[0, 1, 12, 14][random.below(4)]}`,
    );
    lines.push(`if ${condition}`, ...leave(), 'end', ...leave());
    return parseBlock(
      `block ${start} mode 0 size ${4 * INSNS + 4} {\n${lines.join('\n')}\n}`,
      scriptedRegisters,
    );
  });
  return computed ? [...main, ...leaves] : main;
}

/**
 * Registers, data and exit after a run in slices of so much fuel.
 * @param known - how many of the blocks each computed jump is known to have gone to
 */
function run(engine: Engine, seed: number, fuel: number, known?: number): string {
  const memory = new FlatMemory();
  const { words } = memory;
  memory.map(CODE, 0x1000, 'rx');
  memory.map(DATA, 0x1000, 'rw');
  const architecture = new ScriptedArchitecture(program(seed, known !== undefined));
  const execution = engine.create(memory, architecture, architecture.models[0]!);
  for (let site = 0; site < 2 * BLOCKS; site++)
    for (let n = 0; n < (known ?? 0); n++)
      (execution as Partial<TranslatedExecution>).jumped?.(
        { pc: CODE + site * 0x40 + 4 * INSNS, mode: 0 },
        { pc: n === 0 ? leafAt(site % LEAVES) : CODE + ((site * 5 + n) % (2 * BLOCKS)) * 0x40, mode: 0 },
      );
  const state = words.subarray(STATE_BASE >>> 2, (STATE_BASE >>> 2) + 68);
  const random = new Random(seed);
  for (let n = 0; n < 16; n++) state[n] = random.below(2) === 0 ? random.below(3) : random.word();
  state[8] = DATA + random.below(0xff8);
  // Within the page, at its ends, unaligned, and where nothing is.
  state[9] = [DATA + 0x40, DATA, DATA + 0xffc, DATA + 0x7e, DATA + 0x2000][random.below(5)]!;
  state[11] = 60;
  state[64] = CODE;
  let exit = execution.run(fuel);
  while (exit.kind === ExitKind.fuel) exit = execution.run(fuel);
  const { kind, address } = exit;
  const data = words.subarray(DATA >>> 2, (DATA + 0x1000) >>> 2);
  const sum = data.reduce((total, word) => (Math.imul(total, 31) + word) | 0, 0);
  execution.dispose();
  return `${kind} ${kind === ExitKind.fault ? address : 0} ${state.join()} ${sum}`;
}

test('loops over seldom read registers leave everywhere with what the interpreter has', () => {
  for (let seed = 1; seed <= CASES; seed++) {
    const expected = run(new Interpreter(), seed, 1e6);
    for (const fuel of [1e6, 50]) {
      const actual = run(new JitEngine('jit'), seed, fuel);
      if (actual !== expected) throw new Error(`seed ${seed}, fuel ${fuel}:\n${actual}\n${expected}`);
    }
  }
});

test('computed jumps and calls go on in the region, or leave it, with what the interpreter has', () => {
  for (let seed = 1; seed <= CASES; seed++) {
    const known = [0, 1, 3, 13][seed % 4]!;
    const expected = run(new Interpreter(), seed, 1e6, known);
    // A slice must be enough for one round of a loop over all blocks.
    for (const fuel of [1e6, 100]) {
      const actual = run(new JitEngine('jit'), seed, fuel, known);
      if (actual !== expected) throw new Error(`seed ${seed}, fuel ${fuel}:\n${actual}\n${expected}`);
    }
  }
});
