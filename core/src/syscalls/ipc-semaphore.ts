import { structCodec } from '../abi/codecs';
import { IpcFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { ipcOf } from '../kernel/ipc/ipc';
import { ipcLimits } from '../kernel/ipc/ipc-limits';
import { checkAccess, checkOwner, IpcAccess, seconds } from '../kernel/ipc/ipc-object';
import { HIGHEST_VALUE, MOST_SETS, type SemaphoreOperation, SemaphoreSet } from '../kernel/ipc/semaphore-set';
import type { Thread } from '../kernel/thread';
import { int, ptr, uint, word } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { ipcCommand, ipcGetFlags, permissionValue, setPermissions } from './ipc-argument';
import { deadlineAfter } from './time-argument';

export const semget = defineSyscall({
  name: 'semget',
  args: { key: int, nsems: int, semflg: ipcGetFlags },
  run(t, { key, nsems, semflg }) {
    if (nsems < 0 || nsems > ipcLimits(t.abi).perSet) throw errno('EINVAL');
    return ipcOf(t.kernel).semaphores.get(
      t,
      { key, ...semflg },
      (permissions) => {
        if (nsems === 0) throw errno('EINVAL');
        return new SemaphoreSet(permissions, seconds(t), nsems);
      },
      ({ semaphores }) => {
        if (nsems > semaphores.length) throw errno('EINVAL');
      },
    );
  },
});

function operationsAt(t: Thread, address: number, count: number): SemaphoreOperation[] {
  if (count === 0) throw errno('EINVAL');
  if (count > ipcLimits(t.abi).operations) throw errno('E2BIG');
  const codec = structCodec(t.abi, 'sembuf');
  const bits = t.abi.flags['semOperation']!;
  return Array.from({ length: count }, (_, n) => {
    const { sem_num, sem_op, sem_flg } = codec.read(t.mem, address + n * codec.size);
    const how = bits.decode(Number(sem_flg) & 0xffff);
    return {
      number: Number(sem_num),
      change: Number(sem_op),
      undo: (how & IpcFlag.SEM_UNDO) !== 0,
      nowait: (how & IpcFlag.IPC_NOWAIT) !== 0,
    };
  });
}

async function operate(
  t: Thread,
  set: SemaphoreSet,
  operations: readonly SemaphoreOperation[],
  first: SemaphoreOperation,
  deadline: bigint | undefined,
): Promise<number> {
  let blocking: SemaphoreOperation | undefined = first;
  const count = (by: 1 | -1): void => {
    if (blocking === undefined) return;
    set.semaphores[blocking.number]![blocking.change === 0 ? 'waitingForZero' : 'waiting'] += by;
  };
  count(1);
  try {
    const done = await t.wait(
      set.changes,
      () => {
        if (set.removed) throw errno('EIDRM');
        count(-1);
        blocking = set.attempt(t.process, operations);
        if (blocking?.nowait) throw errno('EAGAIN');
        count(1);
        return blocking === undefined ? true : undefined;
      },
      { deadline },
    );
    if (done === undefined) throw errno('EAGAIN');
    set.operated = seconds(t);
    return 0;
  } finally {
    count(-1);
  }
}

/** semop, semtimedop and the latter with another struct timespec. */
export const semopWith = (name: string, timespec: string | undefined): SyscallDefinition => {
  const args = { semid: int, sops: ptr, nsops: uint };
  const run = (t: Thread, semid: number, sops: number, nsops: number, timeout: number) => {
    const deadline = timespec === undefined ? undefined : deadlineAfter(t, timeout, timespec);
    const operations = operationsAt(t, sops, nsops);
    const set = ipcOf(t.kernel).semaphores.find(semid);
    if (operations.some(({ number }) => number >= set.semaphores.length)) throw errno('EFBIG');
    const changes = operations.some(({ change }) => change !== 0);
    checkAccess(t, set, changes ? IpcAccess.write : IpcAccess.read);
    const blocking = set.attempt(t.process, operations);
    if (blocking === undefined) {
      set.operated = seconds(t);
      return 0;
    }
    if (blocking.nowait) throw errno('EAGAIN');
    return operate(t, set, operations, blocking, deadline);
  };
  return timespec === undefined
    ? defineSyscall({ name, args, restart: false, run: (t, a) => run(t, a.semid, a.sops, a.nsops, 0) })
    : defineSyscall({
        name,
        args: { ...args, timeout: ptr },
        restart: false,
        run: (t, a) => run(t, a.semid, a.sops, a.nsops, a.timeout),
      });
};
export const semop = semopWith('semop', undefined);
export const semtimedop = semopWith('semtimedop', 'timespec');

function writeStatus(t: Thread, id: number, set: SemaphoreSet, address: number, struct: string): void {
  checkAccess(t, set, IpcAccess.read);
  structCodec(t.abi, struct).write(t.mem, address, {
    sem_perm: permissionValue(set, ipcOf(t.kernel).semaphores.sequence(id)),
    sem_otime: set.operated,
    sem_ctime: set.changed,
    sem_nsems: set.semaphores.length,
  });
}

/** Commands on one semaphore of a set. */
function control(t: Thread, set: SemaphoreSet, number: number, command: string, argument: number): number {
  const semaphore = set.semaphores[number];
  if (semaphore === undefined) throw errno('EINVAL');
  checkAccess(t, set, command === 'SETVAL' ? IpcAccess.write : IpcAccess.read);
  switch (command) {
    case 'GETVAL':
      return semaphore.value;
    case 'GETPID':
      return semaphore.pid;
    case 'GETNCNT':
      return semaphore.waiting;
    case 'GETZCNT':
      return semaphore.waitingForZero;
    case 'SETVAL':
      set.set(new Map([[number, argument | 0]]), t.process.pid);
      set.changed = seconds(t);
      return 0;
    default:
      throw errno('EINVAL');
  }
}

/** GETALL and SETALL: an array of unsigned short. */
function controlAll(t: Thread, set: SemaphoreSet, command: string, array: number): number {
  checkAccess(t, set, command === 'SETALL' ? IpcAccess.write : IpcAccess.read);
  if (command === 'GETALL')
    set.semaphores.forEach(({ value }, n) => {
      t.mem.setU16(array + 2 * n, value);
    });
  else {
    set.set(new Map(set.semaphores.map((_, n) => [n, t.mem.u16(array + 2 * n)])), t.process.pid);
    set.changed = seconds(t);
  }
  return 0;
}

/** semctl(semid, semnum, cmd, arg). @param argumentAt - fetches what commands that take an argument find in `arg`. */
const semctlWith = (
  name: string,
  argumentAt: (t: Thread, word: number, cmd: string) => number,
  struct = 'semid_ds',
) =>
  defineSyscall({
    name,
    args: { semid: int, semnum: int, cmd: ipcCommand('semControl'), arg: word },
    run(t, { semid, semnum, cmd, arg: given }) {
      const arg = argumentAt(t, given, cmd);
      const { semaphores } = ipcOf(t.kernel);
      switch (cmd) {
        case 'IPC_STAT':
          writeStatus(t, semid, semaphores.find(semid), arg, struct);
          return 0;
        case 'SEM_STAT':
        case 'SEM_STAT_ANY': {
          const { id, object } = semaphores.at(semid);
          writeStatus(t, id, object, arg, struct);
          return id;
        }
        case 'IPC_SET':
          setPermissions(t, semaphores.find(semid), struct, 'sem_perm', arg);
          return 0;
        case 'IPC_RMID': {
          const set = semaphores.find(semid);
          checkOwner(t, set);
          semaphores.remove(set);
          set.changes.wake();
          return 0;
        }
        case 'GETALL':
        case 'SETALL':
          return controlAll(t, semaphores.find(semid), cmd, arg);
        case 'IPC_INFO':
        case 'SEM_INFO':
          writeInfo(t, cmd === 'SEM_INFO', arg);
          return semaphores.highest;
        default:
          return control(t, semaphores.find(semid), semnum, cmd, arg);
      }
    },
  });
export const semctl = semctlWith('semctl', (_t, word) => word);
const WITHOUT_ARGUMENT = ['IPC_RMID', 'GETVAL', 'GETPID', 'GETNCNT', 'GETZCNT'];
/** semctl of systems whose C library passes the address of its `union semun`, for commands that look at it. */
export const semctlByAddress = (name: string, struct?: string): SyscallDefinition =>
  semctlWith(name, (t, address, cmd) => (WITHOUT_ARGUMENT.includes(cmd) ? 0 : t.mem.u32(address)), struct);

/** The machine's limits, or what is in use. */
function writeInfo(t: Thread, use: boolean, address: number): void {
  const { objects } = ipcOf(t.kernel).semaphores;
  const { perSet, operations } = ipcLimits(t.abi);
  const inUse = objects.reduce((total, { semaphores }) => total + semaphores.length, 0);
  structCodec(t.abi, 'seminfo').write(t.mem, address, {
    semmap: MOST_SETS * perSet,
    semmni: MOST_SETS,
    semmns: MOST_SETS * perSet,
    semmnu: MOST_SETS * perSet,
    semmsl: perSet,
    semopm: operations,
    semume: operations,
    semusz: use ? objects.length : 20,
    semvmx: HIGHEST_VALUE,
    semaem: use ? inUse : HIGHEST_VALUE,
  });
}
