import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder, found from this file upwards: it is not the same distance from src/ and from dist/. */
export const projectFolder = findUpwards(import.meta.dirname);

function findUpwards(from: string): string {
  if (existsSync(join(from, 'prisma', 'migrations'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('The folder prisma/migrations is missing from this installation.');
  return findUpwards(parent);
}
