import type { ArmCpu } from '@anyuser/arch-arm';
import { type Abi, faultInfo } from '@anyuser/core';
import { ARM_CACHES, sysarchCall } from '@anyuser/os-bsd';
import { commonCell } from '../cell';
import { layoutOf } from '../layout';
import { programState } from '../program-state';
import { resumeAddress } from '../restartable';
import { fillStack } from '../start';
import { syscallTable } from '../syscalls.table';
import { netbsdArmCall } from './arm-call';
import { armContexts } from './arm-context';

const STACK_TOP = 0x7fff_f000;
const LAYOUT = { stackTop: STACK_TOP, mmapTop: 0x7bff_0000, pieBase: 0x0040_0000, userTop: STACK_TOP };

/** NetBSD on 32-bit ARM (earmv5 to earmv7hf). */
export const netbsdArm: Abi<ArmCpu> = {
  ...commonCell,
  arch: 'arm',
  data: { bigEndian: false, word: 4, align64: 8, time: 8, control: 8 },
  syscalls: syscallTable({
    ...armContexts.calls,
    sysarch: sysarchCall(ARM_CACHES),
  }),
  call: netbsdArmCall,
  signalFrame: armContexts.signalFrame,
  start: {
    layout: LAYOUT,
    layoutOf: layoutOf(LAYOUT),
    stackSize: 8 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const { sp, psStrings } = fillStack(thread, loaded, argv, envp);
      cpu.sp = sp;
      cpu.setR(0, psStrings);
      cpu.setR(12, sp);
      cpu.lr = loaded.entry;
      cpu.jump(loaded.entry);
    },
  },
  trap: (exit, cpu) => faultInfo(exit, cpu.pc, 'BUS_ADRERR'),
  machineName: (process) => programState(process).machineArch ?? 'earmv7hf',
  preempted(thread, cpu) {
    cpu.pc = resumeAddress(thread, cpu.pc);
  },
  setThreadPointer(cpu, address) {
    cpu.threadPointer = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
};
