import { errno } from '../errno';
import { drop } from '../file-reference';
import { type Channel, SEND_BUFFER } from './channel';
import type { Ancillary, Received } from './message';

interface Chunk {
  data: Uint8Array;
  readonly control: Ancillary | undefined;
}

/** One end of a connection inside the kernel. */
export class LocalChannel implements Channel {
  private peer: LocalChannel | undefined;
  private readonly queue: Chunk[] = [];
  private bytes = 0;
  private receiving = true;
  private sending = true;
  private reset = false;
  closed = false;
  /** Calls back when bytes, room or an end has come. */
  onChange: () => void = () => {};

  /** @param records - whether boundaries of messages are kept (SOCK_SEQPACKET). */
  private constructor(private readonly records: boolean) {}

  /** Two ends, joined. */
  static pair(records: boolean): readonly [LocalChannel, LocalChannel] {
    const a = new LocalChannel(records);
    const b = new LocalChannel(records);
    a.peer = b;
    b.peer = a;
    return [a, b];
  }

  get available(): number {
    return this.records ? (this.queue[0]?.data.length ?? 0) : this.bytes;
  }
  get ended(): boolean {
    return !this.receiving || this.peer === undefined || this.peer.closed || !this.peer.sending;
  }
  get broken(): boolean {
    return !this.sending || this.peer === undefined || this.peer.closed || !this.peer.receiving;
  }
  get readable(): boolean {
    return this.queue.length > 0 || this.ended || this.reset;
  }
  get writable(): boolean {
    return this.broken || this.peer!.bytes < SEND_BUFFER;
  }
  takeError(): string | undefined {
    const was = this.reset;
    this.reset = false;
    return was ? 'ECONNRESET' : undefined;
  }

  receive(buffer: Uint8Array, peek: boolean): Omit<Received, 'from'> | undefined {
    const first = this.queue[0];
    if (first === undefined) {
      if (this.reset) {
        this.reset = false;
        throw errno('ECONNRESET');
      }
      return this.ended ? { length: 0, full: 0, control: undefined, record: false } : undefined;
    }
    const result = this.records ? this.takeRecord(first, buffer, peek) : this.takeBytes(buffer, peek);
    if (!peek) this.peer?.onChange();
    return result;
  }

  private takeRecord(first: Chunk, buffer: Uint8Array, peek: boolean): Omit<Received, 'from'> {
    const part = first.data.subarray(0, buffer.length);
    buffer.set(part);
    if (!peek) {
      this.queue.shift();
      this.bytes -= first.data.length;
    }
    return { length: part.length, full: first.data.length, control: first.control, record: true };
  }

  /** Bytes up to the next chunk that carries something beside them: that belongs to a read of its own. */
  private takeBytes(buffer: Uint8Array, peek: boolean): Omit<Received, 'from'> {
    const { control } = this.queue[0]!;
    let done = 0;
    let index = 0;
    while (done < buffer.length) {
      const chunk = this.queue[index];
      if (chunk === undefined || (index > 0 && (chunk.control !== undefined || control?.files !== undefined)))
        break;
      const part = chunk.data.subarray(0, buffer.length - done);
      buffer.set(part, done);
      done += part.length;
      if (peek) {
        index++;
        continue;
      }
      this.bytes -= part.length;
      if (part.length === chunk.data.length) {
        this.queue.shift();
        if (control !== undefined) index = 1;
        if (control?.files !== undefined || this.queue[0]?.control !== undefined) break;
      } else {
        this.queue[0] = { data: chunk.data.subarray(part.length), control: undefined };
      }
    }
    return { length: done, full: done, control, record: false };
  }

  send(data: Uint8Array, control: Ancillary | undefined): number | undefined {
    const { peer } = this;
    if (this.broken || peer === undefined) throw errno('EPIPE');
    const room = SEND_BUFFER - peer.bytes;
    if (this.records) {
      if (data.length > SEND_BUFFER) throw errno('EMSGSIZE');
      if (room < data.length && peer.bytes > 0) return undefined;
    } else if (room <= 0) return undefined;
    const part = this.records ? data : data.subarray(0, room);
    peer.queue.push({ data: part.slice(), control });
    peer.bytes += part.length;
    peer.onChange();
    return part.length;
  }

  shutdown({ read, write }: { readonly read: boolean; readonly write: boolean }): void {
    if (read) this.receiving = false;
    if (write) this.sending = false;
    this.onChange();
    this.peer?.onChange();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    const { peer } = this;
    if (peer !== undefined && this.bytes > 0) peer.reset = true;
    for (const { control } of this.queue) for (const file of control?.files ?? []) drop(file);
    this.queue.length = 0;
    this.bytes = 0;
    peer?.onChange();
  }
}
