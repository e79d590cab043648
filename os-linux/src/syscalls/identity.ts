import { defineSyscall, errno, type OutStruct, out, type Thread, word } from '@anyuser/core';
import { DEFAULT_RELEASE, VERSION } from '../release';

/** What uname's `machine` says: the port's own name (arch/arm/kernel/setup.c, …). */
const machineOf = (thread: Thread): string => thread.abi.machineName?.(thread.process) ?? thread.abi.arch;

function unameValue(thread: Thread): Parameters<OutStruct['set']>[0] {
  const { identity } = thread.kernel;
  return {
    sysname: 'Linux',
    nodename: identity.hostname,
    release: identity.release ?? DEFAULT_RELEASE,
    version: VERSION,
    machine: machineOf(thread),
    domainname: identity.domainname || '(none)',
  };
}

export const uname = defineSyscall({
  name: 'uname',
  args: { buf: out('utsname') },
  run: (thread, { buf }) => buf.set(unameValue(thread)),
});

const PERSONALITY_QUERY = 0xffff_ffff;

/** personality(2): PER_LINUX with any of the bug-compatibility bits, none of which changes anything here. */
export const personality = defineSyscall({
  name: 'personality',
  args: { persona: word },
  run(_thread, { persona }) {
    if (persona !== PERSONALITY_QUERY && (persona & 0xff) !== 0 && (persona & 0xff) !== 8)
      throw errno('EINVAL');
    return 0;
  },
});
