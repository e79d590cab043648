import type { MipsCpu } from '@anyuser/arch-mips';
import type { Abi } from '@anyuser/core';
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
import { floatModeOf } from './mips-float-abi';
import { MIPS_O32_NUMBERS } from './mips-o32.numbers.table';
import { mipsSignalFrame } from './mips-signal-frame';
import { TRAMPOLINE_PAGE, trampolinePage } from './mips-trampoline';
import { mipsTrap } from './mips-trap';

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
    check: (name, image, interpreter, model) => void floatModeOf(name, image, interpreter, model),
    begin(thread, cpu, loaded, argv, envp) {
      cpu.sp = fillStack(thread, this.layout.stackTop, loaded, argv, envp, {
        hwcap: 0,
        basePlatform: basePlatform(thread.process.model.features),
      });
      cpu.pc = loaded.entry;
      const { path, image, interpreter } = loaded;
      cpu.fr = floatModeOf(path, image, interpreter, thread.process.model) === 1;
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
