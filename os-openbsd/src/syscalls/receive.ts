import * as core from '@anyuser/core';
import { type SyscallDefinition, type SyscallResult, structCodec, type Thread } from '@anyuser/core';
import { stateOf } from '../process-state';
import { breach } from '../security/pledge';
import { mayPass, rightsIn } from '../security/pledge-checks';

const SYS_recvmsg = 27;
const SYS_recvmmsg = 116;

/** Gives back descriptors that came although the promise `recvfd` lacks, or that are directories (pledge_recvfd). */
function checkReceived(t: Thread, number: number, headers: readonly number[]): void {
  const { promises } = stateOf(t.process);
  if (promises === undefined) return;
  const fds = headers.flatMap((header) => [...rightsIn(t, header)]).filter((fd) => t.files.has(fd));
  if (promises.has('recvfd') ? fds.every((fd) => mayPass(t, fd)) : fds.length === 0) return;
  for (const fd of fds) t.files.close(fd);
  breach(t, promises, 'recvfd', number);
}

/** A call that takes messages, looked at when they are there. */
const checked = (
  base: SyscallDefinition,
  number: number,
  headers: (t: Thread, args: Readonly<Record<string, number>>, count: number) => readonly number[],
): SyscallDefinition => ({
  ...base,
  run(t, args) {
    const look = (result: SyscallResult): SyscallResult => {
      checkReceived(t, number, headers(t, args as Readonly<Record<string, number>>, Number(result)));
      return result;
    };
    const result = base.run(t, args);
    return core.isLater(result) ? result.then(look) : look(result);
  },
});

export const recvmsg = checked(core.recvmsg, SYS_recvmsg, (_t, { msg }) => [msg!]);
export const recvmmsg = checked(core.recvmmsg, SYS_recvmmsg, (t, { msgvec }, count) =>
  Array.from({ length: count }, (_, n) => msgvec! + n * structCodec(t.abi, 'mmsghdr').size),
);
