import { beforeEach, describe, expect, it } from 'vitest';
import { moveBook } from '../../src/handoffs/books/move-book.ts';
import { BriefSchema } from '../../src/handoffs/brief/brief.ts';
import type { HandoffKind } from '../../src/handoffs/kinds.ts';
import {
  changeQuestions,
  publishQuestions,
  type QuestionsChanged,
} from '../../src/handoffs/questions/change-questions.ts';
import { loadQuestions } from '../../src/handoffs/questions/load-questions.ts';
import {
  loadCurrentTemplates,
  loadOwnLabels,
  loadTemplates,
} from '../../src/handoffs/questions/load-templates.ts';
import type { ListedQuestion } from '../../src/handoffs/questions/question-list.ts';
import type { QuestionChange } from '../../src/handoffs/questions/questions.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newId } from '../../src/platform/id.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { newMember, newTeam, newWorkspace } from '../people/world.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
let ctx: Ctx;
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
});

const KIND: HandoffKind = 'sales_to_cs';
const kind = KIND;
const OWN: ListedQuestion = {
  ...{ key: 'own_plan', label: 'Success plan', hint: '', weight: 10, answer: 'line' },
  ...{ first: false, hidden: false, required: 'no_one' },
};

async function change(what: QuestionChange, where = ctx, kind = KIND): Promise<number> {
  const { revision } = await loadQuestions(where, kind);
  const done = await changeQuestions(where, { kind, revision, change: what });
  if (isRefusal(done)) throw new Error(done.message);
  return done.revision;
}

async function publish(where = ctx, kind = KIND) {
  const { revision } = await loadQuestions(where, kind);
  return publishQuestions(where, { kind, revision });
}

describe('two admins at once', () => {
  const both = async (act: (key: string) => Promise<unknown>) => {
    const answers = await Promise.all(['technical', 'not_sold'].map(act));
    return [answers.filter((one) => !isRefusal(one)), answers.filter(isRefusal)] as const;
  };

  it('change the list one after the other: the second is told, and nothing is lost', async () => {
    for (const revision of [0, 1]) {
      const [done, refused] = await both((key) =>
        changeQuestions(ctx, { kind, revision, change: { do: revision === 0 ? 'hide' : 'show', key } }),
      );
      expect(done).toEqual([{ revision: revision + 1 } satisfies QuestionsChanged]);
      expect(refused).toMatchObject([{ refused: 'changed' }]);
    }
  });

  it('publish once', async () => {
    const revision = await change({ do: 'hide', key: 'technical' });
    const [done, refused] = await both(() => publishQuestions(ctx, { kind, revision }));
    expect(done).toMatchObject([{ version: 1 }]);
    expect(refused).toMatchObject([{ refused: 'changed' }]);
    expect(await database.db.handoffTemplate.count({ where: { workspaceId: ctx.workspace.id } })).toBe(1);
  });
});

describe('what is published', () => {
  it('is what a kind asks from then on, and a version is never another', async () => {
    await change({ do: 'put', question: OWN });
    expect(await publish()).toMatchObject({ version: 1 });
    await change({ do: 'put', question: { ...OWN, label: 'Plan for success' } });
    expect(await publish()).toMatchObject({ version: 2 });
    await change({ do: 'delete', key: 'own_plan' });
    expect(await publish()).toMatchObject({ version: 3 });
    const templates = await loadCurrentTemplates(ctx.db, ctx.workspace.id);
    const [current, other] = [templates('sales_to_cs'), templates('cs_to_sales')];
    expect(current.id).toBe('sales_to_cs@1');
    expect(other.id).toBe('cs_to_sales@1');
    const templateOf = await loadTemplates(ctx.db, ctx.workspace.id, [
      'sales_to_cs@own.1',
      'sales_to_cs@own.2',
    ]);
    expect(templateOf('sales_to_cs@own.1').more).toMatchObject([{ label: 'Success plan' }]);
    expect(templateOf('sales_to_cs@own.2').more).toMatchObject([{ label: 'Plan for success' }]);
    const labels = await loadOwnLabels(ctx.db, ctx.workspace.id, ['own_plan', 'own_other']);
    expect([...labels]).toEqual([['own_plan', 'Plan for success']]);
  });

  it('is nothing where nothing is changed', async () => {
    expect(await publish()).toMatchObject({ refused: 'same' });
    await change({ do: 'hide', key: 'technical' });
    await change({ do: 'show', key: 'technical' });
    expect((await loadQuestions(ctx, kind)).isChanged).toBe(false);
    expect(await publish()).toMatchObject({ refused: 'same' });
  });

  it('is of one workspace', async () => {
    await change({ do: 'put', question: OWN });
    await publish();
    const elsewhere = await newWorkspace(database.db);
    const { list, version } = await loadQuestions(elsewhere, kind);
    expect([version, list.some(({ key }) => key === 'own_plan')]).toEqual([0, false]);
    const templateOf = await loadTemplates(elsewhere.db, elsewhere.workspace.id, ['sales_to_cs@own.1']);
    expect(() => templateOf('sales_to_cs@own.1')).toThrow('unknown template');
    expect((await loadOwnLabels(elsewhere.db, elsewhere.workspace.id, ['own_plan'])).size).toBe(0);
  });

  it('that nobody can read is asked as it is shipped', async () => {
    await database.db.handoffTemplate.create({
      data: {
        ...{ workspaceId: ctx.workspace.id, kind, version: 1, publishedAt: ctx.now },
        questions: [{ key: 'own_a' }],
      },
    });
    const current = (await loadCurrentTemplates(ctx.db, ctx.workspace.id))('sales_to_cs');
    expect(current.id).toBe('sales_to_cs@own.1');
    expect(current.questions.map(({ key }) => key)).toEqual(['contact', 'why', 'outcome', 'promises']);
    expect((await loadQuestions(ctx, kind)).isChanged).toBe(false);
  });
});

describe('an order', () => {
  it('is changed within what is shown together', async () => {
    const keys = async () => (await loadQuestions(ctx, kind)).list.map(({ key }) => key);
    await change({ do: 'move', key: 'outcome', by: -1 });
    expect((await keys()).slice(0, 4)).toEqual(['contact', 'outcome', 'why', 'promises']);
    const before = await keys();
    await change({ do: 'move', key: 'promises', by: 1 });
    expect(await keys()).toEqual(before);
  });
});

describe('accounts that are moved together', () => {
  it('are written for what is asked of them now, and take along what was answered before', async () => {
    const [from, to, lead] = [
      await newMember(ctx, 'UFROM'),
      await newMember(ctx, 'UTO'),
      await newMember(ctx, 'ULEAD'),
    ];
    await newTeam(ctx, 'Sample CS', 'cs', { leadId: lead, members: [from, to] });
    const common = { workspaceId: ctx.workspace.id, createdAt: ctx.now, updatedAt: ctx.now };
    const account = { id: newId(ctx.now), name: 'Sample', nameKey: 'sample', csOwnerId: from };
    await database.db.account.create({ data: { ...common, ...account } });
    const own = {
      own_gone: { label: 'Asked once', text: 'EU' },
      own_plan: { label: 'Success plan', text: 'Yes' },
    };
    await database.db.handoff.create({
      data: {
        ...{ ...common, id: newId(ctx.now), number: 900, kind, state: 'accepted', template: 'sales_to_cs@1' },
        ...{
          senderId: lead,
          receiverId: from,
          accountId: account.id,
          acceptedAt: ctx.now,
          submittedAt: ctx.now,
          acceptedById: from,
        },
        brief: BriefSchema.parse({ own }),
      },
    });
    for (const { key } of (await loadQuestions(ctx, 'cs_to_cs')).list.slice(1))
      await change({ do: 'hide', key }, ctx, 'cs_to_cs');
    await change({ do: 'put', question: { ...OWN, weight: 15 } }, ctx, 'cs_to_cs');
    expect(await publish(ctx, 'cs_to_cs')).toMatchObject({ version: 1 });
    const actor = { type: 'member', memberId: lead } as const;
    const moved = await moveBook(
      { ...ctx, actor },
      { fromId: from, shares: [{ toId: to, accountIds: [account.id] }], note: '' },
    );
    expect(isRefusal(moved)).toBe(false);
    const found = await database.db.handoff.findFirst({ where: { accountId: account.id, kind: 'cs_to_cs' } });
    expect(found).toMatchObject({ template: 'cs_to_cs@own.1', completeness: 50, brief: { own } });
  });
});
