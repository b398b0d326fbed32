// node vega.mjs FILE.vl.json...: each must be valid Vega-Lite by its own schema, compile without a warning, and
// draw: a mark for every figure and for every known pair of bounds. FILE.vega.svg is written beside it.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const modules = process.env.FOISTAT_BROWSER_MODULES;
const require = createRequire(join(modules, "x.js"));
const load = (path) => import(pathToFileURL(join(modules, "node_modules", path)).href);
const vega = await load("vega/build/vega.module.js");
const lite = await load("vega-lite/build/index.js");
const Ajv = require("ajv").default;
const formats = require("ajv-formats").default;

const schema = JSON.parse(readFileSync(join(modules, "node_modules/vega-lite/build/vega-lite-schema.json"), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: false });
formats(ajv);
ajv.addFormat("color-hex", () => true);
const valid = ajv.compile(schema);

let passed = 0;
let failed = 0;
function check(name, fault) {
  if (!fault) {
    passed++;
    return;
  }
  failed++;
  console.log(`FAILED ${name}`);
  console.log(`    ${String(fault).slice(0, 400)}`);
}

// Complaints of the compiler and of the runtime. A restyled chart need not heed them; ours gives no cause.
function logger(said) {
  const note = (...words) => { said.push(words.map(String).join(" ")); return log; };
  const log = { level: () => log, error: note, warn: note, info: () => log, debug: () => log };
  return log;
}

// What a scene holds of one mark: areas and lines by their points.
function items(scene, role, found = []) {
  if (scene.marktype && scene.role === "mark") found.push([scene.name ?? "", scene.marktype, scene.items.length]);
  for (const item of scene.items ?? []) items(item, role, found);
  return found;
}
const total = (found, ...types) => found.filter(([, type]) => types.includes(type)).reduce((n, [, , k]) => n + k, 0);

async function look(file) {
  const name = basename(file);
  const text = readFileSync(file, "utf8");
  const spec = JSON.parse(text);
  check(`${name}: is valid Vega-Lite`, valid(spec) ? "" : ajv.errorsText(valid.errors));
  const said = [];
  let svg = "";
  let found = [];
  try {
    const compiled = lite.compile(spec, { logger: logger(said) }).spec;
    const loader = { load: () => Promise.reject(new Error("it loads")), sanitize: () => Promise.reject(new Error("it loads")) };
    const view = new vega.View(vega.parse(compiled), { renderer: "none", loader, logger: logger(said) });
    svg = await view.toSVG();
    found = items(view.scenegraph().root);
    writeFileSync(file.replace(/\.vl\.json$/, ".vega.svg"), svg);
  } catch (e) {
    said.push(e.stack);
  }
  check(`${name}: compiles and draws without a complaint`, said.join("; "));
  check(`${name}: no coordinate is NaN`, /NaN|undefined|Infinity/.test(svg) ? svg.match(/.{60}(NaN|undefined|Infinity).{60}/)?.[0] ?? "NaN" : "");
  const rows = spec.data.values;
  const figures = rows.filter((r) => r.value !== null).length;
  const stacked = text.includes('"stack": "zero"'); // hidden parts of a whole have no place of their own
  const bounded = stacked ? 0 : rows.filter((r) => r.least !== undefined).length;
  const drawn = total(found, "symbol");
  check(`${name}: a mark for each figure`, drawn === figures || total(found, "rect") - bounded === figures ? "" : `${figures} figures, ${JSON.stringify(found)}`);
  const bars = total(found, "rect");
  check(`${name}: a bar for each pair of bounds`, bars === bounded || bars - figures === bounded ? "" : `${bounded} with bounds, ${JSON.stringify(found)}`);
  const missing = rows.filter((r) => r.value === null && (stacked || r.least === undefined)).length;
  check(`${name}: the description names what is not drawn`, missing === 0 || /Not drawn: /.test(spec.description) ? "" : spec.description);
}

for (const file of process.argv.slice(2)) await look(file);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
