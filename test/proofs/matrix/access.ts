import { emailOf, PASSWORD, type Who, type World } from '../world.ts'
import { AGENTS, MANAGERS, type Principal, personOf, SIGNED_IN, STAFF, UNRESTRICTED } from './principals.ts'
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
