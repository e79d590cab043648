import { resolve } from 'node:path';
import { type ArmCpu, armArchitecture } from '@anyuser/arch-arm';
import type { Architecture, CpuModel, CpuState, Exit, SignalInfo } from '@anyuser/core';
import { linuxArm } from '@anyuser/os-linux';
import type { FuzzTarget, TargetCpu } from '../target';
import { ArmEncodings, SETS } from './encodings';
import { ARM_EXPLANATIONS } from './explained';
import { A32_BREAKPOINT, layOut } from './layout';
import { CPSR, FPSCR, randomState, STATE_WORDS, VECTORS } from './states';
import { disassemble } from './text';

/** What the ARM kernel makes of a trap depends on no thread. */
const NO_THREAD = undefined as never;

class ArmTargetCpu implements TargetCpu {
  private readonly cpu: ArmCpu;

  constructor(readonly state: CpuState) {
    this.cpu = armArchitecture.createCpu(state);
  }

  load(words: Uint32Array, { features }: CpuModel): void {
    const { cpu } = this;
    for (let n = 0; n < 16; n++) cpu.setR(n, words[n]!);
    // Without Advanced SIMD there is no QC.
    cpu.fpscr = features.has('neon') ? words[FPSCR]! : words[FPSCR]! & ~(1 << 27);
    cpu.cpsr = words[CPSR]!;
    for (let n = 0; n < 64; n++) cpu.setVectorWord(n, words[VECTORS + n]!);
  }

  save({ features }: CpuModel): Uint32Array {
    const { cpu } = this;
    const words = new Uint32Array(STATE_WORDS);
    for (let n = 0; n < 16; n++) words[n] = cpu.r(n);
    words[CPSR] = cpu.cpsr;
    // QEMU's signal frames of the oldest models have no vector registers.
    if (!features.has('v6')) return words;
    words[FPSCR] = cpu.fpscr;
    for (let n = 0; n < 64; n++) words[VECTORS + n] = cpu.vectorWord(n);
    return words;
  }

  trap(exit: Exit): SignalInfo {
    return linuxArm.trap(exit, this.cpu, NO_THREAD);
  }
}

/** SIGBUS and SIGSEGV. For SIGILL QEMU says ILL_ILLOPN, the ARM kernel ILL_ILLOPC. */
const FAULTS = new Set([7, 11]);

/** ARM: A32 in mode 0, Thumb in mode 1. */
export const armTarget: FuzzTarget = {
  name: 'arm',
  architecture: armArchitecture as Architecture,
  qemu: 'qemu-arm',
  harness: () => resolve(__dirname, '../../../harness/arm'),
  registers: [
    ...Array.from({ length: 16 }, (_, n) => `r${n}`),
    'cpsr',
    'fpscr',
    ...Array.from({ length: 64 }, (_, n) => `d${n >> 1}[${n & 1}]`),
  ],
  pc: 15,
  modes: ['A32', 'Thumb'],
  sets: SETS,
  breakpoint: A32_BREAKPOINT,
  signals: { SIGILL: 4, SIGTRAP: 5, SIGBUS: 7, SIGSEGV: 11, SIGVTALRM: 26 },
  signalCodes: linuxArm.signalCodes,
  coded: FAULTS,
  addressed: FAULTS,
  explanations: ARM_EXPLANATIONS,
  // Whether the processor has CLREX.
  harnessFlag: ({ features }) => (features.has('v6k') ? 1 : 0),
  encodings: (random, choice) => new ArmEncodings(random, choice),
  randomState,
  layOut,
  createCpu: (state) => new ArmTargetCpu(state),
  compared: () => -1,
  // Linux's kernel helpers, which QEMU has in a way of its own, the signal trampoline, and the harness.
  isTaken: (address) =>
    address >= 0xffff_0000 ||
    (address >= 0x3fff_effc && address <= 0x4000_0000) ||
    (address >= 0x5a5f_6ffc && address <= 0x5a60_f000),
  disassemble,
};
