import { type Process, ProcessFile, processFile } from '@anyuser/core';
import { endStatus, type FileWithEvents, type KqueueFilter, NOTE } from '@anyuser/os-bsd';

const watched = new WeakMap<object, Process>();

/** EVFILT_PROCDESC: the end of the process that a descriptor stands for. */
const ending: KqueueFilter = {
  attach(t, knote, owner) {
    const { process } = processFile(t, knote.event.ident);
    watched.set(knote, process);
    knote.detach = process.ended.add(() => owner.activate(knote));
  },
  report(knote) {
    const process = watched.get(knote);
    const fflags = (knote.event.fflags & NOTE.EXIT) >>> 0;
    if (process?.status === undefined || fflags === 0) return undefined;
    return { fflags, data: endStatus(process), eof: true, last: true };
  },
};

/** A process descriptor that kqueue watches. */
export class WatchedProcessFile extends ProcessFile implements FileWithEvents {
  readonly eventFilter = ending;
}
