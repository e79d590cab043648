import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const SYSTEMS = ['linux', 'freebsd', 'netbsd', 'openbsd'] as const;

/** What decides by a guest's system: its name as a value, or a comparison with it. */
const NAME = /(['"`])(linux|freebsd|netbsd|openbsd)\1/gi;
const COMPARISON = /\b(?:abi|cell|personality|program)\??\.(?:os|id)\s*[!=]==?\s*['"`]/g;
const SWITCH = /switch\s*\([^)]*\b(?:abi\.os|personality\.id)\b/g;
/** The machine that Node runs on is not a guest. */
const HOST = /process\.platform\s*[!=]==\s*'linux'/g;

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');

/** Decisions about systems in a source file of a package. */
function decisions(name: string, source: string): string[] {
  const own = SYSTEMS.find((system) => name === `os-${system}`);
  const code = withoutComments(source).replace(HOST, '');
  const names = [...code.matchAll(NAME)].filter(([, , system]) => system!.toLowerCase() !== own);
  return [...names, ...code.matchAll(COMPARISON), ...code.matchAll(SWITCH)].map(([text]) => text);
}

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.ts$/.test(entry.name) && !/\.spec\.ts$/.test(entry.name)) yield path;
  }
}

const packages = readdirSync(root).filter((name) => /^(core|cli|host-node|os-.+|arch-.+)$/.test(name));

test.each(packages)('%s decides nothing by the name of another system', (name) => {
  const found = [...sources(join(root, name, 'src'))].flatMap((path) =>
    decisions(name, readFileSync(path, 'utf8')).map((text) => `${path.slice(root.length + 1)}: ${text}`),
  );
  expect(found).toEqual([]);
});

test('the rule finds what it is for', () => {
  expect(decisions('core', `if (t.abi.os === 'netbsd') return;`)).toHaveLength(2);
  expect(decisions('os-bsd', `const odd = os === "OpenBSD";`)).toHaveLength(1);
  expect(decisions('os-freebsd', `switch (t.abi.os) { default: }`)).toHaveLength(1);
  expect(decisions('os-freebsd', `const cell = { os: 'freebsd' };`)).toEqual([]);
  expect(decisions('core', `/** 'linux' */ const a = 1; // 'netbsd'`)).toEqual([]);
  expect(decisions('host-node', `if (process.platform === 'linux') f();`)).toEqual([]);
});
