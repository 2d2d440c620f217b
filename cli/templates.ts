import { type Command, Option } from 'commander';
import { z } from 'zod';
import { type HandoffKind, KINDS } from '../src/handoffs/kinds.ts';
import { importQuestions } from '../src/handoffs/questions/change-questions.ts';
import { loadQuestions } from '../src/handoffs/questions/load-questions.ts';
import { QuestionListSchema } from '../src/handoffs/questions/question-list.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { count } from '../src/platform/text.ts';
import { reasonOf } from '../src/platform/zod-reason.ts';
import { DRY_RUN } from './import-file.ts';
import { agreed, type Io, readJson, Stop } from './io.ts';
import { inWorkspace } from './open.ts';

const ALL = Object.keys(KINDS) as HandoffKind[];

/** The questions of each kind that the file names. */
const FileSchema = z.partialRecord(z.enum(ALL), QuestionListSchema);

export function registerTemplates(program: Command, io: Io): void {
  const templates = program.command('templates').description('what handoffs ask');
  templates
    .command('export')
    .argument('[kind]', `one of: ${ALL.join(', ')}; all of them without it`)
    .description('write the questions that new handoffs ask, as JSON')
    .action((kind: string | undefined, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const kinds = kind === undefined ? ALL : [kindNamed(kind)];
        const lists = [];
        for (const one of kinds) lists.push([one, (await loadQuestions(ctx, one)).asked]);
        io.write(`${JSON.stringify(Object.fromEntries(lists), null, 2)}\n`);
      }),
    );
  templates
    .command('import')
    .argument('<file>', 'JSON as export writes it')
    .addOption(new Option('--dry-run', DRY_RUN))
    .description('publish the questions in a file; shipped ones that it leaves out are hidden')
    .action((file: string, options: { dryRun?: boolean }, command: Command) =>
      inWorkspace(io, command, (ctx) => importFile(io, ctx, file, options.dryRun === true)),
    );
}

function kindNamed(name: string): HandoffKind {
  const kind = ALL.find((one) => one === name);
  if (!kind) throw new Stop(`There is no kind of handoff "${name}". The kinds are: ${ALL.join(', ')}.`);
  return kind;
}

/** All of it is looked at before any of it is published. */
async function importFile(io: Io, ctx: Ctx, file: string, dryRun: boolean): Promise<void> {
  const json = await readJson(file);
  const read = FileSchema.safeParse(json);
  if (!read.success) throw new Stop(`${file}: ${reasonOf(read.error.issues[0], json, ALL)}.`);
  const lists = ALL.flatMap((kind) => {
    const list = read.data[kind];
    return list ? [{ kind, list }] : [];
  });
  if (lists.length === 0) throw new Stop(`${file} has no questions. The kinds are: ${ALL.join(', ')}.`);
  for (const one of lists) agreed(await importQuestions(ctx, { ...one, dryRun: true }));
  for (const { kind, list } of lists) {
    const asks = `${kind}: ${count(list.filter(({ hidden }) => !hidden).length, 'question')}`;
    const done = await importQuestions(ctx, { kind, list, dryRun });
    if (done === 'checked') io.write(`${asks}, can be published.\n`);
    else if (isRefusal(done) && done.refused === 'same') io.write(`${asks}, nothing is changed.\n`);
    else {
      const { version, drafts, open } = agreed(done);
      const kept = `${count(drafts, 'draft')} and ${count(open, 'open handoff')} keep theirs`;
      io.write(`${asks}, published as version ${version}. ${kept}.\n`);
    }
  }
}
