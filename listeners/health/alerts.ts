import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { loadPreviewOf } from '../../src/risks/alerts/load-alerts.ts';
import { enableAlerts } from '../../src/risks/alerts/switch-alerts.ts';
import { riskName } from '../../src/risks/risk.ts';
import { openListedRisk } from '../../src/risks/verbs/open-listed-risk.ts';
import { isLocalDate } from '../../src/time/local-date.ts';
import { alertsOnMessage, openedMessage, previewMessage } from '../../views/health/alert-messages.ts';
import { readValue } from '../../views/kit/ids.ts';
import type { ClickHandler } from '../click.ts';

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

/** *Open risk*, in the summary of a segment whose alerts were turned on. */
export const openListedClick: ClickHandler = {
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
