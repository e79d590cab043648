import type { ArmCpu } from '@anyuser/arch-arm';
import {
  type Abi,
  faultInfo,
  InitialStack,
  PAGE_SIZE,
  pageOfWords,
  pushVectors,
  type Thread,
} from '@anyuser/core';
import {
  ARM_CACHES,
  BSD_IPC_LIMITS,
  BSD_SIGNAL_STACK,
  carryCall,
  enumerationsOf,
  flagTablesOf,
  sysarchCall,
} from '@anyuser/os-bsd';
import { ERRNO } from '../errno.table';
import { ENUM_VALUES, FLAG_VALUES } from '../flags.table';
import { stateOf } from '../process-state';
import { provides } from '../release';
import { admission, inStack } from '../security/admission';
import { siginfo } from '../siginfo';
import { SIGNAL_CODES, SIGNAL_NUMBERS } from '../signals.table';
import { beginProgramState } from '../start';
import { structs } from '../structs';
import { kbind } from '../syscalls/memory';
import { thrkill } from '../syscalls/signal';
import { __tfork, threadPointerCalls } from '../syscalls/threads';
import { syscallTable } from '../syscalls.table';
import { SIGCODE_PAGE, SIGRETURN_CALL, sigcode } from './arm-sigcode';
import { armSignalFrame } from './arm-signal-frame';

/** VM_MAXUSER_ADDRESS (sys/arch/arm/include/vmparam.h). */
const STACK_TOP = 0xbfff_8000;
const PS_STRINGS_SIZE = 16;
/** The call's instruction and the two speculation barriers behind it, which the kernel skips (sys/arch/arm/arm/syscall.c). */
const CALL_SIZE = 12;
const BARRIERS = 8;

/** Entry types of the auxiliary vector (sys/sys/exec_elf.h). */
const AUX = { phdr: 3, phent: 4, phnum: 5, pagesz: 6, base: 7, flags: 8, entry: 9, timekeep: 4000 } as const;
const ET_DYN = 3;

const cpuOf = (t: Thread): ArmCpu => t.cpu as ArmCpu;
const threadPointer = (t: Thread): number => cpuOf(t).threadPointer;
/** Address of the call that a thread is making. */
const caller = (t: Thread): number => (cpuOf(t).pc - CALL_SIZE) >>> 0;
const convention = carryCall<ArmCpu>((cpu) => cpu.r(12), CALL_SIZE);

/** OpenBSD on 32-bit ARM (armv7). */
export const openbsdArm: Abi<ArmCpu> = {
  os: 'openbsd',
  arch: 'arm',
  data: { bigEndian: false, word: 4, align64: 8, time: 8, control: 8 },
  syscalls: syscallTable({
    ...threadPointerCalls(threadPointer),
    thrkill: thrkill(threadPointer),
    kbind: kbind(caller),
    sysarch: sysarchCall(ARM_CACHES),
    __tfork: __tfork({
      begin(thread, stack) {
        thread.abi.call.succeed(thread.cpu, 0);
        cpuOf(thread).sp = (stack & ~7) >>> 0;
      },
    }),
  }),
  errno: ERRNO,
  signals: SIGNAL_NUMBERS,
  sigsetSize: 4,
  signalCodes: SIGNAL_CODES,
  siginfo,
  signalStack: BSD_SIGNAL_STACK,
  flags: flagTablesOf(FLAG_VALUES),
  enums: enumerationsOf(ENUM_VALUES),
  structs,
  ipcLimits: BSD_IPC_LIMITS,
  call: {
    ...convention,
    enter(cpu, immediate, thread) {
      cpu.pc = (cpu.pc + BARRIERS) >>> 0;
      const number = cpu.r(12);
      // Later releases have no indirect calls: those numbers are as unknown as any other.
      if (!provides(stateOf(thread.process).release, number)) return { number, firstSlot: 0 };
      return convention.enter(cpu, immediate, thread);
    },
  },
  ...admission({ stackPointer: (t) => cpuOf(t).sp, caller, sigreturn: SIGRETURN_CALL }),
  signalFrame: armSignalFrame,
  start: {
    layout: { stackTop: STACK_TOP, mmapTop: 0xb7ff_0000, pieBase: 0x0040_0000, userTop: STACK_TOP },
    stackSize: 4 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const { process, mem } = thread;
      const psStrings = STACK_TOP - PS_STRINGS_SIZE;
      beginProgramState(thread, loaded, psStrings);
      const stack = new InitialStack(mem, psStrings, 4);
      const environment = stack.texts(envp);
      const args = stack.texts(argv);
      const { image } = loaded;
      // Plain static programs are given an empty vector.
      const movable = image.interpreter !== undefined || image.type === ET_DYN;
      const auxv: (readonly [number, number])[] = !movable
        ? []
        : [
            [AUX.phdr, loaded.phdr],
            [AUX.phent, image.phentsize],
            [AUX.phnum, image.segments.length],
            [AUX.pagesz, PAGE_SIZE],
            [AUX.base, image.interpreter === undefined ? loaded.bias : loaded.interpreterBase],
            [AUX.flags, 0],
            [AUX.entry, loaded.programEntry],
            [AUX.timekeep, 0],
          ];
      const at = pushVectors(stack, 4, args, environment, auxv);
      process.auxv = mem.bytes(at.auxv, (auxv.length + 1) * 8).slice();
      for (const [n, value] of [at.argv, args.length, at.envp, environment.length].entries())
        mem.setU32(psStrings + 4 * n, value);
      cpu.sp = stack.sp;
      cpu.lr = loaded.entry;
      cpu.jump(loaded.entry);
    },
  },
  trap(exit, cpu, thread) {
    const fault = faultInfo(exit, cpu.pc, 'BUS_OBJERR');
    // A fault with a stack pointer outside every stack is told as that (sys/arch/arm/arm/fault.c, uvm_map_inentry).
    return fault.signal === 'SIGSEGV' && !inStack(thread, cpu.sp)
      ? { signal: 'SIGSEGV', code: 'SEGV_ACCERR', address: cpu.pc }
      : fault;
  },
  machineName: () => 'armv7',
  setThreadPointer(cpu, address) {
    cpu.threadPointer = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
  mapKernelPages: ({ space }) => space.mapKernelPage(SIGCODE_PAGE, pageOfWords(sigcode, false), '[sigcode]'),
};
