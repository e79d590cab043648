import { PollEvent } from '../../abi/flags';
import { errno } from '../errno';
import { drop } from '../file-reference';
import type { Thread } from '../thread';
import { WaitQueue } from '../wait-queue';
import type { SocketAddress } from './address';
import { SEND_BUFFER } from './channel';
import type { Ancillary, Received, ReceiveOptions } from './message';
import { Socket } from './socket';

/** Messages that may wait in a socket (net.unix.max_dgram_qlen). */
const MOST_MESSAGES = 512;

/** A message that waits to be received. */
export interface Datagram {
  readonly data: Uint8Array;
  readonly from: SocketAddress;
  readonly control: Ancillary | undefined;
}

/** A socket of separate messages: its queue and its peer. Families add names and reach. */
export abstract class DatagramSocket extends Socket {
  protected readonly queue: Datagram[] = [];
  protected bytes = 0;
  protected local: SocketAddress | undefined;
  protected peer: SocketAddress | undefined;
  private shutRead = false;
  protected shutWrite = false;
  /** Woken when messages have been taken out: senders wait here. */
  readonly drained = new WaitQueue();
  released = false;

  get full(): boolean {
    return this.queue.length >= MOST_MESSAGES || this.bytes >= SEND_BUFFER;
  }
  /** A message has come. */
  deliver(datagram: Datagram): void {
    if (this.shutRead || this.released) return;
    this.queue.push(datagram);
    this.bytes += datagram.data.length;
    this.readiness.wake();
  }
  /** More that waits outside the kernel. */
  protected fetch(): void {}

  receive(buffer: Uint8Array, options: ReceiveOptions, _thread: Thread): Received | undefined {
    const error = this.takeError();
    if (error !== undefined) throw errno(error);
    this.fetch();
    const first = this.queue[0];
    if (first === undefined) {
      if (this.shutRead) return { length: 0, full: 0, from: undefined, control: undefined, record: false };
      return undefined;
    }
    const part = first.data.subarray(0, buffer.length);
    buffer.set(part);
    if (!options.peek) {
      this.queue.shift();
      this.bytes -= first.data.length;
      this.drained.wake();
    }
    return {
      length: part.length,
      full: first.data.length,
      from: first.from,
      control: first.control,
      record: false,
    };
  }
  override read(buffer: Uint8Array, thread: Thread): number | undefined {
    return this.receive(buffer, {}, thread)?.length;
  }
  get available(): number {
    this.fetch();
    return this.queue[0]?.data.length ?? 0;
  }

  get peerAddress(): SocketAddress {
    if (this.peer === undefined) throw errno('ENOTCONN');
    return this.peer;
  }
  shutdown({ read, write }: { readonly read: boolean; readonly write: boolean }): void {
    if (this.peer === undefined && this.family !== 'AF_UNIX') throw errno('ENOTCONN');
    this.shutRead ||= read;
    this.shutWrite ||= write;
    this.readiness.wake();
  }

  /** Whether the peer would take a message now. */
  protected get peerReady(): boolean {
    return true;
  }
  override poll(): number {
    this.fetch();
    const both = this.shutRead && this.shutWrite ? PollEvent.POLLHUP : 0;
    return (
      both |
      (this.queue.length > 0 || this.shutRead ? PollEvent.POLLIN | PollEvent.POLLRDNORM : 0) |
      (this.shutRead ? PollEvent.POLLRDHUP : 0) |
      (this.peerReady ? PollEvent.POLLOUT | PollEvent.POLLWRNORM : 0) |
      (this.pendingError === undefined ? 0 : PollEvent.POLLERR)
    );
  }
  override release(): void {
    this.released = true;
    for (const { control } of this.queue.splice(0)) for (const file of control?.files ?? []) drop(file);
    this.drained.wake();
  }
}
