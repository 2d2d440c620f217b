import { type HandoffKind, KINDS } from '../../../src/handoffs/kinds.ts';
import { Outdated } from '../../../src/platform/outdated.ts';

/** Everything about setting Baton up that tells Baton of a click or a change. */
export const SETUP_ACTIONS = {
  /** On Home: opens a window. Value: see `encodePlace`. */
  open: 'setup_open',
  /** In the windows: the same, in place. */
  go: 'setup_go',
  /** Back to the list, and to the page after or before this one. */
  back: 'setup_back',
  next: 'setup_next',
  previous: 'setup_previous',
  /** Chosen value: a Slack id. */
  person: 'setup_person',
  /** Chosen value: a setting's key. */
  setting: 'setup_setting',
  /** Value: `<on or off>:<page>:<segment>`. */
  alerts: 'setup_alerts',
  /** Value: `<page>:<account id>`. */
  confirm: 'setup_confirm_account',
  /** Value: `<page>:<name of the token>`. */
  revoke: 'setup_revoke_token',
  /** Value: a policy's id. */
  removePolicy: 'setup_remove_policy',
  readPeople: 'setup_read_people',
  /** Chosen value: a kind of handoff. */
  questions: 'setup_questions',
  /** A menu. Value: `<edit, up, down, hide, show or delete>:<key>`, of the list that the window names. */
  question: 'setup_question',
  /** Values: see `encodeQuestions`. */
  discardQuestions: 'setup_discard_questions',
  shipQuestions: 'setup_ship_questions',
} as const;

/** callback_id of each window that can be submitted. private_metadata: see `encodePlace`. */
export const SETUP_CALLBACKS = {
  setting: 'setup_setting_form',
  team: 'setup_team_form',
  person: 'setup_person_form',
  owners: 'setup_owners_form',
  token: 'setup_token_form',
  policy: 'setup_policy_form',
  questions: 'setup_questions_list',
  question: 'setup_question_form',
} as const;

const SCREENS = [
  // Lists.
  'settings',
  'policies',
  'teams',
  'people',
  'alerts',
  'tokens',
  'owners',
  'unverified',
  'questions',
  // What is changed in one of them. Without an id: a new one.
  'setting',
  'policy',
  'team',
  'person',
  'token',
  'question',
] as const;
export type Screen = (typeof SCREENS)[number];

/** Where somebody is in the windows that set Baton up. */
export interface Place {
  screen: Screen;
  /** Of the list, or of the list they came from; null: they came from Home. */
  page: number | null;
  /** A setting's key, a policy's, a team's or a person's id, or what `encodeQuestions` writes. */
  id: string;
}

export function encodePlace({ screen, page, id }: Place): string {
  return `${screen}:${page ?? ''}:${id}`;
}

/** Throws Outdated on anything that was not written by `encodePlace`. */
export function decodePlace(text: string): Place {
  const [, name, page = '', id = ''] = /^(\w+):(\d{0,6}):(.*)$/su.exec(text) ?? [];
  const screen = SCREENS.find((one) => one === name);
  if (!screen) throw new Outdated('not a place');
  return { screen, page: page === '' ? null : Number(page), id };
}

/** Which question, and which state of the list it was seen in. */
export interface QuestionPlace {
  kind: HandoffKind;
  revision: number;
  /** Empty: none, or a new one. */
  key: string;
}

export function encodeQuestions({ kind, revision, key }: QuestionPlace): string {
  return `${kind}:${revision}:${key}`;
}

/** Returns the first kind of handoff where nothing is named. Throws Outdated on what `encodeQuestions` did not write. */
export function decodeQuestions(text: string): QuestionPlace {
  const kinds = Object.keys(KINDS) as HandoffKind[];
  const [first] = kinds;
  if (text === '' && first) return { kind: first, revision: 0, key: '' };
  const [, name, revision = '', key = ''] = /^(\w+):(\d{1,9}):(\w*)$/u.exec(text) ?? [];
  const kind = kinds.find((one) => one === name);
  if (!kind) throw new Outdated('no kind of handoff');
  return { kind, revision: Number(revision), key };
}
