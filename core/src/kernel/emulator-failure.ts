import type { Thread } from './thread';

/** A defect of the emulator, with the place in the guest where it showed. */
export class EmulatorFailure extends Error {
  constructor(thread: Thread, cause: unknown) {
    const { architecture, exe, pid } = thread.process;
    const { words, base } = thread.state;
    const pc = (words[base + (architecture.pc.offset >>> 2)]! >>> 0).toString(16);
    const what = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    super(`internal error in process ${pid} (${exe}), thread ${thread.tid}, at pc 0x${pc}: ${what}`, {
      cause,
    });
    this.name = 'EmulatorFailure';
  }
}
