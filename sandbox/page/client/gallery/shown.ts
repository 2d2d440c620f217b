// The contact sheet as it arrives: see sandbox/gallery/start-gallery.ts.
import type { Block, ViewBody } from '../../../kit.ts';
import type { ChannelSeen, PersonSeen } from '../../shapes.ts';

export const DATA = ['normal', 'longest', 'emptiest'] as const;
export type Data = (typeof DATA)[number];

export interface Drawn {
  view: ViewBody | { text: string; blocks: Block[] };
  problems: string[];
}

export type Shown = { name: string } & Record<Data, Drawn | null>;

export interface Gallery {
  now: number;
  people: PersonSeen[];
  channels: ChannelSeen[];
  views: Shown[];
}
