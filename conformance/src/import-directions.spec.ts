import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** What of dependency-cruiser's JSON report is read here. */
interface Report {
  readonly summary: {
    readonly totalDependenciesCruised: number;
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** A tree that keeps every rule; each case below adds one file to it. */
const lawful: Record<string, string> = {
  'core/src/index.ts': "export * from './emulator';\nexport const core = 1;\n",
  'core/src/emulator.ts': "import { container } from 'tsyringe';\nexport const root = container;\n",
  'core/src/kernel/pipe.ts': 'export const pipe = 1;\n',
  'core/src/kernel/pipe.spec.ts':
    "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
  'arch-arm/src/index.ts': 'export interface ArmCpu { r: number }\nexport const arm = 1;\n',
  'arch-mips/src/index.ts': "import { core } from '@anyuser/core';\nexport const mips = core;\n",
  'os-bsd/src/index.ts': "import { core } from '@anyuser/core';\nexport const bsd = core;\n",
  'os-freebsd/src/index.ts': "import { bsd } from '@anyuser/os-bsd';\nexport const freebsd = bsd;\n",
  'os-netbsd/src/index.ts': 'export const netbsd = 1;\n',
  'os-linux/src/index.ts': "export * from './abi/arm';\n",
  'os-linux/src/abi/arm.ts':
    "import type { ArmCpu } from '@anyuser/arch-arm';\nexport type Cell = ArmCpu;\nexport const cell = 1;\n",
  'host-node/src/index.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
  'cli/src/index.ts':
    "import { arm } from '@anyuser/arch-arm';\nimport { cell } from '@anyuser/os-linux';\nexport const all = [arm, cell];\n",
};

/** [rule that must fail, file that is written, its text] */
const forbidden: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['core-imports-nothing-of-ours', 'core/src/kernel/a.ts', "export * from '@anyuser/os-linux';"],
  [
    'core-imports-nothing-of-ours',
    'core/src/kernel/b.ts',
    "import type { ArmCpu } from '@anyuser/arch-arm';\nexport type A = ArmCpu;",
  ],
  ['core-specs-import-no-plugin', 'core/src/kernel/c.spec.ts', "export * from '@anyuser/arch-arm';"],
  ['arch-imports-core-only', 'arch-arm/src/a.ts', "export * from '@anyuser/os-linux';"],
  ['arch-imports-core-only', 'arch-arm/src/b.ts', "export * from '@anyuser/arch-mips';"],
  ['os-bsd-imports-core-only', 'os-bsd/src/a.ts', "export * from '@anyuser/os-netbsd';"],
  ['os-imports-core-and-os-bsd', 'os-freebsd/src/a.ts', "export * from '@anyuser/os-netbsd';"],
  ['os-imports-core-and-os-bsd', 'os-netbsd/src/a.ts', "export * from '@anyuser/host-node';"],
  ['os-linux-is-no-bsd', 'os-linux/src/a.ts', "export * from '@anyuser/os-bsd';"],
  [
    'os-imports-arch-in-abi-only',
    'os-linux/src/b.ts',
    "import type { ArmCpu } from '@anyuser/arch-arm';\nexport type A = ArmCpu;",
  ],
  [
    'os-imports-arch-types-only',
    'os-linux/src/abi/c.ts',
    "import { arm } from '@anyuser/arch-arm';\nexport const a = arm;",
  ],
  ['host-imports-core-only', 'host-node/src/a.ts', "export * from '@anyuser/os-linux';"],
  ['nothing-imports-cli', 'host-node/src/b.ts', "export * from 'anyuser';"],
  [
    'no-node-in-guest-side',
    'core/src/kernel/d.ts',
    "import { readFileSync } from 'node:fs';\nexport const r = readFileSync;",
  ],
  [
    'no-node-in-guest-side',
    'os-netbsd/src/c.ts',
    "import { readFileSync } from 'fs';\nexport const r = readFileSync;",
  ],
  [
    'tsyringe-assembles-then-leaves',
    'core/src/kernel/e.ts',
    "import { container } from 'tsyringe';\nexport const c = container;",
  ],
  [
    'tsyringe-assembles-then-leaves',
    'os-linux/src/abi/f.ts',
    "import type { DependencyContainer } from 'tsyringe';\nexport type C = DependencyContainer;",
  ],
  ['no-cycle', 'core/src/kernel/g.ts', "import { h } from './h';\nexport const g = (): unknown => h;"],
  ['not-resolvable', 'core/src/kernel/i.ts', "export * from './missing';"],
  [
    'no-undeclared-package',
    'core/src/kernel/j.ts',
    "import { Command } from 'commander';\nexport const c = Command;",
  ],
];

describe('the rules on import directions', () => {
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'anyuser-imports-'));
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'tsconfig.depcruise.json']) {
      cpSync(join(root, file), join(tree, file));
    }
    cpSync(join(root, 'core/package.json'), join(tree, 'core/package.json'));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    write(lawful);
  });

  afterEach(() => rmSync(tree, { recursive: true }));

  it('pass a tree that keeps them', async () => {
    const { summary } = await cruise();
    expect(summary.violations).toEqual([]);
    expect(summary.totalDependenciesCruised).toBeGreaterThan(10);
  }, 60_000);

  it('fail each forbidden import', async () => {
    write({ 'core/src/kernel/h.ts': "import { g } from './g';\nexport const h = (): unknown => g;\n" });
    write(Object.fromEntries(forbidden.map(([, file, text]) => [file, `${text}\n`])));
    const { summary } = await cruise();
    const found = summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
    const missed = forbidden.map(([rule, file]) => `${rule} ${file}`).filter((line) => !found.includes(line));
    expect(missed).toEqual([]);
    expect(summary.violations.filter(({ from }) => from in lawful)).toEqual([]);
  }, 60_000);

  function write(files: Record<string, string>): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(tree, dirname(file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    }
  }

  function cruise(): Promise<Report> {
    const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const packages = [...new Set(Object.keys(lawful).map((file) => file.replace(/\/.*/, '/src')))];
    const args = [bin, '--config', '.dependency-cruiser.cjs', '-T', 'json', ...packages];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, args, { cwd: tree, maxBuffer: 1 << 26 }, (_error, stdout, stderr) => {
        // The exit status counts violations; a report that does not parse is the real failure.
        try {
          resolve(JSON.parse(stdout) as Report);
        } catch {
          reject(new Error(stderr || stdout));
        }
      });
    });
  }
});
