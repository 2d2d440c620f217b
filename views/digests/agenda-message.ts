import type { AgendaContent, AgendaItem, Question } from '../../src/digests/content.ts';
import { context, type Message, message, section } from '../kit/blocks.ts';
import { when } from '../kit/dates.ts';
import { bold, lines, type Markup, md, type Naming, plural } from '../kit/text.ts';
import { accountFacts, accountSection, renewalText, whoseLine, whyOf } from './parts/account-line.ts';
import { changeLine } from './parts/bridge-lines.ts';
import { atRiskText, lastActionText, person, scopeText, short } from './parts/words.ts';

const NAME_SHOWN = 80;

/** What a review opens with. The accounts follow in its thread, one reply each. */
export function agendaMessage(content: AgendaContent): Message {
  const { scope, atRisk, currency, bridge, items, more, asOf } = content;
  const title = `Review: ${scopeText(scope)}`;
  const stake =
    atRisk.accounts > 0
      ? md`${atRiskText(atRisk, currency)}`
      : md`Nothing is at risk, so there is nothing to review.`;
  return message(md`${title}. ${stake}`, [
    section(
      lines([
        bold(title),
        stake,
        ...(bridge ? [changeLine(bridge, currency)] : []),
        ...(items.length > 0 ? [howItGoes(items.length, more)] : []),
      ]),
    ),
    context(md`As of ${when(new Date(asOf))}`),
  ]);
}

function howItGoes(count: number, more: number): Markup {
  const first =
    more > 0
      ? `The ${plural(count, 'account', 'accounts')} to look at first`
      : plural(count, 'account', 'accounts');
  return md`${first}, one to a reply in the thread, each with a question to answer.`;
}

const QUESTIONS: Record<Question, string> = {
  who_takes_it: 'Who takes it, and by when?',
  which_plan: 'What is the first step, and by when?',
  how_did_it_go: 'The check-in is due: how did it go, and what is next?',
  renewal: 'What has to happen before the renewal, and who owns it?',
  does_it_work: 'Is the plan working, or what has to change?',
};

/** One account of a review, as a reply. `n` of `of`, from 0. */
export function agendaItemMessage(
  runId: string,
  item: AgendaItem,
  { n, of, naming }: { n: number; of: number; naming: Naming },
): Message {
  const name = short(item.name, NAME_SHOWN);
  const why = whyOf(item);
  const question = QUESTIONS[item.question];
  return message(md`${name}: ${question}`, [
    accountSection(
      runId,
      item,
      lines([
        md`${n + 1} of ${of} · ${bold(name)}`,
        accountFacts(item),
        md`${why ? `${why} · ` : ''}${renewalText(item)}`,
        whoseLine(item, naming),
        md`Last action: ${lastActionText(item.lastAction, naming)}`,
        md`Decision: ${person(item.decides, naming)}`,
        bold(question),
      ]),
    ),
  ]);
}
