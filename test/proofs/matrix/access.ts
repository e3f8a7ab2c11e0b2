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

const COLLEAGUES: readonly string[] = ['light', 'agent', 'admin', 'owner']
const idOf = ({ people }: World, name: string) => people[name as Who] ?? NO_ID
const isSelf = (principal: Principal, name: string): boolean => personOf(principal) === name
const isStaff = (principal: Principal): boolean => STAFF.includes(principal)
const isRestricted = (principal: Principal): boolean =>
  isStaff(principal) && !UNRESTRICTED.includes(principal)

const mayNotGovern = (principal: Principal, name: string): boolean => {
  if (name === 'owner') return principal !== 'owner'
  return !(COLLEAGUES.includes(name) ? MANAGERS : UNRESTRICTED).includes(principal)
}

const IDENTIFIED = ['carol', 'former', 'light', 'agent', 'admin', 'owner']
const identities: Things = {
  names: [...IDENTIFIED, 'crossed', MISSING],
  params: (world, name) =>
    name === 'crossed'
      ? { user_id: world.people.zoe, id: world.ids['identity of carol']! }
      : { user_id: idOf(world, name), id: world.ids[`identity of ${name}`] ?? NO_ID },
  sees: (principal, name) =>
    name !== 'crossed' && name !== MISSING && (isStaff(principal) || isSelf(principal, name)),
}

/** Mails about accounts that people ask for. */
export const accountFamily: Family = {
  scope: 'users',
  rows: {
    RequestUserIdentityVerification: {
      may: SIGNED_IN,
      status: 200,
      things: identities,
      refused: (principal, name) => !isSelf(principal, name) && mayNotGovern(principal, name),
      except: (principal, name) => (name === 'crossed' && isRestricted(principal) ? 403 : undefined),
    },
    // All here have a password, so there is nothing to invite them to.
    InviteUser: {
      may: AGENTS,
      status: 422,
      things: {
        names: ['carol', 'agent', 'owner', MISSING],
        params: (world, name) => ({ id: idOf(world, name) }),
        sees: (_principal, name) => name !== MISSING,
      },
      refused: (principal, name) => isSelf(principal, name) || mayNotGovern(principal, name),
    },
  },
}

const shown: Row = { may: 'anybody', status: 200 }
const submitted: Row = { may: 'anybody', status: 422 }

/** Pages, and what they and mails lead to. */
export const openFamily: Family = {
  scope: 'none',
  rows: {
    RequestPasswordReset: {
      may: 'anybody',
      status: 204,
      body: (_world: World, _name: string, principal: Principal) => ({
        email: `${principal}@nowhere.example`,
      }),
    },
    RedeemPasswordReset: { ...submitted, body: { token: 'none', password: PASSWORD } },
    RedeemAddressVerification: { ...submitted, body: { token: 'none' } },
    ShowPasswordPage: { ...shown, query: '?token=x' },
    SubmitPasswordPage: { ...submitted, body: { token: 'none', password: PASSWORD } },
    ShowAddressPage: shown,
    SubmitAddressPage: { ...submitted, body: { token: 'none' } },
    ShowForgottenPasswordPage: shown,
    SubmitForgottenPasswordPage: {
      ...shown,
      body: (_world: World, _name: string, principal: Principal) => ({
        email: `${principal}@nowhere.example`,
      }),
    },
    SubmitSignInPage: {
      may: 'anybody',
      status: 400,
      body: { email: emailOf('zoe'), password: PASSWORD, return_to: 'https://evil.example' },
    },
    // A client that nobody knows: where the browser would go on is not said.
    ShowOAuthAuthorization: { may: 'anybody', status: 400, query: '?client_id=nobody&response_type=code' },
    GrantOAuthTokens: {
      may: 'anybody',
      status: 401,
      body: { grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'none' },
    },
  },
}

const clients: Things = {
  names: ['client', MISSING],
  params: ({ ids }, name) => ({ id: ids[name] ?? NO_ID }),
  sees: (_principal, name) => name !== MISSING,
}
const client: Row = { may: MANAGERS, status: 200, things: clients }
const HOLDERS = ['agent', 'owner']

export const oauthFamily: Family = {
  scope: 'oauth',
  rows: {
    ListOAuthClients: {
      may: MANAGERS,
      status: 200,
      shows: { key: 'clients', ids: ({ ids }) => [ids.client!] },
    },
    ShowOAuthClient: client,
    CreateOAuthClient: {
      may: MANAGERS,
      status: 201,
      body: { client: { name: 'New', identifier: 'new_client', redirect_uri: 'https://app.example/back' } },
    },
    UpdateOAuthClient: { ...client, body: { client: { name: 'Other' } } },
    GenerateOAuthClientSecret: client,
    DeleteOAuthClient: { ...client, status: 204 },
    ListOAuthTokens: {
      may: SIGNED_IN,
      status: 200,
      shows: {
        key: 'tokens',
        ids: ({ ids }, principal) =>
          HOLDERS.filter((name) => MANAGERS.includes(principal) || isSelf(principal, name)).map(
            (name) => ids[`oauth token of ${name}`]!,
          ),
      },
    },
    RevokeOAuthToken: {
      may: SIGNED_IN,
      status: 204,
      things: {
        names: [...HOLDERS, MISSING],
        params: ({ ids }, name) => ({ id: ids[`oauth token of ${name}`] ?? NO_ID }),
        sees: (principal, name) =>
          name !== MISSING && (MANAGERS.includes(principal) || isSelf(principal, name)),
      },
    },
    // Only a session consents, and all of these came with a token.
    CreateOAuthAuthorization: { may: [], status: 403, body: { decision: 'allow' } },
  },
}

const usersOf: Things = {
  names: ['carol', 'agent', 'owner', 'removed', MISSING],
  params: (world, name) => ({ user_id: idOf(world, name) }),
  sees: (principal, name) => name !== MISSING && (isStaff(principal) || isSelf(principal, name)),
}
const organizations = (sees: Things['sees']): Things => ({
  names: ['acme', 'share', MISSING],
  params: ({ ids }, name) => ({ id: ids[name] ?? NO_ID }),
  sees: (principal, name) => name !== MISSING && sees(principal, name),
})

const subscriptions: Things = {
  names: ['sam', MISSING],
  params: ({ ids }, name) => ({ id: ids[`subscription of ${name}`] ?? NO_ID }),
  sees: (principal, name) => name !== MISSING && (isStaff(principal) || isSelf(principal, name)),
}
const notOwnNorGoverned = (principal: Principal, name: string): boolean =>
  !isSelf(principal, name) && mayNotGovern(principal, name)

/** Carol manages the contacts of Acme; Sam is a contact of Share, and follows it. */
const managesAcme = (principal: Principal, name: string): boolean => principal === 'carol' && name === 'acme'
const seesContacts = (principal: Principal, name: string): boolean =>
  isStaff(principal) || managesAcme(principal, name)
const contacts: Things = {
  names: ['acme', 'share', 'crossed', MISSING],
  params: ({ ids }, name) =>
    name === 'crossed'
      ? { organization_id: ids.acme!, id: ids['contact of share']! }
      : { organization_id: ids[name] ?? NO_ID, id: ids[`contact of ${name}`] ?? NO_ID },
  sees: (principal, name) => name !== 'crossed' && name !== MISSING && seesContacts(principal, name),
}
const contact: Row = { may: SIGNED_IN, status: 200, things: contacts, refused: isRestricted }

export const followingFamily: Family = {
  scope: 'organizations',
  rows: {
    ListOrganizationSubscriptions: {
      may: SIGNED_IN,
      status: 200,
      shows: {
        key: 'organization_subscriptions',
        ids: ({ ids }, principal) =>
          subscriptions.sees(principal, 'sam') ? [ids['subscription of sam']!] : [],
      },
    },
    ListUserOrganizationSubscriptions: { may: SIGNED_IN, status: 200, things: usersOf },
    ListSubscriptionsOfOrganization: { may: STAFF, status: 200, things: organizations(isStaff) },
    ShowOrganizationSubscription: { may: SIGNED_IN, status: 200, things: subscriptions },
    CreateOrganizationSubscription: {
      may: SIGNED_IN,
      status: 201,
      body: ({ ids, people }: World) => ({
        organization_subscription: { user_id: people.sam, organization_id: ids.share },
      }),
      refused: (principal) => notOwnNorGoverned(principal, 'sam'),
      // Whom one does not see does not exist.
      except: (principal) => (CUSTOMERS.includes(principal) && principal !== 'sam' ? 422 : undefined),
    },
    DeleteOrganizationSubscription: {
      may: SIGNED_IN,
      status: 204,
      things: subscriptions,
      refused: notOwnNorGoverned,
    },
    ListOrganizationContacts: { may: SIGNED_IN, status: 200, things: organizations(seesContacts) },
    ShowOrganizationContact: { ...contact, refused: () => false },
    ListUserOrganizationContacts: { may: STAFF, status: 200, things: usersOf },
    CreateOrganizationContact: {
      ...contact,
      status: 201,
      things: organizations(seesContacts),
      body: ({ people }: World, name: string) => ({
        organization_contact: { user_id: name === 'share' ? people.sue : people.cleo, roles: ['technical'] },
      }),
    },
    UpdateOrganizationContact: { ...contact, body: { organization_contact: { roles: ['billing'] } } },
    DeleteOrganizationContact: { ...contact, status: 204 },
    UpdateOrganizationContactTerms: {
      may: MANAGERS,
      status: 200,
      things: organizations(isStaff),
      body: { contact_terms: { contact_limit: 5 } },
    },
  },
}
