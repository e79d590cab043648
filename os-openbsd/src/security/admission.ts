import { type Abi, type CallArguments, errno, type Thread } from '@anyuser/core';
import { refuseUnknown } from '@anyuser/os-bsd';
import { stateOf } from '../process-state';
import { provides } from '../release';
import { Tag } from '../tags';
import { abortWith } from './abort';
import { pinned } from './pins';
import { checkPledge } from './pledge';
import { checkUnveiled } from './unveil';

/** What the checks need of a cell. */
export interface CallSite {
  stackPointer(thread: Thread): number;
  /** Address of the instruction that makes the call. */
  caller(thread: Thread): number;
  /** Address of the kernel's own call at the end of a handler. */
  readonly sigreturn: number;
}

/** Whether an address lies in a stack, counting what a stack has not grown down to yet. */
export function inStack(t: Thread, address: number): boolean {
  const { space } = t.process;
  const region = space.regions.find(address);
  if (region !== undefined) return (region.tags & Tag.stack) !== 0;
  const above = space.regions.findAbove(address);
  return (
    above?.growsDown === true && (above.tags & Tag.stack) !== 0 && above.end - address <= space.stackLimit
  );
}

/** SIGSEGV where the stack pointer or the caller is not where it may be (sys/uvm/uvm_map.c, uvm_map_inentry). */
function bogus(t: Thread, caller: number, what: string): never {
  const { process } = t;
  t.kernel.console(`[${process.comm}]${process.pid}/${t.tid + 100_000} ${what}\n`);
  t.fault({ signal: 'SIGSEGV', code: 'SEGV_ACCERR', address: caller });
  throw errno('EPERM');
}

const SYS_execve = 59;
const SYS_sigreturn = 103;
const hex = (address: number): string => address.toString(16);

function checkCaller(t: Thread, number: number, caller: number, sigcode: number): void {
  const { pins, execPin } = stateOf(t.process);
  if (caller === sigcode && number === SYS_sigreturn) return;
  if (number === SYS_execve && execPin !== undefined && (caller < execPin.start || caller >= execPin.end)) {
    abortWith(t, `execve from ${hex(caller)} is not pinned`);
    throw errno('EPERM');
  }
  if (pins === undefined) {
    const region = t.process.space.regions.find(caller);
    if (((region?.tags ?? 0) & Tag.syscall) === 0) bogus(t, caller, `pc=${hex(caller)}: bogus syscall`);
  } else if (!pinned(pins, number, caller)) {
    abortWith(t, `pinsyscalls addr ${hex(caller)} code ${number}`);
    throw errno('EPERM');
  }
}

/**
 * All that OpenBSD looks at before it makes a call, in the kernel's order (sys/sys/syscall_mi.h): the stack, where the call
 * comes from, promises, paths. Calls that the table lacks, or that it always refuses, are looked at as well.
 */
export function admission(site: CallSite): Required<Pick<Abi, 'admit' | 'refuse'>> {
  /** Returns whether unveil does not hide the call's file. */
  const enter = (t: Thread, number: number, name: string, args: CallArguments): boolean => {
    const sp = site.stackPointer(t);
    const caller = site.caller(t);
    if (!inStack(t, sp)) bogus(t, caller, `sp=${hex(sp)}: not MAP_STACK`);
    checkCaller(t, number, caller, site.sigreturn);
    return checkPledge(t, stateOf(t.process), number, name, args);
  };
  return {
    admit(t, { number, definition: { name } }, args) {
      const { release, unveil } = stateOf(t.process);
      if (!provides(release, number)) {
        enter(t, number, '', {});
        t.fault({ signal: 'SIGSYS', code: 'SI_KERNEL', syscall: number });
        throw errno('ENOSYS');
      }
      const shown = enter(t, number, name, args);
      if (!shown && unveil?.active) checkUnveiled(t, unveil, name, args);
    },
    refuse(t, number, row) {
      enter(t, number, provides(stateOf(t.process).release, number) ? (row?.name ?? '') : '', {});
      return refuseUnknown(t, number, row);
    },
  };
}
