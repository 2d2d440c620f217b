import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function chromiumPath(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    ['/usr/bin', ...folders].map((folder) => join(folder, name)),
  );
  const found = places.find((each) => existsSync(each));
  if (!found) throw new Error('What looks at the page needs Chromium: apt-get install chromium');
  return found;
}

export interface Window {
  page: Page;
  /** What the page complained of, and every address it asked for that is not on this machine. */
  complaints: string[];
  close(): Promise<void>;
}

/** A browser of its own, with nothing in it. */
export async function openWindow(
  url: string,
  options: { width?: number; height?: number; dark?: boolean; scale?: number } = {},
): Promise<Window> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-browser-'));
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    args: FLAGS,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:')) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return {
    page,
    complaints,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What axe finds serious or worse, and where. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<axe.AxeResults> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Every element that is wider than its place, by its class. Fields scroll by themselves. */
export const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('body, body *')]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
    .filter((each) => !each.matches('input, textarea, pre, .sr-only, .place-name, .bar-text strong'))
    .filter((each) => getComputedStyle(each).display !== 'inline')
    .map((each) => each.tagName + '.' + each.className + ' ' + each.scrollWidth + ' > ' + each.clientWidth)`);
