import { type Line, table } from './measure.ts';

/** docs/benchmarks.md. Figures that miss their aim stand there like the others. */
export function report(machine: string, lines: readonly Line[]): string {
  return `# How fast it is

Written by \`npm run bench -- --write\` (about a quarter of an hour; \`npm run bench\` only prints, \`npm run bench -- timers\` runs one
part, and \`npm run bench -- health-memory\` one that is left out otherwise). Every figure is of one run on one machine:

${machine}

\`\`\`
${table(lines)}
\`\`\`

Ratios are what carries over to another machine: both sides are measured in the same run, turn by turn, so that
whatever else the machine does hits both. Figures are medians, p99 is the 99th percentile, a ratio is that of the medians.
On a machine with other work (a load above its cores) the absolute figures are low and the p99 says more about that work
than about Baton.

## What the rows mean

Baton is its production build in a process of its own, started as \`npm start\` does. Slack is a bare HTTP server that
answers at once. The database is the embedded PostgreSQL with its usual durability: every commit waits for the disk
(fsync is on), on both sides.

| Row | Baton | Beside it |
|---|---|---|
| /handoff to ack, to views.open | a signed \`/handoff Sample Account 1\` over HTTP, one at a time; until the ack is back, and until the call that opens the modal has arrived at Slack | a Bolt app with the same options that acks and opens the same view, and has no database |
| /handoff beside 40 × 1000 signals | \`/handoff\` as above until the call that opens the modal, while one API token sends batches of 1,000 signals, forty at once all the time; in brackets how many were recorded and how many asked to come again | the same of the same process at rest, just before |
| Hand over, to ack | the last submission of the modal, signed over HTTP: checked, written with its clocks, history, messages and what is owed by it, and acked with the receipt; the delivery of the messages goes on in the same process | a Bolt app that runs the same statements by hand through \`pg\`, in one transaction (Baton reads who is there before its own begins), and delivers nothing. In brackets how many statements each is, BEGIN and COMMIT among them |
| timers fired | clocks at 100% of their limit, in batches of 50: their turns, whom each concerns now, how often they were interrupted, message, history, next rung | the same SQL by hand through \`pg\`, with no more read than is needed, the turns taken as the timers are claimed, and the next rung taken as it was stored in place of calculating working time anew. By that no limit moves, and what is owed stays as it is on both sides |
| rows of a file of deals | a file as \`handoffs import\` reads it, eight of ten rows won, for 200 owners and half of the accounts known: read, each row checked, its account and people found, and the deal written with its clock, history, what is owed and whom it asks, in chunks of 250 | the good rows by hand through \`pg\`, in as many transactions, with what follows from them; nothing is checked, and working time is reckoned once for all |
| outbox rows delivered, fixed words | claim, check, post through Slack's own client, record; 8 at once, the rate limit off | the same claim and record by hand, 8 at once, posted by \`fetch\` with keep-alive |
| outbox rows delivered, handoff read and drawn | the same, with the handoff, its account, clocks and people read for each message and drawn as Block Kit | the same reads by hand, and a message drawn once before |
| signals recorded over HTTP | \`POST /v1/signals\` with a token, 3 at once: checked, the accounts found by external id, each signal written with what is the latest of its type and that its account is due; the evaluation of those accounts goes on in the same process | the same 500 rows and what follows from them (the latest of each type, which accounts are due, their segments) by hand in one transaction, ids known, through 3 connections: nothing is checked |
| health of 100,000 accounts × 12 signals | every account has news: read and evaluated in batches of 500, two at once, in one process, and written with the day's history; one in a hundred has fallen far and is compared with its history | one statement that joins the signals with the straight lines of every type and writes score, confidence, band and when the next signal expires; no hysteresis, no history |
| the same, 1% changed | time per account when 1,000 of the 100,000 have news, spread evenly, so that their signals share hardly a page | time per account when all have |
| from a signal's 202 to its card | *sponsor left* of a known account whose segment has alerts on, in working hours, one at a time: from the answer to the request until the card's \`chat.postMessage\` has arrived | |
| digest of 100,000 accounts | everything a weekly digest of all accounts says, compared with that of a week ago: read in one transaction's worth of statements, chosen from and put together | the very statements that this sends, through \`pg\`, their rows read and nothing made of them |
| Home of 500 open items | from the event to the answered \`views.publish\`, in a workspace of 10,000 open items: who is there, where they left it, whose work it is, the page of work; drawn and checked | the same statements through \`pg\`, and a view drawn once before, published by \`fetch\` |
| a digest's picture, warm | from the digest's content to its PNG, twice its size: laid out, drawn as SVG, rasterised | the chart library's SVG alone |
| 1,020 accounts fall at once | every account loses its sponsor in one export, in a segment with alerts on: evaluated by two at once in one process, until each has its risk, number, clock, card and request | |
| size (only when asked for: \`npm run bench -- size\`) | the slowest statement of each at 100,000 accounts, 2,000 open handoffs and 200,000 that ended, with the clocks that an earlier version left: a quarter of what it may take at most | the same with ten times as many that ended |
| memory, after pictures | a process of its own that does nothing else | |
| memory, after signals | the resident memory of the process: 3 s after its start, and after so many signals came over HTTP, three requests of 500 at once, and every account was evaluated | |
| memory | the resident memory of the process, as the system counts it: 3 s after its start, and after so many handoffs were submitted over HTTP, three at once, and both messages of each were posted; it stops after 320 s, wherever it is | |
| start to ready | from the start of the process until it takes requests, with its embedded PostgreSQL: made and migrated, and later found as it was left | |

That the hand-written side does the same is proved at the end of each part: the rows that both leave (ids and the
instants of the run aside) are compared, and the run fails where they differ. Of handoffs, timers, deals, deliveries and signals these
are all the tables that either side has written to: one that is not compared makes the run fail as well.

## Where the time goes

- *Hand over*: the database's part is equal on both sides, and the commit is the largest single step. What Baton adds
  is Prisma between the rules and \`pg\`, the checks, and the loop that posts the messages meanwhile.
- *Timers*: a batch is read and written at once, whatever its size. Prisma puts a statement together anew with a parameter
  for each value, so that messages and history of a batch go in as one JSON parameter each, and what is asked of all of it names its ids in one.
  What is left is Prisma, a fifth of a millisecond around each statement and more around the handoffs, of which every column is
  read; working time, calculated for every rung; and what all of that leaves to the garbage collector.
- *Deals*: the database has the same rows to write on both sides. Baton reads each deal back, finds accounts by id, domain
  and name, and asks who stands behind every owner; a chunk takes as many statements however many owners it has.
- *Deliveries*: Slack's client and its queue for each post, Prisma for each read, Block Kit drawn and checked against
  Slack's limits for each message. Slack takes about one message a second and channel: the rate is far above what
  Slack allows a workspace.
- *Signals*: the one statement that writes them, with the latest of each type and who is due, is half of it; HTTP, JSON and
  the evaluation in the same process are the rest.
- *Health*: both at once, Baton's process reckons and the database reads and writes. Of the process's time about a third is the
  score and its rules, the rest rows and JSON on their way through Prisma and \`pg\`, and the memory they leave behind.
  It wants both cores: with other work on the machine the ratio grows.
- *Digest*: nearly all of it is PostgreSQL, which goes over every account twice: once for what is at risk now, once for the
  bridge. The rest is a few hundred rows.
- *Pictures*: five sixths are rasterising at twice the size, off the main thread; the layout is about as fast as the library.
- *Memory* is V8's heap, which grows to its working size under the first load and is handed back lazily; the growth
  between the first of these rows and the last is what would show a leak.
`;
}
