import { emailOf, PASSWORD, type Who, type World } from '../world.ts'
import {
  AGENTS,
  CUSTOMERS,
  MANAGERS,
  type Principal,
  personOf,
  SIGNED_IN,
  STAFF,
  UNRESTRICTED,
} from './principals.ts'
import { type Family, MISSING, NO_ID, type Row, type Things } from './table.ts'

const END_USERS: readonly string[] = ['carol', 'former']
const COLLEAGUES: readonly string[] = ['light', 'agent', 'admin', 'owner']
const PROFILES = [...END_USERS, ...COLLEAGUES, 'removed', MISSING]

const isSelf = (principal: Principal, name: string): boolean => personOf(principal) === name
const isStaff = (principal: Principal): boolean => STAFF.includes(principal)
const idOf = ({ people }: World, name: string) => people[name as Who] ?? NO_ID

const seesUser = (principal: Principal, name: string): boolean =>
  name !== MISSING && (isStaff(principal) || isSelf(principal, name))

const users: Things = {
  names: PROFILES,
  params: (world, name) => ({ id: idOf(world, name) }),
  sees: seesUser,
}
/** Those who are still there. */
const present: Things = {
  ...users,
  sees: (principal, name) => name !== 'removed' && seesUser(principal, name),
}
const usersAs = (param: string): Things => ({
  ...users,
  params: (world, name) => ({ [param]: idOf(world, name) }),
})

/** Who says who somebody is: agents of end users, administrators of staff, owners of owners. */
const governs = (principal: Principal, name: string): boolean => {
  if (name === 'owner') return principal === 'owner'
  return COLLEAGUES.includes(name) ? MANAGERS.includes(principal) : UNRESTRICTED.includes(principal)
}
const mayNotGovern = (principal: Principal, name: string): boolean => !governs(principal, name)
const mayNotManage = (principal: Principal, name: string): boolean =>
  !MANAGERS.includes(principal) || !governs(principal, name) || isSelf(principal, name)

const read: Row = { may: SIGNED_IN, status: 200, things: users }
const list: Row = { may: STAFF, status: 200 }

const exported: Row = { may: MANAGERS, status: 200, query: '?start_time=0' }

const IDENTIFIED = ['carol', 'former', 'light', 'agent', 'admin', 'owner']
const identities: Things = {
  names: [...IDENTIFIED, 'crossed', MISSING],
  params: (world, name) =>
    name === 'crossed'
      ? { user_id: world.people.zoe, id: world.ids['identity of carol']! }
      : { user_id: idOf(world, name), id: world.ids[`identity of ${name}`] ?? NO_ID },
  sees: (principal, name) => name !== 'crossed' && seesUser(principal, name),
}
const identity: Row = {
  may: AGENTS,
  status: 200,
  things: identities,
  refused: mayNotGovern,
  // The person is seen, and refused before what they own is looked for.
  except: (principal, name) => (name === 'crossed' && isRestricted(principal) ? 403 : undefined),
}
const isRestricted = (principal: Principal): boolean =>
  AGENTS.includes(principal) && !UNRESTRICTED.includes(principal)

const password: Row = {
  may: SIGNED_IN,
  status: 204,
  things: present,
  refused: (principal, name) => !isSelf(principal, name) && mayNotManage(principal, name),
  body: (_world: World, name: string, principal: Principal) => ({
    password: 'nine purple kettles whistle',
    ...(isSelf(principal, name) ? { previous_password: PASSWORD } : {}),
  }),
}

const manyUsers = (world: World): string => `?ids=${PROFILES.map((name) => idOf(world, name)).join(',')}`

const tagging: Row = { ...read, may: AGENTS, refused: mayNotGovern, body: { tags: ['a'] } }

const removed: Things = {
  ...users,
  names: ['removed', 'carol', MISSING],
  sees: (_p, name) => name === 'removed',
}

const isStaffMerged = (principal: Principal, name: string): boolean =>
  ['admin', 'owner'].includes(principal) && COLLEAGUES.includes(name) && governs(principal, name)

const SESSIONS = ['carol', 'agent', 'owner']
const sessions: Things = {
  names: [...SESSIONS, 'crossed', MISSING],
  params: (world, name) =>
    name === 'crossed'
      ? { user_id: world.people.zoe, id: world.ids['session of carol']! }
      : { user_id: idOf(world, name), id: world.ids[`session of ${name}`] ?? NO_ID },
  sees: (principal, name) =>
    SESSIONS.includes(name) && (MANAGERS.includes(principal) || isSelf(principal, name)),
}
const notOwn = (principal: Principal, name: string): boolean =>
  !isSelf(principal, name) && mayNotManage(principal, name)

const sessionRows: Readonly<Record<string, Row>> = {
  ListSessions: {
    may: SIGNED_IN,
    status: 200,
    shows: {
      key: 'sessions',
      ids: ({ ids }, principal) =>
        SESSIONS.filter((name) => sessions.sees(principal, name)).map((name) => ids[`session of ${name}`]!),
    },
  },
  ListUserSessions: { may: SIGNED_IN, status: 200, things: usersAs('user_id') },
  ShowUserSession: { may: SIGNED_IN, status: 200, things: sessions },
  DeleteUserSession: { may: SIGNED_IN, status: 204, things: sessions, refused: notOwn },
  DeleteUserSessions: { may: SIGNED_IN, status: 204, things: usersAs('user_id'), refused: notOwn },
}

export const userFamily: Family = {
  scope: 'users',
  rows: {
    ExportUsers: exported,
    ExportUsersByCursor: exported,
    SampleUsers: exported,
    ListUsers: list,
    CountUsers: list,
    ShowManyUsers: { ...list, query: (world) => `?ids=${world.people.carol},${world.people.owner}` },
    SearchUsers: { ...list, query: '?query=carol' },
    AutocompleteUsers: { ...list, query: '?name=carol' },
    ShowCurrentUser: { may: 'anybody', status: 200 },
    ShowUser: read,
    ShowUserRelated: { ...read, may: STAFF },
    CreateUser: {
      may: UNRESTRICTED,
      status: 201,
      body: { user: { name: 'New', email: 'new@customer.example' } },
    },
    CreateOrUpdateUser: {
      may: UNRESTRICTED,
      status: 201,
      body: { user: { name: 'New', email: 'new@customer.example' } },
    },
    UpdateUser: {
      ...read,
      body: { user: { phone: '+1 555 0100' } },
      refused: (principal, name) => !isSelf(principal, name) && mayNotGovern(principal, name),
    },
    // Nobody has one, and an address that was not shown leads nowhere: see photos.test.ts.
    DeleteUserPhoto: {
      ...read,
      status: 404,
      things: present,
      refused: (principal, name) => !isSelf(principal, name) && mayNotGovern(principal, name),
    },
    ShowUserPhoto: {
      may: 'anybody',
      status: 404,
      things: { names: [MISSING], params: () => ({ id: NO_ID, key: 'nothing' }), sees: () => false },
    },
    DeleteUser: {
      ...read,
      may: AGENTS,
      things: present,
      refused: (principal, name) => isSelf(principal, name) || mayNotGovern(principal, name),
    },
    ListUserIdentities: { ...read, things: usersAs('user_id') },
    ShowUserIdentity: { ...read, things: identities },
    CreateUserIdentity: {
      ...identity,
      status: 201,
      things: { ...usersAs('user_id'), names: [...IDENTIFIED, MISSING] },
      body: { identity: { type: 'email', value: 'third@customer.example' } },
    },
    UpdateUserIdentity: { ...identity, body: { identity: { value: 'third@customer.example' } } },
    MakeUserIdentityPrimary: identity,
    ...sessionRows,
    VerifyUserIdentity: { ...identity, refused: mayNotManage },
    DeleteUserIdentity: { ...identity, status: 204 },
    ChangePassword: password,
    SetPassword: password,
    SignOut: { may: SIGNED_IN, status: 204 },
    MergeUser: {
      ...read,
      may: AGENTS,
      things: { ...present, names: ['carol', 'light', 'owner', 'removed', MISSING] },
      refused: mayNotGovern,
      // Only end users are ever made one.
      except: (principal, name) => (isStaffMerged(principal, name) ? 422 : undefined),
      body: (world: World) => ({ user: { id: world.people.zoe } }),
    },
    ListUserTags: { ...read, may: STAFF },
    SetUserTags: { ...tagging, status: 201 },
    AddUserTags: tagging,
    RemoveUserTags: tagging,
    ListDeletedUsers: { may: MANAGERS, status: 200 },
    CountDeletedUsers: { may: MANAGERS, status: 200 },
    ShowDeletedUser: { may: MANAGERS, status: 200, things: removed },
    DeleteUserForGood: { may: MANAGERS, status: 200, things: removed },
    // Of whom nobody has asked to be deleted for good there is none.
    ListComplianceDeletionStatuses: { may: MANAGERS, status: 200, things: { ...removed, sees: () => false } },
    // What becomes of each member is decided when the job runs: see bulk.test.ts.
    CreateManyUsers: { may: AGENTS, status: 200, body: { users: [{ name: 'New' }] } },
    CreateOrUpdateManyUsers: { may: AGENTS, status: 200, body: { users: [{ name: 'New' }] } },
    UpdateManyUsers: { may: AGENTS, status: 200, query: manyUsers, body: { user: { phone: '1' } } },
    DestroyManyUsers: { may: AGENTS, status: 200, query: manyUsers },
  },
}

const organizations: Things = {
  names: ['acme', 'share', MISSING],
  params: ({ ids }, name) => ({ id: ids[name] ?? NO_ID }),
  sees: (principal, name) => name !== MISSING && isStaff(principal),
}
const organization: Row = { may: STAFF, status: 200, things: organizations }

const memberships = (kind: string, names: readonly string[]): Things => ({
  names: [...names, MISSING],
  params: ({ ids }, name) => ({ id: ids[`${kind} membership of ${name}`] ?? NO_ID }),
  sees: (_principal, name) => name !== MISSING,
})
/** Under the person, rightly and wrongly. */
const ofUser = (kind: string, names: readonly string[]): Things => ({
  names: [...names, 'crossed', MISSING],
  params: (world, name) =>
    name === 'crossed'
      ? { user_id: world.people.zoe, id: world.ids[`${kind} membership of ${names[0]}`]! }
      : { user_id: idOf(world, name), id: world.ids[`${kind} membership of ${name}`] ?? NO_ID },
  sees: (_principal, name) => name !== 'crossed' && name !== MISSING,
})
const MEMBERS = ['carol', 'sam']
const membership: Row = { may: STAFF, status: 200, things: memberships('organization', MEMBERS) }
const joining: Row = { may: AGENTS, status: 204, refused: mayNotGovern }
const join = (world: World, who: Who) => ({
  organization_membership: { user_id: world.people[who], organization_id: world.ids.empty },
})

export const organizationFamily: Family = {
  scope: 'organizations',
  rows: {
    ExportOrganizations: exported,
    ExportOrganizationsByCursor: exported,
    SampleOrganizations: exported,
    ListOrganizations: list,
    SearchOrganizations: { ...list, query: '?name=acme' },
    AutocompleteOrganizations: { ...list, query: '?name=ac' },
    ListUserOrganizations: { ...read, may: STAFF },
    CountUserOrganizations: { ...read, may: STAFF },
    CountOrganizations: list,
    ShowManyOrganizations: { ...list, query: ({ ids }) => `?ids=${ids.acme}` },
    ShowOrganization: organization,
    ListOrganizationUsers: organization,
    ShowOrganizationRelated: organization,
    CreateOrganization: { may: MANAGERS, status: 201, body: { organization: { name: 'New' } } },
    CreateOrUpdateOrganization: { may: MANAGERS, status: 201, body: { organization: { name: 'New' } } },
    UpdateOrganization: { ...organization, may: MANAGERS, body: { organization: { shared_tickets: true } } },
    DeleteOrganization: { ...organization, may: MANAGERS, status: 204 },
    CreateManyOrganizations: { may: MANAGERS, status: 200, body: { organizations: [{ name: 'New' }] } },
    UpdateManyOrganizations: {
      may: MANAGERS,
      status: 200,
      query: ({ ids }) => `?ids=${ids.acme},${NO_ID}`,
      body: { organization: { details: 'x' } },
    },
    DestroyManyOrganizations: { may: MANAGERS, status: 200, query: ({ ids }) => `?ids=${ids.acme}` },
    CreateManyOrganizationMemberships: {
      may: AGENTS,
      status: 200,
      body: (world: World) => ({ organization_memberships: [join(world, 'zoe').organization_membership] }),
    },
    DestroyManyOrganizationMemberships: {
      may: AGENTS,
      status: 200,
      query: ({ ids }) => `?ids=${ids['organization membership of carol']}`,
    },
    MergeOrganization: {
      ...organization,
      may: MANAGERS,
      body: ({ ids }: World) => ({ organization_merge: { winner_id: ids.empty } }),
    },
    ListOrganizationMerges: { ...organization, may: MANAGERS },
    ShowOrganizationMerge: {
      may: MANAGERS,
      status: 404,
      things: { names: [MISSING], params: () => ({ id: 'nothing' }), sees: () => false },
    },
    ListOrganizationTags: organization,
    SetOrganizationTags: { ...organization, may: MANAGERS, status: 201, body: { tags: ['a'] } },
    AddOrganizationTags: { ...organization, may: MANAGERS, body: { tags: ['a'] } },
    RemoveOrganizationTags: { ...organization, may: MANAGERS, body: { tags: ['a'] } },
    ListOrganizationMemberships: list,
    ListUserOrganizationMemberships: { ...list, things: usersAs('user_id') },
    ListOrganizationMembershipsOfOne: {
      ...list,
      things: {
        ...organizations,
        names: ['acme', 'share'],
        params: ({ ids }, name) => ({ target_id: ids[name]! }),
      },
    },
    ShowOrganizationMembership: membership,
    ShowUserOrganizationMembership: { ...membership, things: ofUser('organization', MEMBERS) },
    CreateOrganizationMembership: {
      may: UNRESTRICTED,
      status: 201,
      body: (world: World) => join(world, 'zoe'),
    },
    CreateUserOrganizationMembership: {
      ...joining,
      status: 201,
      things: { ...usersAs('user_id'), names: ['carol', 'agent', 'owner'] },
      body: (world: World) => join(world, 'zoe'),
    },
    DeleteOrganizationMembership: { ...joining, things: memberships('organization', MEMBERS) },
    DeleteUserOrganizationMembership: { ...joining, things: ofUser('organization', MEMBERS) },
    MakeDefaultOrganizationMembership: { ...joining, status: 200, things: ofUser('organization', MEMBERS) },
  },
}

const groups: Things = { ...organizations, names: ['support', 'billing', MISSING] }
const group: Row = { may: STAFF, status: 200, things: groups }
const IN_SUPPORT = ['groups', 'agent']
const enroll = (world: World, who: Who) => ({
  group_membership: { user_id: world.people[who], group_id: world.ids.spare },
})

export const groupFamily: Family = {
  scope: 'groups',
  rows: {
    ListGroups: list,
    ListAssignableGroups: list,
    CountGroups: list,
    ShowGroup: group,
    ListUserGroups: { ...read, may: STAFF },
    CountUserGroups: { ...read, may: STAFF },
    ListGroupUsers: group,
    CreateGroup: { may: MANAGERS, status: 201, body: { group: { name: 'New' } } },
    UpdateGroup: { ...group, may: MANAGERS, body: { group: { description: 'x' } } },
    DeleteGroup: { ...group, may: MANAGERS, status: 204 },
    CreateManyGroupMemberships: {
      may: MANAGERS,
      status: 200,
      body: (world: World) => ({ group_memberships: [enroll(world, 'light').group_membership] }),
    },
    DestroyManyGroupMemberships: {
      may: MANAGERS,
      status: 200,
      query: ({ ids }) => `?ids=${ids['support membership of agent']}`,
    },
    ListGroupMemberships: list,
    ListUserGroupMemberships: { ...list, things: usersAs('user_id') },
    ListGroupMembershipsOfOne: {
      ...list,
      things: { ...groups, names: ['support'], params: ({ ids }, name) => ({ target_id: ids[name]! }) },
    },
    ListAssignableGroupMemberships: list,
    ListAssignableGroupMembershipsOfOne: {
      ...list,
      things: { ...groups, names: ['support'], params: ({ ids }, name) => ({ target_id: ids[name]! }) },
    },
    ShowGroupMembership: { ...list, things: memberships('support', IN_SUPPORT) },
    ShowUserGroupMembership: { ...list, things: ofUser('support', IN_SUPPORT) },
    CreateGroupMembership: { may: MANAGERS, status: 201, body: (world: World) => enroll(world, 'light') },
    CreateUserGroupMembership: {
      may: MANAGERS,
      status: 201,
      things: { ...usersAs('user_id'), names: ['light', 'agent'] },
      body: (world: World) => enroll(world, 'light'),
    },
    DeleteGroupMembership: { may: MANAGERS, status: 204, things: memberships('support', IN_SUPPORT) },
    DeleteUserGroupMembership: { may: MANAGERS, status: 204, things: ofUser('support', IN_SUPPORT) },
    MakeDefaultGroupMembership: { may: MANAGERS, status: 200, things: ofUser('support', IN_SUPPORT) },
  },
}

const TOKEN_OWNERS = ['agent', 'light', 'admin', 'owner']

export const tokenFamily: Family = {
  scope: 'tokens',
  rows: {
    ListApiTokens: { may: STAFF, status: 200 },
    CreateApiToken: {
      may: STAFF,
      status: 201,
      body: { api_token: { description: 'x', scopes: ['tokens:read'] } },
    },
    RevokeApiToken: {
      may: STAFF,
      status: 204,
      things: {
        names: [...TOKEN_OWNERS, MISSING],
        params: ({ ids }, name) => ({ id: ids[`token of ${name}`] ?? NO_ID }),
        sees: (principal, name) =>
          name !== MISSING && (MANAGERS.includes(principal) || isSelf(principal, name)),
      },
    },
  },
}

export const deskFamilies: readonly Family[] = [
  {
    scope: 'read',
    rows: { ShowCurrentToken: { may: SIGNED_IN, status: 200 } },
  },
  {
    scope: 'none',
    rows: {
      SignIn: {
        may: 'anybody',
        status: 200,
        // Each account may try ten times.
        body: (_world: World, _name: string, principal: Principal) => ({
          email: emailOf(CUSTOMERS.includes(principal) ? 'zoe' : STAFF.includes(principal) ? 'cees' : 'sue'),
          password: PASSWORD,
        }),
      },
    },
  },
]
