// node measure.js PAGE: how long Chromium takes to open a page and make it interactive, the median of nine times, in ms.
// A figure to look at, not a test. Needs what ./run installs; run it there.
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
const times = [];
for (let i = 0; i < 9; ++i) {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(process.argv[2]).href, {timeout: 120000});
  await page.locator('.controls select').first().waitFor();
  times.push(await page.evaluate(() => {
    const [opened] = performance.getEntriesByType('navigation');
    const painted = performance.getEntriesByName('first-contentful-paint')[0];
    return {interactive: opened.domContentLoadedEventEnd, loaded: opened.loadEventEnd, painted: painted?.startTime ?? 0};
  }));
  await page.close();
}
await browser.close();
for (const name of ['painted', 'interactive', 'loaded']) {
  const sorted = times.map((time) => time[name]).sort((one, other) => one - other);
  console.log(`${name}: ${Math.round(sorted[4])} ms (${Math.round(sorted[0])} to ${Math.round(sorted[8])})`);
}
