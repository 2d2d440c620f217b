import type { Button } from '@slack/types';
import { clip } from '../../kit/clip.ts';
import { when } from '../../kit/dates.ts';
import { button, confirm } from '../../kit/elements.ts';
import { bold, type Markup, md } from '../../kit/text.ts';
import type { DraftRef } from '../brief-screen.ts';
import { ACTIONS } from '../ids.ts';

const nameOf = ({ accountName }: DraftRef): string => accountName || 'no account yet';

export function draftLine(draft: DraftRef): Markup {
  return md`Unfinished: ${bold(nameOf(draft))}, last changed ${when(draft.updatedAt)}`;
}

export function draftButtons(draft: DraftRef): Button[] {
  const name = nameOf(draft);
  const value = draft.handoffId;
  return [
    button({ action: ACTIONS.resume, text: 'Resume', value, label: `Resume: ${name}` }),
    button({
      action: ACTIONS.discard,
      text: 'Discard',
      value,
      label: `Discard: ${name}`,
      confirm: confirm({
        title: 'Discard this draft?',
        text: `What you wrote about “${clip(name, 40)}” is deleted.`,
        yes: 'Discard',
        no: 'Keep it',
      }),
    }),
  ];
}
