// The Web API methods this sandbox offers: https://docs.slack.dev/reference/methods
// Rates: https://docs.slack.dev/apis/web-api/rate-limits

export type ChannelType = 'public' | 'private' | 'im' | 'mpim';

export interface Rate {
  per: 'workspace' | 'channel';
  calls: number;
  seconds: number;
}

export interface Method {
  /** Any one of these is enough; none means that every token may call it. */
  scopes: readonly string[];
  /** Where the scope depends on the conversation: which one each type needs. */
  scopeByChannel?: Readonly<Record<ChannelType, string | null>>;
  /** Every one of these limits holds. */
  rates: readonly Rate[];
  required: readonly string[];
  /** At least one argument of each group must be given. */
  oneOf: readonly (readonly string[])[];
  /** Its own codes; those of tokens, scopes, rates and Slack's own troubles may come from any method. */
  errors: readonly string[];
}

const perMinute = (calls: number): Rate[] => [{ per: 'workspace', calls, seconds: 60 }];
/** Its prose allows bursts; how large is not said. */
const TIER_1 = perMinute(10);
const TIER_2 = perMinute(20);
const TIER_3 = perMinute(50);
const TIER_4 = perMinute(100);
/** Slack says only "hundreds of calls a minute". */
const SPECIAL = perMinute(300);

const READ = { public: 'channels:read', private: 'groups:read', im: 'im:read', mpim: 'mpim:read' };
const HISTORY = {
  public: 'channels:history',
  private: 'groups:history',
  im: 'im:history',
  mpim: 'mpim:history',
};

function method(rates: Rate[], rest: Partial<Omit<Method, 'rates'>> = {}): Method {
  return { scopes: [], required: [], oneOf: [], errors: [], ...rest, rates };
}

const ofChannel = (rates: Rate[], byChannel: NonNullable<Method['scopeByChannel']>, rest: Partial<Method>) =>
  method(rates, {
    scopes: Object.values(byChannel).filter((scope) => scope !== null),
    scopeByChannel: byChannel,
    ...rest,
  });

const CONTENT = [['text', 'blocks', 'attachments']];
const BAD_CONTENT = [
  'no_text',
  'msg_too_long',
  'msg_blocks_too_long',
  'invalid_blocks',
  'invalid_blocks_format',
];
const BAD_VIEW = ['view_too_large', 'duplicate_external_id'];
const BAD_TRIGGER = ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id'];

export const METHODS: Readonly<Record<string, Method>> = {
  'apps.connections.open': method(TIER_1, { scopes: ['connections:write'] }),
  'auth.test': method(SPECIAL),

  'chat.postMessage': method(
    [
      { per: 'channel', calls: 1, seconds: 1 },
      { per: 'workspace', calls: 300, seconds: 60 },
    ],
    {
      scopes: ['chat:write'],
      required: ['channel'],
      oneOf: CONTENT,
      errors: [
        'channel_not_found',
        'not_in_channel',
        'is_archived',
        'restricted_action',
        'cannot_reply_to_message',
        'invalid_thread_ts',
        'invalid_attachments',
        'invalid_metadata_format',
        ...BAD_CONTENT,
      ],
    },
  ),
  'chat.update': method(TIER_3, {
    scopes: ['chat:write'],
    required: ['channel', 'ts'],
    oneOf: CONTENT,
    errors: [
      'channel_not_found',
      'message_not_found',
      'cant_update_message',
      'edit_window_closed',
      'is_inactive',
      'invalid_attachments',
      'invalid_metadata_format',
      ...BAD_CONTENT,
    ],
  }),
  'chat.postEphemeral': method(TIER_4, {
    scopes: ['chat:write'],
    required: ['channel', 'user'],
    oneOf: CONTENT,
    errors: [
      'channel_not_found',
      'not_in_channel',
      'user_not_in_channel',
      'is_archived',
      'invalid_attachments',
      ...BAD_CONTENT,
    ],
  }),
  'chat.delete': method(TIER_3, {
    scopes: ['chat:write'],
    required: ['channel', 'ts'],
    errors: ['channel_not_found', 'message_not_found', 'cant_delete_message'],
  }),
  'chat.getPermalink': method(SPECIAL, {
    required: ['channel', 'message_ts'],
    errors: ['channel_not_found', 'message_not_found'],
  }),

  'conversations.info': ofChannel(TIER_3, READ, { required: ['channel'], errors: ['channel_not_found'] }),
  'conversations.list': ofChannel(TIER_2, READ, {
    errors: ['invalid_cursor', 'invalid_limit', 'invalid_types'],
  }),
  'conversations.members': ofChannel(TIER_4, READ, {
    required: ['channel'],
    errors: ['channel_not_found', 'invalid_cursor', 'invalid_limit', 'fetch_members_failed'],
  }),
  'conversations.history': ofChannel(TIER_3, HISTORY, {
    required: ['channel'],
    errors: [
      'channel_not_found',
      'not_in_channel',
      'invalid_cursor',
      'invalid_ts_latest',
      'invalid_ts_oldest',
    ],
  }),
  'conversations.replies': ofChannel(TIER_3, HISTORY, {
    required: ['channel', 'ts'],
    errors: [
      'channel_not_found',
      'not_in_channel',
      'thread_not_found',
      'invalid_cursor',
      'invalid_ts_latest',
      'invalid_ts_oldest',
    ],
  }),
  'conversations.join': ofChannel(
    TIER_3,
    { public: 'channels:join', private: null, im: null, mpim: null },
    {
      required: ['channel'],
      errors: ['channel_not_found', 'is_archived', 'method_not_supported_for_channel_type'],
    },
  ),
  'conversations.open': ofChannel(
    TIER_3,
    { public: null, private: null, im: 'im:write', mpim: 'mpim:write' },
    {
      oneOf: [['users', 'channel']],
      errors: [
        'channel_not_found',
        'user_not_found',
        'user_disabled',
        'user_not_visible',
        'users_list_not_supplied',
        'too_many_users',
        'invalid_user_combination',
        'method_not_supported_for_channel_type',
      ],
    },
  ),

  'files.getUploadURLExternal': method(TIER_4, {
    scopes: ['files:write'],
    required: ['filename', 'length'],
    errors: [
      'alt_txt_too_large',
      'file_type_not_allowed',
      'file_upload_size_restricted',
      'file_uploads_disabled',
      'storage_limit_reached',
    ],
  }),
  'files.completeUploadExternal': method(TIER_4, {
    scopes: ['files:write'],
    required: ['files'],
    errors: ['file_not_found', 'file_update_failed', 'posting_to_channel_denied'],
  }),
  'files.info': method(TIER_4, {
    scopes: ['files:read'],
    required: ['file'],
    errors: ['file_not_found', 'file_deleted'],
  }),

  'users.info': method(TIER_4, {
    scopes: ['users:read'],
    required: ['user'],
    errors: ['user_not_found', 'user_not_visible'],
  }),
  'users.list': method(TIER_2, {
    scopes: ['users:read'],
    errors: ['invalid_cursor', 'invalid_limit', 'limit_required'],
  }),
  'users.lookupByEmail': method(TIER_3, {
    scopes: ['users:read.email'],
    required: ['email'],
    errors: ['users_not_found'],
  }),

  'views.open': method(TIER_4, {
    required: ['view'],
    oneOf: [['trigger_id', 'interactivity_pointer']],
    errors: [...BAD_TRIGGER, ...BAD_VIEW],
  }),
  'views.push': method(TIER_4, {
    required: ['view'],
    oneOf: [['trigger_id', 'interactivity_pointer']],
    errors: [...BAD_TRIGGER, ...BAD_VIEW, 'push_limit_reached', 'not_found'],
  }),
  'views.update': method(TIER_4, {
    required: ['view'],
    oneOf: [['view_id', 'external_id']],
    errors: [...BAD_VIEW, 'hash_conflict', 'not_found'],
  }),
  'views.publish': method(TIER_4, {
    required: ['user_id', 'view'],
    errors: [...BAD_VIEW, 'hash_conflict', 'not_enabled'],
  }),
};

/** users.info and users.list leave `profile.email` out for a token without this scope. */
export const EMAIL_SCOPE = 'users:read.email';

/** The scopes of which one is needed; the type of the conversation narrows them where it matters. */
export function scopesNeeded(name: string, channel?: ChannelType): readonly string[] {
  const method = METHODS[name];
  if (!method) return [];
  const own = channel && method.scopeByChannel?.[channel];
  return own ? [own] : method.scopes;
}
