import { SigactionFlag } from '../abi/flags';
import { KernelError } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { settleInterruptedCall } from '../syscall/dispatch';
import { onAlternateStack } from './alternate-stack';
import { defaultAction } from './default-action';
import type { SignalAction, SignalInfo } from './signal-info';

/**
 * Handles what is pending for a thread that is about to return to guest code: runs default actions, and sets the thread up
 * to run handlers. Afterwards the thread may be dead or its process stopped.
 */
export function deliverSignals(thread: Thread): void {
  const { process } = thread;
  let handled = false;
  while (!thread.dead && !process.stopped) {
    const info = thread.takeSignal();
    if (info === undefined) break;
    const action = process.action(info.signal);
    if (action.handler === 'ignore') continue;
    if (action.handler === 'default') act(thread, info);
    else {
      process.kernel.log?.signal(thread, info, `handler at 0x${action.handler.toString(16)}`);
      handle(thread, info, { ...action, handler: action.handler });
      handled = true;
    }
  }
  if (thread.dead || process.stopped) return;
  if (thread.interruptedCall !== undefined) settleInterruptedCall(thread, undefined);
  if (!handled) thread.restoreMask();
}

function act(thread: Thread, info: SignalInfo): void {
  const { process } = thread;
  switch (defaultAction(info.signal)) {
    case 'ignore':
    case 'continue':
      return;
    case 'stop':
      process.stop(info.signal);
      return;
    // No core file is ever written, and the parent is told so, as by a kernel whose limit for such files is zero.
    case 'core':
    case 'terminate':
      process.kernel.log?.signal(thread, info, 'ends the process');
      process.exit({ signal: info.signal, core: false });
  }
}

function handle(thread: Thread, info: SignalInfo, action: SignalAction & { readonly handler: number }): void {
  const { process, abi, cpu } = thread;
  settleInterruptedCall(thread, { restarts: (action.flags & SigactionFlag.SA_RESTART) !== 0 });
  if ((action.flags & SigactionFlag.SA_RESETHAND) !== 0)
    process.setAction(info.signal, { ...action, handler: 'default' });
  const mask = thread.maskToSave();
  try {
    abi.signalFrame.push(thread, cpu, { info, action, stack: stackFor(thread, action), mask });
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    // As force_sigsegv: a stack that cannot take the frame of SIGSEGV itself ends the process.
    if (info.signal === 'SIGSEGV') process.setAction('SIGSEGV', { ...action, handler: 'default' });
    thread.fault({ signal: 'SIGSEGV', code: 'SI_KERNEL' });
    return;
  }
  thread.signalMask.addAll(action.mask);
  if ((action.flags & SigactionFlag.SA_NODEFER) === 0) thread.signalMask.add(info.signal);
  thread.signalMask.delete('SIGKILL').delete('SIGSTOP');
}

/** Where the frame goes: the top of the alternate stack if wanted and not in use already, else the current stack. */
function stackFor(thread: Thread, action: SignalAction): number {
  const { abi, cpu, alternateStack } = thread;
  const sp = abi.stackPointer(cpu);
  if ((action.flags & SigactionFlag.SA_ONSTACK) === 0 || alternateStack.disabled) return sp;
  return onAlternateStack(thread, sp) ? sp : alternateStack.base + alternateStack.size;
}
