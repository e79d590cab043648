import { errno, type Process, ProtFlag, type Thread } from '@anyuser/core';

/** What procctl switches in a process, by the kernel's names for its bits (sys/proc.h, P2_*). */
export type ProcessSwitch =
  | 'NOTRACE'
  | 'NOTRACE_EXEC'
  | 'TRAPCAP'
  | 'ASLR_DISABLE'
  | 'PROTMAX_DISABLE'
  | 'STKGAP_DISABLE'
  | 'STKGAP_DISABLE_EXEC'
  | 'NO_NEW_PRIVS'
  | 'WXORX_DISABLE'
  | 'WXORX_ENABLE_EXEC'
  /** The present program may not map memory both writable and executable (MAP_WXORX). */
  | 'WXORX';

interface Controls {
  readonly switches: Set<ProcessSwitch>;
  /** The child of the reaper that this process descends from, and its number. */
  readonly subtree: number;
}

const KEY = Symbol('freebsd process controls');
const known = (process: Process): Controls | undefined => process.extra.get(KEY) as Controls | undefined;

export function controlsOf(process: Process): Controls {
  let found = known(process);
  if (found === undefined) {
    found = { switches: new Set(), subtree: process.pid };
    process.extra.set(KEY, found);
  }
  return found;
}

/** Whether violations of capability mode send SIGTRAP. */
export const trapsViolations = (process: Process): boolean =>
  known(process)?.switches.has('TRAPCAP') ?? false;

/** fork: switches go along (sys/kern/kern_fork.c, do_fork). */
export function forkControls(parent: Process, child: Process): void {
  const subtree = parent.reaper || parent.parent === undefined ? child.pid : controlsOf(parent).subtree;
  const switches = new Set(known(parent)?.switches);
  child.extra.set(KEY, { switches, subtree } satisfies Controls);
}

/** exec: what does not outlast it ends, and what it begins begins (sys/kern/kern_exec.c, do_execve). */
export function execControls(process: Process): void {
  const switches = known(process)?.switches;
  if (switches === undefined) return;
  if (!switches.has('NOTRACE_EXEC')) switches.delete('NOTRACE');
  if (!switches.has('STKGAP_DISABLE_EXEC')) switches.delete('STKGAP_DISABLE');
  if (switches.has('WXORX_ENABLE_EXEC')) switches.add('WXORX');
}

/** Processes that end with their leader (RFTHREAD). */
const peers = new WeakMap<Process, Set<Process>>();
const leaders = new WeakMap<Process, Process>();
export function joinPeers(parent: Process, child: Process): void {
  const leader = leaders.get(parent) ?? parent;
  leaders.set(child, leader);
  const all = peers.get(leader) ?? new Set();
  peers.set(leader, all.add(child));
}

/** A process ends, and its peers with it. */
export function exitControls(leader: Process): void {
  for (const peer of peers.get(leader) ?? []) peer.signal({ signal: 'SIGKILL', code: 'SI_KERNEL' });
}

/** Refuses memory that is both writable and executable where that was asked for. @throws KernelError EACCES */
export function admitMapping(t: Thread, name: string, prot: unknown): void {
  if ((name !== 'mmap' && name !== 'mprotect') || typeof prot !== 'number') return;
  const both = ProtFlag.PROT_WRITE | ProtFlag.PROT_EXEC;
  if ((prot & both) === both && known(t.process)?.switches.has('WXORX')) throw errno('EACCES');
}
