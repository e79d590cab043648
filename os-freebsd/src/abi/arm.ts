import type { ArmCpu } from '@anyuser/arch-arm';
import { type Abi, InitialStack, PAGE_SIZE, pushVectors } from '@anyuser/core';
import { carryCall, enumerationsOf, faultInfo, flagTablesOf, signalsWith } from '@anyuser/os-bsd';
import { AT } from '../auxv';
import { ERRNO } from '../errno.table';
import { ENUM_VALUES, FLAG_VALUES } from '../flags.table';
import { DEFAULT_RELEASE, osreldate } from '../release';
import { REALTIME, SIGNAL_CODES, SIGNAL_NUMBERS } from '../signals.table';
import { structs } from '../structs';
import { armSysarch, thr_new } from '../syscalls/threads';
import { syscallTable } from '../syscalls.table';
import { armHwcap } from './arm-hwcap';
import { SHARED_PAGE, sigcode } from './arm-sigcode';
import { armSignalFrame } from './arm-signal-frame';

const STACK_TOP = 0xbfbf_f000;
const PS_STRINGS_SIZE = 16;
const CANARY_BYTES = 32;

/** FreeBSD on 32-bit ARM, EABI (armv6, armv7). */
export const freebsdArm: Abi<ArmCpu> = {
  os: 'freebsd',
  arch: 'arm',
  data: { bigEndian: false, word: 4, align64: 8, time: 8 },
  syscalls: syscallTable({
    thr_new: thr_new({
      startThread(thread, start, argument, stackTop) {
        const cpu = thread.cpu as ArmCpu;
        cpu.sp = (stackTop & ~7) >>> 0;
        cpu.setR(0, argument);
        cpu.jump(start);
      },
    }),
    sysarch: armSysarch((t) => (t.cpu as ArmCpu).threadPointer),
  }),
  errno: ERRNO,
  signals: signalsWith(SIGNAL_NUMBERS, REALTIME),
  sigsetSize: 16,
  signalCodes: SIGNAL_CODES,
  flags: flagTablesOf(FLAG_VALUES),
  enums: enumerationsOf(ENUM_VALUES),
  structs,
  call: carryCall<ArmCpu>((cpu) => cpu.r(7)),
  signalFrame: armSignalFrame,
  start: {
    layout: { stackTop: STACK_TOP, mmapTop: 0xb7bf_0000, pieBase: 0x0050_0000, userTop: STACK_TOP },
    stackSize: 64 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const { process, mem, kernel } = thread;
      const psStrings = STACK_TOP - PS_STRINGS_SIZE;
      const stack = new InitialStack(mem, psStrings, 4);
      const execpath = stack.text(loaded.path);
      stack.align(4);
      const seed = new Uint8Array(CANARY_BYTES);
      kernel.random(seed);
      const canary = stack.bytes(seed);
      const pagesizes = stack.words([PAGE_SIZE, 0]);
      const environment = stack.texts(envp);
      const args = stack.texts(argv);
      const auxv: (readonly [number, number])[] = [
        [AT.PHDR, loaded.phdr],
        [AT.PHENT, loaded.image.phentsize],
        [AT.PHNUM, loaded.image.segments.length],
        [AT.PAGESZ, PAGE_SIZE],
        [AT.FLAGS, 0],
        [AT.ENTRY, loaded.programEntry],
        [AT.BASE, loaded.interpreterBase],
        [AT.EHDRFLAGS, loaded.image.flags],
        [AT.EXECPATH, execpath],
        [AT.OSRELDATE, osreldate(kernel.identity.release ?? DEFAULT_RELEASE)],
        [AT.CANARY, canary],
        [AT.CANARYLEN, CANARY_BYTES],
        [AT.NCPUS, 1],
        [AT.PAGESIZES, pagesizes],
        [AT.PAGESIZESLEN, 8],
        [AT.STACKPROT, 3],
        [AT.HWCAP, armHwcap(process.model)],
        [AT.HWCAP2, 0],
        [AT.PS_STRINGS, psStrings],
      ];
      const at = pushVectors(stack, 4, args, environment, auxv);
      process.auxv = mem.bytes(at.auxv, (auxv.length + 1) * 8).slice();
      [at.argv, args.length, at.envp, environment.length].forEach((value, n) => {
        mem.setU32(psStrings + 4 * n, value);
      });
      cpu.sp = stack.sp;
      cpu.lr = loaded.entry;
      cpu.jump(loaded.entry);
    },
  },
  refuse: (_thread, number) => ({ signal: 'SIGSYS', code: 'SI_KERNEL', syscall: number }),
  trap: (exit, cpu) => faultInfo(exit, cpu.pc, 'BUS_OBJERR'),
  machineName: () => 'armv7',
  setThreadPointer(cpu, address) {
    cpu.threadPointer = address;
    cpu.userThreadRegister = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
  mapKernelPages(process) {
    const page = new Uint8Array(PAGE_SIZE);
    const view = new DataView(page.buffer);
    for (const [n, word] of sigcode.entries()) view.setUint32(4 * n, word, true);
    process.space.mapKernelPage(SHARED_PAGE, page, '[shared page]');
  },
};
