import type { Thread } from '@anyuser/core';

/** Tells on the console and ends the process by an uncatchable SIGABRT (sys/kern/kern_sig.c, sigabort). */
export function abortWith(t: Thread, message: string): void {
  const { process } = t;
  t.kernel.console(`${process.comm}[${process.pid}]: ${message}\n`);
  process.setAction('SIGABRT', { ...process.action('SIGABRT'), handler: 'default' });
  t.fault({ signal: 'SIGABRT', code: 'SI_USER', pid: process.pid, uid: process.credentials.uid });
}
