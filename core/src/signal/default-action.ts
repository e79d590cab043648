import type { Signal } from './signal';

/** What a signal does to a process that has no handler for it (POSIX signal.h, signal(7)). */
export type DefaultAction = 'terminate' | 'core' | 'ignore' | 'stop' | 'continue';

const ACTIONS: Readonly<Partial<Record<Signal, DefaultAction>>> = {
  SIGQUIT: 'core',
  SIGILL: 'core',
  SIGTRAP: 'core',
  SIGABRT: 'core',
  SIGEMT: 'core',
  SIGFPE: 'core',
  SIGBUS: 'core',
  SIGSEGV: 'core',
  SIGSYS: 'core',
  SIGXCPU: 'core',
  SIGXFSZ: 'core',
  SIGURG: 'ignore',
  SIGCHLD: 'ignore',
  SIGWINCH: 'ignore',
  SIGINFO: 'ignore',
  SIGCONT: 'continue',
  SIGSTOP: 'stop',
  SIGTSTP: 'stop',
  SIGTTIN: 'stop',
  SIGTTOU: 'stop',
};

/** The default action of a signal; most end the process. */
export const defaultAction = (signal: Signal): DefaultAction => ACTIONS[signal] ?? 'terminate';
