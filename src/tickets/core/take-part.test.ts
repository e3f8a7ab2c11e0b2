import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { END_USER, readRole, STANDARD_ROLES } from '../../people/core/index.ts'
import { actingAs } from './attempt.ts'
import { authorise } from './authorise.ts'
import { noChange } from './change.ts'
import { BILL, INITECH, NOON } from './testing/desk.ts'
import type { Ticket } from './ticket.ts'
import { canSeeTicket, mayTakePart, viewerOfPerson } from './visible.ts'

const role = readRole(END_USER, STANDARD_ROLES[0]!.body)
const OTHER = 9001

const ticket = fc.record({
  requesterId: fc.constantFrom(BILL.id, OTHER),
  assigneeId: fc.constant(null),
  groupId: fc.constant(null),
  organizationId: fc.constantFrom(INITECH, 602, null),
  emailCcIds: fc.constantFrom<readonly number[]>([], [BILL.id], [OTHER]),
  followerIds: fc.constant([]),
  isPublic: fc.boolean(),
  deletedAt: fc.constantFrom(null, NOON),
})
const sharing = fc.constantFrom<readonly (readonly number[])[]>([], [[INITECH]], [[INITECH], [INITECH]])

const comment = { ...noChange, comment: { body: 'Me too', public: true } }
const says = (person: typeof BILL, about: object) =>
  authorise(actingAs(person, role), about as Ticket, comment as never)?.code ?? 'allowed'

describe('taking part in the tickets of colleagues', () => {
  it('is for those who ask, are a CC, or share to write; the others read, or see nothing', () => {
    fc.assert(
      fc.property(ticket, sharing, (about, [seen = [], written = []]) => {
        const person = { ...BILL, sharedOrganizationIds: seen, commentOrganizationIds: written }
        const viewer = viewerOfPerson(person, role)
        const isParty = about.requesterId === BILL.id || about.emailCcIds.includes(BILL.id)
        const isIn = (ids: readonly number[]) =>
          about.organizationId !== null && ids.includes(about.organizationId)
        const stands = about.isPublic && about.deletedAt === null
        const expected =
          !stands || !(isParty || isIn(seen))
            ? 'not_found'
            : isParty || isIn(written)
              ? 'allowed'
              : 'forbidden'
        expect(says(person, about)).toBe(expected)
        expect(mayTakePart(viewer, about)).toBe(expected === 'allowed')
        expect(canSeeTicket(viewer, about)).toBe(expected !== 'not_found')
      }),
    )
  })

  it('goes by the older facts where they know no other right', () => {
    const about = { ...fc.sample(ticket, 1)[0]!, organizationId: INITECH, isPublic: true, deletedAt: null }
    expect(says(BILL, about)).toBe('allowed')
    expect(
      says({ ...BILL, commentOrganizationIds: [] }, { ...about, requesterId: OTHER, emailCcIds: [] }),
    ).toBe('forbidden')
  })
})
