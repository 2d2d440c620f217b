import type { message } from './blocks.ts';

/** What a message view answers. */
export type Message = ReturnType<typeof message>;
