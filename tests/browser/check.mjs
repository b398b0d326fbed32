// node check.mjs FOLDER REPORT.html...: each page in headless Chromium, on a desktop and on a phone.
// Looks for what people and their tools stumble over, says what it finds, and closes with the counts.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.FOISTAT_BROWSER_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const screens = [
  { name: "desktop", width: 1280, height: 900 },
  { name: "phone", width: 390, height: 844 },
];

let passed = 0;
let failed = 0;
function check(name, faults) {
  if (faults.length === 0) {
    passed++;
    return;
  }
  failed++;
  console.log(`FAILED ${name}`);
  for (const fault of faults.slice(0, 10)) console.log(`    ${fault}`);
  if (faults.length > 10) console.log(`    ... and ${faults.length - 10} more`);
}

// Runs in the page: pairs of labels of one chart that cover each other.
function overlapping() {
  const slack = 1; // pixels: boxes of text are a little larger than their letters
  const faults = [];
  for (const svg of document.querySelectorAll("svg")) {
    const texts = [...svg.querySelectorAll("text")]
      .map((t) => ({ text: t.textContent, box: t.getBoundingClientRect() }))
      .filter((t) => t.box.width > 0 && t.text.trim() !== "");
    for (let i = 0; i < texts.length; i++) {
      for (let k = i + 1; k < texts.length; k++) {
        const a = texts[i].box;
        const b = texts[k].box;
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // Lines of one paragraph stand closer than their boxes are high.
        if (wide > slack && high > slack + 0.25 * Math.min(a.height, b.height))
          faults.push(`"${texts[i].text}" and "${texts[k].text}" overlap`);
      }
    }
  }
  return faults;
}

// Runs in the page: texts of a chart that leave its picture.
function cutOff() {
  const faults = [];
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    for (const t of svg.querySelectorAll("text")) {
      const box = t.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 ||
          box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        faults.push(`"${t.textContent}" is cut off`);
    }
  }
  return faults;
}

// Runs in the page: what would run, load or clash.
function unsafe() {
  const faults = [];
  const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]");
  if (policy === null || !policy.content.startsWith("default-src 'none'"))
    faults.push("no Content-Security-Policy that forbids everything else");
  else if (/script-src|unsafe-eval/.test(policy.content)) faults.push(`the policy allows scripts: ${policy.content}`);
  const active = "script, iframe, object, embed, form, link, base, foreignObject, [src]:not([src^='data:'])";
  for (const e of document.querySelectorAll(active)) faults.push(`<${e.localName}> on the page`);
  for (const e of document.querySelectorAll("*")) {
    for (const a of e.attributes) {
      if (/^on/i.test(a.name)) faults.push(`<${e.localName} ${a.name}>`);
      if (/^(href|xlink:href)$/i.test(a.name) && !/^(#|https?:|data:text\/csv|mailto:|[\w.~%\/-]+$)/i.test(a.value))
        faults.push(`a link to ${a.value.slice(0, 60)}`);
    }
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids.filter((x, i) => ids.indexOf(x) !== i))) faults.push(`id ${id} occurs more than once`);
  return faults;
}

// Runs in the page: what it says on this screen. The words outside the pictures; and of each picture that
// is shown its name, its summary and what its marks say, in order of the alphabet.
function sayings() {
  const shown = [...document.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0);
  const marks = shown.map((svg) => [...svg.querySelectorAll("title, desc")].map((t) => t.textContent).sort().join("\n"));
  const words = document.body.cloneNode(true);
  for (const svg of words.querySelectorAll("svg")) svg.remove();
  document.body.hidden = true;
  document.documentElement.append(words);
  const outside = words.innerText;
  words.remove();
  document.body.hidden = false;
  return [outside, ...marks];
}

function differences(desktop, phone) {
  if (desktop.length !== phone.length) return [`${desktop.length - 1} charts on the desktop, ${phone.length - 1} on the phone`];
  return desktop.flatMap((text, i) => {
    const other = phone[i].split("\n");
    const at = text.split("\n").findIndex((line, k) => line !== other[k]);
    if (at < 0 && text.length === phone[i].length) return [];
    return [`${i === 0 ? "words" : `chart ${i}`}: "${text.split("\n")[at]}" on the desktop, "${other[at]}" on the phone`];
  });
}

async function violations(page) {
  const result = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  return result.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes[0].html.slice(0, 120)}`);
}

async function look(browser, report, screen, folder) {
  const name = `${basename(dirname(report))}, ${screen.name}`;
  const context = await browser.newContext({
    viewport: { width: screen.width, height: screen.height }, reducedMotion: "reduce", offline: true });
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on("console", (m) => said.push(`${m.type()}: ${m.text()}`));
  page.on("pageerror", (e) => said.push(`error: ${e.message}`));
  page.on("dialog", (d) => { said.push(`dialog: ${d.message()}`); d.dismiss(); });
  page.on("request", (r) => { if (!r.url().startsWith("data:")) asked.push(r.url()); });
  await page.goto(pathToFileURL(report).href, { waitUntil: "load" });
  check(`${name}: nothing is loaded`, asked.slice(1));
  check(`${name}: nothing runs, nothing clashes`, await page.evaluate(unsafe));
  check(`${name}: labels stand apart`, await page.evaluate(overlapping));
  check(`${name}: labels stand inside their chart`, await page.evaluate(cutOff));
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
  check(`${name}: the page is no wider than the screen`, wide > 0 ? [`${wide} pixels too wide`] : []);
  const picture = await page.screenshot({ fullPage: true });
  writeFileSync(join(folder, `${basename(dirname(report))}-${screen.name}.png`), picture);
  await page.reload({ waitUntil: "load" });
  const again = await page.screenshot({ fullPage: true });
  check(`${name}: the same picture twice`, picture.equals(again) ? [] : ["the pictures differ"]);
  check(`${name}: axe-core`, await violations(page));
  if (screen.name === "desktop") {
    const pdf = await page.pdf({ format: "A4", path: join(folder, `${basename(dirname(report))}.pdf`) });
    check(`${name}: prints`, pdf.subarray(0, 5).toString() === "%PDF-" ? [] : ["no PDF"]);
  }
  check(`${name}: the console is silent`, said);
  const says = await page.evaluate(sayings);
  await context.close();
  return says;
}

const [folder, ...reports] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.FOISTAT_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none"],
});
for (const report of reports) {
  const [desktop, phone] = [await look(browser, report, screens[0], folder), await look(browser, report, screens[1], folder)];
  check(`${basename(dirname(report))}: the phone says what the desktop says`, differences(desktop, phone));
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
