import nodemailer, { type SendMailOptions } from 'nodemailer'
import { vi } from 'vitest'
import { sql } from '../../../src/platform/db/index.ts'
import { freePort } from '../../support/desk.ts'
import { type MailSink, startMailSink } from '../../support/mail-sink.ts'
import { type Answered, bearer, openHouse, type Parsed, type ProofHouse } from '../house.ts'

/** What no end user may ever get. */
export const INTERNAL = {
  note: 'canary-note-c05b9a71',
  file: 'canary-file-41fe77d2',
  fileName: 'canary-name-90ab12cd.txt',
  tag: 'canary_tag_83d1',
  agentEmail: 'canary-agent-5e6f@staff.example',
  externalId: 'canary-external-7720',
  field: 'canary-field-0d3e',
  agentDescription: 'canary-agentdescription-2b91',
  userNotes: 'canary-usernotes-66aa',
  organizationNotes: 'canary-orgnotes-1b2c',
  cc: 'canary-follower-9a9a@staff.example',
}
/** What no log, metric or error may ever hold. */
export const SECRET = {
  password: 'canary password of seven words 7c1f',
  wrongPassword: 'canary wrong password 20d4',
  body: 'canary-body-of-a-mail-e01a',
  comment: 'canary-comment-text-b7b7',
  query: 'canary-query-token-3f3f',
  cookie: 'canarycookiecanarycookiecanarycookiecanaryc',
}
export const CAROL = 'carol@customer.example'

export type CanaryDesk = {
  readonly house: ProofHouse
  readonly sink: MailSink
  readonly url: string
  /** Of `owner`, `agent`, `follower`, `carol`, `colleague`. */
  readonly tokens: Readonly<Record<string, string>>
  readonly ids: Readonly<Record<string, number>>
  ask(
    who: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answered>
  /** As `ask`, and throws unless it is done. */
  must(...args: Parameters<CanaryDesk['ask']>): Promise<Parsed>
  send(mail: SendMailOptions): Promise<unknown>
  close(): Promise<void>
}

const PEOPLE = [
  ['owner', 'olga@staff.example', 'owner'],
  ['agent', INTERNAL.agentEmail, 'agent'],
  ['follower', INTERNAL.cc, 'agent'],
  ['carol', CAROL, 'end_user'],
  ['colleague', 'cleo@customer.example', 'end_user'],
] as const

/** A desk that runs, whose mail arrives in a sink, and whose log says all it can. */
export const openCanaryDesk = async (): Promise<CanaryDesk> => {
  const [sink, smtpPort] = [await startMailSink(), await freePort()]
  const settings = {
    smtpPort,
    smtpRelay: sink.url,
    mailUnauthenticated: 'accept',
    logLevel: 'trace',
  } as const
  const house = await openHouse(settings)
  const tokens: Record<string, string> = {}
  const ids: Record<string, number> = {}
  for (const [name, email, role] of PEOPLE) {
    const { people } = house.domains
    ids[name] = (await people.createUser({ email, name: `Name ${name}`, role, password: SECRET.password })).id
    tokens[name] = (await people.createToken({ email })).secret
  }
  const ask: CanaryDesk['ask'] = (who, method, path, body, headers = {}) =>
    house.call({ method, url: `/api/v2${path}`, body, headers: { ...bearer(tokens[who]!), ...headers } })
  const must: CanaryDesk['must'] = async (...args) => {
    const { status, text } = await ask(...args)
    if (status >= 300) throw new Error(`${args[1]} ${args[2]} ${JSON.stringify(args[3])}: ${status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const desk = { house, sink, tokens, ids, ask, must }
  await furnish(desk)
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    secure: false,
    ignoreTLS: true,
  })
  return {
    ...desk,
    url: (await house.mainstay.start())!,
    send: (mail) => transport.sendMail({ to: 'support@desk.example', ...mail }),
    close: async () => {
      transport.close()
      await house.close()
      await sink.close()
    },
  }
}

type Furnished = Pick<CanaryDesk, 'house' | 'must'> & { readonly ids: Record<string, number> }

/** Two customers of one organization that shares its tickets; a field that portals do not show; telling triggers. */
const furnish = async ({ house, must, ids }: Furnished): Promise<void> => {
  const organization = { name: 'Acme', shared_tickets: true, notes: INTERNAL.organizationNotes }
  ids.acme = (await must('owner', 'POST', '/organizations', { organization })).organization.id
  for (const who of ['carol', 'colleague'])
    await must('owner', 'POST', '/organization_memberships', {
      organization_membership: { user_id: ids[who], organization_id: ids.acme },
    })
  await must('owner', 'PUT', `/users/${ids.carol}`, {
    user: { notes: INTERNAL.userNotes, details: INTERNAL.userNotes, external_id: INTERNAL.externalId },
  })
  ids.group = (await must('owner', 'POST', '/groups', { group: { name: 'Support' } })).group.id
  for (const who of ['agent', 'follower'])
    await must('owner', 'POST', '/group_memberships', {
      group_membership: { user_id: ids[who], group_id: ids.group },
    })
  const ticket_field = { type: 'text', title: 'Inside', visible_in_portal: false }
  ids.field = (await must('owner', 'POST', '/ticket_fields', { ticket_field })).ticket_field.id
  const shown = {
    type: 'text',
    title: 'Outside',
    visible_in_portal: true,
    agent_description: INTERNAL.agentDescription,
  }
  await must('owner', 'POST', '/ticket_fields', { ticket_field: shown })
  await tellEverything(house, ids.field!)
}

const PERSON =
  'id name first_name last_name language locale time_zone email phone external_id details notes tags role signature'
const ORGANIZATION = 'id name external_id details notes tags'
const COMMENTS = [
  'description',
  'comments',
  'public_comments',
  'comments_formatted',
  'public_comments_formatted',
]
const LATEST = ['latest_comment', 'latest_public_comment'].flatMap((name) =>
  ['', '_html', '_rich', '_formatted'].map((form) => name + form),
)
const TICKET = `id url link status priority ticket_type account brand.name group.name due_date created_at updated_at via
  in_business_hours title external_id tags cc_names follower_names`

/** Everything that a template can ask for. */
const placeholders = (fieldId: number): string[] => {
  const person = [...PERSON.split(' '), ...ORGANIZATION.split(' ').map((name) => `organization.${name}`)]
  const ticket = [...TICKET.split(/\s+/), ...COMMENTS, ...LATEST, `ticket_field_${fieldId}`]
  return [
    ...ticket.map((name) => `ticket.${name}`),
    ...ORGANIZATION.split(' ').map((name) => `ticket.organization.${name}`),
    ...['ticket.requester', 'ticket.assignee', 'ticket.submitter', 'current_user'].flatMap((who) =>
      person.map((name) => `${who}.${name}`),
    ),
    ...['agent.name', 'agent.signature', 'satisfaction.current_rating', 'satisfaction.current_comment'],
  ]
}

/** A trigger that, at whatever happens to a ticket, writes to its requester all that there is to write. */
const tellEverything = async ({ mainstay, db, clock }: ProofHouse, fieldId: number): Promise<void> => {
  const all = placeholders(fieldId).map((name) => `${name}: {{${name}}}`)
  const loop =
    '{% for comment in ticket.comments %}{{comment.author.name}} {{comment.value}} {{comment.value_rich}}{% endfor %}'
  const body = {
    title: 'Tells everything',
    active: true,
    position: 99,
    category_id: null,
    conditions: {
      all: [],
      any: ['Create', 'Change'].map((value) => ({ field: 'update_type', operator: 'is', value })),
    },
    actions: [
      {
        field: 'notification_user',
        value: ['requester_and_ccs', 'All of {{ticket.tags}}', [...all, loop].join('\n')],
      },
    ],
  }
  const why = { authorId: null, reason: 'proof', at: clock.now() }
  await db.transaction(async (tx) => {
    const id = await mainstay.ground.policy.nextId(tx)
    await mainstay.ground.policy.edit(tx, why, [{ kind: 'trigger', id, body }])
  })
}

/** Waits until all mail has left or was held back, and at least so many have come. */
export const mailsOf = ({ house, sink }: CanaryDesk, expected: number): Promise<void> =>
  vi.waitFor(
    async () => {
      const [waiting] = await house.db.rows(
        sql<{ count: number }>`select count(*)::int as count from outbox where state = 'waiting'`,
      )
      if (waiting!.count > 0 || sink.mails.length < expected)
        throw new Error(`${waiting!.count} wait to be sent`)
    },
    { timeout: 20_000, interval: 20 },
  )

export type Seen = { readonly scenario: string; readonly text: string }

/** Which secrets stand in which texts. */
export const holdersOf = (secrets: Readonly<Record<string, string>>, texts: readonly Seen[]): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) =>
    texts.filter(({ text }) => text.includes(secret)).map(({ scenario }) => `${name} in ${scenario}`),
  )

/** Body parts that are encoded, read. */
export const decoded = (raw: string): string =>
  `${raw}\n${raw.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))}\n${raw.replaceAll(/^[A-Za-z0-9+/=]{60,76}$/gm, (line) => Buffer.from(line, 'base64').toString('utf8'))}`
