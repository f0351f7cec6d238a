import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runNow, sample } from '../../cli/samples.ts';
import { isMissing, Reader } from './chromium.ts';

describe.skipIf(isMissing)('the HTML report in a browser', () => {
  let reader: Reader;
  beforeAll(async () => {
    const words = ['report', '--before', sample('auto-mtls'), sample('dr-disable-strict')];
    reader = await Reader.start((await runNow(words)).stdout);
  });
  afterAll(() => reader.stop());

  test('opens from a file without a complaint, and asks for nothing else', async () => {
    const { console, requests } = await reader.open();
    expect([console, requests]).toEqual([[], [reader.address]]);
  });

  test('lists every edge', async () => {
    const { page } = await reader.open();
    expect(await page.locator('#count').textContent()).toBe('36 of 36 edges');
    expect(await page.locator('#rows > tr').count()).toBe(36);
  });

  test('finds the edges that are searched for', async () => {
    const { page } = await reader.open();
    await page.getByRole('searchbox').fill('from:sleep web.demo');
    const rows = await page.locator('#rows > tr').allTextContents();
    expect(rows.length).toBe(4);
    expect(rows.every((row) => row.startsWith('demo/sleepweb.demo.svc.cluster.local'))).toBe(true);
  });

  test('filters by outcome and by namespace', async () => {
    const { page } = await reader.open();
    for (const name of ['undecided', 'mixed', 'plaintext', 'mutual TLS']) await page.getByLabel(name).uncheck();
    expect(await page.locator('#count').textContent()).toBe('8 of 36 edges');
    await page.getByLabel('Namespace').selectOption('data');
    expect(await page.locator('#count').textContent()).toBe('0 of 36 edges');
  });

  test('sorts by the column whose heading is pressed, and back', async () => {
    const { page } = await reader.open();
    const heading = page.getByRole('button', { name: 'To' });
    const first = page.locator('#rows > tr').first();
    await heading.click();
    expect(await first.textContent()).toContain('db.data');
    await heading.click();
    expect(await first.textContent()).toContain('web.demo');
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toBe('To');
  });

  test('opens an explanation with the excerpt that decided from the table, by keyboard', async () => {
    const { page } = await reader.open();
    await page.getByRole('searchbox').fill('from:sleep web.demo.svc.cluster.local:80');
    await page.locator('#rows a').first().focus();
    await page.keyboard.press('Enter');
    const opened = page.locator('details.edge[open]');
    // A browser tells of a changed address (hashchange) only after it has been followed.
    await opened.first().waitFor();
    expect(await opened.count()).toBe(1);
    expect(await opened.locator('mark').first().textContent()).toContain('destination-rule/web');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
  });

  test('a link to an edge opens it', async () => {
    const { page } = await reader.open();
    const id = (await page.locator('details.edge').nth(2).getAttribute('id')) ?? '';
    const { page: linked } = await reader.open(`#${id}`);
    expect(await linked.locator('details.edge[open]').getAttribute('id')).toBe(id);
    expect(await linked.locator('details.edge[open] summary').isVisible()).toBe(true);
  });

  test('a cell of the matrix shows its edges in the table', async () => {
    const { page } = await reader.open();
    await page.locator('.matrix td.o-fails a').first().click();
    const rows = await page.locator('#rows > tr').allTextContents();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.includes('fails'))).toBe(true);
  });

  test('unfolds every explanation for print', async () => {
    const { page } = await reader.open();
    await page.evaluate(
      `addEventListener('beforeprint', () => {
        document.body.dataset.open = document.querySelectorAll('details[open]').length;
      })`,
    );
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await page.locator('body').getAttribute('data-open')).toBe('36');
    // By the event afterprint, which may come after the paper.
    await page.waitForFunction("document.querySelector('details[open]') === null");
  });

  test('is dark where the reader wants it dark', async () => {
    const colours = await Promise.all(
      (['light', 'dark'] as const).map(async (colorScheme) => {
        const { page } = await reader.open('', { colorScheme });
        return page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
      }),
    );
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(13, 17, 23)']);
  });

  test('does not scroll sideways on a telephone', async () => {
    const { page } = await reader.open('', { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  test.each(['light', 'dark'] as const)('has no barrier that axe-core knows of (%s)', async (colorScheme) => {
    const { page } = await reader.open('', { colorScheme });
    for (const at of [0, 9, 35]) await page.locator('details.edge summary').nth(at).click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])).toEqual([]);
  });
});
