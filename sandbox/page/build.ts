import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

export const CLIENT = fileURLToPath(new URL('client/', import.meta.url));

/** What a browser asks for, by path. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** Builds the page in memory, from the sources as they are now. Writes nothing and fetches nothing. */
export async function buildClient(): Promise<Files> {
  const built = await build({
    root: CLIENT,
    configFile: false,
    envDir: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      write: false,
      // Fonts stay files: the page's policy allows no data addresses for them.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: [`${CLIENT}index.html`, `${CLIENT}views.html`] },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  return new Map(
    outputs.flatMap((each) =>
      'output' in each
        ? each.output.map((file): [string, string | Uint8Array] => [
            `/${file.fileName}`,
            file.type === 'chunk' ? file.code : file.source,
          ])
        : [],
    ),
  );
}
