import { constants } from 'node:os';

/** How a guest ended: by itself, or killed by a host signal number. */
export type ExitStatus = { readonly code: number } | { readonly signal: number };

/**
 * Ends this process as the guest ended: with its exit status, or killed by the same signal, so that a shell or `make`
 * sees no difference. The caller has written out everything before.
 */
export function exitAs(status: ExitStatus): never {
  if ('signal' in status) dieBySignal(status.signal);
  process.exit('code' in status ? status.code & 0xff : 128 + status.signal);
}

/** Returns only if the signal does not kill. */
function dieBySignal(signal: number): void {
  const name = signalName(signal);
  if (name !== undefined && name !== 'SIGKILL' && name !== 'SIGSTOP') {
    // Node ignores SIGPIPE and starts its debugger on SIGUSR1. Once its last listener goes, libuv gives the signal its
    // default action back, which nothing else in Node's interface does.
    const listener = (): void => {};
    process.removeAllListeners(name);
    process.on(name, listener);
    process.removeListener(name, listener);
  }
  process.kill(process.pid, signal);
}

function signalName(signal: number): NodeJS.Signals | undefined {
  const names = Object.keys(constants.signals) as NodeJS.Signals[];
  return names.find((name) => constants.signals[name] === signal);
}
