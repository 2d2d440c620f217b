import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

const ROOT = new URL('../../', import.meta.url);
const NOT_OURS = /^(node_modules|dist|prisma\/generated|\.[^/]+)(\/|$)/;
const PRODUCT = /^(app\.ts$|(src|listeners|views|jobs|api|cli)\/)/;

/** Every TypeScript file of the project, by its path from the root. What is generated is left out. */
export function sourceFiles(folder = ''): string[] {
  return readdirSync(new URL(`./${folder}`, ROOT), { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name;
    if (NOT_OURS.test(path)) return [];
    if (entry.isDirectory()) return sourceFiles(`${path}/`);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** What runs at a customer's. */
export const productFiles = (): string[] => sourceFiles().filter((path) => PRODUCT.test(path));

export const sourceOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

export interface Import {
  /** As it is written. */
  specifier: string;
  names: string[];
  /** Nothing of it is left when the program runs. */
  typeOnly: boolean;
}

const STATEMENT =
  /^(?:import|export)\s+(?<type>type\s+)?(?:(?<names>[^'";=()]*?)\s*\bfrom\s+)?['"](?<from>[^'"]+)['"]/gm;
const CALL = /\bimport\(\s*(?:(['"`])(?<from>[^'"`$]*)\1\s*[,)])?/g;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Static, type-only and dynamic imports and re-exports. Throws on an import whose path is put together as it runs. */
export function importsIn(source: string): Import[] {
  const code = source.replace(COMMENT, '');
  const found = [...code.matchAll(STATEMENT)].map(({ groups = {} }): Import => {
    const names = (groups['names'] ?? '')
      .replace(/[{}]/g, ' ')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const typeOnly =
      groups['type'] !== undefined || (names.length > 0 && names.every((name) => name.startsWith('type ')));
    const bare = names.map((name) => name.replace(/^type /, '').replace(/ as .*/, ''));
    return { specifier: groups['from'] ?? '', names: bare, typeOnly };
  });
  for (const { groups } of code.matchAll(CALL)) {
    const specifier = groups?.['from'];
    if (!specifier) throw new Error('an import whose path nobody can read');
    found.push({ specifier, names: [], typeOnly: false });
  }
  return found;
}

export interface Edge extends Import {
  from: string;
  /** From the root, where the import is relative; null for a package. */
  to: string | null;
}

export function edgesOf(path: string): Edge[] {
  return importsIn(sourceOf(path)).map((found) => {
    const relative = found.specifier.startsWith('.');
    return { ...found, from: path, to: relative ? posix.join(posix.dirname(path), found.specifier) : null };
  });
}
