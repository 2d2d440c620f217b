/** What one may type, as long as Baton keeps it: a step or a reason, and a note. */
export const LINE_MAX = 500;
export const NOTE_MAX = 2_000;
