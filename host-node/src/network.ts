import * as dgram from 'node:dgram';
import * as net from 'node:net';
import type {
  HostAddress,
  HostDatagram,
  HostListener,
  HostNetwork,
  HostSocket,
  HostStat,
} from '@anyuser/core';
import { errno } from '@anyuser/core';
import { errorCode } from './error';

/** Bytes that a connection may have waiting to be sent before writes would block. */
const SEND_BUFFER = 262_144;

const SOCKET_STAT: HostStat = {
  type: 'socket',
  dev: 0,
  ino: 0,
  mode: 0o777,
  nlink: 1,
  uid: 0,
  gid: 0,
  rdev: 0,
  size: 0,
  blksize: 4096,
  blocks: 0,
  atime: 0n,
  mtime: 0n,
  ctime: 0n,
  birthtime: 0n,
};

/** An address as Node gives it; undefined where there is none yet. */
function inet(address: string | undefined, port: number | undefined): HostAddress | undefined {
  if (address === undefined || port === undefined) return undefined;
  return { family: net.isIPv6(address) ? 'inet6' : 'inet', address, port };
}

class NodeSocket implements HostSocket {
  onReady: (() => void) | undefined;
  connected: boolean | undefined;
  error: string | undefined;
  private ended = false;
  private closed = false;

  constructor(
    private readonly socket: net.Socket,
    connected: boolean,
    private readonly peer?: HostAddress,
  ) {
    this.connected = connected || undefined;
    const ready = (): void => this.onReady?.();
    socket.on('connect', () => {
      this.connected = true;
      ready();
    });
    socket.on('readable', ready);
    socket.on('drain', ready);
    socket.on('end', () => {
      this.ended = true;
      ready();
    });
    socket.on('error', (error) => {
      this.error = errorCode(error);
      this.connected ??= false;
      ready();
    });
    socket.on('close', () => {
      this.closed = true;
      this.ended = true;
      this.connected ??= false;
      ready();
    });
    if (connected) socket.resume().pause();
  }

  get local(): HostAddress {
    const { localAddress, localPort } = this.socket;
    return inet(localAddress, localPort) ?? { family: 'unix', path: '' };
  }
  get remote(): HostAddress | undefined {
    const { remoteAddress, remotePort } = this.socket;
    return inet(remoteAddress, remotePort) ?? this.peer;
  }

  read(buffer: Uint8Array): number | undefined {
    const wanted = Math.min(buffer.length, this.socket.readableLength);
    if (wanted === 0) {
      // Asking for nothing makes the stream fetch more, and notice its end.
      this.socket.read(0);
      return this.ended || this.socket.readableEnded ? 0 : undefined;
    }
    const data = this.socket.read(wanted) as Buffer | null;
    if (data === null) return undefined;
    buffer.set(data);
    return data.length;
  }
  write(buffer: Uint8Array): number | undefined {
    if (this.error !== undefined) throw errno(this.error === 'ECONNRESET' ? 'ECONNRESET' : 'EPIPE');
    if (this.closed || !this.socket.writable) throw errno('EPIPE');
    const room = SEND_BUFFER - this.socket.writableLength;
    if (room <= 0) return undefined;
    const part = Buffer.from(buffer.subarray(0, room));
    this.socket.write(part);
    return part.length;
  }
  get readable(): boolean {
    if (this.socket.readableLength > 0 || this.ended || this.socket.readableEnded || this.error !== undefined)
      return true;
    this.socket.read(0);
    return this.socket.readableLength > 0;
  }
  get writable(): boolean {
    return this.connected === true && this.socket.writableLength < SEND_BUFFER;
  }
  get hangup(): boolean {
    return this.closed;
  }
  stat(): HostStat {
    return SOCKET_STAT;
  }
  shutdownWrite(): void {
    this.socket.end();
  }
  setNoDelay(on: boolean): void {
    this.socket.setNoDelay(on);
  }
  close(): void {
    this.onReady = undefined;
    this.socket.on('data', () => {});
    this.socket.resume();
    this.socket.destroySoon();
  }
}

class NodeListener implements HostListener {
  onReady: (() => void) | undefined;
  error: string | undefined;
  bound = false;
  private readonly queue: net.Socket[] = [];
  private readonly server: net.Server;

  constructor(
    private readonly at: HostAddress,
    backlog: number,
    ipv6Only: boolean,
  ) {
    this.server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      this.queue.push(socket);
      this.onReady?.();
    });
    this.server.on('error', (error) => {
      this.error = errorCode(error);
      this.onReady?.();
    });
    this.server.on('listening', () => {
      this.bound = true;
      this.onReady?.();
    });
    if (at.family === 'unix') this.server.listen({ path: at.path, backlog });
    else
      this.server.listen({
        host: at.address,
        port: at.port,
        backlog: Math.max(backlog, 1),
        exclusive: true,
        ipv6Only: ipv6Only && at.family === 'inet6',
      });
  }

  get local(): HostAddress {
    const address = this.server.address();
    if (address === null || typeof address === 'string') return this.at;
    return inet(address.address, address.port) ?? this.at;
  }
  accept(): HostSocket | undefined {
    const socket = this.queue.shift();
    return socket === undefined ? undefined : new NodeSocket(socket, true, { family: 'unix', path: '' });
  }
  get pending(): number {
    return this.queue.length;
  }
  close(): void {
    this.onReady = undefined;
    this.server.close();
    for (const socket of this.queue) socket.destroy();
  }
}

class NodeDatagram implements HostDatagram {
  onReady: (() => void) | undefined;
  error: string | undefined;
  bound = false;
  private readonly queue: { readonly data: Uint8Array; readonly from: HostAddress }[] = [];
  private readonly socket: dgram.Socket;

  constructor(
    private readonly family: 'inet' | 'inet6',
    at: HostAddress | undefined,
  ) {
    this.socket = dgram.createSocket({
      type: family === 'inet' ? 'udp4' : 'udp6',
      ipv6Only: family === 'inet6',
      // Addresses are literals: there is nothing to look up, and no reason to wait.
      lookup: (host, _options, callback) => callback(null, host, family === 'inet' ? 4 : 6),
    });
    this.socket.on('message', (data, { address, port }) => {
      this.queue.push({ data, from: { family: this.family, address, port } });
      this.onReady?.();
    });
    this.socket.on('error', (error) => {
      this.error = errorCode(error);
      this.onReady?.();
    });
    this.socket.on('listening', () => {
      this.bound = true;
      this.onReady?.();
    });
    const any = family === 'inet' ? '0.0.0.0' : '::';
    this.socket.bind({
      address: at !== undefined && at.family !== 'unix' ? at.address : any,
      port: at !== undefined && at.family !== 'unix' ? at.port : 0,
      exclusive: true,
    });
  }

  get local(): HostAddress | undefined {
    if (!this.bound) return undefined;
    const { address, port } = this.socket.address();
    return { family: this.family, address, port };
  }
  send(data: Uint8Array, to: HostAddress): number {
    if (to.family === 'unix') throw errno('EAFNOSUPPORT');
    this.socket.send(Buffer.from(data), to.port, to.address, (error) => {
      if (error === null || error === undefined) return;
      this.error = errorCode(error);
      this.onReady?.();
    });
    return data.length;
  }
  receive(): { readonly data: Uint8Array; readonly from: HostAddress } | undefined {
    return this.queue.shift();
  }
  get readable(): boolean {
    return this.queue.length > 0;
  }
  setBroadcast(on: boolean): void {
    this.socket.setBroadcast(on);
  }
  close(): void {
    this.onReady = undefined;
    this.socket.close();
  }
}

/** The machine's network through node:net and node:dgram. */
export const nodeNetwork: HostNetwork = {
  connect(to, from) {
    const socket =
      to.family === 'unix'
        ? net.connect({ path: to.path, allowHalfOpen: true })
        : net.connect({
            host: to.address,
            port: to.port,
            allowHalfOpen: true,
            autoSelectFamily: false,
            family: to.family === 'inet' ? 4 : 6,
            ...(from !== undefined && from.family !== 'unix'
              ? { localAddress: from.address, localPort: from.port }
              : {}),
          });
    return new NodeSocket(socket, false, to);
  },
  listen: (at, backlog, options) => new NodeListener(at, backlog, options?.ipv6Only ?? true),
  datagram: (family, at) => new NodeDatagram(family, at),
};
