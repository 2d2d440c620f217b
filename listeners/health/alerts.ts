import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { loadPreviewOf } from '../../src/risks/alerts/load-alerts.ts';
import { enableAlerts } from '../../src/risks/alerts/switch-alerts.ts';
import { loadOwnListed } from '../../src/risks/read/load-listed.ts';
import { riskName } from '../../src/risks/risk.ts';
import { openListedRisk } from '../../src/risks/verbs/open-listed-risk.ts';
import { isLocalDate } from '../../src/time/local-date.ts';
import { alertsOnMessage, openedMessage, previewMessage } from '../../views/health/alert-messages.ts';
import { slidesView } from '../../views/health/slides-view.ts';
import { refusalMessage } from '../../views/kit/blocks.ts';
import { readValue } from '../../views/kit/ids.ts';
import type { ClickHandler, Menu } from '../click.ts';
import { expectListedClick } from './expect.ts';

/** *Turn on alerts*, in an admin's daily list: the list goes on without the button. */
export const enableClick: ClickHandler = {
  async says(visit, { value }) {
    const { verb: day, rest: segment } = readValue(value);
    const enabled = await enableAlerts(visit, { segment });
    if (isRefusal(enabled)) return enabled;
    const preview = isLocalDate(day) ? await loadPreviewOf(visit, visit.me.id, day) : null;
    const said = alertsOnMessage(enabled.segment);
    if (!preview) return said;
    const list = previewMessage(preview, day);
    return { text: said.text, blocks: [...said.blocks, ...list.blocks], replace: true };
  },
};

/** *Flag a risk*, in the summary of a segment whose alerts were turned on, and in a digest. */
const openListedClick: ClickHandler = {
  async says(visit, { value }) {
    const { verb: summaryId, rest: accountId } = readValue(value);
    const opened = await openListedRisk(visit, {
      summaryId: readId(summaryId),
      accountId: readId(accountId),
    });
    if (isRefusal(opened)) return opened;
    return openedMessage({ id: opened.riskId, name: riskName(opened) }, opened.accountName);
  },
};

/** The menu of an account on watch in a digest. Digests of an older version, and summaries, have a button that flags. */
export const openListedMenu: Menu = { entries: { expect: expectListedClick }, others: openListedClick };

/** *Open the list…*, in the morning DM: what of the reader's own slides, or has been low for long. */
export const slidesClick: ClickHandler = {
  opens: 'Watch',
  view: async (visit) => slidesView(await loadOwnListed(visit, visit.me.id)),
};

/** *Flag a risk*, in that list, which goes on without the account. */
const flagSlidingClick: ClickHandler = {
  async redraws(visit, { value }) {
    const opened = await openListedRisk(visit, { summaryId: null, accountId: readId(value) });
    const said = isRefusal(opened)
      ? refusalMessage(opened.message)
      : openedMessage({ id: opened.riskId, name: riskName(opened) }, opened.accountName);
    return slidesView(await loadOwnListed(visit, visit.me.id), said.blocks);
  },
};

/** The menu of an account in that list. */
export const slidesMenu: Menu = { entries: { expect: expectListedClick }, others: flagSlidingClick };
