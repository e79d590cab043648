import type { Abi } from '../abi/abi';
import { PollEvent } from '../abi/flags';
import type { HostStream } from '../host/host';
import { errno, KernelError } from './errno';
import { OpenFileBase } from './open-file-base';
import { brokenPipe } from './pipe';
import type { Thread } from './thread';
import { statOfHost } from './vfs/hostfs/host-stat';
import type { Node } from './vfs/node';
import type { Stat } from './vfs/stat';

/** A stream of the host that is no terminal: a pipe or socket that the emulator was started with. */
export class StreamFile extends OpenFileBase {
  constructor(
    flags: number,
    path: string,
    private readonly stream: HostStream,
    override readonly node: Node | undefined = undefined,
  ) {
    super(flags, path);
    const wake = this.readiness.fromHost();
    const before = stream.onReady;
    stream.onReady = () => {
      before?.();
      wake();
    };
  }

  override read(buffer: Uint8Array): number | undefined {
    return this.stream.read(buffer);
  }
  override write(buffer: Uint8Array, thread: Thread): number | undefined {
    try {
      return this.stream.write(buffer);
    } catch (error) {
      if (error instanceof KernelError && error.code === 'EPIPE') throw brokenPipe(thread);
      throw error;
    }
  }
  override poll(): number {
    return (
      (this.stream.readable ? PollEvent.POLLIN | PollEvent.POLLRDNORM : 0) |
      (this.stream.writable ? PollEvent.POLLOUT | PollEvent.POLLWRNORM : 0) |
      (this.stream.hangup ? PollEvent.POLLHUP : 0)
    );
  }
  reopen(flags: number): StreamFile {
    return new StreamFile(flags, this.path, this.stream, this.node);
  }
  override stat(): Stat {
    return statOfHost(this.stream.stat());
  }
  override ioctl(request: string, argument: number, thread: Thread, _abi: Abi): number {
    if (request !== 'FIONREAD') throw errno('ENOTTY');
    thread.mem.setU32(argument, this.stream.readable ? 1 : 0);
    return 0;
  }
}
