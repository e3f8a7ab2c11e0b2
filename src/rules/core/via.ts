/** Channels by the wire's via id (https://developer.zendesk.com/documentation/ticketing/reference-guides/via-types). */
const CHANNELS: readonly (readonly [id: number, name: string, channel?: string])[] = [
  [0, 'web_form', 'web'],
  [4, 'mail', 'email'],
  [5, 'web_service', 'api'],
  [8, 'rule'],
  [9, 'linked_problem'],
  [10, 'group_deletion'],
  [11, 'user_change'],
  [12, 'user_deletion'],
  [13, 'group_change'],
  [15, 'iphone'],
  [16, 'get_satisfaction'],
  [17, 'dropbox'],
  [19, 'merge'],
  [20, 'batch'],
  [21, 'recovered_from_suspended_tickets'],
  [22, 'automatic_solution_suggestions'],
  [23, 'twitter_favorite'],
  [24, 'topic'],
  [26, 'twitter_dm'],
  [27, 'closed_ticket'],
  [29, 'chat'],
  [30, 'twitter'],
  [31, 'ticket_sharing'],
  [33, 'voicemail'],
  [34, 'phone_call_inbound'],
  [35, 'phone_call_outbound'],
  [38, 'facebook_post'],
  [41, 'facebook_message'],
  [44, 'api_voicemail'],
  [45, 'api_phone_call_inbound'],
  [46, 'api_phone_call_outbound'],
  [48, 'web_widget'],
  [49, 'mobile_sdk'],
  [50, 'helpcenter'],
  [51, 'sample_ticket'],
  [54, 'satisfaction_prediction'],
  [55, 'any_channel'],
  [56, 'mobile'],
  [57, 'sms'],
  [72, 'line'],
  [73, 'wechat'],
  [74, 'whatsapp'],
  [75, 'native_messaging'],
]

const byName = new Map<string, string>()
for (const [id, name, channel = name] of CHANNELS)
  for (const key of [String(id), name, channel]) byName.set(key, channel)

/** The ticket channel that a via id or one of its names means; `undefined` when nobody knows it. */
export const channelOf = (viaIdOrName: string): string | undefined =>
  byName.get(viaIdOrName.trim().toLowerCase())

/** The channels that the wire knows, by id and name. */
export const channels = (): readonly { readonly id: number; readonly name: string }[] =>
  CHANNELS.map(([id, name]) => ({ id, name }))
