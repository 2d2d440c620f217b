/** Up to which message each person has read each channel. */
export interface Unread {
  readTo(person: string, channel: string): string | null;
  read(person: string, channel: string, ts: string): void;
}

export function makeUnread(): Unread {
  const read = new Map<string, string>();
  const key = (person: string, channel: string) => `${person} ${channel}`;
  return {
    readTo: (person, channel) => read.get(key(person, channel)) ?? null,
    read: (person, channel, ts) => void read.set(key(person, channel), ts),
  };
}
