import {
  defineSyscall,
  errno,
  fd,
  flags,
  int,
  KernelError,
  OpenFlag,
  ptr,
  readTime,
  type StructCodec,
  type SyscallDefinition,
  structCodec,
  type Thread,
} from '@anyuser/core';
import type { Kevent, KeventFlags } from './knote';
import { KqueueFile } from './kqueue';

const flagsOf = (t: Thread): KeventFlags =>
  // Table bits stand for themselves: each name's guest number is its bit.
  Object.fromEntries(
    [
      'EV_ADD',
      'EV_DELETE',
      'EV_ENABLE',
      'EV_DISABLE',
      'EV_ONESHOT',
      'EV_CLEAR',
      'EV_DISPATCH',
      'EV_RECEIPT',
      'EV_EOF',
      'EV_ERROR',
    ].map((name) => [name, t.abi.enums['keventFlag']!.value(name) ?? 0]),
  ) as unknown as KeventFlags;

export const kqueue = defineSyscall({
  name: 'kqueue',
  args: {},
  run: (t) => t.files.add(new KqueueFile(OpenFlag.O_RDWR, flagsOf(t))),
});

/** kqueue1(flags) of NetBSD, kqueuex of FreeBSD: with O_CLOEXEC and O_NONBLOCK. */
export const kqueue1 = defineSyscall({
  name: 'kqueue1',
  args: { flags: flags('open', { strict: true }) },
  run(t, { flags: how }) {
    if ((how & ~(OpenFlag.O_CLOEXEC | OpenFlag.O_NONBLOCK)) !== 0) throw errno('EINVAL');
    const file = new KqueueFile(OpenFlag.O_RDWR | (how & OpenFlag.O_NONBLOCK), flagsOf(t));
    return t.files.add(file, { cloexec: (how & OpenFlag.O_CLOEXEC) !== 0 });
  },
});

function read(t: Thread, codec: StructCodec, address: number): Kevent {
  const value = codec.read(t.mem, address) as Record<string, number>;
  const filter = t.abi.enums['evfilt']!.name(value['filter']!);
  if (filter === undefined) throw errno('EINVAL');
  return {
    filter,
    ident: value['ident']! >>> 0,
    flags: value['flags']!,
    fflags: value['fflags']! >>> 0,
    data: value['data']!,
    udata: value['udata']! >>> 0,
  };
}

function write(t: Thread, codec: StructCodec, address: number, event: Kevent): void {
  codec.write(t.mem, address, { ...event, filter: t.abi.enums['evfilt']!.value(event.filter)! });
}

/** kevent with a cell's struct: changes first, errors among the events, then a wait for events. */
export const keventCall = (name: string, struct: string, timespec: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fd, changelist: ptr, nchanges: int, eventlist: ptr, nevents: int, timeout: ptr },
    restart: false,
    async run(t, { fd: number, changelist, nchanges, eventlist, nevents, timeout }) {
      const queue = t.files.get(number);
      if (!(queue instanceof KqueueFile)) throw errno('EBADF');
      const codec = structCodec(t.abi, struct);
      const { EV_ERROR, EV_RECEIPT } = flagsOf(t);
      let told = 0;
      for (let i = 0; i < nchanges; i++) {
        const event = read(t, codec, changelist + i * codec.size);
        let error = 0;
        try {
          queue.change(t, event);
        } catch (failure) {
          if (!(failure instanceof KernelError)) throw failure;
          if (told >= nevents) throw failure;
          error = t.abi.errno[failure.code]!;
        }
        if (error === 0 && (event.flags & EV_RECEIPT) === 0) continue;
        if (told >= nevents) continue;
        write(t, codec, eventlist + told * codec.size, {
          ...event,
          flags: event.flags | EV_ERROR,
          data: error,
        });
        told++;
      }
      if (told > 0 || nevents === 0) return told;
      const deadline = timeout === 0 ? undefined : t.kernel.now('monotonic') + readTime(t, timeout, timespec);
      const events = await t.wait(
        queue.readiness,
        () => queue.collect(nevents),
        deadline === undefined ? {} : { deadline },
      );
      events?.forEach((event, i) => {
        write(t, codec, eventlist + i * codec.size, event);
      });
      return events?.length ?? 0;
    },
  });
