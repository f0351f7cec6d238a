import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine: `$CHROMIUM`, or where Debian and its like put it. */
export const executable = process.env['CHROMIUM'] ?? places.find((place) => existsSync(place));

/** Without a browser these tests are left out, but not where everything has to pass. */
export const isMissing = executable === undefined && process.env['CI'] === undefined;
if (isMissing) process.stdout.write('No Chromium is installed ($CHROMIUM names one): the HTML report is not opened.\n');

/** A page with everything that went on in it. */
export interface Opened {
  readonly page: Page;
  /** Messages on the console, and errors nobody caught. */
  readonly console: readonly string[];
  /** Addresses that were asked for. */
  readonly requests: readonly string[];
}

/** A browser that opens HTML from files, as people do. */
export class Reader {
  readonly #browser: Browser;
  readonly #folder = mkdtempSync(join(tmpdir(), 'mtlscope-page-'));
  readonly address = pathToFileURL(join(this.#folder, 'report.html')).href;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(html: string): Promise<Reader> {
    const reader = new Reader(
      await chromium.launch({ executablePath: executable ?? '/usr/bin/chromium', args: ['--no-sandbox'] }),
    );
    reader.write(html);
    return reader;
  }

  write(html: string): void {
    writeFileSync(join(this.#folder, 'report.html'), html);
  }

  async open(hash = '', options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    const console: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => console.push(message.text()));
    page.on('pageerror', (error) => console.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${this.address}${hash}`);
    return { page, console, requests };
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
