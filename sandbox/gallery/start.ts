import { buildClient } from '../page/build.ts';
import { startGallery } from './start-gallery.ts';

const port = Number(process.env['PORT'] ?? 3001);

async function main(): Promise<void> {
  const { url } = await startGallery({ port, files: await buildClient() });
  console.log(`Every view is at ${url}. It is drawn anew when a view changes. Ctrl-C stops it.`);
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken. Choose another: PORT=4001 npm run views`
      : (error.stack ?? error),
  );
  process.exit(1);
});
