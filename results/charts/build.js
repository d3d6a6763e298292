// node build.js CHARTS OUT: code.js, all that draws (the global `massVega`), and specs.json, the charts of the folder
// CHARTS (NAME.vl.json) by name as Vega reads them. Vega-Lite itself is not needed any more then.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';
import {compile} from 'vega-lite';

const [charts, out] = process.argv.slice(2);
const ending = '.vl.json';
const specs = {};
for (const file of readdirSync(charts).filter((name) => name.endsWith(ending)).sort()) {
  const chart = JSON.parse(readFileSync(join(charts, file), 'utf8'));
  // The address of a schema tells nothing to a page that may not ask the network.
  const {$schema, ...spec} = compile(chart).spec;
  specs[file.slice(0, -ending.length)] = spec;
}
const code = buildSync({
  entryPoints: [fileURLToPath(new URL('vega.js', import.meta.url))],
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'massVega',
  target: 'es2020',
  legalComments: 'none',
  write: false,
}).outputFiles[0].text;
if (/<\/script|<!--/i.test(code)) throw new Error('the code cannot stand in a page');
writeFileSync(join(out, 'specs.json'), JSON.stringify(specs));
writeFileSync(join(out, 'code.js'), code);
