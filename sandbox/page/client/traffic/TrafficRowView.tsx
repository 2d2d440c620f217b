import { useState } from 'react';
import type { TrafficRow } from '../../shapes.ts';
import { clockTime } from '../chat/when.ts';
import { look } from '../state/talk.ts';
import { type Reader, useReader } from '../text/reader.ts';

export function TrafficRowView({ row, zone, app }: { row: TrafficRow; zone: string; app: string }) {
  const reader = useReader();
  const [carried, setCarried] = useState<string | null>(null);
  async function toggle() {
    if (carried !== null) return setCarried(null);
    const found = await look<{ sent?: unknown; answer?: unknown }>(`/api/traffic/${row.n}`);
    setCarried(found.trouble ?? `${readable(found.sent)}\n\n← ${readable(found.answer)}`);
  }
  const kind = row.violation ? 'row violation' : row.problem ? 'row problem' : 'row';
  const way = row.way === 'out' ? `Slack → ${app}` : `${app} → Slack`;
  return (
    <li className={kind}>
      <button type="button" aria-expanded={carried !== null} onClick={() => void toggle()}>
        <time>{clockTime(row.at, zone)}</time>
        <span className="way" title={way}>
          <span className="sr-only">{way} </span>
          <span aria-hidden="true">{row.way === 'out' ? '→' : '←'}</span>
        </span>
        <span className="what">
          {row.what} <small>{nameOf(row.about, reader)}</small>
        </span>
        <span className="code">{row.problem ?? (row.ms === null ? '…' : row.code || 'ok')}</span>
        <span className="ms">{row.ms === null ? '' : `${Math.round(row.ms)} ms`}</span>
      </button>
      {carried !== null && <pre>{carried}</pre>}
    </li>
  );
}

function nameOf(about: string, { people, channels }: Reader): string {
  const channel = channels.get(about);
  return people.get(about)?.realName ?? (channel ? `#${channel.name}` : about);
}

/** Views and blocks come as JSON within JSON. */
function readable(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '(nothing)';
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
