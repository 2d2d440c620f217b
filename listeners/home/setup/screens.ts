import type { ModalView } from '@slack/types';
import { loadQuestions, loadSegmentNames } from '../../../src/handoffs/questions/load-questions.ts';
import {
  loadAccountsWithout,
  loadPeoplePage,
  loadPersonItem,
  loadTeam,
  loadTeamPage,
} from '../../../src/home/load-setup.ts';
import { pageOf } from '../../../src/home/setup.ts';
import { readId } from '../../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../../src/platform/refusal.ts';
import { loadFalseAlarms, loadSegments } from '../../../src/risks/alerts/load-alerts.ts';
import { listSegments, listTeamNames } from '../../../src/settings/find-scope.ts';
import { sorted } from '../../../src/settings/policies.ts';
import { settingKey } from '../../../src/settings/set-setting.ts';
import { listTokens } from '../../../src/workspaces/tokens.ts';
import { ownersView, unverifiedView } from '../../../views/home/setup/accounts-view.ts';
import { alertsView } from '../../../views/home/setup/alerts-view.ts';
import { decodeQuestions, type Place, type Screen } from '../../../views/home/setup/ids.ts';
import { peopleView, personForm } from '../../../views/home/setup/people-view.ts';
import { newPolicyForm, policiesView, policyForm } from '../../../views/home/setup/policies-view.ts';
import { questionForm } from '../../../views/home/setup/question-form.ts';
import { questionsView } from '../../../views/home/setup/questions-view.ts';
import { settingForm, settingsView } from '../../../views/home/setup/settings-view.ts';
import { teamForm, teamsView } from '../../../views/home/setup/teams-view.ts';
import { tokenForm, tokensView } from '../../../views/home/setup/tokens-view.ts';
import type { AdminVisit } from './admin.ts';

const PAGE = 20;
/** As on the command line: alerts are few, and a quarter of them says something. */
const JUDGED_DAYS = 90;

type Draw = (visit: AdminVisit, place: Place, notice: string | null) => Promise<ModalView | Refusal>;

const SCREENS: Record<Screen, Draw> = {
  settings: async ({ settings }, _, notice) => settingsView(settings, notice),
  policies: async (visit, place, notice) => {
    const teams = await listTeamNames(visit);
    const policies = pageOf(sorted(visit.settings.policies, teams), place.page ?? 0, PAGE);
    return policiesView(policies, { settings: visit.settings, teams }, notice);
  },
  policy: async (visit, place) => {
    const teams = await listTeamNames(visit);
    if (place.id === '') return newPolicyForm({ segments: await listSegments(visit), teams }, place);
    const policy = visit.settings.policies.find(({ id }) => id === place.id);
    return policy ? policyForm(policy, teams, place) : NO_POLICY;
  },
  teams: async (visit, place, notice) => teamsView(await loadTeamPage(visit, place.page ?? 0), notice),
  people: async (visit, place, notice) => peopleView(await loadPeoplePage(visit, place.page ?? 0), notice),
  alerts: async (visit, place, notice) => {
    const segments = await loadSegments(visit, visit.settings);
    const records = await loadFalseAlarms(visit, { days: JUDGED_DAYS });
    return alertsView(pageOf(segments, place.page ?? 0, PAGE), { records, days: JUDGED_DAYS }, notice);
  },
  tokens: async (visit, place, notice) => {
    const tokens = await listTokens(visit.db, visit.workspace.id);
    return tokensView(pageOf(tokens, place.page ?? 0, PAGE), notice);
  },
  owners: async (visit, place, notice) =>
    ownersView(await loadAccountsWithout(visit, 'owner', place.page ?? 0), notice),
  unverified: async (visit, place, notice) =>
    unverifiedView(await loadAccountsWithout(visit, 'confirmation', place.page ?? 0), notice),
  questions: async (visit, place, notice) =>
    questionsView(await loadQuestions(visit, decodeQuestions(place.id).kind), notice),
  question: async (visit, place) => {
    const at = decodeQuestions(place.id);
    const segments = await loadSegmentNames(visit);
    if (at.key === '') return questionForm(null, segments, at);
    const { list } = await loadQuestions(visit, at.kind);
    const question = list.find(({ key }) => key === at.key);
    return question ? questionForm(question, segments, at) : NO_QUESTION;
  },
  setting: async ({ settings }, place) => {
    const key = settingKey(place.id);
    return isRefusal(key) ? key : settingForm(key, settings, place);
  },
  team: async (visit, place) => {
    if (place.id === '') return teamForm(null, place);
    const team = await loadTeam(visit, readId(place.id));
    return team
      ? teamForm(team, place)
      : refuse('not_found', 'This team no longer exists. Open the list again.');
  },
  person: async (visit, place) => {
    const person = await loadPersonItem(visit, { id: readId(place.id) });
    return person ? personForm(person, place) : NOT_HERE;
  },
  token: async (_, place) => tokenForm(place),
};

const NO_QUESTION = refuse('not_found', 'This question no longer exists. Open the list again.');

const NO_POLICY = refuse('gone', 'Someone removed this policy in the meantime. Open the list again.');

export const NOT_HERE = refuse(
  'not_found',
  'Baton can’t use this person: they aren’t a full member here, or it hasn’t met them yet. Pick someone else.',
);

/** Draws a screen; `notice` is what was just done. */
export const drawScreen = (
  visit: AdminVisit,
  place: Place,
  notice: string | null = null,
): Promise<ModalView | Refusal> => SCREENS[place.screen](visit, place, notice);
