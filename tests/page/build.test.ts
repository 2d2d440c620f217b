import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

it('the production build takes nothing from the sandbox, nor what its page is made with', () => {
  const tsc = `${PROJECT}node_modules/typescript/bin/tsc`;
  const listed = execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--listFilesOnly'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter(Boolean);
  expect(files.some((file) => file.endsWith('/src/handoffs/verbs/submit.ts'))).toBe(true);
  const banned =
    /\/(sandbox|tests|bench)\/|node_modules\/(@types\/)?(react|react-dom|vite|playwright-core|axe-core)\//;
  expect(files.filter((file) => banned.test(file.replace(PROJECT, '/')))).toEqual([]);
});
