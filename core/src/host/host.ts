import { token } from '../di/token';

/** Calendar and elapsed time of the host. */
export interface HostClock {
  /** Nanoseconds since 1970-01-01 UTC. */
  realtime(): bigint;
  /** Nanoseconds since some fixed point; never goes back. */
  monotonic(): bigint;
  /** Milliseconds, with a fraction, since some fixed point; never goes back. For what is measured often. */
  milliseconds(): number;
  /** Calls back once after a time in milliseconds; returns a function that cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Lets the host's event loop run once: pending I/O is delivered before the promise resolves. */
  yield(): Promise<void>;
}

/** What a host file or directory is, in the host's own words. Times in nanoseconds since 1970. */
export interface HostStat {
  readonly type: 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'character' | 'block';
  readonly dev: number;
  readonly ino: number;
  /** Permission bits only. */
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly size: number;
  readonly blksize: number;
  readonly blocks: number;
  readonly atime: bigint;
  readonly mtime: bigint;
  readonly ctime: bigint;
  readonly birthtime: bigint;
}

/** How a host file is opened. */
export interface HostOpen {
  readonly read: boolean;
  readonly write: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly append?: boolean;
  readonly nofollow?: boolean;
  readonly directory?: boolean;
  readonly mode?: number;
}

/** An open host file. All calls are synchronous and throw KernelError with the host's reason. */
export interface HostFile {
  /**
   * Positions in bytes from the start; `current` is the place that the host itself keeps and moves, which matters for files
   * inherited from the parent. Returns bytes transferred; 0 at the end.
   */
  read(buffer: Uint8Array, position: number | 'current'): number;
  write(buffer: Uint8Array, position: number | 'append' | 'current'): number;
  /** The place that the host keeps, where it can tell. */
  position?(): number | undefined;
  stat(): HostStat;
  truncate(size: number): void;
  sync(dataOnly: boolean): void;
  chmod(mode: number): void;
  chown(uid: number, gid: number): void;
  utimes(atime: bigint, mtime: bigint): void;
  close(): void;
}

/** The host's files. Paths are absolute host paths as text (see memory/text.ts). Throws KernelError. */
export interface HostFiles {
  open(path: string, how: HostOpen): HostFile;
  /** Does not follow a symbolic link at the end. */
  lstat(path: string): HostStat;
  /** The same, but undefined where there is nothing: what path resolution asks most often. Other failures throw. */
  tryLstat?(path: string): HostStat | undefined;
  readlink(path: string): string;
  readdir(
    path: string,
  ): { readonly name: string; readonly type: HostStat['type'] | 'unknown'; readonly ino: number }[];
  mkdir(path: string, mode: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(from: string, to: string): void;
  symlink(target: string, path: string): void;
  mkfifo(path: string, mode: number): void;
  chmod(path: string, mode: number): void;
  lchown(path: string, uid: number, gid: number): void;
  /** Of the link itself, not of what it points to. */
  lutimes(path: string, atime: bigint, mtime: bigint): void;
  /** Blocks and inodes of the file system that holds the path. */
  statfs(path: string): {
    readonly type: number;
    readonly bsize: number;
    readonly blocks: number;
    readonly bfree: number;
    readonly bavail: number;
    readonly files: number;
    readonly ffree: number;
  };
}

/**
 * A byte stream that may not be ready: standard input, a terminal, a socket. `read` and `write` return undefined where they
 * would block; `onReady` tells of any change of readiness.
 */
export interface HostStream {
  /** 0 at the end of input. */
  read(buffer: Uint8Array): number | undefined;
  write(buffer: Uint8Array): number | undefined;
  readonly readable: boolean;
  readonly writable: boolean;
  /** The other end is gone. */
  readonly hangup: boolean;
  onReady: (() => void) | undefined;
  stat(): HostStat;
  /** Present on terminals. */
  readonly terminal?: HostTerminal;
  close(): void;
}

/** The real terminal behind a stream. */
export interface HostTerminal {
  size(): { readonly rows: number; readonly columns: number };
  /** Line editing, echo and signals by the terminal off (true) or on. Its translation of line ends in output stays on. */
  setRaw(raw: boolean): void;
  /** Translation of line ends in output: on at first. Absent where the host cannot change it. */
  setOutputProcessing?(on: boolean): void;
  onResize: (() => void) | undefined;
}

/** The three standard streams: regular files are files, everything else streams. */
export interface HostStdio {
  readonly 0: HostStream | HostFile;
  readonly 1: HostStream | HostFile;
  readonly 2: HostStream | HostFile;
}

/** An address of a host socket. */
export type HostAddress =
  | { readonly family: 'inet' | 'inet6'; readonly address: string; readonly port: number }
  | { readonly family: 'unix'; readonly path: string };

/** A connection of the host. Errors arrive as KernelError codes in `error`. */
export interface HostSocket extends HostStream {
  readonly local: HostAddress;
  readonly remote: HostAddress | undefined;
  /** Resolves state: undefined while connecting, then true or false with `error`. */
  readonly connected: boolean | undefined;
  readonly error: string | undefined;
  shutdownWrite(): void;
  setNoDelay(on: boolean): void;
}
export interface HostListener {
  /** The address asked for, and with its port once `bound`. */
  readonly local: HostAddress;
  readonly error: string | undefined;
  /** Whether the address is held: before that neither `error` nor the port is final. */
  readonly bound: boolean;
  /** Connections that accept would give. */
  readonly pending: number;
  accept(): HostSocket | undefined;
  onReady: (() => void) | undefined;
  close(): void;
}
export interface HostDatagram {
  readonly local: HostAddress | undefined;
  error: string | undefined;
  /** Whether the address is held: before that neither `error` nor the port is final. */
  readonly bound: boolean;
  /** Whether receive would give something. */
  readonly readable: boolean;
  setBroadcast(on: boolean): void;
  send(data: Uint8Array, to: HostAddress): number;
  receive(): { readonly data: Uint8Array; readonly from: HostAddress } | undefined;
  onReady: (() => void) | undefined;
  close(): void;
}
/** Network access. Absent under --sandbox. */
export interface HostNetwork {
  connect(to: HostAddress, from?: HostAddress): HostSocket;
  /** @param options.ipv6Only - whether a wildcard IPv6 address leaves IPv4 alone. */
  listen(at: HostAddress, backlog: number, options?: { readonly ipv6Only?: boolean }): HostListener;
  datagram(family: 'inet' | 'inet6', at?: HostAddress): HostDatagram;
}

/** The signals that a user or the system sends to the host process and that belong to the guest. */
export type HostSignal =
  | 'SIGINT'
  | 'SIGTERM'
  | 'SIGHUP'
  | 'SIGQUIT'
  | 'SIGTSTP'
  | 'SIGCONT'
  | 'SIGWINCH'
  | 'SIGUSR1'
  | 'SIGUSR2';

/** All that a guest can reach of the machine outside, and nothing else. */
export interface Host {
  readonly clock: HostClock;
  readonly files: HostFiles;
  readonly stdio: HostStdio;
  readonly network: HostNetwork | undefined;
  /** Fills the buffer with random bytes fit for keys. */
  random(buffer: Uint8Array): void;
  /** Who the user is, for credentials. */
  readonly user: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };
  readonly machine: {
    readonly hostname: string;
    readonly cpus: number;
    readonly memory: number;
    freeMemory(): number;
    loadAverage(): readonly number[];
  };
  readonly environment: Readonly<Record<string, string>>;
  /** File creation mask of the user; 0o022 where the host has none. The host itself applies no mask. */
  readonly umask?: number;
  readonly cwd: string;
  readonly pid: number;
  readonly ppid: number;
  onSignal: ((signal: HostSignal) => void) | undefined;
  /** Stops the host process itself, as the guest was stopped by job control. */
  stop(signal: 'SIGTSTP' | 'SIGSTOP' | 'SIGTTIN' | 'SIGTTOU'): void;
}

export const Host = token<Host>('Host');
