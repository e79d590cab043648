import type { MipsCpu } from '@anyuser/arch-mips';
import type { Abi, ElfImage } from '@anyuser/core';
import { errnoOf } from '../errno';
import { valuesOf } from '../family';
import { enumerationsOf, flagTablesOf } from '../flags';
import { procFiles } from '../proc-files';
import { siginfoMips } from '../siginfo';
import { SIGNAL_STACK, signalsOf } from '../signals';
import { SIGNAL_CODES } from '../signals.table';
import { fillStack } from '../start';
import { structsOf } from '../structs';
import { syscallTable } from '../syscalls.table';
import { mipsCall } from './mips-call';
import { mipsCpuinfo } from './mips-cpuinfo';
import { MIPS_O32_NUMBERS } from './mips-o32.numbers.table';
import { mipsSignalFrame } from './mips-signal-frame';
import { TRAMPOLINE_PAGE, trampolinePage } from './mips-trampoline';
import { mipsTrap } from './mips-trap';

const PT_MIPS_ABIFLAGS = 0x7000_0003;
/** Offset of fp_abi in struct mips_elf_abiflags_v0, and the values that need 64-bit registers (arch/mips/kernel/elf.c). */
const FP_ABI_OFFSET = 7;
const FP_64_ABIS: readonly number[] = [4, 6, 7];

/** Whether a program wants Status.FR = 1. */
function wantsFr(image: ElfImage): boolean {
  const flags = image.segments.find(({ type }) => type === PT_MIPS_ABIFLAGS);
  return flags !== undefined && FP_64_ABIS.includes(image.bytes(flags.offset + FP_ABI_OFFSET, 1)[0]!);
}

/** AT_BASE_PLATFORM (arch/mips/kernel/cpu-probe.c, set_isa). */
const basePlatform = (features: ReadonlySet<string>): string =>
  features.has('r5') ? 'mips32r5' : features.has('r2') ? 'mips32r2' : 'mips32';

/** Linux on MIPS32, o32 (arch/mips of Linux 6.12). */
const linuxMipsCell = (arch: 'mips' | 'mipsel', bigEndian: boolean): Abi<MipsCpu> => ({
  os: 'linux',
  arch,
  data: { bigEndian, word: 4, align64: 8, time: 4 },
  syscalls: syscallTable(MIPS_O32_NUMBERS, 'mips'),
  errno: errnoOf('mips'),
  signals: signalsOf('mips'),
  sigsetSize: 16,
  signalCodes: valuesOf(SIGNAL_CODES, 'mips'),
  siginfo: siginfoMips,
  signalStack: SIGNAL_STACK,
  flags: flagTablesOf('mips'),
  enums: enumerationsOf('mips'),
  structs: structsOf('mips', bigEndian),
  call: mipsCall,
  signalFrame: mipsSignalFrame,
  start: {
    layout: { stackTop: 0x7fff_7000, mmapTop: 0x77ff_0000, pieBase: 0x5555_0000, userTop: 0x7fff_8000 },
    stackSize: 8 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      cpu.sp = fillStack(thread, this.layout.stackTop, loaded, argv, envp, {
        hwcap: 0,
        basePlatform: basePlatform(thread.process.model.features),
      });
      cpu.pc = loaded.entry;
      if (wantsFr(loaded.image)) cpu.fr = true;
    },
  },
  trap: mipsTrap,
  procFiles: { ...procFiles, cpuinfo: mipsCpuinfo },
  machineName: () => 'mips',
  setThreadPointer(cpu, address) {
    cpu.userLocal = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
  mapKernelPages(process) {
    process.space.mapKernelPage(TRAMPOLINE_PAGE, trampolinePage(bigEndian), '[vdso]');
  },
});

export const linuxMips = linuxMipsCell('mips', true);
export const linuxMipsel = linuxMipsCell('mipsel', false);
