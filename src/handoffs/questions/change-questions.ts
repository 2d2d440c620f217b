import { isDeepStrictEqual } from 'node:util';
import { Prisma } from '../../../prisma/generated/client.ts';
import { audit } from '../../platform/audit.ts';
import type { Ctx, TxCtx } from '../../platform/ctx.ts';
import { newId } from '../../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { quoted } from '../../platform/text.ts';
import { LostRace, transactOnce } from '../../platform/transact.ts';
import { OPEN_STATES } from '../handoff.ts';
import type { HandoffKind } from '../kinds.ts';
import { loadQuestions } from './load-questions.ts';
import { ownId, QUESTIONS } from './load-templates.ts';
import {
  type ListedQuestion,
  type QuestionList,
  shippedList,
  whyNotAsked,
  withShipped,
} from './question-list.ts';
import { changedList, type QuestionChange, type Questions } from './questions.ts';

// Admins change one copy of the questions of a kind. Handoffs ask nothing else until it is published.

interface Drawn {
  kind: HandoffKind;
  /** Of the list that was looked at. */
  revision: number;
}

export interface QuestionsChanged {
  revision: number;
}

/** Changes the copy. Refused where it was changed since it was looked at. */
export function changeQuestions(
  ctx: Ctx,
  command: Drawn & { change: QuestionChange },
): Promise<QuestionsChanged | Refusal> {
  return transactOnce(ctx, 'change_questions', async (ctx) => {
    const before = await loadQuestions(ctx, command.kind);
    const list = whyNotSame(before, command) ?? changedList(before, command.change);
    if (isRefusal(list)) return list;
    const refusal = whyNotAsked(command.kind, list);
    if (refusal) return refusal;
    return { revision: await write(ctx, before, list, before.version) };
  });
}

export const newQuestionKey = (now: Date): string => `own_${newId(now).slice(-12)}`;

function whyNotSame({ revision, changedBy }: Questions, drawn: Drawn): Refusal | null {
  return revision === drawn.revision
    ? null
    : refuse(
        'changed',
        `${changedBy ?? 'Someone'} changed these questions while this window was open. Open them again to see what’s new, then make your change.`,
      );
}

async function write(
  ctx: TxCtx,
  { kind, revision }: Questions,
  list: ListedQuestion[],
  base: number,
): Promise<number> {
  const where = { workspaceId: ctx.workspace.id, kind };
  const data = {
    base,
    revision: revision + 1,
    questions: QUESTIONS.write(list),
    changedById: memberIn(ctx),
    changedAt: ctx.now,
  };
  const { count } =
    revision === 0
      ? await ctx.tx.handoffTemplateEdit.createMany({ data: { ...where, ...data }, skipDuplicates: true })
      : await ctx.tx.handoffTemplateEdit.updateMany({ where: { ...where, revision }, data });
  if (count === 0) throw new LostRace(`questions of ${kind}`);
  return revision + 1;
}

const memberIn = ({ actor }: TxCtx): string | null => (actor.type === 'member' ? actor.memberId : null);

export interface Published {
  version: number;
  /** Drafts, and open handoffs, that keep the questions they were written for. */
  drafts: number;
  open: number;
}

/** Asks what the copy says from now on. Drafts and open handoffs keep what they were written for. */
export function publishQuestions(ctx: Ctx, command: Drawn): Promise<Published | Refusal> {
  return transactOnce(ctx, 'publish_questions', async (ctx) => {
    const before = await loadQuestions(ctx, command.kind);
    const refusal = whyNotSame(before, command);
    return refusal ?? publish(ctx, before, before.list);
  });
}

/** The same with a whole list, as a file has it. `revision` is not asked: what is not published keeps it out. */
export function importQuestions(
  ctx: Ctx,
  command: { kind: HandoffKind; list: ListedQuestion[]; dryRun: boolean },
): Promise<Published | 'checked' | Refusal> {
  return transactOnce(ctx, 'import_questions', async (ctx) => {
    const before = await loadQuestions(ctx, command.kind);
    if (before.isChanged)
      return refuse(
        'changed',
        `${command.kind}: ${before.changedBy ?? 'someone'} has changes in Slack that are not published. Publish or discard them first.`,
      );
    const list = withShipped(command.kind, command.list);
    const refusal = whyNotAsked(command.kind, list) ?? whyNotAnswered(before.list, list);
    if (refusal) return { ...refusal, message: `${command.kind}: ${refusal.message}` };
    return command.dryRun ? 'checked' : publish(ctx, before, list);
  });
}

/** What was answered one way is not asked another way under the same key. */
function whyNotAnswered(before: QuestionList, list: QuestionList): Refusal | null {
  const other = list.find((one) => {
    const known = before.find(({ key }) => key === one.key);
    return known && known.answer !== one.answer;
  });
  return other
    ? refuse(
        'other_answer',
        `${quoted(other.label)}: ${other.key} is answered another way already. Give the new question a key of its own.`,
      )
    : null;
}

async function publish(ctx: TxCtx, before: Questions, list: ListedQuestion[]): Promise<Published | Refusal> {
  const { kind, asked } = before;
  const refusal = whyNotAsked(kind, list);
  if (refusal) return refusal;
  if (isDeepStrictEqual(list, asked))
    return refuse('same', 'Nothing is changed: new handoffs ask these questions already.');
  const version = before.version + 1;
  // Whoever comes second meets the copy of the first here.
  await write(ctx, before, list, version);
  const isShipped = isDeepStrictEqual(list, shippedList(kind));
  await ctx.tx.handoffTemplate.create({
    data: {
      workspaceId: ctx.workspace.id,
      kind,
      version,
      questions: isShipped ? Prisma.DbNull : QUESTIONS.write(list),
      publishedById: memberIn(ctx),
      publishedAt: ctx.now,
    },
    select: { version: true },
  });
  const shown = list.filter(({ hidden }) => !hidden);
  await audit(ctx, {
    subject: { type: 'workspace', id: ctx.workspace.id },
    action: 'questions.published',
    data: { kind, version, questions: shown.length, shipped: isShipped },
  });
  const keep = { workspaceId: ctx.workspace.id, kind, template: { not: ownId(kind, version) } };
  return {
    version,
    drafts: await ctx.tx.handoff.count({ where: { ...keep, state: 'draft' } }),
    open: await ctx.tx.handoff.count({ where: { ...keep, state: { in: [...OPEN_STATES] } } }),
  };
}
