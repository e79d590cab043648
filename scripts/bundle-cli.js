/** The last step of `npm run build`: makes the one file that `cli/bin/anyuser.js` starts from. */
const { existsSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');
const { buildSync } = require('esbuild');

const root = join(__dirname, '..');
const entry = join(root, 'cli/dist/main.js');
const outfile = join(root, 'cli/dist/anyuser.bundle.js');

if (existsSync(entry)) {
  // Minified for the time that reading takes. NODE_OPTIONS=--enable-source-maps gives stack traces their lines back.
  const { metafile } = buildSync({
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
