import { type MipsCpu, mipsArchitecture, mipselArchitecture } from '@anyuser/arch-mips';
import type { Architecture, CpuModel, CpuState, Exit, SignalInfo } from '@anyuser/core';
import { linuxMips } from '@anyuser/os-linux';
import { CODE_BASE, CODE_WORDS, type Encoding, PAGE } from '../case';
import type { FuzzTarget, TargetCpu } from '../target';
import { MipsEncodings, SETS } from './encodings';
import { MIPS_EXPLANATIONS } from './explained';
import { harnessImage } from './harness';
import { FCSR, FLOATS, FR, HI, LO, PC, randomState, STATE_WORDS } from './states';
import { disassemble } from './text';

/** BREAK. */
const BREAKPOINT = 0x0000_000d;
const SIGNALS = { SIGILL: 4, SIGTRAP: 5, SIGFPE: 8, SIGBUS: 10, SIGSEGV: 11, SIGVTALRM: 28 } as const;
/** What the kernel makes of a trap depends on no thread. */
const NO_THREAD = undefined as never;

/** Words of a state with the words of the float registers that they are; with FR = 0 an odd one is the upper half of a pair. */
const floatWords = (fr: boolean): readonly (readonly [at: number, word: number])[] => (fr ? WIDE : PAIRED);
const WIDE = Array.from({ length: 64 }, (_, n) => [FLOATS + n, n] as const);
const PAIRED = Array.from({ length: 32 }, (_, n) => [FLOATS + 2 * n, 2 * (n & ~1) + (n & 1)] as const);

class MipsTargetCpu implements TargetCpu {
  private readonly cpu: MipsCpu;

  constructor(readonly state: CpuState) {
    this.cpu = mipselArchitecture.createCpu(state) as MipsCpu;
  }

  load(words: Uint32Array, { features }: CpuModel): void {
    const { cpu } = this;
    cpu.pc = words[PC]!;
    for (let n = 1; n < 32; n++) cpu.setR(n, words[n]!);
    cpu.hi = words[HI]!;
    cpu.lo = words[LO]!;
    cpu.fcsr = features.has('fpu') ? words[FCSR]! : 0;
    cpu.fr = words[FR] === 1;
    for (const [at, word] of floatWords(cpu.fr)) cpu.setFloatWord(word, words[at]!);
  }

  save(): Uint32Array {
    const { cpu } = this;
    const words = new Uint32Array(STATE_WORDS);
    words[PC] = cpu.pc;
    for (let n = 1; n < 32; n++) words[n] = cpu.r(n);
    words[HI] = cpu.hi;
    words[LO] = cpu.lo;
    words[FCSR] = cpu.fcsr;
    words[FR] = cpu.fr ? 1 : 0;
    for (const [at, word] of floatWords(cpu.fr)) words[at] = cpu.floatWord(word);
    return words;
  }

  trap(exit: Exit): SignalInfo {
    return linuxMips.trap(exit, this.cpu, NO_THREAD);
  }
}

function layOut(block: readonly Encoding[]): Uint32Array {
  const code = new Uint32Array(CODE_WORDS).fill(BREAKPOINT);
  for (const [i, { word }] of block.entries()) code[i] = word;
  return code;
}

/** QEMU's own pages and the harness; and addresses of code at which QEMU aborts, since they are not those of a MIPS16e instruction. */
const isTaken = (address: number): boolean =>
  (address >= 0x3fff_effc && address <= 0x4000_1000) ||
  (address >= 0x5a5f_6ffc && address <= 0x5a60_f000) ||
  (address >= CODE_BASE && address < CODE_BASE + PAGE && (address & 3) === 2);

const target = (name: 'mips' | 'mipsel', architecture: Architecture<MipsCpu>): FuzzTarget => ({
  name,
  architecture: architecture as Architecture,
  qemu: `qemu-${name}`,
  harness: (model) => harnessImage(name, model),
  registers: [
    'pc',
    ...Array.from({ length: 31 }, (_, n) => `$${n + 1}`),
    'hi',
    'lo',
    'fcsr',
    'fr',
    ...Array.from({ length: 32 }, (_, n) => [`$f${n}`, `$f${n}h`]).flat(),
  ],
  pc: PC,
  modes: ['FR = 0', 'FR = 1'],
  sets: SETS,
  breakpoint: BREAKPOINT,
  signals: SIGNALS,
  signalCodes: linuxMips.signalCodes,
  coded: new Set([SIGNALS.SIGTRAP, SIGNALS.SIGFPE, SIGNALS.SIGBUS, SIGNALS.SIGSEGV]),
  addressed: new Set([SIGNALS.SIGBUS, SIGNALS.SIGSEGV]),
  explanations: MIPS_EXPLANATIONS,
  // Whether there is a floating-point unit.
  harnessFlag: ({ features }) => (features.has('fpu') ? 1 : 0),
  encodings: (random, choice) => new MipsEncodings(random, choice),
  randomState,
  layOut,
  createCpu: (state) => new MipsTargetCpu(state),
  compared: () => -1,
  isTaken,
  disassemble,
});

/** MIPS32 with the most significant byte first. */
export const mipsTarget = target('mips', mipsArchitecture);
/** MIPS32 with the least significant byte first. */
export const mipselTarget = target('mipsel', mipselArchitecture);
