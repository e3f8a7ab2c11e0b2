import type { Id } from '../../src/kernel/index.ts'
import { sql } from '../../src/platform/db/index.ts'
import { bearer, type Call, openHouse, type Parsed, type ProofHouse } from './house.ts'

/**
 * The desk of the matrices. Acme does not share its tickets, Share does. Support and Billing are groups. Carol asks;
 * Cleo is her colleague; Sam and Sue belong to Share; Cees is only ever in copy; Zoe belongs to nothing.
 */
const PEOPLE = {
  owner: { role: 'owner' },
  admin: { role: 'admin' },
  agent: { role: 'agent' },
  groups: { role: 'agent', restriction: 'groups' },
  assigned: { role: 'agent', restriction: 'assigned' },
  organization: { role: 'agent', restriction: 'organization' },
  light: { role: 'light_agent' },
  former: { role: 'agent' },
  carol: { role: 'end_user', organization: 'acme' },
  cleo: { role: 'end_user', organization: 'acme' },
  sam: { role: 'end_user', organization: 'share' },
  sue: { role: 'end_user', organization: 'share' },
  cees: { role: 'end_user' },
  zoe: { role: 'end_user' },
  suspended: { role: 'end_user' },
  removed: { role: 'end_user' },
} as const

export type Who = keyof typeof PEOPLE
export const PASSWORD = 'seven green lanterns hum'
export const emailOf = (who: Who): string =>
  PEOPLE[who].role === 'end_user' ? `${who}@customer.example` : `${who}@staff.example`

export type World = ProofHouse & {
  readonly people: Readonly<Record<Who, Id>>
  readonly tokens: Readonly<Record<Who | 'readOnly' | 'scoped' | 'revoked' | 'expired', string>>
  /** Ids by name: tickets, groups, organizations, memberships, files … */
  readonly ids: Readonly<Record<string, Id | string>>
}

/** What a ticket is called, and what it is made of. */
const TICKETS = {
  own: { requester: 'carol', group: 'support', ccs: ['cees'] },
  colleague: { requester: 'cleo', group: 'support' },
  shared: { requester: 'sue', group: 'support' },
  elsewhere: { requester: 'zoe', group: 'billing' },
  assigned: { requester: 'zoe', group: 'billing', assignee: 'assigned' },
  internal: { requester: 'carol', group: 'support', isPrivate: true },
  formers: { requester: 'zoe', group: 'support', assignee: 'former' },
  deleted: { requester: 'carol', group: 'support' },
} as const
export type TicketName = keyof typeof TICKETS

export const SECRET_NOTE = 'canary-note-7f3a91'
export const SECRET_FILE = 'canary-file-5bd20e'

export const openWorld = async (): Promise<World> => {
  const house = await openHouse()
  const ids: Record<string, Id | string> = {}
  const people: Partial<Record<Who, Id>> = {}
  const tokens: Record<string, string> = {}
  const door = house.domains.people
  for (const who of Object.keys(PEOPLE) as Who[]) {
    const email = emailOf(who)
    people[who] = (
      await door.createUser({ email, name: `Name of ${who}`, role: PEOPLE[who].role, password: PASSWORD })
    ).id
    tokens[who] = (await door.createToken({ email })).secret
  }
  const all = people as Record<Who, Id>
  const ask = asking(house.call, tokens.owner!)
  await openPlaces(ask, ids, all)
  await openPolicy(ask, ids)
  await openTickets(house, ask, ids, all)
  await openMails(house, ids)
  await openWebhooks(house, ask, ids)
  await openTokens(house, ask, tokens, ids)
  await change(ask, ids, all)
  await openPolicyChanges(house, ask, ids, all)
  return { ...house, people: all, tokens: tokens as World['tokens'], ids }
}

type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Parsed>

export const asking =
  (call: Call, token: string): Ask =>
  async (method, path, body, headers = {}) => {
    const { status, text } = await call({
      method,
      url: `/api/v2${path}`,
      body,
      headers: { ...bearer(token), ...headers },
    })
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

const openPlaces = async (
  ask: Ask,
  ids: Record<string, Id | string>,
  people: Record<Who, Id>,
): Promise<void> => {
  for (const name of ['support', 'billing', 'spare'])
    ids[name] = (await ask('POST', '/groups', { group: { name } })).group.id
  for (const name of ['acme', 'share', 'empty']) {
    const shares = name === 'share'
    const organization = { name, shared_tickets: shares, shared_comments: shares, notes: `notes of ${name}` }
    ids[name] = (await ask('POST', '/organizations', { organization })).organization.id
  }
  for (const [who, one] of Object.entries(PEOPLE) as [Who, { organization?: string }][]) {
    if (one.organization === undefined) continue
    const membership = { user_id: people[who], organization_id: ids[one.organization] }
    const made = await ask('POST', '/organization_memberships', { organization_membership: membership })
    ids[`organization membership of ${who}`] = made.organization_membership.id
  }
  for (const [name, who] of [
    ['acme', 'carol'],
    ['share', 'sam'],
  ] as const) {
    const contact = { user_id: people[who], roles: ['technical'], manages_contacts: who === 'carol' }
    const made = await ask('POST', `/organizations/${ids[name]}/contacts`, { organization_contact: contact })
    ids[`contact of ${name}`] = made.organization_contact.id
  }
  const following = { user_id: people.sam, organization_id: ids.share }
  const followed = await ask('POST', '/organization_subscriptions', { organization_subscription: following })
  ids['subscription of sam'] = followed.organization_subscription.id
  const orgs = { user_id: people.organization, organization_id: ids.acme }
  await ask('POST', '/organization_memberships', { organization_membership: orgs })
  for (const [who, group] of [
    ['groups', 'support'],
    ['agent', 'support'],
    ['agent', 'billing'],
    ['assigned', 'billing'],
    ['former', 'support'],
  ] as const) {
    const membership = { user_id: people[who], group_id: ids[group] }
    const made = await ask('POST', '/group_memberships', { group_membership: membership })
    ids[`${group} membership of ${who}`] = made.group_membership.id
  }
}

/** Of everything that configures the desk one more than it came with. */
const openConfiguration = async (ask: Ask, ids: Record<string, Id | string>): Promise<void> => {
  const make = async (path: string, noun: string, wished: object): Promise<Id> =>
    (await ask('POST', path, { [noun]: wished }))[noun].id
  ids.brand = await make('/brands', 'brand', { name: 'Second', subdomain: 'second' })
  const address = { email: 'second@desk.example', brand_id: ids.brand }
  ids['support address'] = await make('/recipient_addresses', 'recipient_address', address)
  ids['custom role'] = await make('/custom_roles', 'custom_role', { name: 'Reader' })
  const status = { status_category: 'open', agent_label: 'In the workshop' }
  ids['custom status'] = await make('/custom_statuses', 'custom_status', status)
  ids['status form'] = await make('/ticket_forms', 'ticket_form', { name: 'Repair' })
  const path = `/ticket_forms/${ids['status form']}/ticket_form_statuses`
  const words = { name: 'Greeting', default_locale_id: 1, content: 'Hello' }
  ids['dynamic content'] = await make('/dynamic_content/items', 'item', words)
  const german = { locale_id: 8, content: 'Hallo' }
  ids['content variant'] = await make(
    `/dynamic_content/items/${ids['dynamic content']}/variants`,
    'variant',
    german,
  )
  const named = { ticket_form_status: { custom_status_id: ids['custom status'] } }
  ids['form status'] = (await ask('POST', path, named)).ticket_form_statuses[0].id
  ids['audit log'] = (await ask('GET', '/audit_logs')).audit_logs[0].id
}

const openPolicy = async (ask: Ask, ids: Record<string, Id | string>): Promise<void> => {
  await openConfiguration(ask, ids)
  for (const noun of ['user', 'organization']) {
    const field = {
      key: 'tier',
      title: 'Tier',
      type: 'dropdown',
      custom_field_options: [{ name: 'Gold', value: `${noun}_gold` }],
    }
    const made = (await ask('POST', `/${noun}_fields`, { [`${noun}_field`]: field }))[`${noun}_field`]
    ids[`${noun} field`] = made.id
    ids[`${noun} option`] = made.custom_field_options[0].id
  }
  const schedule = { name: 'Office', time_zone: 'Europe/Berlin' }
  ids.schedule = (await ask('POST', '/business_hours/schedules', { schedule })).schedule.id
  const sla_policy = { title: 'Premium', filter: { all: [], any: [] } }
  ids['SLA policy'] = (await ask('POST', '/slas/policies', { sla_policy })).sla_policy.id
  const named = { field: 'group_id', operator: 'includes', value: [1] }
  const group_sla_policy = { title: 'Tier 2', filter: { all: [named] } }
  ids['group SLA policy'] = (
    await ask('POST', '/group_slas/policies', { group_sla_policy })
  ).group_sla_policy.id
  const holiday = { name: 'New year', start_date: '2026-01-01', end_date: '2026-01-01' }
  ids.holiday = (
    await ask('POST', `/business_hours/schedules/${ids.schedule}/holidays`, { holiday })
  ).holiday.id
}

/** A version that can be gone back to, a request of the owner's, and a replay that waits. */
const openPolicyChanges = async (
  { db }: ProofHouse,
  ask: Ask,
  ids: Record<string, Id | string>,
  people: Record<Who, Id>,
): Promise<void> => {
  const path = `/custom_statuses/${ids['custom status']}`
  for (const agent_label of ['In the garage', 'In the shed']) {
    await ask('PUT', path, { custom_status: { agent_label } })
    const { policy_versions } = await ask('GET', '/policy_versions?page[size]=1')
    ids['policy version'] ??= policy_versions[0].version
  }
  const edits = [{ kind: 'custom_status', id: 1, op: 'update', body: { agent_label: 'Fresh' } }]
  const policy_change = { title: 'Another name', edits }
  ids['policy change'] = (await ask('POST', '/policy_changes', { policy_change })).policy_change.id
  const [run] = await db.rows(sql<{ id: Id }>`
    insert into policy_dry_runs (job_id, author_id, state, base_version, proposal, span_from, span_to, created_at)
    select 'V3-0', ${people.owner}, 'queued', max(version), '[]', now() - interval '1 day', now(), now()
    from policy_versions returning id`)
  ids['policy dry run'] = run!.id
}

const openTickets = async (
  house: ProofHouse,
  ask: Ask,
  ids: Record<string, Id | string>,
  people: Record<Who, Id>,
): Promise<void> => {
  for (const [name, one] of Object.entries(TICKETS) as [
    TicketName,
    { requester: Who; group: string; ccs?: Who[]; assignee?: Who; isPrivate?: true },
  ][]) {
    const { ticket } = await ask('POST', '/tickets', {
      ticket: {
        subject: `Subject ${name}`,
        external_id: `external ${name}`,
        requester_id: people[one.requester],
        group_id: ids[one.group],
        ...(one.assignee === undefined ? {} : { assignee_id: people[one.assignee] }),
        email_ccs: (one.ccs ?? []).map((who) => ({ user_id: people[who], action: 'put' })),
        comment: { body: `Words of ${name}`, public: one.isPrivate !== true },
      },
    })
    ids[`ticket ${name}`] = ticket.id
    const upload = await ask('POST', '/uploads?filename=plan.txt', `${SECRET_FILE} ${name}`, {
      'content-type': 'text/plain',
    })
    const note = { body: `${SECRET_NOTE} ${name}`, public: false, uploads: [upload.upload.token] }
    await ask('PUT', `/tickets/${ticket.id}`, { ticket: { comment: note } })
    const open = await ask('POST', '/uploads?filename=open.txt', `open ${name}`, {
      'content-type': 'text/plain',
    })
    const answer = { body: `Answer to ${name}`, public: one.isPrivate !== true, uploads: [open.upload.token] }
    await ask('PUT', `/tickets/${ticket.id}`, { ticket: { comment: answer } })
    const { comments } = await ask('GET', `/tickets/${ticket.id}/comments`)
    ids[`comment ${name}`] = comments[0].id
    ids[`open comment ${name}`] = comments[2].id
    ids[`note file ${name}`] = comments[1].attachments[0].id
    ids[`open file ${name}`] = comments[2].attachments[0].id
    const { audits } = await ask('GET', `/tickets/${ticket.id}/audits`)
    ids[`audit ${name}`] = audits[0].id
    ids[`answer audit ${name}`] = audits[2].id
  }
  await house.db.rows(
    sql`update tickets set deleted_at = now() where ticket_id = ${ids['ticket deleted'] as Id}`,
  )
}

/** Mails that came and left, and one that waits for an agent: as the mail path leaves them. */
const openMails = async ({ db }: ProofHouse, ids: Record<string, Id | string>): Promise<void> => {
  const raw = Buffer.from(
    'From: zoe@customer.example\r\nTo: support@desk.example\r\nSubject: Hm\r\n\r\nA mail.\r\n',
  )
  const insertMail = async (n: number): Promise<Id> =>
    (
      await db.rows(sql<{
        id: Id
      }>`insert into inbound_mails (received_at, envelope_from, envelope_to, raw, size, sha256,
      message_id, dedupe, state, due_at) values (now(), 'zoe@customer.example', '{support@desk.example}', ${raw},
      ${raw.length}, ${Buffer.alloc(32, n)}, ${`<${n}@customer.example>`}, ${Buffer.alloc(32, n)}, 'suspended', now())
      returning id`)
    )[0]!.id
  for (const name of Object.keys(TICKETS)) {
    const ticketId = ids[`ticket ${name}`] as Id
    await db.rows(sql`update comments set mail_id = ${await insertMail(ticketId)}
      where ticket_id = ${ticketId} and id = ${ids[`comment ${name}`] as Id}`)
    const [mail] = await db.rows(sql<{
      id: Id
    }>`insert into outbound_mails (effect_key, ticket_id, seq, user_id, address,
      message_id, automatic, state, created_at, updated_at) select effect_key, ${ticketId}, 1, 1000, 'carol@customer.example',
      ${`<out-${ticketId}@desk.example>`}, true, 'failed', now(), now() from outbox where ticket_id = ${ticketId}
      order by id limit 1 returning id`)
    if (mail !== undefined) ids[`mail ${name}`] = mail.id
  }
  await db.rows(sql`update outbox set state = 'failed', ended_at = now()`)
  const [box] = await db.rows(sql<{
    id: Id
  }>`insert into mailboxes (name, address, host, port, security, username, password,
    folder, poll_seconds, idle, after, existing_mail, active, created_at, updated_at, due_at)
    values ('Support', 'support@desk.example', '9.9.9.9', 993, 'tls', 'support', '', 'INBOX', 60, false, 'flag', 'none',
      true, now(), now(), now()) returning id`)
  ids.mailbox = box!.id
  const mailId = await insertMail(200)
  const [held] = await db.rows(sql<{
    id: Id
  }>`insert into suspended_tickets (mail_id, author_name, author_email, subject,
    content, cause_id, cause, brand_id, via, created_at, updated_at, expires_at)
    values (${mailId}, 'Zoe', 'zoe@customer.example', 'Hm', 'A mail.', 0, 'x', 1, '{"channel":"email","source":{"from":{},"to":{},"rel":null}}', '2026-01-31', '2026-01-31', '2026-02-10')
    returning id`)
  ids.held = held!.id
}

const openTokens = async (
  house: ProofHouse,
  ask: Ask,
  tokens: Record<string, string>,
  ids: Record<string, Id | string>,
): Promise<void> => {
  const admin = asking(house.call, tokens.admin!)
  const made = async (who: Ask, token: object) =>
    (await who('POST', '/api_tokens', { api_token: { description: 'x', ...token } })).api_token
  tokens.readOnly = (await made(admin, { scopes: ['read'] })).token
  tokens.scoped = (await made(admin, { scopes: ['tickets:read', 'tickets:write'] })).token
  const revoked = await made(admin, {})
  tokens.revoked = revoked.token
  await admin('DELETE', `/api_tokens/${revoked.id}`)
  tokens.expired = (await made(admin, { expires_at: '2026-01-31T08:00:01Z' })).token
  for (const who of Object.keys(PEOPLE) as Who[]) {
    if (PEOPLE[who].role === 'end_user') continue
    ids[`token of ${who}`] = (await made(asking(house.call, tokens[who]!), {})).id
  }
  const client = { name: 'Client', identifier: 'client', redirect_uri: 'https://app.example/back' }
  ids.client = (await ask('POST', '/oauth/clients', { client })).client.id
  for (const who of ['agent', 'owner'] as const)
    ids[`oauth token of ${who}`] = await heldBy(house, ids.client!, who)
  house.clock.advance(5000)
  const bulk = { tickets: [{ subject: 'x', comment: { body: 'x' } }] }
  for (const who of ['agent', 'admin'] as const)
    ids[`job of ${who}`] = (
      await asking(house.call, tokens[who]!)('POST', '/tickets/create_many', bulk)
    ).job_status.id
  const { draft } = await asking(house.call, tokens.agent!)('POST', '/drafts', {
    draft: { body: SECRET_NOTE },
  })
  ids['draft of agent'] = draft.id
  ids['version of draft'] = draft.version
  for (const who of ['carol', 'agent', 'owner'] as const) {
    const signedIn = { email: emailOf(who), password: PASSWORD }
    await house.call({ method: 'POST', url: '/api/v2/sign_in', body: signedIn })
    const [session] = await house.db.rows(sql<{ id: Id }>`select max(id) as id from sessions`)
    ids[`session of ${who}`] = session!.id
  }
  await ask('GET', '/users/me')
}

/** A token of the client, as a consent leaves it. */
const heldBy = async ({ db }: ProofHouse, clientId: Id | string, who: Who): Promise<Id> => {
  const [held] = await db.rows(sql<{ id: Id }>`
    with granted as (
      insert into oauth_grants (client_id, user_id, scopes, created_at)
      select ${clientId as Id}, i.user_id, '{read}', now() from user_identities i where i.key = ${emailOf(who)}
      returning id, user_id)
    insert into tokens (hash, user_id, description, scopes, created_at, expires_at, client_id, grant_id)
    select sha256(${who}::bytea), user_id, 'Client', '{read}', now(), '2040-01-01', ${clientId as Id}, id from granted
    returning id`)
  return held!.id
}

/** What happened to people afterwards. */
/** An endpoint and a target, each with a message that did not arrive. */
const openWebhooks = async (
  { db }: ProofHouse,
  ask: Ask,
  ids: Record<string, Id | string>,
): Promise<void> => {
  const endpoint = 'https://9.9.9.9/hook'
  ids.webhook = (await ask('POST', '/webhooks', { webhook: { name: 'Robot', endpoint } })).webhook.id
  const target = { title: 'Old robot', type: 'url_target_v2', target_url: endpoint, method: 'post' }
  ids.target = (await ask('POST', '/targets', { target })).target.id
  const leave = async (which: ReturnType<typeof sql<boolean>>, id: string): Promise<Id> => {
    const [made] = await db.rows(sql<{ seq: Id }>`
      insert into webhook_invocations (id, webhook_id, source_key, subject, method, body, state, attempts, created_at,
        due_at, completed_at)
      select ${id}, w.id, 'x', 'zen:ticket:1', 'POST', '{}', 'failed', 1, now(), now(), now() from webhooks w
      where ${which} returning seq`)
    await db.rows(sql`insert into webhook_attempts (invocation_id, number, status, started_at, completed_at, error)
      values (${id}, 1, 'failed', now(), now(), 'No answer')`)
    return made!.seq
  }
  ids.invocation = 'INVOCATION'
  await leave(sql<boolean>`w.target_id is null`, 'INVOCATION')
  ids['target failure'] = await leave(sql<boolean>`w.target_id is not null`, 'FAILURE')
}

const change = async (ask: Ask, ids: Record<string, Id | string>, people: Record<Who, Id>): Promise<void> => {
  for (const [who, one] of Object.entries(PEOPLE) as [Who, { restriction?: string }][])
    if (one.restriction !== undefined)
      await ask('PUT', `/users/${people[who]}`, { user: { ticket_restriction: one.restriction } })
  await ask('PUT', `/users/${people.former}`, { user: { role: 'end-user' } })
  await ask('PUT', `/users/${people.suspended}`, { user: { suspended: true } })
  await ask('DELETE', `/users/${people.removed}`)
  for (const who of ['carol', 'admin', 'owner', 'agent', 'light', 'former'] as const) {
    const identity = { type: 'email', value: `second-${who}@customer.example` }
    ids[`identity of ${who}`] = (
      await ask('POST', `/users/${people[who]}/identities`, { identity })
    ).identity.id
  }
}
