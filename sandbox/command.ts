import type { Core } from './core.ts';
import { sendCommand } from './dispatch.ts';
import { asJson, shownChannel, Trouble, trouble } from './interactions.ts';
import { type Said, say } from './response-url.ts';
import { checkMessage } from './rules/message.ts';
import type { Channel, Person } from './state.ts';
import { newResponseUrl, newTrigger } from './triggers.ts';

/** Runs a slash command and shows what the ack says. */
export async function runCommand(core: Core, person: Person, channel: Channel, line: string): Promise<void> {
  const [, command = '', rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  const { commands } = core.world.app;
  if (!command || (commands && !commands.has(command))) throw new Trouble(`${line} is not a valid command.`);
  const where = shownChannel(channel);
  const ack = await sendCommand(core, {
    token: 'sandbox',
    team_id: core.world.team.id,
    team_domain: core.world.team.domain,
    ...(core.world.enterprise
      ? { enterprise_id: core.world.enterprise.id, enterprise_name: core.world.enterprise.name }
      : {}),
    channel_id: where.id,
    channel_name: where.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text: commands?.get(command)?.shouldEscape ? escapeMentions(core, rest) : rest,
    api_app_id: core.world.app.id,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(core, person.id, channel.id, null),
    trigger_id: newTrigger(core, person.id),
  });
  const why = trouble(core, command, ack);
  if (why) throw new Trouble(`${command} failed with the error "${why}"`);
  sayAck(core, person, channel, command, ack.body);
}

function sayAck(core: Core, person: Person, channel: Channel, command: string, body: string): void {
  if (body.trim() === '') return;
  const said = asJson(body);
  const content = (said === null || typeof said !== 'object' ? { text: body } : said) as Said;
  if (content.text === undefined && content.blocks === undefined) return;
  const [violation] = checkMessage({ ...content });
  if (violation) {
    core.traffic.flag(`${command}: ack ${violation.rule} ${violation.path} ${violation.message}`);
    throw new Trouble(`${command} failed with the error "invalid_response"`);
  }
  say(core, { personId: person.id, channel: channel.id, via: 'ack' }, content);
}

/** What a person types as @name or #channel, as tokens. A command gets them with should_escape. */
export function escapeMentions(core: Core, typed: string): string {
  const { people, channels } = core.world;
  return typed
    .replace(/@([\w.-]+)/g, (all, name: string) => {
      const person = [...people.values()].find((each) => each.name === name);
      return person ? `<@${person.id}|${person.name}>` : all;
    })
    .replace(/#([\w-]+)/g, (all, name: string) => {
      const channel = [...channels.values()].find((each) => each.name === name && each.kind !== 'im');
      return channel ? `<#${channel.id}|${channel.name}>` : all;
    });
}
