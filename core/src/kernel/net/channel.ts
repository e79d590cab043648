import type { Ancillary, Received } from './message';

/** Bytes that a direction of a connection holds (net.core.wmem_default). */
export const SEND_BUFFER = 212_992;

/** A connected transport, seen from one of its ends. */
export interface Channel {
  /** Takes bytes (or a record) from the front; undefined while nothing is there; length 0 at the end. */
  receive(buffer: Uint8Array, peek: boolean): Omit<Received, 'from'> | undefined;
  /** Returns how much was taken, undefined for nothing yet. @throws KernelError EPIPE, ECONNRESET, EMSGSIZE */
  send(data: Uint8Array, control: Ancillary | undefined): number | undefined;
  /** Bytes that can be read now. */
  readonly available: number;
  /** A receive would return at once. */
  readonly readable: boolean;
  readonly writable: boolean;
  /** The other side will send no more. */
  readonly ended: boolean;
  /** Nothing can be sent any more. */
  readonly broken: boolean;
  /** An error that has not been told yet, by name; asking takes it. */
  takeError(): string | undefined;
  shutdown(how: { readonly read: boolean; readonly write: boolean }): void;
  close(): void;
}
