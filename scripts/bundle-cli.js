/** The last step of `npm run build`: makes the one file that `cli/bin/anyuser.js` starts from. */
const { existsSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');
const { buildSync } = require('esbuild');

const root = join(__dirname, '..');
const entry = join(root, 'cli/dist/main.js');
const outfile = join(root, 'cli/dist/anyuser.bundle.js');

if (existsSync(entry)) {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    metafile: true,
    logLevel: 'warning',
  });
  const inputs = Object.keys(metafile.inputs).filter((input) => !input.includes('node_modules/'));
  const fromBundle = inputs.map((input) => relative(dirname(outfile), resolve(root, input)));
  writeFileSync(`${outfile}.inputs.json`, `${JSON.stringify(fromBundle)}\n`);
}
