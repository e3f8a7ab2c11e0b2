import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type Json } from '../kernel/index.ts'
import type { TicketEvent } from './core/event.ts'
import { type AuditContent, type PackedAudit, packAudit, unpackAudit, wrongTexts } from './pack.ts'

const text = fc.string({ unit: 'binary', maxLength: 30 })
const id = fc.integer({ min: 1, max: 9e15 - 1 })
const plainJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
/** As JSON says it: what goes into the database and comes back. */
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
const fieldValue = fc.oneof(fc.constant(null), fc.boolean(), text, fc.array(text, { maxLength: 3 }))
const fields = fc.dictionary(fc.nat(99).map(String), fieldValue, { maxKeys: 4 })

const person = fc.record({
  id,
  name: text,
  email: fc.option(text),
  roleId: fc.integer({ min: 1, max: 5 }),
  active: fc.boolean(),
  suspended: fc.boolean(),
  verified: fc.boolean(),
  organizationId: fc.option(id),
  organizationIds: fc.array(id, { maxLength: 2 }),
  sharedOrganizationIds: fc.constant([]),
  groupIds: fc.array(id, { maxLength: 2 }),
  defaultGroupId: fc.option(id),
  ticketRestriction: fc.constant(null),
  onlyPrivateComments: fc.boolean(),
  tags: fc.array(text, { maxLength: 2 }),
  locale: fc.option(text),
  timeZone: fc.constant(null),
  phone: fc.option(text),
  externalId: fc.option(text),
  details: fc.option(text),
  notes: fc.option(text),
  signature: fc.option(text),
  fields,
})
const organization = fc.record({
  id,
  name: text,
  groupId: fc.option(id),
  externalId: fc.option(text),
  details: fc.option(text),
  notes: fc.option(text),
  tags: fc.array(text, { maxLength: 2 }),
  fields,
})
const byId = <T extends { id: number }>(items: readonly T[]) =>
  Object.fromEntries(items.map((item) => [String(item.id), item]))

const event: fc.Arbitrary<TicketEvent> = fc.oneof(
  fc.record({
    type: fc.constant('field_changed' as const),
    field: fc.constantFrom('subject', 'externalId', 'custom:7'),
    from: fieldValue,
    to: fieldValue,
  }),
  fc.record({
    type: fc.constant('field_changed' as const),
    field: fc.constant('status' as const),
    from: fc.constant('new'),
    to: fc.constant('open'),
  }),
  fc.record({ type: fc.constant('tags_changed' as const), from: fc.array(text), to: fc.array(text) }),
) as fc.Arbitrary<TicketEvent>

const source = fc.record({
  from: fc.dictionary(text, fc.oneof(text, fc.constant(null)), { maxKeys: 2 }),
  to: fc.dictionary(text, fc.oneof(text, fc.constant(null)), { maxKeys: 2 }),
  rel: fc.option(text),
})

const content = fc.record({
  via: fc.record({ channel: fc.constantFrom('api', 'email'), source }),
  change: fc.record({
    kind: fc.constant('update' as const),
    actor: fc.record({ kind: fc.constant('user' as const), id }),
    set: fc.record(
      { subject: fc.option(text), externalId: fc.option(text), status: fc.constant('open') },
      { requiredKeys: [] },
    ),
    fields,
    tags: fc.record({ add: fc.array(text) }, { requiredKeys: [] }),
    followers: fc.constant({}),
    emailCcs: fc.constant({}),
  }),
  events: fc.array(event, { maxLength: 6 }),
  rulesFired: fc.constant([]),
  context: fc.record({
    users: fc.array(person, { maxLength: 3 }).map(byId),
    groups: fc.constant({}),
    organizations: fc.array(organization, { maxLength: 2 }).map(byId),
  }),
  metadata: fc.record({
    system: fc.dictionary(text, plainJson, { maxKeys: 3 }),
    custom: fc.dictionary(text, plainJson, { maxKeys: 3 }),
  }),
}) as unknown as fc.Arbitrary<AuditContent>

/** Salts that differ without being random. */
const countingSalts = () => {
  let n = 0
  return (size: number) => createHash('shake256', { outputLength: size }).update(String(n++)).digest()
}

describe('an audit, packed', () => {
  it('comes back as it was, through the database’s JSON', () => {
    fc.assert(
      fc.property(content, (audit) => {
        const packed = asJson(packAudit(audit, countingSalts()))
        expect(unpackAudit(packed)).toEqual(asJson(audit))
        expect(wrongTexts(packed)).toEqual([])
      }),
    )
  })

  it('shows nothing written by people outside its texts', () => {
    const canary = 'canary-7f3a'
    const audit = withCanary(canary)
    const { texts, ...rest } = packAudit(audit, countingSalts())
    expect(canonicalJson(texts)).toContain(canary)
    expect(canonicalJson(rest)).not.toContain(canary)
  })

  it('holds without its texts, and shows a text that was changed', () => {
    const packed = asJson(packAudit(withCanary('x'), countingSalts()))
    const erased = { ...packed, texts: Object.fromEntries(Object.keys(packed.texts).map((n) => [n, null])) }
    expect(wrongTexts(erased)).toEqual([])
    expect(unpackAudit(erased).change.set.subject).toBeNull()
    expect(unpackAudit(erased).context.users['17']?.name).toBe('')
    const forged: PackedAudit = {
      ...packed,
      texts: { ...packed.texts, subject: { ...packed.texts.subject!, value: 'forged' } },
    }
    expect(wrongTexts(forged)).toEqual(['subject'])
    const { subject: _subject, ...others } = packed.texts
    expect(wrongTexts({ ...packed, texts: others })).toEqual(['subject'])
    expect(wrongTexts({ ...packed, texts: { ...packed.texts, stray: null } })).toEqual(['stray'])
  })
})

const withCanary = (canary: string): AuditContent =>
  ({
    via: { channel: 'email', source: { from: { address: canary }, to: {}, rel: null } },
    change: {
      kind: 'update',
      actor: { kind: 'user', id: 17 },
      set: { subject: canary, externalId: canary, status: 'open' },
      fields: { 7: canary },
      tags: {},
      followers: {},
      emailCcs: {},
    },
    events: [
      { type: 'field_changed', field: 'subject', from: null, to: canary },
      { type: 'field_changed', field: 'custom:7', from: canary, to: null },
    ],
    rulesFired: [],
    context: {
      users: {
        17: {
          id: 17,
          name: canary,
          email: canary,
          phone: canary,
          externalId: canary,
          details: canary,
          notes: canary,
          signature: canary,
          fields: { a: canary },
        },
      },
      groups: {},
      organizations: {
        5: { id: 5, name: canary, externalId: canary, details: canary, notes: canary, fields: { a: canary } },
      },
    },
    metadata: { system: { ip_address: canary }, custom: { note: canary } },
  }) as unknown as AuditContent
