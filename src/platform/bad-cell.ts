/** A cell that cannot be taken. The message is the reason shown for its row. */
export class BadCell extends Error {}
