import type { Id } from '../kernel/index.ts'
import { type Db, statement } from '../platform/db/index.ts'
import type { Ground } from '../platform/ground.ts'
import { type Authenticate, createRates, type Rates } from '../platform/http/index.ts'
import type { Eraser, Module } from '../platform/module.ts'
import { projectionService } from '../platform/projection/index.ts'
import { sweepAccountLinks } from './access/account-links.ts'
import { accountLinkRoutes } from './access/account-links-api.ts'
import { accountPages } from './access/account-pages.ts'
import { accessRoutes } from './access/api.ts'
import { authenticateBy, viewerOfUser } from './access/authenticate.ts'
import { argon2id, type Passwords } from './access/passwords.ts'
import { sessionRoutes } from './access/sessions-api.ts'
import { type Session, type SignIn, signIn, sweepSessions } from './access/sign-in.ts'
import type { Token } from './access/tokens.ts'
import type { Acting } from './acting.ts'
import { bulkRoutes } from './bulk/api.ts'
import { peopleBulkJob } from './bulk/run.ts'
import { configRoutes } from './config/api.ts'
import { systemTxtRecords, type TxtRecords } from './config/recipient-addresses/dns.ts'
import { contactRoutes } from './contacts/api.ts'
import { type Context, may, type RoleKind, type Viewer } from './core/index.ts'
import { deletionRoutes } from './deletion/api.ts'
import { eraseUserJob } from './deletion/deletion.ts'
import { SEND_ACCOUNT_MAIL } from './effects.ts'
import { peopleEraser } from './erase-store.ts'
import { exportRoutes } from './exports/api.ts'
import { peopleFactsSql } from './facts.ts'
import { fieldRoutes } from './fields/api.ts'
import { forgetFieldJob } from './fields/forget.ts'
import { type Founded, type Founding, found } from './founding.ts'
import { groupRoutes } from './groups/api.ts'
import { allGroups, groupsByIds } from './groups/groups.ts'
import { presentGroup } from './groups/present.ts'
import { membershipRoutes } from './memberships/api.ts'
import { oauthRoutes, sweepOAuth } from './oauth/routes.ts'
import {
  createTokenByOperator,
  createUserByOperator,
  type OperatorToken,
  type OperatorUser,
} from './operator.ts'
import { organizationRoutes } from './organizations/api.ts'
import { organizationMergeRoutes } from './organizations/merge-api.ts'
import { organizationsByIds } from './organizations/organizations.ts'
import { presentOrganizations } from './organizations/present.ts'
import { photoRoutes } from './photos/api.ts'
import { policyKinds, roleOf } from './policy.ts'
import type { Room, TicketCounts } from './room.ts'
import { peopleWords, peopleWordsEraser, peopleWordsVerifier } from './search/project-words.ts'
import { type PeopleSearch, peopleSearch } from './search/search.ts'
import { findOrCreateByEmail, rememberedPolicy, type Stranger } from './strangers.ts'
import { subscriptionRoutes } from './subscriptions/api.ts'
import { tagRoutes } from './tags/api.ts'
import { lastDeed, type ToldUser, toldDeeds, toldOrganization, toldUser } from './told-store.ts'
import { userRoutes } from './users/api.ts'
import { type DeliveryNews, noteDelivery } from './users/deliverability-store.ts'
import { identityRoutes } from './users/identities-api.ts'
import { byline, type Presented, presenterOf } from './users/present.ts'
import { bylines, usersByIds } from './users/read.ts'
import type { UserRow } from './users/store.ts'
import { setSuspended } from './users/suspension.ts'

export { accountMailPath } from './access/account-pages.ts'
export { type Acting, viewerOf } from './acting.ts'
export { type SupportAddress, supportAddressesOf } from './config/recipient-addresses/support-addresses.ts'
export * from './core/index.ts'
export { type AccountMail, PEOPLE_CHANGED, SEND_ACCOUNT_MAIL } from './effects.ts'
export { peopleFactsSql } from './facts.ts'
export type { Founded, Founder, Founding } from './founding.ts'
export { Group as GroupSchema } from './groups/present.ts'
export type { OperatorToken, OperatorUser } from './operator.ts'
export { Organization as OrganizationSchema } from './organizations/present.ts'
export { accountNameOf, accountSettingsOf, policyKinds, roleOf } from './policy.ts'
export type { TicketCounts } from './room.ts'
export type { PeopleAsked } from './search/search.ts'
export type { Stranger } from './strangers.ts'
export type { ToldDeed } from './told-store.ts'
export { User as UserSchema } from './users/present.ts'

export interface People {
  readonly module: Module
  readonly authenticate: Authenticate
  /** See `strangers.ts`. Joins the given transaction; throws `Refused` for addresses that nobody may register. */
  findOrCreateByEmail(tx: Db, stranger: Stranger): Promise<Id>
  /** See `deliverability-store.ts`. Joins the given transaction. */
  noteDelivery(tx: Db, news: DeliveryNews): Promise<void>
  /** See `suspension.ts`. Joins the given transaction. */
  setSuspended(
    tx: Db,
    acting: Acting,
    what: { readonly userId: Id; readonly suspended: boolean },
  ): Promise<boolean>
  /** The rights a person has now; of one who may not sign in (any more): those of nobody. */
  viewer(userId: Id): Promise<Viewer>
  /** What decisions read of people: `peopleFactsSql` on its own. */
  facts(userIds: readonly Id[], groupIds?: readonly Id[], tx?: Db): Promise<Context>
  /** Side-loads: the wire's objects of users as far as the viewer may see them; of others, end users get the byline. */
  presentUsers(viewer: Viewer, ids: readonly Id[], origin: string): Promise<Presented[]>
  presentGroups(viewer: Viewer, ids: readonly Id[], origin: string): Promise<object[]>
  presentOrganizations(viewer: Viewer, ids: readonly Id[], origin: string): Promise<object[]>
  /** The groups that a viewer may choose from. */
  groups(viewer: Viewer): Promise<readonly { readonly id: Id; readonly name: string }[]>
  /** What was done to people and organizations, and what they are: for those outside who are told; see `told-store.ts`. */
  readonly told: {
    deeds: typeof toldDeeds
    last: typeof lastDeed
    user(db: Db, id: Id): Promise<(ToldUser & { readonly role: RoleKind }) | undefined>
    organization: typeof toldOrganization
  }
  /** Users, organizations and groups by words and properties; see `search/search.ts`. */
  readonly search: PeopleSearch
  signIn(asked: SignIn): Promise<Session>
  /** Commands of the operator. */
  createUser(asked: OperatorUser): Promise<UserRow>
  createToken(asked: OperatorToken): Promise<{ readonly token: Token; readonly secret: string }>
  /** Creates what is missing of the people of a new desk; see `founding.ts`. */
  found(plan: Founding): Promise<Founded>
}

export type PeopleOptions = {
  /** Shared with the HTTP server; made here unless given. */
  readonly rates?: Rates
  readonly passwords?: Passwords
  /** Given by tickets; without them nobody has any. */
  readonly ticketCounts?: TicketCounts
  /**
   * Kinds of effects that somebody delivers (`PEOPLE_CHANGED`, `SEND_ACCOUNT_MAIL`); the others are not left, because
   * nobody would ever take them.
   */
  readonly effects?: readonly string[]
  /** Of all rooms, asked when a person is deleted for good; this domain's alone unless given. */
  readonly erasers?: () => readonly Eraser[]
  /** Given by channels: whether mail to this address has come in of late. None has without them. */
  readonly hasMailCome?: (email: string) => Promise<boolean>
  /** How DNS is asked. */
  readonly txtRecords?: TxtRecords
  /** Given by tickets: the rules whose actions name a group, in words. None without them. */
  readonly rulesOfGroup?: (groupId: Id) => Promise<readonly string[]>
}

const FACTS = statement('people_facts', `select ${peopleFactsSql('$1::bigint[]', '$2::bigint[]')} as context`)

const NO_TICKETS: TicketCounts = {
  ofOrganization: async () => 0,
  ofUser: async () => ({ requested: 0, assigned: 0, ccd: 0 }),
}

/** Who there is and what they may do, on the given ground. */
export const people = (ground: Ground, options: PeopleOptions = {}): People => {
  const room: Room = {
    ground,
    rates: options.rates ?? ownRates(ground),
    passwords: options.passwords ?? argon2id,
    ticketCounts: options.ticketCounts ?? NO_TICKETS,
    effects: new Set(options.effects),
    erasers: options.erasers ?? (() => [peopleEraser]),
    hasMailCome: options.hasMailCome ?? (async () => false),
    txtRecords: options.txtRecords ?? systemTxtRecords,
    rulesOfGroup: options.rulesOfGroup ?? (async () => []),
  }
  const policyIn = rememberedPolicy()
  return {
    module: moduleOf(room),
    authenticate: authenticateBy(ground),
    findOrCreateByEmail: (tx, stranger) => findOrCreateByEmail(room, policyIn, tx, stranger),
    noteDelivery,
    setSuspended: (tx, acting, what) => setSuspended(room, tx, acting, what),
    viewer: async (userId) => viewerOfUser(room, await ground.policy.current(), userId),
    facts: async (userIds, groupIds = [], tx = ground.db) =>
      (await tx.query<{ context: Context }>(FACTS, [userIds, groupIds]))[0]!.context,
    presentUsers: (viewer, ids, origin) => presentUsers(room, viewer, ids, origin),
    presentGroups: async (viewer, ids, origin) =>
      (await groupsByIds(room, viewer, ids)).map(presentGroup(origin)),
    presentOrganizations: async (viewer, ids, origin) =>
      presentOrganizations(room, await organizationsByIds(room, viewer, ids), origin),
    groups: (viewer) => allGroups(room, viewer),
    told: {
      deeds: toldDeeds,
      last: lastDeed,
      organization: toldOrganization,
      user: async (db, id) => {
        const user = await toldUser(db, id)
        return user && { ...user, role: roleOf(await ground.policy.current(), user.role_id).kind }
      },
    },
    search: peopleSearch(room),
    signIn: (asked) => signIn(room, asked),
    createUser: (asked) => createUserByOperator(room, asked),
    createToken: (asked) => createTokenByOperator(room, asked),
    found: (plan) => found(room, plan),
  }
}

const ownRates = ({ db, clock, settings }: Ground): Rates => createRates({ db, clock, settings })

const moduleOf = (room: Room): Module => ({
  name: 'people',
  routes: [
    ...bulkRoutes(room),
    ...deletionRoutes(room),
    ...userRoutes(room),
    ...identityRoutes(room),
    ...photoRoutes(room),
    ...organizationRoutes(room),
    ...organizationMergeRoutes(room),
    ...groupRoutes(room),
    ...membershipRoutes(room),
    ...fieldRoutes(room),
    ...tagRoutes(room),
    ...exportRoutes(room),
    ...accessRoutes(room),
    ...sessionRoutes(room),
    ...oauthRoutes(room),
    ...subscriptionRoutes(room),
    ...contactRoutes(room),
    // Links that no mail would carry must not be asked for.
    ...(room.effects.has(SEND_ACCOUNT_MAIL) ? [...accountLinkRoutes(room), ...accountPages(room)] : []),
    ...configRoutes(room),
  ],
  policyKinds,
  blobColumns: [{ table: 'user_photos', column: 'blob' }],
  erasers: [peopleEraser, peopleWordsEraser],
  verifiers: [peopleWordsVerifier],
  services: [projectionService(room.ground, peopleWords)],
  jobs: [
    peopleBulkJob(room),
    forgetFieldJob(room),
    eraseUserJob(room),
    {
      name: 'people_sweep_sessions',
      cron: '17 * * * *',
      run: async () => {
        await sweepSessions(room)
        await sweepAccountLinks(room)
        await sweepOAuth(room)
      },
    },
  ],
})

/** Staff see users; everybody else sees themselves, and of others the name under what they wrote. */
const presentUsers = async (
  room: Room,
  viewer: Viewer,
  ids: readonly Id[],
  origin: string,
): Promise<Presented[]> => {
  if (ids.length === 0) return []
  const seesAll = may(viewer, 'users.read')
  const [policy, users] = await Promise.all([
    room.ground.policy.current(),
    seesAll ? usersByIds(room, viewer, ids) : bylines(room, ids),
  ])
  const present = presenterOf(viewer, policy, origin)
  if (seesAll) return users.map(present)
  return users.map((user) => (user.id === viewer.userId ? present(user) : byline(policy, origin)(user)))
}
