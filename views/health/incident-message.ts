import { type Message, message, section } from '../kit/blocks.ts';
import { bold, lines, md, plural } from '../kit/text.ts';

/** To leads and admins: many accounts fell in one week, which is rarely about each of them. */
export function incidentMessage({ accounts, points }: { accounts: number; points: number }): Message {
  const many = plural(accounts, 'account', 'accounts');
  const by = plural(Math.round(points), 'point', 'points');
  return message(md`${many} fell last week. An incident?`, [
    section(
      lines([
        md`${bold(`${many} fell last week`)}: most by about ${by} at once. An incident?`,
        md`An outage or a broken feed shows in all accounts at once. These points open no risk, and cards of these weeks say so.`,
        md`If it was an outage, tell your CSMs. If a feed was wrong, send its signals again with their corrections.`,
      ]),
    ),
  ]);
}
