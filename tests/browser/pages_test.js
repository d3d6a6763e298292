// node pages_test.js PROGRAM WORK: see run.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {cpSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';
import {writeHostile} from './corpus.js';

const [program, work] = process.argv.slice(2);
const run = (...words) => execFileSync(program, words, {cwd: work, stdio: ['ignore', 'ignore', 'inherit']});

rmSync(join(work, 'hostile'), {recursive: true, force: true});
rmSync(join(work, 'history'), {recursive: true, force: true});
writeHostile(join(work, 'hostile'));
run('run', '--built-in', '40', '--corpus', 'hostile', '--scheme', 'dkim/*', '--scheme', 'domainkeys/std',
    '--path', 'P0*', '--path', 'P18', '--path', 'E01', '--out', 'history/first');
makeSecondRun();
run('dashboard', 'history', '--out', 'dashboard.html');
const report = pathToFileURL(join(work, 'history/first/report.html')).href;
const dashboard = pathToFileURL(join(work, 'dashboard.html')).href;
const hasCharts = readFileSync(join(work, 'history/first/report.html'), 'utf8').includes('id="chart-specs"');

// The same run by a later version of which one cell lost ten cases.
function makeSecondRun() {
  cpSync(join(work, 'history/first'), join(work, 'history/second'), {recursive: true});
  const file = join(work, 'history/second/summary.json');
  const summary = JSON.parse(readFileSync(file, 'utf8'));
  const cell = summary.deterministic.cells.find(
    (one) => one.scheme === 'dkim' && one.profile === 'std' && one.path === 'P01' && one.stratum === 'all');
  cell.pass -= 10;
  cell.fail += 10;
  cell.causes.body_changed = 10;
  writeFileSync(file, JSON.stringify(summary));
  const manifest = JSON.parse(readFileSync(join(work, 'history/second/manifest.json'), 'utf8'));
  manifest.versions.massbench = '9.9.9';
  manifest.started = 'Fri, 01 Jan 2100 00:00:00 +0000';
  writeFileSync(join(work, 'history/second/manifest.json'), JSON.stringify(manifest));
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});

// A page on which nothing goes wrong unseen.
async function open(address, options = {}) {
  const context = await browser.newContext({viewport: {width: 1400, height: 900}, ...options});
  context.setDefaultTimeout(60000);
  const page = await context.newPage();
  page.troubles = [];
  page.on('console', (message) => page.troubles.push(message.text()));
  page.on('pageerror', (error) => page.troubles.push(error.message));
  page.on('dialog', (dialog) => { page.troubles.push('a dialog'); dialog.dismiss(); });
  page.on('request', (request) => {
    if (request.url() !== address.replace(/#.*/, '')) page.troubles.push(request.url());
  });
  await page.goto(address, {timeout: 60000});
  return page;
}
const close = async (page) => {
  assert.deepEqual(page.troubles, []);
  await page.context().close();
};
const cells = (page) => page.locator('#matrix .heat td').allInnerTexts();
const chooser = (page, title) => page.locator('.controls label', {hasText: title}).locator('select');
const panel = (page) => page.locator('#panel');

const tests = {
  async 'the matrix changes with the kind of message and the profile'() {
    const page = await open(report);
    const all = await cells(page);
    assert.ok(all.length > 30);

    await chooser(page, 'Kind of message').selectOption({label: 'plain8'});
    const some = await cells(page);
    assert.notDeepEqual(some, all);
    await chooser(page, 'Kind of message').selectOption({label: 'all'});
    assert.deepEqual(await cells(page), all, 'the script rounds as the program does');

    await chooser(page, 'Profile').selectOption({label: 'strict'});
    assert.equal(await page.locator('#matrix .heat tbody tr:visible').count(),
                 await page.locator('#matrix .heat tbody tr:has(.profile:text-is("strict"))').count());
    await close(page);
  },

  async 'a click on a cell shows its causes and cases'() {
    const page = await open(report);
    await page.locator('#matrix a[href="#dkim/std/P18"]').click();

    await panel(page).waitFor();
    const text = await panel(page).innerText();
    assert.match(text, /dkim.*std/);
    assert.match(text, /hdr_changed\(Subject\)/);
    assert.match(text, /T03 subjtag/);
    assert.match(text, /Cases: hdr_changed\(Subject\)/);
    assert.equal(new URL(page.url()).hash, '#dkim/std/P18');
    const sides = panel(page).locator('.cases', {hasText: 'hdr_changed(Subject)'}).locator('.sides').first().locator('dd');
    const [signed, arrived] = await sides.allInnerTexts();
    assert.match(signed, /^subject:/i);
    assert.match(arrived, /^subject:/i);
    assert.notEqual(signed, arrived);
    assert.ok(signed.endsWith(await sides.first().locator('mark').innerText()));

    await page.keyboard.press('Escape');
    assert.ok(await panel(page).isHidden());
    assert.equal(await page.evaluate(() => document.activeElement.hash), '#dkim/std/P18');
    await close(page);
  },

  async 'every cell in which something broke has cases'() {
    const page = await open(report);
    const without = await page.evaluate(() => {
      const {cells} = JSON.parse(document.getElementById('case-data').textContent);
      return [...document.querySelectorAll('.card:has(.case)')].map((card) => card.id).filter((id) => !cells[id]);
    });
    assert.deepEqual(without, []);
    await close(page);
  },

  async 'links lead to a cell and to a cause'() {
    for (const link of ['#dkim/std/P18', '#dkim/std/P18/hdr_changed~28Subject~29']) {
      const page = await open(report + link);
      await panel(page).waitFor();
      assert.match(await panel(page).innerText(), /P18/);
      if (link.includes('hdr')) assert.ok(await panel(page).locator('.chosen[data-cause]').count() > 0);
      await close(page);
    }
  },

  async 'keys move in the matrix and open a cell'() {
    const page = await open(report);
    await page.locator('#matrix a[href="#dkim/std/P01"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const at = await page.evaluate(() => document.activeElement.hash);
    assert.match(at, /^#dkim\/.+\/P0[2-9]L?$/);
    assert.ok(!at.startsWith('#dkim/std/'));

    await page.keyboard.press('Enter');
    await panel(page).waitFor();
    await close(page);
  },

  async 'hostile text stays text'() {
    const page = await open(report);
    const found = await page.evaluate(() => ({
      pwned: window.pwned ?? ({}).pwned,
      images: document.images.length,
      scripts: [...document.scripts].filter((script) => script.type === '').length,
      handlers: document.querySelectorAll('[onerror], [onload], [style]:not(.chart *)').length,
      turned: /[\u202a-\u202e\u2066-\u2069\u001b\u0007]/.test(document.documentElement.outerHTML),
    }));
    assert.equal(found.pwned, undefined);
    assert.equal(found.images, 0);
    assert.equal(found.scripts, hasCharts ? 2 : 1);
    assert.equal(found.handlers, 0);
    assert.ok(!found.turned);

    let text = '';
    for (const link of await page.locator('#matrix a[href$="/P18"]').all()) {
      await link.click();
      assert.equal(await panel(page).locator('script, img, svg[onload]').count(), 0);
      text += await panel(page).innerText();
    }
    assert.ok(text.includes('<script>window.pwned=1'), 'it is there to be read');
    assert.ok(statSync(join(work, 'history/first/report.html')).size < 1_500_000);
    await close(page);
  },

  async 'charts are drawn and labelled'() {
    if (!hasCharts) {
      console.log('  (the program was built without charts)');
      return;
    }
    const page = await open(report);
    for (const name of ['causes', 'survival-cost', 'costs']) {
      const figure = page.locator(`figure[data-chart="${name}"]`);
      await figure.scrollIntoViewIfNeeded();
      await figure.locator('svg [aria-label]').first().waitFor();
    }
    const labels = await page.locator('figure[data-chart="survival-cost"] path[aria-label]').evaluateAll(
      (marks) => marks.map((mark) => mark.getAttribute('aria-label')));
    assert.ok(labels.some((label) => label.includes('dkim')), labels[0]);
    await close(page);
  },

  async 'all of it is there without a script'() {
    const page = await open(report, {javaScriptEnabled: false});
    assert.equal(await page.locator('.controls').count(), 0);
    assert.equal(await page.locator('figure.chart:visible').count(), 0);
    await page.locator('#matrix a[href="#dkim/std/P18"]').click();
    assert.match(await page.locator(':target').innerText(), /hdr_changed\(Subject\)/);
    await close(page);
  },

  async 'a dashboard names the regression first and draws its cell'() {
    const page = await open(dashboard);
    const first = page.locator('#changes tbody tr').first();
    assert.match(await first.innerText(), /dkim std, P01[\s\S]*regression[\s\S]*body_changed[\s\S]*9\.9\.9/);
    if (hasCharts) {
      const marks = page.locator('figure[data-chart="trend"] .mark-symbol.role-mark path[aria-label]');
      await marks.first().waitFor();
      assert.match((await marks.evaluateAll((all) => all.map((mark) => mark.getAttribute('aria-label')))).join(),
                   /version: 9\.9\.9.*machine: /);
      await chooser(page, 'Cell').selectOption({label: 'domainkeys std, P18'});
      await page.waitForFunction(() => document.querySelector('figure[data-chart="trend"] path[aria-label*="domainkeys"]'));
    }
    await close(page);
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  const begin = Date.now();
  try {
    await test();
    console.log(`ok ${name} (${Date.now() - begin} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n${error.stack}`);
  }
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
