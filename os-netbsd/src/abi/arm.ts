import type { ArmCpu } from '@anyuser/arch-arm';
import { type Abi, InitialStack, PAGE_SIZE, pushVectors, type Thread } from '@anyuser/core';
import { carryCall, enumerationsOf, faultInfo, flagTablesOf, signalsWith } from '@anyuser/os-bsd';
import { ERRNO } from '../errno.table';
import { ENUM_VALUES, FLAG_VALUES } from '../flags.table';
import { REALTIME, SIGNAL_CODES, SIGNAL_NUMBERS } from '../signals.table';
import { structs } from '../structs';
import { contextCalls } from '../syscalls/lwp';
import { syscallTable } from '../syscalls.table';
import { readContext, writeContext } from './arm-context';
import { armSignalFrame } from './arm-signal-frame';

const STACK_TOP = 0x7fff_f000;
const PS_STRINGS_SIZE = 16;
/** Call numbers are the low bits of the instruction's immediate; above them is the system's class. */
const NUMBER_MASK = 0xfffff & ~0xa0_0000;

/** Entry types of the auxiliary vector (sys/sys/exec_elf.h). */
const AT = {
  PHDR: 3,
  PHENT: 4,
  PHNUM: 5,
  PAGESZ: 6,
  BASE: 7,
  FLAGS: 8,
  ENTRY: 9,
  STACKBASE: 13,
  EUID: 2000,
  RUID: 2001,
  EGID: 2002,
  RGID: 2003,
} as const;

const cpuOf = (t: Thread): ArmCpu => t.cpu as ArmCpu;

/** NetBSD on 32-bit ARM (earmv5 to earmv7hf). */
export const netbsdArm: Abi<ArmCpu> = {
  os: 'netbsd',
  arch: 'arm',
  data: { bigEndian: false, word: 4, align64: 8, time: 8 },
  syscalls: syscallTable(
    contextCalls({
      load: (t, ucontext, withMask) => readContext(t, cpuOf(t), ucontext, withMask),
      save: (t, ucontext) => writeContext(t, cpuOf(t), ucontext, t.signalMask),
      threadPointer: (t) => cpuOf(t).threadPointer,
    }),
  ),
  errno: ERRNO,
  signals: signalsWith(SIGNAL_NUMBERS, REALTIME),
  sigsetSize: 16,
  signalCodes: SIGNAL_CODES,
  flags: flagTablesOf(FLAG_VALUES),
  enums: enumerationsOf(ENUM_VALUES),
  structs,
  call: carryCall<ArmCpu>((_cpu, immediate) => immediate & NUMBER_MASK),
  signalFrame: armSignalFrame,
  start: {
    layout: { stackTop: STACK_TOP, mmapTop: 0x7bff_0000, pieBase: 0x0040_0000, userTop: STACK_TOP },
    stackSize: 8 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const { process, mem } = thread;
      const psStrings = STACK_TOP - PS_STRINGS_SIZE;
      const stack = new InitialStack(mem, psStrings, 4);
      const environment = stack.texts(envp);
      const args = stack.texts(argv);
      const { credentials } = process;
      const auxv: (readonly [number, number])[] = [
        [AT.PHDR, loaded.phdr],
        [AT.PHENT, loaded.image.phentsize],
        [AT.PHNUM, loaded.image.segments.length],
        [AT.PAGESZ, PAGE_SIZE],
        [AT.BASE, loaded.interpreterBase],
        [AT.FLAGS, 0],
        [AT.ENTRY, loaded.programEntry],
        [AT.EUID, credentials.euid],
        [AT.RUID, credentials.uid],
        [AT.EGID, credentials.egid],
        [AT.RGID, credentials.gid],
        [AT.STACKBASE, STACK_TOP],
      ];
      const at = pushVectors(stack, 4, args, environment, auxv);
      process.auxv = mem.bytes(at.auxv, (auxv.length + 1) * 8).slice();
      for (const [n, value] of [at.argv, args.length, at.envp, environment.length].entries())
        mem.setU32(psStrings + 4 * n, value);
      cpu.sp = stack.sp;
      cpu.setR(0, psStrings);
      cpu.setR(12, stack.sp);
      cpu.lr = loaded.entry;
      cpu.jump(loaded.entry);
    },
  },
  refuse: (_thread, number) => ({ signal: 'SIGSYS', code: 'SI_KERNEL', syscall: number }),
  trap: (exit, cpu) => faultInfo(exit, cpu.pc, 'BUS_ADRERR'),
  machineName: () => 'earmv7hf',
  setThreadPointer(cpu, address) {
    cpu.threadPointer = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
};
