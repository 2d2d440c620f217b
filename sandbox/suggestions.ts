import type { Core } from './core.ts';
import { sendInteraction } from './dispatch.ts';
import { asJson, contextOf, type Place, Trouble, trouble, whoAndWhere } from './interactions.ts';
import { type Option, type OptionGroup, optionsOf, type Placed } from './kit.ts';
import type { Person } from './state.ts';

/** Asks the app for the options of an external select. */
export async function suggestions(
  core: Core,
  person: Person,
  place: Place,
  placed: Placed,
  query: string,
): Promise<Option[]> {
  const { element, block } = placed;
  if (query.length < (element.min_query_length ?? 3)) return [];
  const ack = await sendInteraction(core, {
    type: 'block_suggestion',
    ...whoAndWhere(core, person),
    ...contextOf(core, person, place),
    action_id: element.action_id,
    block_id: block.block_id,
    value: query,
  });
  const why = trouble(core, `block_suggestion ${element.action_id}`, ack);
  if (why) throw new Trouble(`The options could not be loaded (${why}).`);
  const answer = asJson(ack.body) as { options?: Option[]; option_groups?: OptionGroup[] } | undefined;
  const wrong = wrongOptions(answer);
  if (!answer || wrong) {
    core.traffic.flag(`block_suggestion ${element.action_id}: ${wrong}`);
    throw new Trouble('The options could not be loaded.');
  }
  return optionsOf(answer);
}

function wrongOptions(
  answer: { options?: Option[]; option_groups?: OptionGroup[] } | undefined,
): string | null {
  if (!answer || (!Array.isArray(answer.options) && !Array.isArray(answer.option_groups)))
    return 'no options';
  if ((answer.options ?? []).length > 100 || (answer.option_groups ?? []).length > 100)
    return 'over 100 options';
  if (answer.option_groups?.some((group) => group.options.length > 100 || textOf(group.label) > 75))
    return 'a group over its limits';
  const wrong = optionsOf(answer).find(
    (each) =>
      !each.value ||
      each.value.length > 150 ||
      textOf(each.text) < 1 ||
      textOf(each.text) > 75 ||
      textOf(each.description) > 75,
  );
  return wrong ? `an option over its limits: ${JSON.stringify(wrong)}` : null;
}

const textOf = (text: { text: string } | undefined): number => text?.text?.length ?? 0;
