import type { ArmCpu } from '@anyuser/arch-arm';
import { type Abi, ExitKind, faultInfo, type SignalInfo, type Thread } from '@anyuser/core';
import { errnoOf } from '../errno';
import { valuesOf } from '../family';
import { enumerationsOf, flagTablesOf } from '../flags';
import { procFiles } from '../proc-files';
import { siginfo } from '../siginfo';
import { SIGNAL_STACK, signalsOf } from '../signals';
import { SIGNAL_CODES } from '../signals.table';
import { fillStack } from '../start';
import { structsOf } from '../structs';
import { syscallTable } from '../syscalls.table';
import { ARM_NUMBERS } from './arm.numbers.table';
import { armCall, PRIVATE_BASE, PRIVATE_ENOSYS_END } from './arm-call';
import { armCpuinfo } from './arm-cpuinfo';
import { hwcapOf } from './arm-hwcap';
import { KUSER_PAGE, kuserPage } from './arm-kuser';
import { armSignalFrame } from './arm-signal-frame';

/** Linux on 32-bit little-endian ARM, EABI (arch/arm of Linux 6.12). */
export const linuxArm: Abi<ArmCpu> = {
  os: 'linux',
  arch: 'arm',
  data: { bigEndian: false, word: 4, align64: 8, time: 4 },
  syscalls: syscallTable(ARM_NUMBERS, 'arm'),
  errno: errnoOf('generic'),
  signals: signalsOf('generic'),
  sigsetSize: 8,
  signalCodes: valuesOf(SIGNAL_CODES, 'generic'),
  siginfo,
  signalStack: SIGNAL_STACK,
  flags: flagTablesOf('generic'),
  enums: enumerationsOf('generic'),
  structs: structsOf('generic'),
  call: armCall,
  signalFrame: armSignalFrame,
  start: {
    layout: { stackTop: 0xbf00_0000, mmapTop: 0xb6ff_0000, pieBase: 0x0040_0000, userTop: 0xbf00_0000 },
    stackSize: 8 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const { hwcap, hwcap2, platform } = hwcapOf(thread.process.model);
      const sp = fillStack(thread, this.layout.stackTop, loaded, argv, envp, { hwcap, hwcap2, platform });
      cpu.sp = sp;
      cpu.jump(loaded.entry);
    },
  },
  refuse(thread, number): SignalInfo | undefined {
    if (number < PRIVATE_BASE || number < PRIVATE_ENOSYS_END) return undefined;
    return { signal: 'SIGILL', code: 'ILL_ILLTRP', address: pcOf(thread) };
  },
  trap(exit, cpu) {
    if (exit.kind === ExitKind.undefined && isBreakpoint(exit.info, cpu.thumb))
      return { signal: 'SIGTRAP', code: 'TRAP_BRKPT', address: cpu.pc };
    return faultInfo(exit, cpu.pc, 'BUS_ADRERR');
  },
  procFiles: { ...procFiles, cpuinfo: armCpuinfo },
  machineName: (process) => hwcapOf(process.model).machine,
  setThreadPointer(cpu, address) {
    cpu.threadPointer = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
  mapKernelPages(process) {
    process.space.mapKernelPage(KUSER_PAGE, kuserPage(process.model.features.has('v6k')), '[vectors]');
  },
};

/** The undefined encodings that Linux takes for breakpoints (arch/arm/kernel/ptrace.c). */
const isBreakpoint = (encoding: number, thumb: boolean): boolean =>
  thumb ? encoding === 0xde01 || encoding >>> 0 === 0xf7f0_a000 : (encoding & 0x0fff_ffff) === 0x07f0_01f0;

const pcOf = (thread: Thread): number => ((thread.cpu as ArmCpu).pc - 4) >>> 0;
