import { type TestGround, testGround } from '../../test/support/ground.ts'
import { schedulePolicyKinds } from '../calendar/index.ts'
import { type Id, orRefuse, toIsoMs } from '../kernel/index.ts'
import { policyKinds as peopleKinds } from '../people/index.ts'
import { sql } from '../platform/db/index.ts'
import { slaPolicyKinds } from '../sla/index.ts'
import { type Commit, type Committed, createCommit } from './commit.ts'
import { type Change, noChange, ticketPolicyKinds } from './core/index.ts'
import { createPolicies, type Policies } from './policies.ts'
import { viaOf } from './wire/names.ts'

/** For this room's tests: a small desk with people one remembers. */

export const ADA = 11 // administrator
export const BO = 12 // agent, in the group Support
export const BEA = 13 // agent, in Support and Billing
export const LIA = 14 // light agent
export const CORA = 21 // customer, of Acme
export const CARL = 22 // customer, of Acme, which shares its tickets
export const ZOE = 23 // customer of no organisation
export const SUPPORT = 31
export const BILLING = 32
export const ACME = 41

export type TicketDesk = {
  readonly ground: TestGround
  readonly policies: Policies
  readonly commit: Commit
  /** Makes a ticket of Cora's. */
  create(change?: Partial<Change>): Promise<Committed>
  update(ticketId: Id, change: Partial<Change>): Promise<Committed>
  close(): Promise<void>
}

export const ticketDesk = async (): Promise<TicketDesk> => {
  const ground = await testGround({
    policyKinds: [...peopleKinds, ...schedulePolicyKinds, ...slaPolicyKinds, ...ticketPolicyKinds],
  })
  await populate(ground)
  const policies = createPolicies(ground)
  const commit = createCommit(ground, policies)
  return {
    ground,
    policies,
    commit,
    create: async (change = {}) => orRefuse(await commit({ ...creation, ...change }, {})),
    update: async (ticketId, change) => orRefuse(await commit({ ...edit, ...change }, { ticketId })),
    close: ground.close,
  }
}

export const by = (id: Id): Change['actor'] => ({ kind: 'user', id })

export const says = (text: string, isPublic?: boolean): NonNullable<Change['comment']> => ({
  text,
  html: `<p>${text}</p>`,
  attachments: [],
  ...(isPublic === undefined ? {} : { public: isPublic }),
})

export const creation: Change = {
  ...noChange,
  kind: 'create',
  actor: by(BO),
  via: viaOf('api'),
  requesterId: CORA,
  set: { subject: 'The printer is on fire' },
  comment: says('Smoke everywhere.'),
}

export const edit: Change = { ...noChange, kind: 'update', actor: by(BO), via: viaOf('api') }

const populate = async ({ db, clock }: TestGround): Promise<void> => {
  const at = toIsoMs(clock.now())
  await db.rows(sql`insert into groups (id, name, created_at, updated_at)
    values (${SUPPORT}, 'Support', ${at}, ${at}), (${BILLING}, 'Billing', ${at}, ${at})`)
  await db.rows(sql`insert into organizations (id, name, shared_tickets, created_at, updated_at)
    values (${ACME}, 'Acme', true, ${at}, ${at})`)
  const people = [
    { id: ADA, name: 'Ada Admin', email: 'ada@desk.example', role_id: 4 },
    { id: BO, name: 'Bo Agent', email: 'bo@desk.example', role_id: 3, default_group_id: SUPPORT },
    { id: BEA, name: 'Bea Agent', email: 'bea@desk.example', role_id: 3, default_group_id: BILLING },
    { id: LIA, name: 'Lia Light', email: 'lia@desk.example', role_id: 2 },
    { id: CORA, name: 'Cora Customer', email: 'cora@acme.example', role_id: 1, organization_id: ACME },
    { id: CARL, name: 'Carl Colleague', email: 'carl@acme.example', role_id: 1, organization_id: ACME },
    { id: ZOE, name: 'Zoe Zimmer', email: 'zoe@zimmer.example', role_id: 1 },
  ]
  await db.rows(sql`insert into users (id, name, email, role_id, default_group_id, organization_id, verified,
      created_at, updated_at)
    select id, name, email, role_id, default_group_id, organization_id, true, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
      as r(id bigint, name text, email text, role_id bigint, default_group_id bigint, organization_id bigint)`)
  await db.rows(sql`insert into user_identities (user_id, type, value, key, verified, is_primary, created_at, updated_at)
    select id, 'email', email, email, true, true, created_at, updated_at from users`)
  await db.rows(sql`insert into group_memberships (user_id, group_id, is_default, created_at, updated_at)
    values (${BO}, ${SUPPORT}, true, ${at}, ${at}), (${BEA}, ${BILLING}, true, ${at}, ${at}),
      (${BEA}, ${SUPPORT}, false, ${at}, ${at})`)
  await db.rows(sql`insert into organization_memberships (user_id, organization_id, is_default, created_at, updated_at)
    values (${CORA}, ${ACME}, true, ${at}, ${at}), (${CARL}, ${ACME}, true, ${at}, ${at})`)
}
