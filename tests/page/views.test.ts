import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGallery } from '../../sandbox/gallery/start-gallery.ts';
import { buildClient } from '../../sandbox/page/build.ts';
import type { Serving } from '../../sandbox/page/respond.ts';
import { openWindow, overflowing, seriousFindings } from './browser.ts';

let gallery: Serving;

beforeAll(async () => {
  gallery = await startGallery({ port: 0, files: await buildClient() });
});

afterAll(() => gallery?.close());

describe('the contact sheet', () => {
  it.each([
    { width: 1280, dark: false },
    { width: 390, dark: true },
  ])(
    'shows every view without fault, $width wide',
    async ({ width, dark }) => {
      const { page, complaints, close } = await openWindow(gallery.url, { width, height: 900, dark });
      try {
        await page.getByRole('status').getByText('none breaks Slack’s rules').waitFor();
        expect(await page.locator('.sheet').count()).toBeGreaterThan(90);
        expect(await page.locator('.card-wrong, .unknown').count()).toBe(0);
        expect(await overflowing(page)).toEqual([]);
        // A look at them all takes axe minutes.
        const some = dark ? 'answer return' : 'draft: essentials, saved';
        await page.getByRole('searchbox', { name: 'Find a view' }).fill(some);
        await expect.poll(() => page.locator('.sheet').count()).toBe(1);
        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
      } finally {
        await close();
      }
    },
    90_000,
  );
});
