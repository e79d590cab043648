import * as fs from 'node:fs';
import { errno, type HostFile, type HostStat } from '@anyuser/core';
import { attempt } from './error';
import { hostStat } from './stat';
import { noteTimes, seconds } from './time';

/** A regular file (or a device that behaves like one) behind a descriptor of the host. */
export class NodeFile implements HostFile {
  /** @param appending - opened with O_APPEND, so that the host itself finds the end. */
  constructor(
    readonly fd: number,
    private readonly appending = false,
  ) {}

  read(buffer: Uint8Array, position: number | 'current'): number {
    return attempt(() =>
      fs.readSync(this.fd, buffer, 0, buffer.length, position === 'current' ? null : position),
    );
  }

  position(): number | undefined {
    if (process.platform !== 'linux') return undefined;
    const text = attempt(() => fs.readFileSync(`/proc/self/fdinfo/${this.fd}`, 'latin1'));
    return Number(/^pos:\s*(\d+)/m.exec(text)?.[1] ?? 0);
  }

  write(buffer: Uint8Array, position: number | 'append' | 'current'): number {
    const end = position === 'append' && !this.appending;
    const at = end
      ? attempt(() => fs.fstatSync(this.fd).size)
      : typeof position === 'number'
        ? position
        : null;
    for (let done = 0; ; )
      try {
        while (done < buffer.length) {
          const n = fs.writeSync(this.fd, buffer, done, buffer.length - done, at === null ? null : at + done);
          if (n === 0) return done;
          done += n;
        }
        return done;
      } catch (error) {
        // What was written before the disk filled up counts; the next call reports the reason.
        if (done > 0) return done;
        attempt(() => {
          throw error;
        });
      }
  }

  stat(): HostStat {
    return attempt(() => hostStat(fs.fstatSync(this.fd, { bigint: true })));
  }
  truncate(size: number): void {
    if (size > Number.MAX_SAFE_INTEGER) throw errno('EFBIG');
    attempt(() => fs.ftruncateSync(this.fd, size));
  }
  sync(dataOnly: boolean): void {
    attempt(() => (dataOnly ? fs.fdatasyncSync(this.fd) : fs.fsyncSync(this.fd)));
  }
  chmod(mode: number): void {
    attempt(() => fs.fchmodSync(this.fd, mode));
  }
  chown(uid: number, gid: number): void {
    attempt(() => fs.fchownSync(this.fd, uid, gid));
  }
  utimes(atime: bigint, mtime: bigint): void {
    attempt(() => fs.futimesSync(this.fd, seconds(atime), seconds(mtime)));
    noteTimes(fs.fstatSync(this.fd, { bigint: true }), atime, mtime);
  }
  close(): void {
    attempt(() => fs.closeSync(this.fd));
  }
}
