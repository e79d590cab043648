import {
  deadlineAfter,
  defineSyscall,
  errno,
  type FieldValue,
  fd,
  int,
  KernelError,
  type OpenFile,
  OpenFlag,
  ptr,
  RegularFile,
  readable,
  requireSignal,
  S_IFMT,
  S_IFSOCK,
  type StructValue,
  type SyscallDefinition,
  structCodec,
  type Thread,
  writable,
} from '@anyuser/core';
import { type AioEvent, type AioJob, type AioList, aioJobsOf, jobAt } from './aio-jobs';
import { watchJob, watchList } from './aio-queue';

const LIO_NOP = 0;
const LIO_WRITE = 1;
const LIO_READ = 2;
const LIO_NOWAIT = 0;
const LIO_WAIT = 1;
const AIO_CANCELED = 1;
const AIO_NOTCANCELED = 2;
const AIO_ALLDONE = 3;
/** Most transfers of a list (vfs.aio.max_aio_queue_per_proc, aio_listio_max). */
const MOST = 256;
/** Flags of SIGEV_KEVENT lie where other notifications have a thread. */
const KEVENT_FLAGS = 12;

type Operation = 'read' | 'write' | 'readv' | 'writev' | 'sync' | 'lock';
type Values = Readonly<Record<string, number>>;

/** What the struct aiocb of a transfer that begins holds, as each system has it: FreeBSD's members, and NetBSD's with JOB_WIP. */
const beginning = (t: Thread): StructValue => {
  const EINPROGRESS = t.abi.errno['EINPROGRESS']!;
  return {
    status: -1,
    error: EINPROGRESS,
    kernelinfo: ++lastNumber,
    _state: 2,
    _errno: EINPROGRESS,
    _retval: -1,
  };
};
let lastNumber = 0;

const errorNumber = (t: Thread, name: string | undefined): number =>
  name === undefined ? 0 : t.abi.errno[name]!;

/** What a struct sigevent at an address asks for. @throws KernelError EINVAL */
function eventAt(
  t: Thread,
  address: number,
): { readonly kind: string; readonly value: Values; readonly flags: number } {
  const value = structCodec(t.abi, 'sigevent').read(t.mem, address) as Values;
  const kind = t.abi.enums['sigev']!.name(value['sigev_notify']!);
  if (kind === undefined || kind === 'SIGEV_THREAD') throw errno('EINVAL');
  return { kind, value, flags: kind === 'SIGEV_KEVENT' ? t.mem.u16(address + KEVENT_FLAGS) : 0 };
}

function signalEvent(t: Thread, kind: string, value: Values): AioEvent {
  if (kind === 'SIGEV_NONE') return { kind: 'none' };
  const signal = requireSignal(t.abi, value['sigev_signo']!);
  const event = { kind: 'signal', signal, value: value['sigev_value']! } as const;
  if (kind === 'SIGEV_SIGNAL') return event;
  const thread = [...t.process.threads].find(({ tid }) => tid === value['sigev_notify_thread_id']);
  if (thread === undefined) throw errno('EINVAL');
  return { ...event, thread };
}

/** Pieces of memory of a transfer: one, or those of an array of struct iovec. */
function pieces(
  t: Thread,
  operation: Operation,
  address: number,
  length: number,
): readonly (readonly [number, number])[] {
  if (operation === 'read' || operation === 'write') return [[address, length]];
  const codec = structCodec(t.abi, 'iovec');
  return Array.from({ length }, (_, n) => {
    const { iov_base, iov_len } = codec.read(t.mem, address + n * codec.size) as Values;
    return [iov_base!, iov_len!] as const;
  });
}

/** What makes one attempt at a transfer. */
function transfer(
  t: Thread,
  file: OpenFile,
  operation: Operation,
  parts: readonly (readonly [number, number])[],
  offset: number,
): () => number | undefined {
  const reads = operation === 'read' || operation === 'readv';
  return () => {
    let done = 0;
    for (const [address, length] of parts) {
      const bytes = reads ? t.mem.writable(address, length) : t.mem.bytes(address, length);
      const n =
        file instanceof RegularFile
          ? file[reads ? 'pread' : 'pwrite'](bytes, offset + done)
          : file[reads ? 'read' : 'write'](bytes, t);
      if (n === undefined) return done === 0 ? undefined : done;
      done += n;
      if (n < length) break;
    }
    return done;
  };
}

/** Files and sockets; others could block whom serves them (vfs.aio.enable_unsafe). */
const isSafe = (file: OpenFile): boolean =>
  file instanceof RegularFile || (file.stat().st_mode & S_IFMT) === S_IFSOCK;

/** Begins what a struct aiocb describes. @throws KernelError */
function begin(t: Thread, address: number, operation: Operation, list?: AioList): void {
  const codec = structCodec(t.abi, 'aiocb');
  const whole = codec.read(t.mem, address) as Record<string, FieldValue>;
  const { aio_fildes, aio_offset, aio_buf, aio_nbytes } = whole as Values;
  const jobs = aioJobsOf(t.process);
  const at = address + codec.fields.find(({ name }) => name === 'aio_sigevent')!.offset;
  const { kind, value, flags } = eventAt(t, at);
  let file: OpenFile;
  let attempt: () => number | undefined;
  if (operation === 'lock') {
    file = t.files.get(0);
    attempt = () => (t.mem.accessible(aio_buf!, aio_nbytes!, 'read') === aio_nbytes ? 0 : fail('ENOMEM'));
  } else {
    file =
      operation === 'sync'
        ? t.files.get(aio_fildes!)
        : (operation.startsWith('read') ? readable : writable)(t, aio_fildes!);
    if (aio_nbytes! > 0x7fff_ffff || (operation !== 'sync' && aio_offset! < 0 && file instanceof RegularFile))
      throw errno('EINVAL');
    if (!isSafe(file)) throw errno('EOPNOTSUPP');
    attempt =
      operation === 'sync'
        ? () => {
            file.sync(false);
            return 0;
          }
        : transfer(t, file, operation, pieces(t, operation, aio_buf!, aio_nbytes!), aio_offset!);
  }
  const { sigev_signo: queue, sigev_value: udata } = value;
  const watch =
    kind === 'SIGEV_KEVENT'
      ? watchJob(t, queue!, { ident: address, flags, udata: udata! }, (name) => errorNumber(t, name))
      : undefined;
  const event = watch?.event ?? signalEvent(t, kind, value);
  codec.write(t.mem, address, { ...whole, ...beginning(t) });
  const job = jobs.start(file, { address, fd: aio_fildes!, event, list }, attempt);
  watch?.follow(job);
}
function fail(name: string): never {
  throw errno(name);
}

const taken = (t: Thread, job: AioJob): number => {
  const { status, error } = job.result!;
  aioJobsOf(t.process).release(job);
  if (error !== undefined) throw errno(error);
  return status;
};

const one = (name: string, operation: Operation): SyscallDefinition =>
  defineSyscall({
    name,
    args: { aiocbp: ptr },
    run: (t, { aiocbp }) => begin(t, aiocbp, operation),
  });

/** Where lio_listio's list has its event; nothing is told of a list that is waited for. */
function listEvent(t: Thread, mode: number, acbs: number, sig: number, left: () => number): AioEvent {
  if (mode !== LIO_NOWAIT || sig === 0) return { kind: 'none' };
  const { kind, value, flags } = eventAt(t, sig);
  if (kind !== 'SIGEV_KEVENT') return signalEvent(t, kind, value);
  return watchList(t, value['sigev_signo']!, { ident: acbs, flags, udata: value['sigev_value']! }, left);
}

/** aio_suspend under a name of its own, for one layout of struct timespec. */
export const aioSuspend = (name: string, timespec: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { list: ptr, nent: int, timeout: ptr },
    restart: false,
    async run(t, { list, nent, timeout }) {
      if (nent < 0 || nent > MOST) throw errno('EINVAL');
      const deadline = deadlineAfter(t, timeout, timespec);
      const jobs = aioJobsOf(t.process);
      const addresses = Array.from({ length: nent }, (_, n) => t.mem.u32(list + 4 * n));
      const ready = (): true | undefined => {
        const found = addresses.map((address) => jobs.find(address)).filter((job) => job !== undefined);
        return found.length === 0 || found.some(({ result }) => result !== undefined) ? true : undefined;
      };
      const done = await t.wait(jobs.changes, ready, deadline === undefined ? {} : { deadline });
      if (done === undefined) throw errno('EAGAIN');
    },
  });

/** The calls of aio(4) (sys/kern/vfs_aio.c, sys_aio.c). */
export const AIO_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  aio_read: one('aio_read', 'read'),
  aio_write: one('aio_write', 'write'),
  aio_readv: one('aio_readv', 'readv'),
  aio_writev: one('aio_writev', 'writev'),
  aio_mlock: one('aio_mlock', 'lock'),
  aio_fsync: defineSyscall({
    name: 'aio_fsync',
    args: { op: int, aiocbp: ptr },
    run(t, { op, aiocbp }) {
      const how = t.abi.flags['open']!.decode(op);
      if (how !== OpenFlag.O_SYNC && how !== OpenFlag.O_DSYNC) throw errno('EINVAL');
      begin(t, aiocbp, 'sync');
    },
  }),
  aio_return: defineSyscall({
    name: 'aio_return',
    args: { aiocbp: ptr },
    run(t, { aiocbp }) {
      const job = jobAt(t, aiocbp);
      if (job.result === undefined) throw errno('EINVAL');
      return taken(t, job);
    },
  }),
  aio_error: defineSyscall({
    name: 'aio_error',
    args: { aiocbp: ptr },
    run(t, { aiocbp }) {
      const { result } = jobAt(t, aiocbp);
      return errorNumber(t, result === undefined ? 'EINPROGRESS' : result.error);
    },
  }),
  aio_suspend: aioSuspend('aio_suspend', 'timespec'),
  aio_cancel: defineSyscall({
    name: 'aio_cancel',
    args: { fd, aiocbp: ptr },
    run(t, { fd: number, aiocbp }) {
      t.files.get(number);
      const going = aioJobsOf(t.process)
        .of(number)
        .filter(({ address, result }) => result === undefined && (aiocbp === 0 || address === aiocbp));
      for (const job of going) job.cancel();
      if (going.length === 0) return AIO_ALLDONE;
      return going.every(({ result }) => result !== undefined) ? AIO_CANCELED : AIO_NOTCANCELED;
    },
  }),
  aio_waitcomplete: defineSyscall({
    name: 'aio_waitcomplete',
    args: { aiocbp: ptr, timeout: ptr },
    restart: false,
    async run(t, { aiocbp, timeout }) {
      const deadline = deadlineAfter(t, timeout, 'timespec');
      t.mem.setU32(aiocbp, 0);
      const jobs = aioJobsOf(t.process);
      const options = deadline === undefined ? {} : { deadline };
      const job = await t.wait(jobs.changes, () => jobs.firstFinished, options);
      if (job === undefined) throw errno('EAGAIN');
      t.mem.setU32(aiocbp, job.address);
      return taken(t, job);
    },
  }),
  lio_listio: defineSyscall({
    name: 'lio_listio',
    args: { mode: int, list: ptr, nent: int, sig: ptr },
    restart: false,
    async run(t, { mode, list: acbs, nent, sig }) {
      if ((mode !== LIO_NOWAIT && mode !== LIO_WAIT) || nent < 0 || nent > MOST) throw errno('EINVAL');
      const jobs = aioJobsOf(t.process);
      const list: AioList = { left: 1, event: listEvent(t, mode, acbs, sig, () => list.left) };
      let refused: 'EAGAIN' | 'EIO' | undefined;
      for (let n = 0; n < nent; n++) {
        const address = t.mem.u32(acbs + 4 * n);
        if (address === 0) continue;
        const { aio_lio_opcode: code } = structCodec(t.abi, 'aiocb').read(t.mem, address) as Values;
        try {
          if (code === LIO_NOP) continue;
          if (code !== LIO_READ && code !== LIO_WRITE) throw errno('EINVAL');
          begin(t, address, code === LIO_READ ? 'read' : 'write', list);
        } catch (error) {
          if (!(error instanceof KernelError)) throw error;
          if (refused !== 'EIO') refused = error.code === 'EAGAIN' ? 'EAGAIN' : 'EIO';
        }
      }
      // The list itself counted as one that goes on.
      if (--list.left === 0) jobs.tell(list.event);
      if (mode === LIO_WAIT) await t.wait(jobs.changes, () => (list.left === 0 ? true : undefined));
      if (refused !== undefined) throw errno(refused);
    },
  }),
};
