import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { changeQuestions } from '../../src/handoffs/questions/change-questions.ts';
import { loadCurrentTemplates } from '../../src/handoffs/questions/load-templates.ts';
import { type ListedQuestion, shippedList } from '../../src/handoffs/questions/question-list.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newWorkspace } from '../people/world.ts';
import { envAt } from '../support/command-line.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
let ctx: Ctx;
let folder: string;

beforeEach(async () => {
  ctx = await newWorkspace(database.db);
  folder = await mkdtemp(join(tmpdir(), 'baton-templates-'));
});

async function templates(...words: string[]) {
  let [out, err] = ['', ''];
  const code = await run(['--team', ctx.workspace.slackTeamId, 'templates', ...words], {
    env: await envAt(ctx.now, database),
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

async function fileOf(content: unknown): Promise<string> {
  const file = join(folder, 'questions.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const current = async () => (await loadCurrentTemplates(ctx.db, ctx.workspace.id))('sales_to_cs');
const list = shippedList('sales_to_cs');
const OWN: Partial<ListedQuestion> = { key: 'own_plan', label: 'Success plan', weight: 10, answer: 'yes_no' };

describe('the questions in a file', () => {
  it('go out and come in, all of them or those of one kind', async () => {
    const all = JSON.parse((await templates('export')).out);
    expect(Object.keys(all)).toContain('service_to_cs');
    const one = await templates('export', 'sales_to_cs');
    expect(JSON.parse(one.out)).toEqual({ sales_to_cs: list });
    expect(await templates('import', await fileOf(all))).toMatchObject({
      code: 0,
      out: expect.stringContaining(`sales_to_cs: ${list.length} questions, nothing is changed.`),
    });
  });

  it('are refused where a known one is answered another way: what was answered would not fit', async () => {
    await templates(
      'import',
      await fileOf({ sales_to_cs: [...list.slice(0, 4), { ...OWN, answer: 'line' }] }),
    );
    const file = await fileOf({ sales_to_cs: [...list.slice(0, 4), { ...OWN, answer: 'day' }] });
    const { code, err } = await templates('import', file);
    expect(code).not.toBe(0);
    expect(err).toContain(
      'own_plan is answered another way already. Give the new question a key of its own.',
    );
  });

  it('are only looked at with --dry-run, then published as one version', async () => {
    const file = await fileOf({ sales_to_cs: [...list.slice(0, 4), OWN] });
    expect(await templates('import', file, '--dry-run')).toEqual({
      code: 0,
      out: 'sales_to_cs: 5 questions, can be published.\n',
      err: '',
    });
    expect((await current()).id).toBe('sales_to_cs@1');
    expect((await templates('import', file)).out).toBe(
      'sales_to_cs: 5 questions, published as version 1. 0 drafts and 0 open handoffs keep theirs.\n',
    );
    expect(await current()).toMatchObject({
      id: 'sales_to_cs@own.1',
      more: [{ key: 'own_plan', label: 'Success plan', answer: 'yes_no' }],
      hidden: list.slice(4).map(({ key }) => key),
    });
    const shipped = await fileOf({ sales_to_cs: list });
    expect((await templates('import', shipped)).out).toContain('published as version 2');
    expect((await current()).id).toBe('sales_to_cs@1');
  });

  it.each([
    [{ sales_to_cs: [{ ...OWN, weight: 'much' }] }, 'sales_to_cs.0.weight must be a number'],
    [{ sales_to_cs: [{ ...OWN, weight: 51 }] }, 'sales_to_cs.0.weight must be at most 50'],
    [{ sales_to_cs: [{ ...OWN, label: ' ' }] }, 'sales_to_cs.0.label must not be empty'],
    [{ sales_to_cs: [OWN, OWN] }, 'the key own_plan is there twice'],
    [
      { sales_to_cs: [{ ...OWN, required: { segments: [] } }] },
      'sales_to_cs.0.required must be "everyone", "no_one" or lists',
    ],
    [{ sales_to_marketing: [OWN] }, 'sales_to_marketing'],
    [{}, 'has no questions'],
    ['{"sales_to_cs": [', 'is not JSON'],
    [{ sales_to_cs: [{ ...OWN, weight: 0 }] }, 'weight above 0'],
    [
      { sales_to_cs: Array.from({ length: 12 }, (_, n) => ({ ...OWN, key: `own_${n}`, first: true })) },
      '12 questions are on the first screen',
    ],
  ])('are refused in words, and nothing is published: %j', async (content, words) => {
    const answer = await templates('import', await fileOf(content));
    expect(answer).toMatchObject({ code: 1, out: '', err: expect.stringContaining(words) });
    expect(await database.db.handoffTemplate.count({ where: { workspaceId: ctx.workspace.id } })).toBe(0);
  });

  it('do not write over what an admin is changing in Slack', async () => {
    const key = 'technical';
    await changeQuestions(ctx, { kind: 'sales_to_cs', revision: 0, change: { do: 'hide', key } });
    const answer = await templates('import', await fileOf({ sales_to_cs: [OWN] }));
    expect(answer).toMatchObject({
      code: 1,
      err: expect.stringContaining('changes in Slack that are not published'),
    });
  });
});
