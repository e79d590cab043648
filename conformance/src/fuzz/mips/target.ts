import { type MipsCpu, mipsArchitecture, mipselArchitecture } from '@anyuser/arch-mips';
import type { Architecture, CpuState, Exit, SignalInfo } from '@anyuser/core';
import { linuxMips } from '@anyuser/os-linux';
import { CODE_WORDS, type Encoding } from '../case';
import type { FuzzTarget, TargetCpu } from '../target';
import { MipsEncodings, SETS } from './encodings';
import { MIPS_EXPLANATIONS } from './explained';
import { FCSR, FLOATS, HI, LO, PC, randomState, STATE_WORDS } from './states';
import { disassemble } from './text';

/** BREAK. */
const BREAKPOINT = 0x0000_000d;
const SIGNALS = { SIGILL: 4, SIGTRAP: 5, SIGFPE: 8, SIGBUS: 10, SIGSEGV: 11, SIGVTALRM: 28 } as const;
/** The first si_code of float exceptions. */
const FPE_FLTDIV = 3;
/** FCSR.Cause. */
const CAUSE = 0x0003_f000;
/** What the kernel makes of a trap depends on no thread. */
const NO_THREAD = undefined as never;

class MipsTargetCpu implements TargetCpu {
  private readonly cpu: MipsCpu;

  constructor(readonly state: CpuState) {
    this.cpu = mipselArchitecture.createCpu(state) as MipsCpu;
  }

  load(words: Uint32Array): void {
    const { cpu } = this;
    cpu.pc = words[PC]!;
    for (let n = 1; n < 32; n++) cpu.setR(n, words[n]!);
    cpu.hi = words[HI]!;
    cpu.lo = words[LO]!;
    cpu.fcsr = words[FCSR]!;
    // With FR = 0 an odd register is the high word of the pair: register n is word n.
    for (let n = 0; n < 32; n++) cpu.setFloatWord(2 * (n & ~1) + (n & 1), words[FLOATS + n]!);
  }

  save(): Uint32Array {
    const { cpu } = this;
    const words = new Uint32Array(STATE_WORDS);
    words[PC] = cpu.pc;
    for (let n = 1; n < 32; n++) words[n] = cpu.r(n);
    words[HI] = cpu.hi;
    words[LO] = cpu.lo;
    words[FCSR] = cpu.fcsr;
    for (let n = 0; n < 32; n++) words[FLOATS + n] = cpu.floatWord(2 * (n & ~1) + (n & 1));
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

const target = (name: string, architecture: Architecture<MipsCpu>): FuzzTarget => ({
  name,
  architecture: architecture as Architecture,
  qemu: `qemu-${name}`,
  harness: name,
  registers: [
    'pc',
    ...Array.from({ length: 31 }, (_, n) => `$${n + 1}`),
    'hi',
    'lo',
    'fcsr',
    ...Array.from({ length: 32 }, (_, n) => `$f${n}`),
  ],
  pc: PC,
  modes: ['MIPS32'],
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
  // Cause is not tracked as long as no exception is enabled: it says no more than the flags, and no program reads it.
  compared: (index, { signal, code }) =>
    index === FCSR && !(signal === SIGNALS.SIGFPE && code >= FPE_FLTDIV) ? ~CAUSE : -1,
  isTaken: (address) =>
    (address >= 0x3fff_effc && address <= 0x4000_1000) || (address >= 0x5a5f_6ffc && address <= 0x5a60_f000),
  disassemble,
});

/** MIPS32 with the most significant byte first. */
export const mipsTarget = target('mips', mipsArchitecture);
/** MIPS32 with the least significant byte first. */
export const mipselTarget = target('mipsel', mipselArchitecture);
