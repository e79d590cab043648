import type { ArmCpu } from '@anyuser/arch-arm';
import { type Abi, faultInfo, PAGE_SIZE, pageOfWords } from '@anyuser/core';
import { carryCall } from '@anyuser/os-bsd';
import { commonCell } from '../cell';
import { fillStack } from '../start';
import { portContextCalls } from '../syscalls/contexts';
import { armSysarch, thr_new } from '../syscalls/threads';
import { syscallTable } from '../syscalls.table';
import { HWCAP, HWCAP_ALWAYS } from './arm-hwcap.table';
import { SHARED_PAGE, sigcode } from './arm-sigcode.table';
import { armSignalFrame, saveArmContext } from './arm-signal-frame';

const STACK_TOP = 0xbfbf_f000;

/** FreeBSD on 32-bit ARM, EABI (armv6, armv7). */
export const freebsdArm: Abi<ArmCpu> = {
  ...commonCell,
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
    ...portContextCalls(saveArmContext),
    sysarch: armSysarch((t) => (t.cpu as ArmCpu).threadPointer),
  }),
  call: carryCall<ArmCpu>((cpu) => cpu.r(7)),
  signalFrame: armSignalFrame,
  start: {
    layout: { stackTop: STACK_TOP, mmapTop: 0xb7bf_0000, pieBase: 0x0050_0000, userTop: STACK_TOP },
    stackSize: 64 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const { sp } = fillStack(thread, loaded, argv, envp, {
        hwcap: HWCAP.reduce(
          (bits, [bit, feature]) => bits | (thread.process.model.features.has(feature) ? bit : 0),
          HWCAP_ALWAYS,
        ),
        pagesizes: [PAGE_SIZE, 0],
      });
      cpu.sp = sp;
      cpu.lr = loaded.entry;
      cpu.jump(loaded.entry);
    },
  },
  trap: (exit, cpu) => faultInfo(exit, cpu.pc, 'BUS_OBJERR'),
  machineName: ({ model }) => (model.features.has('v7') ? 'armv7' : 'armv6'),
  setThreadPointer(cpu, address) {
    cpu.threadPointer = address;
    cpu.userThreadRegister = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
  mapKernelPages: ({ space }) =>
    space.mapKernelPage(SHARED_PAGE, pageOfWords(sigcode, false), '[shared page]'),
};
