import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const cli = join(root, 'cli/bin/anyuser.js');
const guest = (system: string, name: string): string => join(root, 'guests/bin', `${system}-arm`, name);
const built = existsSync(join(root, 'cli/dist/main.js'));
if (!built) console.warn('nothing is built here: releases and messages are not tried');
const suite = built ? describe : describe.skip;

const run = (...args: readonly string[]) => {
  const cwd = mkdtempSync(join(tmpdir(), 'anyuser-release-'));
  try {
    return spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8' });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
};

suite('--os-release', () => {
  test('is what programs see, as text and as a number', () => {
    const freebsd = run('--os-release', '14.1-RELEASE', guest('freebsd', 'bsd-calls'));
    expect(freebsd.stdout).toContain('release <14.1-RELEASE>, as a number 1401001');
    const netbsd = run('--os-release', '9.3', guest('netbsd', 'bsd-calls'));
    expect(netbsd.stdout).toContain('release <9.3>, as a number 903000000');
  }, 60_000);

  test('a program that makes a newer call gets SIGSYS, and strace says so', () => {
    const freebsd = run('--os-release', '12.4-RELEASE', '--strace', guest('freebsd', 'freebsd-calls'));
    expect(freebsd.signal).toBe('SIGSYS');
    expect(freebsd.stderr).toMatch(/sched_getcpu\(\) .*ENOSYS/);
    expect(freebsd.stderr).toContain('SIGSYS');
    expect(run('--os-release', '9.3', guest('netbsd', 'netbsd-calls')).signal).toBe('SIGSYS');
  }, 60_000);
});

suite('what is not for us', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anyuser-foreign-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A guest with bytes of its ELF header changed. */
  const changed = (system: string, name: string, changes: Readonly<Record<number, number>>): string => {
    const bytes = readFileSync(guest(system, 'bsd-calls'));
    for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value;
    const path = join(folder, name);
    writeFileSync(path, bytes, { mode: 0o755 });
    return path;
  };
  const MACHINE = 18;

  test('a NetBSD program for a processor that nobody has', () => {
    const { status, stderr } = run(changed('netbsd', 'sparc', { [MACHINE]: 2 }));
    expect(status).toBe(126);
    expect(stderr).toMatch(/SPARC of netbsd \(recognised by its NetBSD note\)/);
    expect(stderr).toMatch(/have .*arm.*mips/);
  }, 60_000);

  /** A MIPS64 program of nothing but headers. */
  const mips64 = (system: string, osabi: number): string => {
    const header = Buffer.alloc(64 + 56);
    header.set([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1, osabi]);
    for (const [at, value] of [
      [16, 2],
      [MACHINE, 8],
      [52, 64],
      [54, 56],
      [56, 1],
    ] as const)
      header.writeUInt16BE(value, at);
    header.writeUInt32BE(1, 20);
    header.writeBigUInt64BE(64n, 32);
    header.writeUInt32BE(1, 64);
    header.writeBigUInt64BE(4096n, 64 + 40);
    const path = join(folder, `${system}-mips64`);
    writeFileSync(path, header, { mode: 0o755 });
    return path;
  };

  test('a FreeBSD program for mips64', () => {
    const path = mips64('freebsd', 9);
    for (const options of [[], ['--os', 'freebsd']]) {
      const { status, stderr } = run(...options, path);
      expect(status).toBe(126);
      expect(stderr).toMatch(
        /64-bit big-endian MIPS of freebsd \(recognised by OSABI 9\); have arm, mips, mipsel/,
      );
    }
  }, 60_000);

  test('an OpenBSD program for mips64, which has no cell yet', () => {
    const { status, stderr } = run(mips64('openbsd', 12));
    expect(status).toBe(126);
    expect(stderr).toMatch(/64-bit big-endian MIPS of openbsd \(recognised by OSABI 12\); have arm/);
  }, 60_000);

  test('a program of no system that anyone knows, unless one is asked to take it', () => {
    const unmarked = changed('freebsd', 'unmarked', { 7: 77 });
    const bytes = readFileSync(unmarked);
    bytes.write('Nothing', bytes.indexOf('FreeBSD\0'));
    writeFileSync(unmarked, bytes);
    const { status, stderr } = run(unmarked);
    expect(status).toBe(126);
    expect(stderr).toMatch(/no system of OSABI 77; have linux, freebsd, netbsd, openbsd/);
    expect(run('--os', 'freebsd', unmarked).stdout).toContain('kern.ostype 0 <FreeBSD>');
  }, 60_000);

  test('a program that another system is asked to run', () => {
    const { stdout } = run('--os', 'freebsd', guest('freebsd', 'bsd-calls'));
    expect(stdout).toContain('kern.ostype 0 <FreeBSD>');
    const wrong = run('--os', 'plan9', guest('freebsd', 'bsd-calls'));
    expect(wrong.status).not.toBe(0);
    expect(wrong.stderr).toMatch(/plan9.*have .*linux.*freebsd.*netbsd/s);
  }, 60_000);
});
