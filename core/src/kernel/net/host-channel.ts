import type { HostSocket } from '../../host/host';
import { errno } from '../errno';
import type { Channel } from './channel';
import type { Ancillary, Received } from './message';

/** A connection through the host. */
export class HostChannel implements Channel {
  private receiving = true;
  private sending = true;
  /** Bytes that a peek has fetched. */
  private fetched = new Uint8Array(0);
  private told = false;

  constructor(readonly socket: HostSocket) {}

  get available(): number {
    return this.fetched.length || (this.socket.readable ? 1 : 0);
  }
  get readable(): boolean {
    return !this.receiving || this.fetched.length > 0 || this.socket.readable;
  }
  get writable(): boolean {
    return this.broken || this.socket.writable;
  }
  get ended(): boolean {
    return !this.receiving || this.socket.hangup;
  }
  get broken(): boolean {
    return !this.sending || this.socket.hangup || this.socket.error !== undefined;
  }
  takeError(): string | undefined {
    if (this.told) return undefined;
    const { error } = this.socket;
    if (error !== undefined) this.told = true;
    return error;
  }

  receive(buffer: Uint8Array, peek: boolean): Omit<Received, 'from'> | undefined {
    const done = (length: number) => ({ length, full: length, control: undefined, record: false });
    if (this.fetched.length === 0) {
      if (!this.receiving) return done(0);
      if (!peek) {
        const n = this.socket.read(buffer);
        if (n === 0) {
          const error = this.takeError();
          if (error !== undefined) throw errno(error);
        }
        return n === undefined ? undefined : done(n);
      }
      const chunk = new Uint8Array(Math.min(buffer.length, 65_536));
      const n = this.socket.read(chunk);
      if (n === undefined || n === 0) return n === undefined ? undefined : done(0);
      this.fetched = chunk.subarray(0, n);
    }
    const part = this.fetched.subarray(0, buffer.length);
    buffer.set(part);
    if (!peek) this.fetched = this.fetched.subarray(part.length);
    return done(part.length);
  }

  send(data: Uint8Array, control: Ancillary | undefined): number | undefined {
    if (control?.files !== undefined) throw errno('EINVAL');
    if (!this.sending) throw errno('EPIPE');
    return this.socket.write(data);
  }
  shutdown({ read, write }: { readonly read: boolean; readonly write: boolean }): void {
    if (read) this.receiving = false;
    if (!write || !this.sending) return;
    this.sending = false;
    this.socket.shutdownWrite();
  }
  close(): void {
    this.socket.close();
  }
}
