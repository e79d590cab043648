import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Host, HostNetwork, HostSignal } from '@anyuser/core';
import { nodeClock } from './clock';
import { nodeFiles } from './files';
import { NodeStdio } from './streams';
import { currentUmask } from './umask';

const SIGNALS: readonly HostSignal[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGTSTP',
  'SIGCONT',
  'SIGWINCH',
  'SIGUSR1',
  'SIGUSR2',
];

const os = (): typeof import('node:os') => require('node:os') as typeof import('node:os');

/** What the machine is, asked only when a guest asks. */
const machine: Host['machine'] = {
  get hostname() {
    return os().hostname();
  },
  get cpus() {
    return os().availableParallelism();
  },
  get memory() {
    return os().totalmem();
  },
  freeMemory: () => os().freemem(),
  loadAverage: () => os().loadavg(),
};

class NodeHost implements Host {
  readonly clock = nodeClock;
  readonly files = nodeFiles;
  readonly stdio = new NodeStdio();
  readonly machine = machine;
  readonly umask = currentUmask();
  readonly pid = process.pid;
  readonly ppid = process.ppid;
  private listener: Host['onSignal'];
  private readonly deliver = (signal: NodeJS.Signals): void => this.listener?.(signal as HostSignal);
  private loadedNetwork: HostNetwork | undefined;

  constructor(private readonly networking: boolean) {}

  get network(): HostNetwork | undefined {
    if (!this.networking) return undefined;
    this.loadedNetwork ??= (require('./network') as typeof import('./network')).nodeNetwork;
    return this.loadedNetwork;
  }

  random(buffer: Uint8Array): void {
    if (!readRandomDevice(buffer))
      (require('node:crypto') as typeof import('node:crypto')).randomFillSync(buffer);
  }
  get user(): Host['user'] {
    return {
      uid: process.getuid?.() ?? 1000,
      gid: process.getgid?.() ?? 1000,
      groups: supplementaryGroups(),
    };
  }
  get environment(): Readonly<Record<string, string>> {
    return process.env as Record<string, string>;
  }
  get cwd(): string {
    return process.cwd();
  }

  get onSignal(): Host['onSignal'] {
    return this.listener;
  }
  set onSignal(listener: Host['onSignal']) {
    const had = this.listener !== undefined;
    this.listener = listener;
    if (had === (listener !== undefined)) return;
    for (const signal of SIGNALS)
      if (listener === undefined) process.off(signal, this.deliver);
      else process.on(signal, this.deliver);
  }

  stop(signal: 'SIGTSTP' | 'SIGSTOP' | 'SIGTTIN' | 'SIGTTOU'): void {
    // With a listener the default action of SIGTSTP does not happen; SIGSTOP cannot be listened to.
    process.kill(process.pid, signal === 'SIGTSTP' && this.listener !== undefined ? 'SIGSTOP' : signal);
  }
}

/** The machine that this Node process runs on. */
export function nodeHost(options: { readonly network?: boolean } = {}): Host {
  return new NodeHost(options.network ?? true);
}

/** Fills a buffer from the kernel's generator, where it is a file: Node's module for it takes 3 ms to load. */
function readRandomDevice(buffer: Uint8Array): boolean {
  let fd: number | undefined;
  try {
    fd = openSync('/dev/urandom', 'r');
    return readSync(fd, buffer) === buffer.length;
  } catch {
    return false;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** The supplementary groups. Node's own list has the effective group in it too, whether it is one of them or not. */
function supplementaryGroups(): number[] {
  try {
    const line = /^Groups:[ \t]*(.*)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '';
    return line.split(' ').filter(Boolean).map(Number);
  } catch {
    return process.getgroups?.() ?? [];
  }
}
