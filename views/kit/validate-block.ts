import { LIMITS } from './limits.ts';
import { CLICKABLE, checkElement, FILLABLE } from './validate-element.ts';
import {
  check,
  isProperties,
  items,
  type Problem,
  type Properties,
  plain,
  string,
  text,
} from './validate-text.ts';

/** One block of a kind that Baton uses; any other kind is a problem too. */
export function checkBlock(block: Properties, at: string, problem: Problem): void {
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
