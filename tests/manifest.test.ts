import { readFileSync } from 'node:fs';
import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { type Manifest, manifestFor } from '../cli/manifest.ts';
import { EVENTS } from '../listeners/events.ts';
import {
  CLICKS,
  COMMANDS,
  MESSAGE_SHORTCUTS,
  SHORTCUTS,
  SUBMISSIONS,
  SUGGESTIONS,
} from '../listeners/index.ts';
import { ordinaryAccount } from '../sandbox/gallery/account-samples.ts';
import { everyAccountView } from '../sandbox/gallery/every-account-view.ts';
import { everyDealView } from '../sandbox/gallery/every-deal-view.ts';
import { everyDigestView } from '../sandbox/gallery/every-digest-view.ts';
import { everyFollowUpView } from '../sandbox/gallery/every-follow-up-view.ts';
import { everyHomeModal } from '../sandbox/gallery/every-home-view.ts';
import { everyRiskModal } from '../sandbox/gallery/every-risk-view.ts';
import { everyQuestionView, everySetupView } from '../sandbox/gallery/every-setup-view.ts';
import { ordinaryHome } from '../sandbox/gallery/home-samples.ts';
import { SAMPLE_LISTS } from '../sandbox/gallery/question-samples.ts';
import {
  EMPTIEST_FLAG,
  SAMPLE_FLAG,
  sampleDetails,
  sampleRisk,
  sampleRiskEntry,
} from '../sandbox/gallery/risk-samples.ts';
import {
  emptiestScreen,
  MIXED,
  SAMPLE_NOW,
  sampleHandoff,
  sampleScreen,
} from '../sandbox/gallery/samples.ts';
import { ordinarySetup } from '../sandbox/gallery/setup-samples.ts';
import { EMAIL_SCOPE, METHODS } from '../sandbox/rules/methods.ts';
import { ACCOUNT_ACTIONS, ACCOUNT_CALLBACKS } from '../views/accounts/ids.ts';
import { DEAL_ACTIONS, DEAL_CALLBACKS } from '../views/deals/ids.ts';
import { DIGEST_ACTIONS, DIGEST_CALLBACKS } from '../views/digests/ids.ts';
import { essentialsView } from '../views/handoffs/brief/essentials-view.ts';
import { reviewDraftView } from '../views/handoffs/brief/review-draft-view.ts';
import { sectionView } from '../views/handoffs/brief/section-view.ts';
import { ACTIONS, ANSWER_OUTCOMES, CALLBACKS, FOLLOW_UP_ACTIONS } from '../views/handoffs/ids.ts';
import { historyView, readingView } from '../views/handoffs/read/history-view.ts';
import { addedView, addView } from '../views/handoffs/verbs/add-view.ts';
import { answerView } from '../views/handoffs/verbs/answer-view.ts';
import { cancelView, finishView, reassignView } from '../views/handoffs/verbs/change-views.ts';
import { doneView, loadingView } from '../views/handoffs/verbs/done-view.ts';
import { introduceView } from '../views/handoffs/verbs/introduce-view.ts';
import { bookView, escalateView, waitView } from '../views/handoffs/verbs/kickoff-views.ts';
import { HEALTH_ACTIONS, HEALTH_CALLBACKS } from '../views/health/ids.ts';
import { HOME_ACTIONS, HOME_CALLBACKS } from '../views/home/ids.ts';
import { SETUP_ACTIONS, SETUP_CALLBACKS } from '../views/home/setup/ids.ts';
import { VALUE } from '../views/kit/ids.ts';
import { RISK_ACTIONS, RISK_CALLBACKS } from '../views/risks/ids.ts';
import { productFiles, sourceFiles, sourceOf } from './support/sources.ts';

const manifest = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8'));
const { display_information: shown, features, settings, oauth_config: oauth } = manifest;
const commands: { command: string; description: string; usage_hint: string }[] = features.slash_commands;
const shortcuts: { name: string; type: string; callback_id: string; description: string }[] =
  features.shortcuts;
const events: string[] = settings.event_subscriptions.bot_events;
const required: string[] = oauth.scopes.bot;
const optional: string[] = oauth.scopes.bot_optional;

/** By the name of each table of ids. */
const ACTION_TABLES: Record<string, Record<string, string>> = {
  DEAL_ACTIONS,
  FOLLOW_UP_ACTIONS,
  ACTIONS,
  RISK_ACTIONS,
  ACCOUNT_ACTIONS,
  HEALTH_ACTIONS,
  DIGEST_ACTIONS,
  HOME_ACTIONS,
  SETUP_ACTIONS,
};
const CALLBACK_TABLES: Record<string, Record<string, string>> = {
  DEAL_CALLBACKS,
  CALLBACKS,
  RISK_CALLBACKS,
  ACCOUNT_CALLBACKS,
  HEALTH_CALLBACKS,
  DIGEST_CALLBACKS,
  HOME_CALLBACKS,
  SETUP_CALLBACKS,
};
/** On messages that an earlier version has posted; what a door adds to a receipt. */
const NOT_IN_VIEWS: Record<string, string[]> = {
  ACTIONS: ['history', 'snooze'],
  RISK_ACTIONS: ['snooze', 'undo'],
};
const idsIn = (tables: Record<string, Record<string, string>>) =>
  Object.values(tables).flatMap(Object.values);

describe('the manifest and the listeners', () => {
  it('name the same commands, shortcuts and events', () => {
    expect(commands.map(({ command }) => command).sort()).toEqual(Object.keys(COMMANDS).sort());
    const ofType = (wanted: string) =>
      shortcuts.filter(({ type }) => type === wanted).map(({ callback_id }) => callback_id);
    expect(ofType('global').sort()).toEqual(Object.keys(SHORTCUTS).sort());
    expect(ofType('message').sort()).toEqual(Object.keys(MESSAGE_SHORTCUTS).sort());
    expect(shortcuts.length).toBe(ofType('global').length + ofType('message').length);
    expect(events.toSorted()).toEqual(Object.keys(EVENTS).sort());
  });

  it('are for Socket Mode, and meet at one address where there is one', () => {
    const addressesIn = ({ features, settings }: Manifest) => [
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
      settings.interactivity.message_menu_options_url,
      ...features.slash_commands.map(({ url }) => url),
    ];
    expect(settings.socket_mode_enabled).toBe(true);
    expect(new Set(addressesIn(manifest))).toEqual(new Set([undefined]));
    const http = manifestFor('https://baton.example.com/slack/events');
    expect(http.settings.socket_mode_enabled).toBe(false);
    expect(new Set(addressesIn(http))).toEqual(new Set(['https://baton.example.com/slack/events']));
    expect(settings.interactivity.is_enabled).toBe(true);
    expect(features.app_home.messages_tab_enabled).toBe(true);
  });

  it('are the same by both ways in all else, with the optional scopes or without', () => {
    const plain = ({ features, settings, oauth_config, ...rest }: Manifest) => ({
      ...rest,
      features: { ...features, slash_commands: features.slash_commands.map(({ url: _, ...one }) => one) },
      events: settings.event_subscriptions.bot_events,
      scopes: oauth_config.scopes.bot,
    });
    for (const other of [manifestFor('https://a.example/slack/events'), manifestFor(null, true)])
      expect(plain(other)).toEqual(plain(manifest));
    expect(manifestFor(null)).toEqual(manifest);
    expect(manifestFor(null, true).oauth_config.scopes.bot_optional).toBeUndefined();
    expect(manifestFor('https://a.example/slack/events').oauth_config.scopes.bot_optional).toEqual(optional);
  });
});

describe('what views offer', () => {
  const files = sourceFiles('views/');
  const views = files.map(sourceOf).join('\n');
  const used = (table: string) =>
    [...new Set([...views.matchAll(new RegExp(`\\b${table}\\.(\\w+)`, 'g'))].map(([, key]) => key))].sort();
  const modals = everyModal();

  it('is heard: each button and menu has a listener, and no listener waits for nothing', () => {
    for (const [name, table] of Object.entries(ACTION_TABLES))
      expect([name, [...used(name), ...(NOT_IN_VIEWS[name] ?? [])].sort()]).toEqual([
        name,
        Object.keys(table).sort(),
      ]);
    expect(Object.keys(CLICKS).sort()).toEqual(idsIn(ACTION_TABLES).sort());
  });

  it('has no action_id but those, and the one of inputs that wait for their submission', () => {
    const written = files.filter((path) => sourceOf(path).includes('action_id'));
    expect(
      written.filter((path) => !path.startsWith('views/kit/') && !/^views\/\w+\/ids\.ts$/.test(path)),
    ).toEqual([]);
    const drawn = [...JSON.stringify(modals).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id ?? '');
    const known: string[] = [...idsIn(ACTION_TABLES), VALUE];
    expect(drawn.length).toBeGreaterThan(20);
    expect(drawn.filter((id) => !known.includes(id))).toEqual([]);
  });

  it('is searched: each menu that asks for its options has somebody to give them', () => {
    const menus = JSON.stringify(modals).matchAll(/\{"type":"external_select","action_id":"([^"]+)"/g);
    expect([...new Set([...menus].map(([, id]) => id))].sort()).toEqual(Object.keys(SUGGESTIONS).sort());
  });

  it('is taken: each modal that can be submitted has a listener, and the others have none', () => {
    for (const [name, table] of Object.entries(CALLBACK_TABLES))
      expect([name, used(name)]).toEqual([name, Object.keys(table).sort()]);
    const ids = (some: typeof modals) => [...new Set(some.map(({ callback_id }) => callback_id))].sort();
    expect(ids(modals)).toEqual([...idsIn(CALLBACK_TABLES), 'notice'].sort());
    expect(ids(modals.filter(({ submit }) => submit))).toEqual(Object.keys(SUBMISSIONS).sort());
  });
});

const ADDING = {
  state: { message: 'C0SAMPLE:1.1', link: null, about: [], notes: [] },
  to: null,
  hasNone: false,
  words: '',
};

/** Each modal there is, at least once. */
function everyModal() {
  const picture = sampleHandoff();
  const page = { entries: [], page: 0, more: false };
  const done = { number: 1, accountName: 'Sample', receiverSlackUserId: 'U0CSM', askedSlackUserId: 'U0CSM' };
  const risk = sampleRisk('planned');
  const flags = [SAMPLE_FLAG, EMPTIEST_FLAG];
  const ofRisks = flags.flatMap((flag) =>
    Object.values(everyRiskModal(risk, [sampleRiskEntry('opened')], { details: sampleDetails(risk), flag })),
  );
  const ofAccounts = Object.values(everyAccountView(ordinaryAccount()));
  const ofOthers = Object.values({
    ...everyDealView('normal'),
    ...everyFollowUpView('normal'),
    ...everyDigestView('normal'),
    ...everyHomeModal(ordinaryHome()),
    ...everySetupView(ordinarySetup()),
    ...everyQuestionView(SAMPLE_LISTS(MIXED).normal, 'normal'),
  });
  return [
    ...[...ofRisks, ...ofAccounts, ...ofOthers].filter((view) => 'type' in view),
    loadingView('Sample'),
    essentialsView(sampleScreen()),
    essentialsView(emptiestScreen({ accountName: 'Sample' })),
    sectionView(sampleScreen(), 'scope', null),
    sectionView(sampleScreen(), 'people', null),
    sectionView(sampleScreen(), 'people', 'new-row'),
    reviewDraftView(sampleScreen()),
    doneView({ ...done, limitAt: SAMPLE_NOW, resubmitted: false, mutesReceipts: false }),
    ...ANSWER_OUTCOMES.map((outcome) => answerView(picture, { outcome, banner: null })),
    reassignView(picture, ['sender'], null),
    reassignView({ ...picture, private: true }, ['admin'], null),
    cancelView(picture, null),
    bookView(picture, picture.receiver.id),
    waitView(picture, picture.receiver.id),
    escalateView(picture, picture.sender.id),
    introduceView(picture),
    addView(ADDING),
    addedView({ handoff: { number: 1, state: 'draft', accountName: null }, label: 'Notes', wasThere: false }),
    finishView(picture, '2026-03-02', picture.receiver.id),
    readingView(picture, page),
    historyView(picture, page),
  ];
}

describe('the scopes', () => {
  const called = methodsCalled();

  it('are read from every call of the Web API', () => {
    expect([...called].sort()).toEqual(
      expect.arrayContaining(['auth.test', 'chat.postMessage', 'users.list', 'views.open']),
    );
    expect([...called].filter((name) => !METHODS[name])).toEqual([]);
  });

  it('cover each call, and history and files are optional', () => {
    const isOptional = /^(conversations\.(history|replies)|files\.)/;
    const missing = [...called].filter((name) => {
      const { scopes } = METHODS[name] ?? { scopes: [] };
      const granted = isOptional.test(name) ? optional : required;
      return scopes.length > 0 && !scopes.some((scope) => granted.includes(scope));
    });
    expect(missing).toEqual([]);
    expect(optional.filter((scope) => !/^files:|:history$/.test(scope))).toEqual([]);
    expect(required.filter((scope) => optional.includes(scope))).toEqual([]);
  });

  it('are all used', () => {
    const uses = new Set([...called].flatMap((name) => METHODS[name]?.scopes ?? []));
    for (const event of events) for (const scope of SCOPES_OF_EVENTS[event] ?? []) uses.add(scope);
    if (commands.length + shortcuts.length > 0) uses.add('commands');
    if (sourceOf('src/people/slack-user.ts').includes('profile?.email')) uses.add(EMAIL_SCOPE);
    expect([...required, ...optional].filter((scope) => !uses.has(scope))).toEqual([]);
  });

  it('cover each event', () => {
    expect(
      events.filter((event) => {
        const scopes = SCOPES_OF_EVENTS[event];
        return !scopes || (scopes.length > 0 && !scopes.some((scope) => required.includes(scope)));
      }),
    ).toEqual([]);
  });
});

/** Any of these delivers the event; none means that it needs none: https://docs.slack.dev/reference/events */
const SCOPES_OF_EVENTS: Record<string, string[]> = {
  app_home_opened: [],
  app_uninstalled: [],
  channel_shared: ['channels:read', 'groups:read'],
  channel_unarchive: ['channels:read'],
  channel_unshared: ['channels:read', 'groups:read'],
  group_unarchive: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  team_join: ['users:read'],
  tokens_revoked: [],
  user_change: ['users:read'],
};

/** `slack.chat.postMessage(`, `paginate('users.list'` and `apiCall('…'` in what runs at a customer's. */
function methodsCalled(): Set<string> {
  const client = new WebClient() as unknown as Record<string, Record<string, unknown>>;
  const called = new Set<string>();
  for (const source of productFiles().map(sourceOf)) {
    for (const [, family = '', verb = ''] of source.matchAll(/\.\s*(\w+)\s*\??\.\s*(\w+)\s*\(/g))
      if (typeof client[family]?.[verb] === 'function') called.add(`${family}.${verb}`);
    // What only passes a call on names none.
    for (const [, name = ''] of source.matchAll(/\.\s*(?:paginate|apiCall)\(\s*(?!\.\.\.)([^,)]*)/g))
      called.add(name.replaceAll("'", ''));
  }
  return called;
}

describe("Slack's limits", () => {
  // https://docs.slack.dev/reference/app-manifest; a long description under 175 is refused by its form.
  it('hold for what people read of the app', () => {
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description.length).toBeLessThanOrEqual(140);
    expect(shown.long_description.length).toBeGreaterThanOrEqual(175);
    expect(shown.long_description.length).toBeLessThanOrEqual(4_000);
    expect(shown.background_color).toMatch(/^#[0-9a-f]{6}$/);
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
  });

  it('hold for commands and shortcuts', () => {
    expect(commands.length).toBeLessThanOrEqual(50);
    for (const { command, description, usage_hint } of commands) {
      expect(command).toMatch(/^\/[a-z0-9_-]{1,31}$/);
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(2_000);
      expect(usage_hint.length).toBeLessThanOrEqual(1_000);
    }
    expect(shortcuts.length).toBeLessThanOrEqual(10);
    for (const { name, description, callback_id } of shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
      expect(callback_id.length).toBeLessThanOrEqual(255);
    }
    expect(events.length).toBeLessThanOrEqual(100);
    expect([...required, ...optional].length).toBeLessThanOrEqual(255);
  });
});
