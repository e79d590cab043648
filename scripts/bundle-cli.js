/** The last step of `npm run build`: makes the one file that `cli/bin/anyuser.js` starts from. */
const { existsSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');
const { build } = require('esbuild');

const root = join(__dirname, '..');
const entry = join(root, 'cli/src/main.ts');
const outfile = join(root, 'cli/dist/anyuser.bundle.js');

/**
 * Node's modules that few runs need, and that the modules which import them need only inside their functions: each is loaded
 * when something of it is used. They take 2 to 4 ms each.
 */
const RARE = ['child_process', 'net', 'tty', 'worker_threads'];
const rarelyNeeded = {
  name: 'rarely-needed',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^node:(${RARE.join('|')})$`);
    onResolve({ filter }, ({ path, namespace }) =>
      namespace === 'rare' ? { path, external: true } : { path, namespace: 'rare' },
    );
    onLoad({ filter: /./, namespace: 'rare' }, ({ path }) => {
      const names = JSON.stringify(Object.keys(require(path)));
      const contents = `for (const name of ${names})
        Object.defineProperty(exports, name, { enumerable: true, get: () => require('${path}')[name] });`;
      return { contents, loader: 'js' };
    });
  },
};

/**
 * The packages are taken from their sources, whose modules become one scope. Of the compiled ones each is a closure, and what it
 * takes from another package is found through a getter among several hundred at every use: 20 ms of start-up and 30 ns a use.
 */
const fromSources = {
  name: 'from-sources',
  setup({ onResolve }) {
    onResolve({ filter: /^@anyuser\/[a-z0-9-]+$/ }, ({ path }) => ({
      path: join(root, path.slice('@anyuser/'.length), 'src/index.ts'),
    }));
  },
};

if (existsSync(entry)) bundle();

async function bundle() {
  // Minified for the time that reading takes. NODE_OPTIONS=--enable-source-maps gives stack traces their lines back.
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    // With their names, which listings and profiles show; esbuild's keepNames would call defineProperty for each closure made.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    platform: 'node',
    target: 'node20',
    plugins: [fromSources, rarelyNeeded],
    metafile: true,
    logLevel: 'warning',
  });
  const inputs = Object.keys(metafile.inputs).filter((input) => !input.includes('node_modules/'));
  // The compiler writes the state of its build into each package that it compiles anew.
  const packages = new Set(inputs.map((input) => input.split('/')[0]));
  const states = [...packages].map((name) => join(root, name, 'dist/.tsbuildinfo')).filter(existsSync);
  const fromBundle = states.map((state) => relative(dirname(outfile), resolve(root, state)));
  writeFileSync(`${outfile}.inputs.json`, `${JSON.stringify(fromBundle)}\n`);
}
