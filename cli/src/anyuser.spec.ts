/** The built command, as a user starts it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { guestPath } from '@anyuser/guests';

const bin = resolve(__dirname, '../bin/anyuser.js');
const hello = guestPath('arm', 'hello');
const args = guestPath('arm', 'args');
const upper = guestPath('arm', 'upper');
const folder = mkdtempSync(join(tmpdir(), 'anyuser-cli-'));

beforeAll(() => {
  if (!existsSync(join(__dirname, '../dist/main.js'))) throw new Error('run npm run build first');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Surroundings {
  readonly env?: Record<string, string>;
  readonly input?: string;
}

function anyuser(words: readonly string[], { env = {}, input = '' }: Surroundings = {}) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
    input,
    timeout: 60_000,
  });
  return { status, signal, stdout, stderr };
}

/** A copy of the guest `hello` with other ARM instructions at its entry. */
function code(name: string, instructions: readonly number[]): string {
  const file = readFileSync(hello);
  const text = file.readUInt32LE(24) & 0xfff;
  for (const [index, instruction] of instructions.entries())
    file.writeUInt32LE(instruction, text + 4 * index);
  return make(name, file);
}

/** A file in the test's folder; executable unless the mode says otherwise. */
function make(name: string, content: string | Uint8Array, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe('running', () => {
  test.each(['interp', 'jit', 'auto'])('with the engine %s', (engine) => {
    expect(anyuser(['--engine', engine, hello])).toEqual({
      status: 0,
      signal: null,
      stdout: 'hello, world!\n',
      stderr: '',
    });
  });

  test('standard input and output', () => {
    expect(anyuser([upper], { input: 'a word' }).stdout).toBe('A WORD[6 bytes, then 0]\n');
  });

  test('what follows the program is the guest’s', () => {
    const { stdout, stderr } = anyuser([args, '--strace', '-E', 'G_X=1', '--']);
    expect(stdout).toContain('argc 5\nargv[0] <args>\nargv[1] <--strace>\nargv[2] <-E>\n');
    expect(stdout).not.toContain('env <');
    expect(stderr).toBe('');
  });

  test('argv[0] and environment', () => {
    const env = { G_A: 'host', G_EMPTY: 'gone' };
    const { stdout } = anyuser(['-0', 'zero', '-U', 'G_EMPTY', '-E', 'G_SPACE=x=y', args], { env });
    expect(stdout).toContain('argv[0] <zero>\n');
    expect(stdout.match(/^env .*$/gm)?.sort()).toEqual(['env <G_A=host>', 'env <G_SPACE=x=y>']);
  });

  test('QEMU’s environment variables', () => {
    const env = { QEMU_SET_ENV: 'G_A=1', QEMU_ARGV0: 'zero', QEMU_STRACE: '' };
    const { stdout, stderr } = anyuser([args], { env });
    expect(stdout).toContain('argv[0] <zero>\n');
    expect(stdout).toContain('env <G_A=1>\n');
    expect(stderr).toContain('write(1, "argc 1\\n", 7)');
  });

  test('the program from a sysroot', () => {
    expect(anyuser(['-L', dirname(dirname(hello)), '/arm/hello']).stdout).toBe('hello, world!\n');
  });

  test('strace into a file', () => {
    const { stdout, stderr } = anyuser(['--strace', '-D', 'trace.%d', hello]);
    expect([stdout, stderr]).toEqual(['hello, world!\n', '']);
    const [name] = readdirSync(folder).filter((file) => /^trace\.\d+$/.test(file));
    const trace = readFileSync(join(folder, name!), 'utf8');
    expect(trace).toMatch(/write\(1, "hello, world!\\n", 14\) += 14\n/);
    expect(trace).toMatch(/exit\(0\) += \?\n.*exited with 0/);
  });
});

test('--stats', () => {
  const { stdout, stderr } = anyuser(['--engine', 'interp', '--stats', hello]);
  expect(stdout).toBe('hello, world!\n');
  expect(stderr).toMatch(/^blocks 2$/m);
  expect(stderr).toMatch(/^instructions 8$/m);
  expect(stderr).toMatch(/^exits\.syscall 2$/m);
});

test('--stats of the compiler', () => {
  const { stderr } = anyuser(['--engine', 'jit', '--stats', hello], {
    env: { XDG_CACHE_HOME: join(folder, 'no-cache-yet') },
  });
  const counter = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(stderr)?.[1]);
  const { regions, bytes } = { regions: counter('jit.regions'), bytes: counter('jit.bytes') };
  expect(regions).toBeGreaterThan(0);
  expect(counter('jit.tierUps')).toBeGreaterThanOrEqual(regions);
  expect(bytes).toBeGreaterThan(100);
  expect(counter('jit.milliseconds')).toBeGreaterThan(0);
  expect(counter('exits.syscall') + counter('interp.exits.syscall')).toBe(2);
  expect(counter('interp.slowAccesses')).toBeGreaterThanOrEqual(0);
});

describe('the log', () => {
  const log = (items: string, program = hello): string => {
    const { status, stdout, stderr } = anyuser(['-d', items, program]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: program === hello ? 'hello, world!\n' : '' });
    return stderr;
  };

  test.each([
    ['in_asm', /^0x00010078: {2}add\s+r1, pc, #20$/m],
    ['ir', /^block 0x10074 mode 0 size 20 \{\n {2}insn 0x10074, 0, 4$/m],
    ['exec', /^exec 0x00010074 mode 0x0\nexec 0x00010088 mode 0x0$/m],
    ['mmap', /^map {5}00010000-00011000 r-x .*hello$/m],
  ])('of %s', (item, lines) => {
    expect(log(item)).toMatch(lines);
  });

  test.each([
    ['regions', /^region 0 at 0x00010074: guest 0x00010074-0x[0-9a-f]{8}, 1 blocks, 5 instructions/m],
    ['wasm', /^\(func \$region_0x00010074 \(param \$depth i32\) \(result i64\)$/m],
  ])('of %s, as compiled', (item, lines) => {
    const { stdout, stderr } = anyuser(['--engine', 'jit', '-d', item, hello]);
    expect(stdout).toBe('hello, world!\n');
    expect(stderr).toMatch(lines);
  });

  test('of unimp', () => {
    const program = code('unimp', [
      0xe3a07080, // mov r7, #128 (init_module)
      0xef000000, // svc #0
      0xe3a00000, // mov r0, #0
      0xe3a07001, // mov r7, #1 (exit)
      0xef000000, // svc #0
    ]);
    expect(log('unimp', program)).toMatch(/^\[\d+\] unimplemented: init_module$/m);
  });

  test('of signals', () => {
    const { stderr } = anyuser(['-d', 'signals', code('fault', [0xe5900000])]);
    expect(stderr).toMatch(/SIGSEGV \(SEGV_MAPERR at 0x0\): ends the process/);
  });
});

describe('the end', () => {
  test('the guest’s status', () => {
    // mov r0, #42; mov r7, #1; svc #0
    const program = code('status', [0xe3a0002a, 0xe3a07001, 0xef000000]);
    expect(anyuser([program])).toMatchObject({ status: 42, stdout: '', stderr: '' });
  });

  test.each([
    ['SIGSEGV', 0xe5900000], // ldr r0, [r0]
    ['SIGILL', 0xe7f000f0], // udf #0
  ] as const)('death by %s', (signal, instruction) => {
    expect(anyuser([code(signal, [instruction])])).toMatchObject({ status: null, signal, stdout: '' });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s from outside reaches a busy guest',
    async (signal) => {
      const child = spawn(process.execPath, [bin, code('loop', [0xeafffffe])], { stdio: 'ignore' });
      setTimeout(() => child.kill(signal), 1500);
      expect(await end(child)).toBe(signal);
    },
  );

  test('a reader that goes away kills by SIGPIPE', async () => {
    const child = spawn(process.execPath, [bin, upper], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.on('error', () => {});
    child.stdout.destroy();
    child.stdin.end('x'.repeat(1 << 20));
    expect(await end(child)).toBe('SIGPIPE');
  });
});

describe('the sandbox', () => {
  test('shows mounts', () => {
    const words = ['--sandbox', '--mount', `${dirname(hello)}:/guests:ro`, '/guests/hello'];
    expect(anyuser(words)).toMatchObject({ status: 0, stdout: 'hello, world!\n', stderr: '' });
  });

  test('shows nothing else', () => {
    expect(anyuser(['--sandbox', hello])).toMatchObject({ status: 127, stdout: '' });
  });
});

describe('what cannot be run gets one line and the status of a shell', () => {
  const oneLine = /^anyuser: [^\n]+\n$/;
  const elf = readFileSync(hello);
  const changed = (change: (file: Buffer) => void): Buffer => {
    const file = Buffer.from(elf);
    change(file);
    return file;
  };

  test.each([
    ['absent', () => join(folder, 'absent'), 127],
    ['a path through a file', () => join(make('file', elf), 'x'), 126],
    ['a directory', () => folder, 126],
    ['empty', () => make('empty', ''), 126],
    ['text', () => make('text', 'hello\n'), 126],
    ['not executable', () => make('plain', elf, 0o644), 126],
    ['cut in the header', () => make('short', elf.subarray(0, 40)), 126],
    ['cut in a segment', () => make('cut', elf.subarray(0, 0x60)), 126],
    [
      'of another machine',
      () =>
        make(
          'other',
          changed((file) => file.writeUInt16LE(243, 18)),
        ),
      126,
    ],
    [
      'of the other endianness',
      () =>
        make(
          'endian',
          changed((file) => file.writeUInt8(2, 5)),
        ),
      126,
    ],
    [
      'with too many program headers',
      () =>
        make(
          'many',
          changed((file) => file.writeUInt16LE(0xfffe, 44)),
        ),
      126,
    ],
    ['a script without its interpreter', () => make('script', '#!/absent/sh\n'), 127],
  ])('%s', (_name, path, status) => {
    const result = anyuser([path()]);
    expect(result).toMatchObject({ status, signal: null, stdout: '' });
    expect(result.stderr).toMatch(oneLine);
  });

  test('a script that is its own interpreter', () => {
    const script = join(folder, 'self');
    make('self', `#!${script}\n`);
    expect(anyuser([script])).toMatchObject({ status: 126, stderr: expect.stringMatching(oneLine) });
  });

  test.each([
    [[], 'no program'],
    [['--wrong'], "unknown option '--wrong'"],
    [['--engine', 'fast', hello], 'Allowed choices are'],
    [['-D', '/absent/log', '--strace', hello], 'cannot write the log'],
    [['support', 'plan9/arm'], 'no ABI for plan9/arm; have linux/arm'],
  ])('usage: %j', (words, message) => {
    const { status, stdout, stderr } = anyuser(words);
    expect([status, stdout]).toEqual([125, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(oneLine);
  });

  test.each([
    [['--cpu', 'pentium', hello], /pentium/],
    [['--os', 'plan9', hello], /no system 'plan9'; have linux/],
    [['-L', join(folder, 'absent'), hello], /cannot mount .*absent/],
    [['--mount', `${join(folder, 'absent')}:/x`, hello], /cannot mount .*absent/],
  ])('what does not exist: %j', (words, message) => {
    const { status, stderr } = anyuser(words);
    expect([126, 127]).toContain(status);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(oneLine);
  });
});

describe('subcommands', () => {
  test('support lists cells, and the calls of one', () => {
    expect(anyuser(['support']).stdout).toMatch(/^linux\/arm +\d+ of \d+ system calls$/m);
    expect(anyuser(['support', 'linux/arm']).stdout).toMatch(/^ +322 {2}openat\(dirfd, /m);
  });

  test('disas', () => {
    expect(anyuser(['disas', hello]).stdout).toMatch(
      /^\.text:\n[0-9a-f]{8}: {2}01 00 b0 e3 {2}movs\s+r0, #1$/m,
    );
  });

  test('disas of a big-endian file', () => {
    expect(anyuser(['disas', guestPath('mips', 'hello')]).stdout).toMatch(
      /^[0-9a-f]{8}: {2}24 04 00 01 {2}(li|addiu)\s/m,
    );
  });

  test('output that nobody reads any more ends the command as SIGPIPE does', () => {
    const command = `"${process.execPath}" "${bin}" disas "${guestPath('armhf', 'threads')}"; echo $? >&2`;
    const { stderr } = spawnSync('sh', ['-c', `(${command}) | head -n 1`], { encoding: 'utf8' });
    expect(stderr.trim()).toBe('141');
  });

  test('--version and --help', () => {
    expect(anyuser(['--version']).stdout).toMatch(/^anyuser \d+\.\d+\.\d+\n$/);
    expect(anyuser(['--help']).stdout).toContain('--sysroot');
  });

  test('a program of a subcommand’s name', () => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    make('bin/support', readFileSync(hello));
    expect(anyuser(['bin/support']).stdout).toBe('hello, world!\n');
  });
});

/** The signal that ended a child, or its status. */
function end(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  return new Promise((settle) => {
    child.on('exit', (status, signal) => settle(signal ?? status));
  });
}
