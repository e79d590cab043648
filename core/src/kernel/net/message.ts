import type { OpenFile } from '../open-file';
import type { SocketAddress } from './address';

/** Who sent something, as SCM_CREDENTIALS and SO_PEERCRED tell. */
export interface PeerCredentials {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

/** What travels beside the bytes. Files are held while they are in flight. */
export interface Ancillary {
  readonly files?: readonly OpenFile[];
  readonly credentials?: PeerCredentials;
}

/** How a message is sent. */
export interface SendOptions {
  readonly to?: SocketAddress;
  readonly control?: Ancillary;
  /** MSG_NOSIGNAL */
  readonly nosignal?: boolean;
}

/** How a message is received. */
export interface ReceiveOptions {
  readonly peek?: boolean;
}

/** What was received. */
export interface Received {
  /** Bytes put into the buffer. */
  readonly length: number;
  /** Bytes that the message had: more than `length` where the buffer was too small. */
  readonly full: number;
  readonly from: SocketAddress | undefined;
  readonly control: Ancillary | undefined;
  /** End of a record (SOCK_SEQPACKET). */
  readonly record: boolean;
}
