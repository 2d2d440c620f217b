const PATHS = {
  window: 'M8 4h8v8M16 4 9 11M13 12v4H4V7h4',
  traffic: 'M6 16V4M3 7l3-3 3 3M14 4v12M11 13l3 3 3-3',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.25c-.7.35-1.1.85-1.1 1.75M10 14.5v.01M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15',
  reset: 'M4 10a6 6 0 1 1 2 4.5M4 16v-4h4',
  clock: 'M10 5.5V10l3 2M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15',
  plus: 'M10 4v12M4 10h12',
  send: 'M4 10 3 3l14 7-14 7 1-7h6',
  close: 'M5 5l10 10M15 5 5 15',
  back: 'M9 4l-6 6 6 6M3 10h14',
  reply: 'M7 5 3 9l4 4M3 9h8a6 6 0 0 1 6 6',
  more: 'M10 4v.01M10 10v.01M10 16v.01',
  lock: 'M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3',
  hash: 'M8 3 6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13',
} as const;

/** Drawn, so that it looks the same whatever fonts there are. What it means is said beside it. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
