import { describe, expect, it } from 'vitest';
import {
  SAMPLE_COVER,
  SAMPLE_CSM,
  SAMPLE_NOW,
  SAMPLE_REP,
  SAMPLE_STRANGER,
  sampleHandoff,
} from '../../../sandbox/gallery/samples.ts';
import { helpMessage } from '../../../views/baton/help-message.ts';
import { morningMessage } from '../../../views/cases/morning-message.ts';
import { handoffMessage, listMessage } from '../../../views/handoffs/read/handoff-message.ts';
import { handoffsOfMorning } from '../../../views/handoffs/read/lines.ts';
import {
  decideMessage,
  requestMessage,
  returnedMessage,
} from '../../../views/handoffs/told/asking-messages.ts';
import {
  escalationMessage,
  nudgeMessage,
  reminderMessage,
} from '../../../views/handoffs/told/chase-messages.ts';
import { handoffCard, receiptMessage } from '../../../views/handoffs/told/news-messages.ts';
import { actionIds, json, words } from './rendered.ts';

describe('the message to the receiver', () => {
  it('offers one tap to respond, Review, and a menu to snooze', () => {
    const message = requestMessage(sampleHandoff(), SAMPLE_CSM.id);
    expect(actionIds(message)).toEqual(['handoff_acknowledge', 'handoff_review', 'handoff_more']);
    for (const entry of ['snooze:one_hour', 'snooze:tomorrow', 'open', 'history', 'reassign'])
      expect(json(message)).toContain(`"${entry}:${sampleHandoff().id}"`);
  });

  it('begins with the account, what to do and by when', () => {
    const { text, blocks } = requestMessage(sampleHandoff(), SAMPLE_CSM.id);
    expect(text).toMatch(/^Example GmbH \(H-12\) is being handed to you by Sample Rep\. Respond: due <!date/);
    expect(words(blocks[0])).toMatch(
      /^\*Example GmbH \(H-12\)\* is being handed to you by <@U0REP>\.\\n\*Due <!date[^>]*>:\* accept it/,
    );
  });

  it('says that it is overdue once it is, and only then', () => {
    const late = sampleHandoff({ isLate: true });
    for (const message of [requestMessage(late, SAMPLE_CSM.id), handoffCard(late), receiptMessage(late)])
      expect(words(message)).toMatch(/\*Overdue since <!date/);
    for (const draw of [handoffCard, receiptMessage])
      expect(words(draw(sampleHandoff()))).not.toMatch(/overdue/i);
  });

  it('keeps Review and the promised time once the receiver is on it', () => {
    const message = requestMessage(sampleHandoff({ state: 'acknowledged' }), SAMPLE_CSM.id);
    expect(actionIds(message)).not.toContain('handoff_acknowledge');
    expect(actionIds(message)).toContain('handoff_review');
    expect(words(message)).toMatch(/You’re on it\. Accept it or ask for more: due <!date/);
  });

  it('tells a cover whom they cover for', () => {
    const message = requestMessage(sampleHandoff({ owes: SAMPLE_COVER }), SAMPLE_COVER.id);
    expect(words(message)).toContain('You’re covering for <@U0CSM>.');
    expect(actionIds(message)).toContain('handoff_acknowledge');
  });

  it('asks for the kickoff in the latest request of whoever accepted it, and nowhere else', () => {
    const accepted = sampleHandoff({ state: 'accepted' });
    const earlier = requestMessage(accepted, SAMPLE_CSM.id, false);
    expect(actionIds(requestMessage(accepted, SAMPLE_CSM.id))).toContain('handoff_finish');
    expect(actionIds(earlier)).toEqual(['handoff_open']);
    expect(words(earlier)).toMatch(/an earlier request\\nAccepted by you · <!date/);
    expect(actionIds(handoffCard(accepted))).not.toContain('handoff_finish');
  });

  it('asks nothing of somebody it went on from, and says where it is', () => {
    const message = requestMessage(sampleHandoff({ receiver: SAMPLE_COVER }), SAMPLE_CSM.id);
    expect(actionIds(message)).toEqual(['handoff_open', 'handoff_more']);
    expect(json(message)).not.toContain('reassign');
    expect(words(message)).toContain('Waiting for <@U0COVER> to respond · due');
  });

  it.each(['returned', 'accepted', 'finished', 'cancelled'] as const)(
    'asks nothing once it is %s',
    (state) => {
      const ids = actionIds(requestMessage(sampleHandoff({ state }), SAMPLE_CSM.id));
      expect(ids).not.toContain('handoff_acknowledge');
      expect(ids).not.toContain('handoff_review');
    },
  );

  it('names the account to those who hear the buttons', () => {
    expect(json(requestMessage(sampleHandoff(), SAMPLE_CSM.id))).toContain(
      '"accessibility_label":"Review: Example GmbH (H-12)"',
    );
  });

  it('has a menu of another name after each change, so that a choice does not stick', () => {
    const ids = [3, 4].map((version) => {
      const { blocks } = requestMessage(sampleHandoff({ version }), SAMPLE_CSM.id);
      return blocks.at(-1)?.block_id;
    });
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('what one reader is offered', () => {
  it.each([
    ['receiver_lead', ['reassign']],
    ['sender_lead', ['reassign', 'cancel']],
    ['member', []],
  ] as const)('as %s is what they may do', (role, verbs) => {
    const decide = decideMessage(sampleHandoff({ state: 'returned', returns: 2 }), [role], []);
    expect(actionIds(decide).includes('handoff_reassign')).toBe(verbs.some((verb) => verb === 'reassign'));
    expect(json(decide).includes('"cancel:')).toBe(verbs.some((verb) => verb === 'cancel'));
    const menu = json(handoffMessage(sampleHandoff(), [], SAMPLE_STRANGER.id, [role]));
    for (const verb of ['reassign', 'cancel'] as const)
      expect(menu.includes(`"${verb}:`)).toBe((verbs as readonly string[]).includes(verb));
  });
});

describe('the messages to the sender', () => {
  it('offer to nudge, to reassign and to cancel while it waits, and put the nudge first once it is late', () => {
    const receipt = receiptMessage(sampleHandoff());
    expect(actionIds(receipt)).toEqual(['handoff_introduce', 'handoff_open', 'handoff_more']);
    for (const entry of ['nudge', 'history', 'reassign', 'cancel'])
      expect(json(receipt)).toContain(`"${entry}:`);
    expect(actionIds(receiptMessage(sampleHandoff({ isLate: true })))).toEqual([
      'handoff_nudge',
      'handoff_introduce',
      'handoff_open',
      'handoff_more',
    ]);
  });

  it('say by whom it was accepted', () => {
    expect(words(receiptMessage(sampleHandoff({ state: 'accepted' })))).toContain('Accepted by <@U0CSM>');
  });

  it('name the gaps and quote the note when more is asked for', () => {
    const message = returnedMessage(sampleHandoff({ state: 'returned' }), SAMPLE_REP.id, SAMPLE_CSM);
    expect(words(message)).toMatch(/asked for more on \*Example GmbH \(H-12\)\*\. \*Due <!date/);
    expect(words(message)).toContain('• Why they bought\\n• Go-live date');
    expect(message.text).toMatch(
      /^Sample CSM asked for more on Example GmbH \(H-12\): Why they bought and Go-live date\. Due <!date/,
    );
    expect(words(message)).toContain('>Sample question: when do they start?');
    expect(actionIds(message)).toContain('handoff_fix');
  });

  it('ask nothing any more once it went out again', () => {
    const again = sampleHandoff({ state: 'returned', returns: 2 });
    const out = sampleHandoff({ state: 'submitted', returns: 1 });
    for (const message of [
      returnedMessage(again, SAMPLE_REP.id, SAMPLE_CSM, false),
      returnedMessage(out, SAMPLE_REP.id, SAMPLE_CSM),
    ])
      expect(actionIds(message)).toEqual(['handoff_open', 'handoff_more']);
  });

  it('name who asked for more, whoever has it now, and ask only who owes the answer', () => {
    const handoff = sampleHandoff({ state: 'returned', receiver: SAMPLE_COVER });
    const message = returnedMessage(handoff, SAMPLE_REP.id, SAMPLE_CSM);
    expect(words(message)).toContain('<@U0CSM> asked for more');
    expect(words(message)).not.toContain('U0COVER');
    // Covered for the sender when more was asked for.
    expect(actionIds(returnedMessage(handoff, SAMPLE_COVER.id, SAMPLE_CSM))).not.toContain('handoff_fix');
  });
});

describe('reminders and escalations', () => {
  it('end as soon as what they wait for is done', () => {
    expect(actionIds(reminderMessage(sampleHandoff({ state: 'accepted' }), 'decide', true))).toEqual([]);
    const escalation = { clock: 'acknowledge', role: 'lead', overdueSince: SAMPLE_NOW } as const;
    const done = escalationMessage(sampleHandoff({ state: 'acknowledged' }), escalation);
    expect(actionIds(done)).toEqual([]);
    expect(done.text).toContain('No longer overdue');
  });

  it('ask nothing of those they are not for any more', () => {
    const handoff = sampleHandoff();
    const told = { clock: 'acknowledge', role: 'lead', overdueSince: null } as const;
    for (const message of [
      reminderMessage(handoff, 'acknowledge', false),
      nudgeMessage(handoff, SAMPLE_REP, false),
      escalationMessage(handoff, told),
    ]) {
      expect(actionIds(message)).toEqual([]);
      expect(words(message)).toMatch(/\*Example GmbH \(H-12\)\*\\nWaiting for <@U0CSM> to respond · due/);
      expect(message.text).not.toMatch(/overdue|waiting for you|is asking/i);
    }
  });

  it.each([
    ['submitted', 'acknowledge', 'cover', ['handoff_acknowledge', 'handoff_review']],
    ['submitted', 'acknowledge', 'counterpart', ['handoff_nudge', 'handoff_reassign']],
    ['acknowledged', 'decide', 'lead', ['handoff_review', 'handoff_reassign']],
    ['acknowledged', 'decide', 'manager', ['handoff_reassign', 'handoff_open']],
    ['acknowledged', 'hard_stop', 'fallback_channel', ['handoff_open']],
    ['returned', 'resubmit', 'counterpart', ['handoff_open']],
    ['returned', 'resubmit', 'lead', ['handoff_fix', 'handoff_cancel']],
  ] as const)('give a %s handoff’s %s clock to the %s… with what they can do', (state, clock, role, ids) => {
    const message = escalationMessage(sampleHandoff({ state }), { clock, role, overdueSince: SAMPLE_NOW });
    expect(actionIds(message)).toEqual(ids);
    expect(words(message)).toMatch(
      clock === 'hard_stop'
        ? /\*Still not accepted:\* \*Example/
        : /\*Overdue:\* no \w+ from .* on \*Example/,
    );
    expect(words(message)).toMatch(/, due <!date/);
  });

  it('call the one who reads them by no name', () => {
    const told = {
      clock: 'acknowledge',
      role: 'cover',
      overdueSince: SAMPLE_NOW,
      reader: SAMPLE_COVER.id,
    } as const;
    expect(words(escalationMessage(sampleHandoff({ owes: SAMPLE_COVER }), told))).toContain(
      'no response from you (covering for <@U0CSM>) on',
    );
  });

  it('join in one message of a morning, five of them and then a number', () => {
    const items = Array.from({ length: 14 }, () => ({
      handoff: sampleHandoff(),
      isLate: false,
      roles: ['receiver'] as const,
    }));
    const message = morningMessage([handoffsOfMorning(items, SAMPLE_CSM.id)]);
    expect(actionIds(message)).toEqual(Array(5).fill('handoff_review'));
    expect(message.text).toMatch(
      /^14 things need you today: Example GmbH \(due <!date[^>]*>\), Example GmbH, Example GmbH and 11 more$/,
    );
    expect(words(message)).toMatch(/\*Today: 14 to do, first due <!date/);
    expect(words(message)).toMatch(/\*Example GmbH \(H-12\)\* from <@U0REP> · €48K\\nRespond: due <!date/);
    expect(words(message)).toContain('9 more in Home');
    expect(json(message)).not.toContain('"style"');
  });

  it('tell in the morning what is late with somebody else, and ask only who owes it', () => {
    const item = { handoff: sampleHandoff({ isLate: true }), isLate: true, roles: ['sender'] } as const;
    const message = morningMessage([handoffsOfMorning([item], SAMPLE_REP.id)]);
    expect(message.text).toMatch(/^1 late with someone else: Example GmbH \(overdue since <!date/);
    expect(words(message)).toContain('Late with someone else');
    expect(words(message)).toMatch(/\*Overdue since <!date[^>]*>\* · waiting for <@U0CSM>/);
    expect(actionIds(message)).toEqual(['handoff_reassign']);
    const early = morningMessage([
      handoffsOfMorning([{ ...item, isLate: false, roles: ['member'] }], SAMPLE_COVER.id),
    ]);
    expect(early.text).toBe('All clear: nothing needs you any more.');
    expect(actionIds(early)).toEqual([]);
  });
});

describe('the answers to a command', () => {
  it('say what to do when a list is empty', () => {
    const empty = listMessage({ which: 'mine', items: [], next: null, viewerId: SAMPLE_REP.id });
    expect(empty.text).toContain('/handoff');
  });

  it('lead on to the next page', () => {
    const items = Array(10).fill(sampleHandoff());
    const page = listMessage({ which: 'all', items, next: 'cursor-2', viewerId: SAMPLE_REP.id });
    expect(json(page)).toContain('"value":"all:cursor-2"');
  });

  it('offer the answer to whoever owes it, the brief to everybody else', () => {
    const list = (viewerId: string) =>
      actionIds(listMessage({ which: 'all', items: [sampleHandoff()], next: null, viewerId }));
    expect(list(SAMPLE_CSM.id)).toEqual(['handoff_review']);
    expect(list(SAMPLE_REP.id)).toEqual(['handoff_open']);
  });

  it('suggest what was probably meant', () => {
    expect(helpMessage('handoff', 'mien', 'mine').text).toContain('Did you mean /handoff mine?');
    expect(helpMessage('handoff', '<!channel>').text).not.toContain('<!channel>');
  });

  it('keep to the menu that Slack allows', () => {
    expect(json(handoffCard(sampleHandoff()))).toContain('"cancel:01890000-0000-7000-8000-000000000012"');
  });
});
