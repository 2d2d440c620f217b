import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { LIMITS } from './limits.ts';
import {
  CLICKABLE,
  check,
  checkElement,
  FILLABLE,
  isProperties,
  items,
  noBroadcast,
  type Problem,
  type Properties,
  plain,
  string,
  text,
} from './validate-element.ts';

/** One block of a kind that Baton uses; any other kind is a problem too. */
function checkBlock(block: Properties, at: string, problem: Problem): void {
  check(block, at, problem, {}, { block_id: string(LIMITS.id) });
  switch (block['type']) {
    case 'divider':
      break;
    case 'header':
      check(block, at, problem, { text: plain(LIMITS.headerText) });
      break;
    case 'section':
      checkSection(block, at, problem);
      break;
    case 'context':
      checkContext(block, at, problem);
      break;
    case 'actions':
      checkActions(block, at, problem);
      break;
    case 'input':
      check(block, at, problem, { label: plain(LIMITS.label) }, { hint: plain(LIMITS.hint) });
      checkElement(block['element'], `${at}.element`, FILLABLE, problem);
      break;
    case 'image':
      checkImage(block, at, problem);
      break;
    default:
      problem(at, 'not a kind of block Baton uses');
  }
}

function checkSection(block: Properties, at: string, problem: Problem): void {
  if (block['text'] === undefined && block['fields'] === undefined) problem(at, 'neither text nor fields');
  check(block, at, problem, {}, { text: text(LIMITS.sectionText) });
  if (block['fields'] !== undefined)
    items(block['fields'], `${at}.fields`, problem, LIMITS.fields).forEach((each, index) => {
      text(LIMITS.fieldText)(each, `${at}.fields[${index}]`, problem);
    });
  const accessory = block['accessory'];
  if (isImage(accessory)) checkImage(accessory, `${at}.accessory`, problem);
  else if (accessory !== undefined) checkElement(accessory, `${at}.accessory`, CLICKABLE, problem);
}

function checkContext(block: Properties, at: string, problem: Problem): void {
  items(block['elements'], `${at}.elements`, problem, LIMITS.contextElements).forEach((each, index) => {
    const place = `${at}.elements[${index}]`;
    if (isImage(each)) checkImage(each, place, problem);
    else text(LIMITS.contextText)(each, place, problem);
  });
}

function checkActions(block: Properties, at: string, problem: Problem): void {
  const seen = new Set<unknown>();
  items(block['elements'], `${at}.elements`, problem, LIMITS.actionsElements).forEach((each, index) => {
    const place = `${at}.elements[${index}]`;
    checkElement(each, place, CLICKABLE, problem);
    const id = isProperties(each) ? each['action_id'] : undefined;
    if (seen.has(id)) problem(place, 'action_id used twice in one block');
    seen.add(id);
  });
}

const isImage = (value: unknown): value is Properties => isProperties(value) && value['type'] === 'image';

function checkImage(image: Properties, at: string, problem: Problem): void {
  check(
    image,
    at,
    problem,
    { alt_text: string(LIMITS.imageAlt) },
    { image_url: string(LIMITS.url), title: plain(LIMITS.imageTitle) },
  );
  if ((image['image_url'] === undefined) === (image['slack_file'] === undefined))
    problem(at, 'needs either image_url or slack_file');
}

/** Slack, or one of Baton's own rules, is against it. Names places and limits, never the text itself. */
export class InvalidView extends Error {
  override readonly name = 'InvalidView';
  readonly problems: readonly string[];
  constructor(what: string, problems: readonly string[]) {
    super(`Slack would refuse this ${what}: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/**
 * Throws an InvalidView that lists every problem Slack, or Baton's own rules, would have with this message.
 */
export function validateMessage(message: { text: string; blocks: readonly KnownBlock[] }): void {
  const problems: string[] = [];
  const problem = reportInto(problems);
  string(LIMITS.messageText)(message.text, 'text', problem);
  noBroadcast(message.text, 'text', problem);
  if (message.blocks.length > LIMITS.messageBlocks) problem('blocks', `more than ${LIMITS.messageBlocks}`);
  checkBlocks(message.blocks, problem);
  if (textIn(message.blocks) > LIMITS.messageBlockText)
    problem('blocks', `more than ${LIMITS.messageBlockText} characters of text in all`);
  refuseIfAny('message', problems);
}

/** The same for a modal or a Home tab. */
export function validateView(view: ModalView | HomeView): void {
  const problems: string[] = [];
  const problem = reportInto(problems);
  const blocks = view.blocks as readonly KnownBlock[];
  if (blocks.length === 0) problem('blocks', 'none');
  if (blocks.length > LIMITS.viewBlocks) problem('blocks', `more than ${LIMITS.viewBlocks}`);
  checkBlocks(blocks, problem);
  check(
    view as unknown as Properties,
    'view',
    problem,
    {},
    {
      callback_id: string(LIMITS.id),
      external_id: string(LIMITS.id),
      private_metadata: string(LIMITS.privateMetadata),
    },
  );
  if (view.type === 'modal') checkModal(view, blocks, problem);
  if (Buffer.byteLength(JSON.stringify(view)) > LIMITS.viewBytes)
    problem('view', `more than ${LIMITS.viewBytes} bytes`);
  refuseIfAny('view', problems);
}

function checkModal(view: ModalView, blocks: readonly KnownBlock[], problem: Problem): void {
  const title = plain(LIMITS.viewTitle);
  check(view as unknown as Properties, 'view', problem, { title }, { submit: title, close: title });
  if (!view.submit && blocks.some((block) => block.type === 'input'))
    problem('submit', 'missing, and there are inputs');
}

function checkBlocks(blocks: readonly KnownBlock[], problem: Problem): void {
  const ids = new Set<string>();
  blocks.forEach((block, index) => {
    const at = `blocks[${index}]`;
    checkBlock(block as unknown as Properties, at, problem);
    if (block.block_id === undefined) return;
    if (ids.has(block.block_id)) problem(at, 'block_id used twice');
    ids.add(block.block_id);
  });
}

function textIn(value: unknown): number {
  if (!isProperties(value)) return 0;
  let sum = 0;
  for (const [name, each] of Object.entries(value))
    sum += name === 'text' && typeof each === 'string' ? each.length : textIn(each);
  return sum;
}

const reportInto =
  (problems: string[]): Problem =>
  (at, what) => {
    problems.push(`${at}: ${what}`);
  };

function refuseIfAny(what: string, problems: string[]): void {
  if (problems.length > 0) throw new InvalidView(what, problems);
}
