import type { AccountProfile } from '../../src/accounts/profile.ts';
import type { Voice } from '../../src/health/signal.ts';
import type { HealthStanding } from '../../src/health/standing.ts';
import { ACCOUNT_ACTIONS } from '../accounts/ids.ts';
import { actions, context, type Message, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { dayOf } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { quoted } from '../kit/long-text.ts';
import { formatMoney } from '../kit/money.ts';
import { bold, dotted, lines, link, type Markup, md } from '../kit/text.ts';
import { amount } from '../risks/parts/words.ts';
import { bandText, whyBandLine } from './words.ts';

const NAME_SHOWN = 60;
const LABEL_SHOWN = 40;
const WORDS_SHOWN = 700;

/** To the CS owner alone: what an unhappy customer said, whatever the score makes of it. */
export function unhappyMessage(account: AccountProfile, voice: Voice, standing: HealthStanding): Message {
  const name = clip(account.name, NAME_SHOWN);
  const how = `${clip(voice.label, LABEL_SHOWN)} ${amount(voice.value, voice.unit)}`;
  const about = (action: string, text: string, style?: 'primary') =>
    button({ action, text, value: account.id, label: `${text}: ${name}`, ...(style && { style }) });
  return message(md`${name} is unhappy: ${how}. Get in touch, or flag a risk`, [
    section(
      lines([
        md`${bold(name)} is unhappy. *Get in touch, or flag a risk.*`,
        quoted(voice.quote, WORDS_SHOWN),
        md`${how}, ${dayOf(voice.at)}${voice.evidence ? md` · ${link(voice.evidence, 'Where it was said')}` : md``}`,
      ]),
    ),
    context(
      dotted([
        account.arr === null ? '' : `${formatMoney(account.arr, account.currency ?? '')} ARR`,
        healthText(standing),
      ]),
    ),
    actions(
      'account',
      about(ACCOUNT_ACTIONS.flag, 'Flag a risk', 'primary'),
      about(ACCOUNT_ACTIONS.show, 'Open'),
    ),
  ]);
}

function healthText({ band, score, why }: HealthStanding): Markup {
  const said = md`Health: ${bandText(band, score)}`;
  return why ? md`${said}. ${whyBandLine(why)}` : said;
}
