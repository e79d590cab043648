import { parseCommandLine } from './command-line';
import type { RunInvocation } from './invocation';
import { UsageError } from './usage-error';

const parse = (line: string, env: Record<string, string> = {}) =>
  parseCommandLine(line === '' ? [] : line.split(' '), env, '1.2.3');
const run = (line: string, env?: Record<string, string>) => parse(line, env) as RunInvocation;

test('options end at the program', () => {
  const result = run('-L /root --strace -E A=1 -E B=2 ./prog -l --strace -E x --help -- y');
  expect(result).toMatchObject({ kind: 'run', program: './prog', sysroot: '/root', strace: true });
  expect(result.args).toEqual(['-l', '--strace', '-E', 'x', '--help', '--', 'y']);
  expect(result.environment).toEqual([
    { set: 'A', value: '1' },
    { set: 'B', value: '2' },
  ]);
});

test('-- ends options before a program that looks like one', () => {
  expect(run('--strace -- -odd -x')).toMatchObject({ program: '-odd', args: ['-x'] });
});

test('a program may bear the name of a subcommand', () => {
  expect(run('./support linux/arm')).toMatchObject({
    kind: 'run',
    program: './support',
    args: ['linux/arm'],
  });
  expect(run('./prog support disas')).toMatchObject({ kind: 'run', args: ['support', 'disas'] });
});

test('every option', () => {
  const words =
    '-0 name -s 64k -r 6.1.0 --cpu cortex-a9 --os linux -d in_asm,op -d unimp -D log.%d ' +
    '--mount /a:/b --mount /c:/d:ro --sandbox --seed 7 --engine interp --stats -U X prog';
  expect(run(words)).toEqual({
    kind: 'run',
    program: 'prog',
    args: [],
    argv0: 'name',
    sysroot: undefined,
    environment: [{ unset: 'X' }],
    stackSize: 65536,
    osRelease: '6.1.0',
    cpu: 'cortex-a9',
    os: 'linux',
    strace: false,
    log: new Set(['in_asm', 'ir', 'unimp']),
    logFile: 'log.%d',
    mounts: [
      { host: '/a', guest: '/b', readOnly: false },
      { host: '/c', guest: '/d', readOnly: true },
    ],
    sandbox: true,
    seed: 7n,
    engine: 'interp',
    stats: true,
  });
});

test("QEMU's environment variables stand before the options", () => {
  const env = {
    QEMU_LD_PREFIX: '/sys',
    QEMU_SET_ENV: 'A=1,B=2',
    QEMU_UNSET_ENV: 'C',
    QEMU_STRACE: '',
    QEMU_LOG: 'page',
    QEMU_LOG_FILENAME: 'x.log',
    QEMU_ARGV0: 'zero',
    QEMU_UNAME: '5.0',
    QEMU_STACK_SIZE: '1M',
    QEMU_CPU: 'max',
    QEMU_RAND_SEED: '3',
  };
  expect(run('prog', env)).toMatchObject({
    sysroot: '/sys',
    environment: [{ set: 'A', value: '1' }, { set: 'B', value: '2' }, { unset: 'C' }],
    strace: true,
    log: new Set(['mmap']),
    logFile: 'x.log',
    argv0: 'zero',
    osRelease: '5.0',
    stackSize: 1 << 20,
    cpu: 'max',
    seed: 3n,
  });
  const overridden = run('-L /other -r 6 -E C=3 prog', env);
  expect(overridden).toMatchObject({ sysroot: '/other', osRelease: '6' });
  expect(overridden.environment.at(-1)).toEqual({ set: 'C', value: '3' });
});

test('strace as a log item', () => {
  expect(run('-d strace,unimp prog')).toMatchObject({ strace: true, log: new Set(['unimp']) });
});

test('subcommands', () => {
  expect(parse('support')).toEqual({ kind: 'support' });
  expect(parse('support linux/arm')).toEqual({ kind: 'support', cell: 'linux/arm' });
  expect(parse('disas a.out')).toEqual({ kind: 'disas', file: 'a.out' });
});

test('--version and --help', () => {
  expect(parse('--version')).toEqual({ kind: 'text', text: 'anyuser 1.2.3\n' });
  const help = parse('--help');
  expect(help.kind).toBe('text');
  for (const word of ['--sysroot', '--mount', 'in_asm', 'support', 'disas']) {
    expect(help).toHaveProperty('text', expect.stringContaining(word));
  }
});

test.each([
  ['', "no program; 'anyuser --help' shows the options"],
  ['--wrong prog', "unknown option '--wrong'"],
  ['-L', "option '-L, --sysroot <dir>' argument missing"],
  ['-E A prog', "'A' is not VAR=VALUE"],
  ['-d cpu prog', "no log item 'cpu'"],
  ['-s 1 prog', 'is not between'],
  ['--mount x prog', "'x' is not HOST:/GUEST[:ro]"],
  ['--engine fast prog', 'Allowed choices are jit, interp, auto'],
  ['--seed x prog', "'x' is not a 64-bit number"],
  ['disas', "missing required argument 'file'"],
])('%j is refused in one line', (line, message) => {
  const refusal = (() => {
    try {
      return parse(line);
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(UsageError);
  expect((refusal as UsageError).message).toContain(message);
  expect((refusal as UsageError).message).not.toContain('\n');
});

test('a wrong environment variable is named', () => {
  expect(() => parse('prog', { QEMU_LOG: 'cpu' })).toThrow("QEMU_LOG: no log item 'cpu'");
});
