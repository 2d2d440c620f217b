import { describe, expect, it } from 'vitest';
import {
  SAMPLE_COVER,
  SAMPLE_CSM,
  SAMPLE_NOW,
  SAMPLE_REP,
  samplePicture,
} from '../../../sandbox/gallery/samples.ts';
import { escalationMessage } from '../../../views/handoffs/escalation-message.ts';
import { handoffCard } from '../../../views/handoffs/handoff-card.ts';
import { helpMessage } from '../../../views/handoffs/help-message.ts';
import { listMessage } from '../../../views/handoffs/list-message.ts';
import { morningMessage } from '../../../views/handoffs/morning-message.ts';
import { receiptMessage } from '../../../views/handoffs/receipt-message.ts';
import { reminderMessage } from '../../../views/handoffs/reminder-message.ts';
import { requestMessage } from '../../../views/handoffs/request-message.ts';
import { returnedMessage } from '../../../views/handoffs/returned-message.ts';
import { actionIds, json, words } from './rendered.ts';

describe('the message to the receiver', () => {
  it('offers one tap to take it, Review, and a menu to snooze', () => {
    expect(actionIds(requestMessage(samplePicture(), SAMPLE_CSM.id))).toEqual([
      'handoff_acknowledge',
      'handoff_review',
      'handoff_snooze',
      'handoff_more',
    ]);
  });

  it('keeps Review and the promised time once it is acknowledged', () => {
    const message = requestMessage(samplePicture({ state: 'acknowledged' }), SAMPLE_CSM.id);
    expect(actionIds(message)).not.toContain('handoff_acknowledge');
    expect(actionIds(message)).toContain('handoff_review');
    expect(words(message)).toMatch(/decides by <!date/);
  });

  it('tells a cover whom they stand in for', () => {
    const message = requestMessage(samplePicture({ owes: SAMPLE_COVER }), SAMPLE_COVER.id);
    expect(words(message)).toContain('You stand in for <@U0CSM>.');
    expect(actionIds(message)).toContain('handoff_acknowledge');
  });

  it('asks nothing of somebody it went on from, and says where it is', () => {
    const message = requestMessage(samplePicture({ receiver: SAMPLE_COVER }), SAMPLE_CSM.id);
    expect(actionIds(message)).toEqual(['handoff_open', 'handoff_more']);
    expect(words(message)).toContain('Waiting for <@U0COVER>');
  });

  it.each(['returned', 'accepted', 'cancelled'] as const)('asks nothing once it is %s', (state) => {
    const ids = actionIds(requestMessage(samplePicture({ state }), SAMPLE_CSM.id));
    expect(ids).not.toContain('handoff_acknowledge');
    expect(ids).not.toContain('handoff_review');
  });

  it('names the account to those who hear the buttons', () => {
    expect(json(requestMessage(samplePicture(), SAMPLE_CSM.id))).toContain(
      '"accessibility_label":"Review: H-12 · Example GmbH"',
    );
  });

  it('has a menu of another name after each change, so that a choice does not stick', () => {
    const ids = [3, 4].map((version) => {
      const { blocks } = requestMessage(samplePicture({ version }), SAMPLE_CSM.id);
      return blocks.at(-1)?.block_id;
    });
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('the messages to the sender', () => {
  it('offer to nudge, to pick another receiver and to cancel while it waits', () => {
    expect(actionIds(receiptMessage(samplePicture()))).toEqual([
      'handoff_nudge',
      'handoff_reassign',
      'handoff_cancel',
      'handoff_more',
    ]);
  });

  it('say by whom it was accepted', () => {
    expect(words(receiptMessage(samplePicture({ state: 'accepted' })))).toContain('Accepted by <@U0CSM>');
  });

  it('name the gaps and quote the note when it comes back', () => {
    const message = returnedMessage(samplePicture({ state: 'returned' }));
    expect(words(message)).toContain('Asked for: *Why they bought and Go-live date*');
    expect(words(message)).toContain('>Sample question: when do they start?');
    expect(actionIds(message)).toContain('handoff_fix');
  });

  it('ask nothing any more once it went out again', () => {
    expect(json(returnedMessage(samplePicture({ state: 'returned', returns: 2 }), false))).not.toContain(
      'handoff_fix',
    );
    const message = returnedMessage(samplePicture({ state: 'submitted', returns: 1 }));
    expect(actionIds(message)).not.toContain('handoff_fix');
  });
});

describe('reminders and escalations', () => {
  it('end as soon as what they wait for is done', () => {
    expect(actionIds(reminderMessage(samplePicture({ state: 'accepted' }), 'decide'))).toEqual([]);
    const escalation = { clock: 'acknowledge', role: 'lead', overdueSince: SAMPLE_NOW } as const;
    const done = escalationMessage(samplePicture({ state: 'acknowledged' }), escalation);
    expect(actionIds(done)).toEqual([]);
    expect(done.text).toContain('no longer overdue');
  });

  it.each([
    ['submitted', 'acknowledge', 'cover', ['handoff_acknowledge', 'handoff_review']],
    ['submitted', 'acknowledge', 'counterpart', ['handoff_reassign', 'handoff_nudge']],
    ['acknowledged', 'decide', 'lead', ['handoff_review', 'handoff_reassign']],
    ['acknowledged', 'decide', 'manager', ['handoff_reassign', 'handoff_open']],
    ['acknowledged', 'hard_stop', 'fallback_channel', ['handoff_open']],
    ['returned', 'resubmit', 'counterpart', ['handoff_open']],
    ['returned', 'resubmit', 'lead', ['handoff_fix', 'handoff_cancel']],
  ] as const)('give a %s handoff’s %s clock to the %s… with what they can do', (state, clock, role, ids) => {
    const message = escalationMessage(samplePicture({ state }), { clock, role, overdueSince: SAMPLE_NOW });
    expect(actionIds(message)).toEqual(ids);
    expect(words(message)).toContain('<!date');
  });

  it('join in one message of a morning, ten of them and then a number', () => {
    const items = Array.from({ length: 14 }, () => ({
      picture: samplePicture(),
      clock: 'acknowledge' as const,
    }));
    const message = morningMessage(items, SAMPLE_CSM.id);
    expect(actionIds(message)).toEqual(Array(10).fill('handoff_review'));
    expect(words(message)).toContain('14 handoffs wait for you.');
    expect(words(message)).toContain('And 4 more');
  });

  it('count in the morning only what still waits', () => {
    const done = { picture: samplePicture({ state: 'accepted' }), clock: 'acknowledge' } as const;
    const back = { picture: samplePicture({ state: 'returned' }), clock: 'resubmit' } as const;
    const message = morningMessage([done, back], SAMPLE_REP.id);
    expect(message.text).toContain('1 handoff waits for you.');
    expect(actionIds(message)).toEqual(['handoff_open', 'handoff_fix']);
  });

  it('tell in the morning what is late with somebody else, and ask only who owes it', () => {
    const item = { picture: samplePicture(), clock: 'acknowledge' } as const;
    const message = morningMessage([item], SAMPLE_REP.id);
    expect(message.text).toBe('Good morning. 1 handoff is late with somebody else.');
    expect(actionIds(message)).toEqual(['handoff_reassign']);
    const lead = morningMessage([{ ...item, picture: samplePicture({ private: true }) }], 'a lead');
    expect(words(lead)).not.toContain(item.picture.account.name);
    expect(actionIds(lead)).toEqual(['handoff_reassign']);
  });
});

describe('the answers to a command', () => {
  it('say what to do when a list is empty', () => {
    const empty = listMessage({ which: 'mine', items: [], next: null, viewerId: SAMPLE_REP.id });
    expect(empty.text).toContain('/handoff');
  });

  it('lead on to the next page', () => {
    const items = Array(10).fill(samplePicture());
    const page = listMessage({ which: 'all', items, next: 'cursor-2', viewerId: SAMPLE_REP.id });
    expect(json(page)).toContain('"value":"all:cursor-2"');
  });

  it('offer the answer to whoever owes it, the brief to everybody else', () => {
    const list = (viewerId: string) =>
      actionIds(listMessage({ which: 'all', items: [samplePicture()], next: null, viewerId }));
    expect(list(SAMPLE_CSM.id)).toEqual(['handoff_review']);
    expect(list(SAMPLE_REP.id)).toEqual(['handoff_open']);
  });

  it('suggest what was probably meant', () => {
    expect(helpMessage('mien', 'mine').text).toContain('Did you mean `/handoff mine`?');
    expect(helpMessage('<!channel>').text).not.toContain('<!channel>');
  });

  it('keep to the menu that Slack allows', () => {
    expect(json(handoffCard(samplePicture()))).toContain('"cancel:01890000-0000-7000-8000-000000000012"');
  });
});
