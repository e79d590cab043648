// Writes the skeleton of a package for another operating system: npm run new:os NAME [-- --to FOLDER].
// Nine files that compile and register: a personality and a cell for ARM. What is the system's own is to be filled in.
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');

const root = resolve(__dirname, '..');
const args = process.argv.slice(2);
const to = args.includes('--to') ? args[args.indexOf('--to') + 1] : undefined;
const [name] = args.filter((each, i) => !each.startsWith('-') && args[i - 1] !== '--to');
if (name === undefined || !/^[a-z][a-z0-9]*$/.test(name)) {
  console.error('usage: npm run new:os NAME [-- --to FOLDER], NAME in lower-case letters and digits');
  process.exit(2);
}
const folder = join(to ?? root, `os-${name}`);
if (existsSync(folder)) {
  console.error(`${folder} is there already`);
  process.exit(1);
}
const TITLE = name[0].toUpperCase() + name.slice(1);
const LIBRARIES = ['core', 'os-bsd', 'arch-arm'];

const files = {
  'package.json': `${JSON.stringify(
    {
      ...JSON.parse(readFileSync(join(root, 'os-netbsd/package.json'), 'utf8')),
      name: `@anyuser/os-${name}`,
      description: `${TITLE} guests for anyuser: personality, syscall table and ABI cells`,
      dependencies: {
        ...Object.fromEntries(LIBRARIES.map((library) => [`@anyuser/${library}`, '0.1.0'])),
        tsyringe: '4.10.0',
      },
    },
    null,
    2,
  )}\n`,
  'tsconfig.json': `${JSON.stringify(
    {
      extends: to === undefined ? '../tsconfig.base.json' : join(root, 'tsconfig.base.json'),
      compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.spec.ts'],
      ...(to === undefined && { references: LIBRARIES.map((library) => ({ path: `../${library}` })) }),
    },
    null,
    2,
  )}\n`,
  'src/errno.table.ts': `import type { Errno } from '@anyuser/core';
import { COMMON_ERRNO } from '@anyuser/os-bsd';

/** ${TITLE}'s error numbers (sys/errno.h): those of 4.4BSD, and its own. */
export const ERRNO: Readonly<Record<Errno, number>> & Readonly<Record<string, number>> = {
  ...COMMON_ERRNO,
  ENOMSG: 83,
  EOVERFLOW: 84,
  EILSEQ: 85,
  ENOTSUP: 86,
  ECANCELED: 87,
  EBADMSG: 88,
  ENODATA: 89,
  EIDRM: 90,
  EOWNERDEAD: 91,
  ENOTRECOVERABLE: 92,
  EPROTO: 93,
};
`,
  'src/signals.table.ts': `import { COMMON_SIGNAL_CODES, COMMON_SIGNALS } from '@anyuser/os-bsd';

/** ${TITLE}'s signal numbers (sys/signal.h). */
export const SIGNAL_NUMBERS = { ...COMMON_SIGNALS } as const;

/** si_code values. */
export const SIGNAL_CODES: Readonly<Record<string, number>> = {
  ...COMMON_SIGNAL_CODES,
  SI_USER: 0,
  SI_QUEUE: -1,
  SI_TIMER: -2,
  SI_TKILL: -5,
  SI_KERNEL: 0,
};
`,
  'src/flags.table.ts': `import { COMMON_ENUMS, COMMON_FLAGS, type ValueTable, withCommon } from '@anyuser/os-bsd';

/** ${TITLE}'s bits of flag words beside those that all BSDs have. */
export const FLAG_VALUES: ValueTable = withCommon(COMMON_FLAGS, {
  open: { O_CLOEXEC: 0x400000 },
});

/** ${TITLE}'s values that stand for a name. */
export const ENUM_VALUES: ValueTable = withCommon(COMMON_ENUMS, {
  clock: { CLOCK_REALTIME: 0, CLOCK_MONOTONIC: 3 },
});
`,
  'src/structs.table.ts': `import { struct } from '@anyuser/core';

/** ${TITLE}'s structs under the names by which argument types ask for them. */
export const timespec = struct('timespec', { tv_sec: 'time', tv_nsec: 'long' });
export const iovec = struct('iovec', { iov_base: 'ptr', iov_len: 'ulong' });
`,
  'src/numbers.table.ts': `/** ${TITLE}'s system calls by number (sys/kern/syscalls.master). */
export const NUMBERS: Readonly<Record<number, string>> = {
  1: 'exit',
  2: 'fork',
  3: 'read',
  4: 'write',
  5: 'open',
  6: 'close',
  20: 'getpid',
};
`,
  'src/syscalls.table.ts': `import type { SyscallDefinition, SyscallTable } from '@anyuser/core';
import { tableOf } from '@anyuser/os-bsd';
import { NUMBERS } from './numbers.table';

/** ${TITLE}'s own definitions; all others come from os-bsd by name. What no other system has belongs into syscalls/. */
const OWN: Readonly<Record<string, SyscallDefinition>> = {};

/** ${TITLE}'s table with what a port adds. */
export const syscallTable = (port: Readonly<Record<string, SyscallDefinition>> = {}): SyscallTable =>
  tableOf(NUMBERS, { ...OWN, ...port });
`,
  'src/personality.ts': `import type { ElfImage, OsPersonality } from '@anyuser/core';
import { execQueues, forkQueues } from '@anyuser/os-bsd';

const hasNote = (image: ElfImage): boolean => image.notes.some(({ name }) => name === '${TITLE}');

/** ${TITLE}: its note. */
export const ${name}: OsPersonality = {
  id: '${name}',
  recognise: (image) => (hasNote(image) ? 4 : 0),
  describe: () => 'its ${TITLE} note',
  fork: forkQueues,
  exec: execQueues,
};
`,
  'src/abi/arm.ts': `import type { ArmCpu } from '@anyuser/arch-arm';
import { type Abi, AUXILIARY_ENTRIES as AT, errno, faultInfo, InitialStack, PAGE_SIZE, pushVectors } from '@anyuser/core';
import { BSD_SIGNAL_STACK, carryCall, enumerationsOf, flagTablesOf, signalsWith } from '@anyuser/os-bsd';
import { ERRNO } from '../errno.table';
import { ENUM_VALUES, FLAG_VALUES } from '../flags.table';
import { SIGNAL_CODES, SIGNAL_NUMBERS } from '../signals.table';
import * as structs from '../structs.table';
import { syscallTable } from '../syscalls.table';

const STACK_TOP = 0xbfff_f000;

/** ${TITLE} on 32-bit ARM. */
export const ${name}Arm: Abi<ArmCpu> = {
  os: '${name}',
  arch: 'arm',
  data: { bigEndian: false, word: 4, align64: 8, time: 8 },
  syscalls: syscallTable(),
  errno: ERRNO,
  signals: signalsWith(SIGNAL_NUMBERS, { first: 0, last: 0 }),
  sigsetSize: 16,
  signalCodes: SIGNAL_CODES,
  siginfo: { size: 64, errno: 4, code: 8, data: 12, words: ({ pid, uid }, status) => [pid, uid, status] },
  signalStack: BSD_SIGNAL_STACK,
  flags: flagTablesOf(FLAG_VALUES),
  enums: enumerationsOf(ENUM_VALUES),
  structs: { ...structs },
  call: carryCall<ArmCpu>((cpu) => cpu.r(7)),
  // A system without signal frames refuses handlers: a signal that has one kills, as one does whose stack is bad.
  signalFrame: {
    push() {
      throw errno('EFAULT');
    },
    pop() {
      throw errno('EINVAL');
    },
  },
  start: {
    layout: { stackTop: STACK_TOP, mmapTop: 0xb000_0000, pieBase: 0x0040_0000, userTop: STACK_TOP },
    stackSize: 8 << 20,
    begin(thread, cpu, loaded, argv, envp) {
      const stack = new InitialStack(thread.mem, STACK_TOP, 4);
      const environment = stack.texts(envp);
      const args = stack.texts(argv);
      pushVectors(stack, 4, args, environment, [
        [AT.PHDR, loaded.phdr],
        [AT.PHENT, loaded.image.phentsize],
        [AT.PHNUM, loaded.image.segments.length],
        [AT.PAGESZ, PAGE_SIZE],
        [AT.BASE, loaded.interpreterBase],
        [AT.ENTRY, loaded.programEntry],
      ]);
      cpu.sp = stack.sp;
      cpu.jump(loaded.entry);
    },
  },
  refuse: (_thread, number) => ({ signal: 'SIGSYS', code: 'SI_KERNEL', syscall: number }),
  trap: (exit, cpu) => faultInfo(exit, cpu.pc, 'BUS_ADRERR'),
  setThreadPointer(cpu, address) {
    cpu.threadPointer = address;
  },
  stackPointer: (cpu) => cpu.sp,
  setStackPointer(cpu, address) {
    cpu.sp = address;
  },
};
`,
  'src/index.ts': `/**
 * ${TITLE} guests.
 *
 * @packageDocumentation
 */
import { Abi, OsPersonality, type Plugin } from '@anyuser/core';
import { ${name}Arm } from './abi/arm';
import { ${name} as personality } from './personality';

/** ${TITLE} guests: the personality and its cells. */
export const ${name}: Plugin = {
  name: 'os-${name}',
  register(container) {
    container.register(OsPersonality, { useValue: personality });
    container.register(Abi, { useValue: ${name}Arm as Abi });
  },
};

export { ${name}Arm } from './abi/arm';
`,
};

for (const [path, content] of Object.entries(files)) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
if (to === undefined) {
  const edit = (file, change) => {
    const value = JSON.parse(readFileSync(join(root, file), 'utf8'));
    change(value);
    writeFileSync(join(root, file), `${JSON.stringify(value, null, 2)}\n`);
  };
  edit('package.json', ({ workspaces }) =>
    workspaces.splice(workspaces.indexOf('arch-arm'), 0, `os-${name}`),
  );
  for (const file of ['tsconfig.json', 'tsconfig.spec.json'])
    edit(file, ({ references }) => references.splice(1, 0, { path: `./os-${name}` }));
  console.log(`Then: npm install, and name the plugin in cli/src/assemble.ts and cli/tsconfig.json.`);
}
console.log(`${folder}: ${Object.keys(files).filter((path) => path.startsWith('src/')).length} files`);
