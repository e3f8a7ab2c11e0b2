import { type Id, type Instant, isId, SECOND_MS } from '../../kernel/index.ts'
import { type Attempt, fail } from './attempt.ts'

export const PARTY_ROLES = ['vendor', 'partner'] as const
export type PartyRole = (typeof PARTY_ROLES)[number]

/** Somebody outside who takes part in solving a ticket. */
export type Party = {
  /** Counts from 1 within the ticket. */
  readonly id: number
  readonly role: PartyRole
  /** The vendor's name, where no organization or person of the desk stands for it. */
  readonly name: string | null
  readonly organizationId: Id | null
  readonly userId: Id | null
  /** Their number of the matter. */
  readonly reference: string | null
  /** Since when the ticket waits for them; null while it does not. */
  readonly waitingSince: Instant | null
  /** How long it has waited for them before `waitingSince`. */
  readonly waitedSeconds: number
}

type PartyWish = Partial<Pick<Party, 'role' | 'name' | 'organizationId' | 'userId' | 'reference'>> & {
  readonly isWaiting?: boolean
}

/** Adds a party, edits one, or takes one away. */
export type PartyEdit =
  | { readonly kind: 'add'; readonly party: PartyWish }
  | { readonly kind: 'edit'; readonly id: number; readonly party: PartyWish }
  | { readonly kind: 'remove'; readonly id: number }

export const MAX_PARTIES = 20
export const MAX_PARTY_TEXT = 255

export const NO_PARTIES: readonly Party[] = []

const NEW_PARTY: Omit<Party, 'id'> = {
  role: 'vendor',
  name: null,
  organizationId: null,
  userId: null,
  reference: null,
  waitingSince: null,
  waitedSeconds: 0,
}

/** Applies what a Change says of vendors and partners. A ticket that is solved waits for nobody. */
export const applyParties = (attempt: Attempt): void => {
  const { draft, change, at } = attempt
  if (change.party !== undefined) applyEdit(attempt, change.party)
  const isSolved = draft.status === 'solved' || draft.status === 'closed'
  if (isSolved && draft.parties.some((party) => party.waitingSince !== null))
    draft.parties = draft.parties.map((party) => waiting(party, false, at))
}

/** How long a ticket has waited for a party, in seconds, up to an instant. */
export const waitedSeconds = ({ waitingSince, waitedSeconds: before }: Party, at: Instant): number =>
  before + (waitingSince === null ? 0 : Math.max(0, Math.floor((at - waitingSince) / SECOND_MS)))

const applyEdit = (attempt: Attempt, edit: PartyEdit): void => {
  const { draft, at } = attempt
  if (!isReadable(edit)) return void fail(attempt, 'party', 'Party: cannot be read')
  if (edit.kind === 'add') return void add(attempt, edit.party)
  const standing = draft.parties.find(({ id }) => id === edit.id)
  if (!standing) return void fail(attempt, 'party', 'Party: is none of the ticket')
  if (edit.kind === 'remove') {
    draft.parties = draft.parties.filter((party) => party !== standing)
    return
  }
  const edited = wished(attempt, standing, edit.party, at)
  if (JSON.stringify(edited) === JSON.stringify(standing)) return
  draft.parties = draft.parties.map((party) => (party === standing ? edited : party))
}

/** What came from outside may be anything; its shape is made sure of once. */
const isReadable = (edit: unknown): edit is PartyEdit => {
  const { kind, party } = (edit ?? {}) as Record<string, unknown>
  if (kind === 'remove') return true
  if ((kind !== 'add' && kind !== 'edit') || typeof party !== 'object' || party === null) return false
  const { name, reference } = party as Record<string, unknown>
  return [name, reference].every((text) => text == null || typeof text === 'string')
}

const add = (attempt: Attempt, wish: PartyWish): void => {
  const { draft, at } = attempt
  if (draft.parties.length >= MAX_PARTIES)
    return void fail(attempt, 'party', `Party: a ticket has at most ${MAX_PARTIES}`)
  const id = draft.parties.reduce((last, party) => Math.max(last, party.id), 0) + 1
  draft.parties = [...draft.parties, wished(attempt, { id, ...NEW_PARTY }, wish, at)]
}

const wished = (attempt: Attempt, standing: Party, { isWaiting, ...wish }: PartyWish, at: Instant): Party => {
  const party = waiting({ ...standing, ...wish }, isWaiting ?? standing.waitingSince !== null, at)
  const { role, name, organizationId, userId, reference } = party
  if (!PARTY_ROLES.includes(role)) fail(attempt, 'role', `Role: must be one of ${PARTY_ROLES.join(', ')}`)
  if (organizationId !== null && !isId(organizationId))
    fail(attempt, 'organization_id', 'Organization: does not exist')
  if (userId !== null && !isId(userId)) fail(attempt, 'user_id', 'User: does not exist')
  if (name === null && organizationId === null && userId === null)
    fail(attempt, 'name', 'Name: cannot be blank without an organization or a user', 'BlankValue')
  for (const [field, text] of [
    ['name', name],
    ['reference', reference],
  ] as const)
    if ((text?.length ?? 0) > MAX_PARTY_TEXT)
      fail(attempt, field, `${field}: is too long (maximum is ${MAX_PARTY_TEXT} characters)`, 'TooLong')
  return party
}

/** Begins to wait, or ends it and keeps how long it was. */
const waiting = (party: Party, isWaiting: boolean, at: Instant): Party => {
  if (isWaiting === (party.waitingSince !== null)) return party
  return isWaiting
    ? { ...party, waitingSince: at }
    : { ...party, waitingSince: null, waitedSeconds: waitedSeconds(party, at) }
}
