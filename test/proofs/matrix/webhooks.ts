import { MANAGERS } from './principals.ts'
import { type Family, MISSING, NO_ID, type Things } from './table.ts'

const thing = (name: string, more: object = {}): Things => ({
  names: [name, MISSING],
  params: ({ ids }, asked) => ({ id: asked === MISSING ? NO_ID : ids[name]!, ...more }),
  sees: (_principal, asked) => asked === name,
})
const webhook = thing('webhook')
const target = thing('target')
const invocation: Things = {
  names: ['invocation', MISSING],
  params: ({ ids }, name) => ({
    id: ids.webhook!,
    invocationId: name === MISSING ? 'NOTHING' : ids.invocation!,
  }),
  sees: (_principal, name) => name === 'invocation',
}

/** On the public internet, and asked by nobody here. */
const endpoint = 'https://9.9.9.9/hook'
const read = { may: MANAGERS, status: 200 } as const

/** Who runs the desk says whom outside it tells what; nobody else sees that there are such. */
export const webhookFamily: Family = {
  scope: 'webhooks',
  rows: {
    ListWebhooks: { ...read, shows: { key: 'webhooks', ids: ({ ids }) => [ids.webhook!] } },
    ShowWebhook: { ...read, things: webhook },
    CreateWebhook: { may: MANAGERS, status: 201, body: { webhook: { name: 'New', endpoint } } },
    UpdateWebhook: { ...read, status: 204, things: webhook, body: { webhook: { status: 'inactive' } } },
    PatchWebhook: { ...read, status: 204, things: webhook, body: { webhook: { name: 'Another' } } },
    DeleteWebhook: { ...read, status: 204, things: webhook },
    // An address of one's own network is refused before anything is sent.
    TestWebhook: { may: MANAGERS, status: 422, body: { request: { endpoint: 'https://127.0.0.1/' } } },
    ShowWebhookSigningSecret: { ...read, things: webhook },
    ResetWebhookSigningSecret: { ...read, status: 201, things: webhook },
    ListWebhookInvocations: { ...read, things: webhook },
    ListWebhookInvocationAttempts: { ...read, things: invocation },
    ReplayWebhookInvocation: { ...read, things: invocation },
    ListTargets: { ...read, shows: { key: 'targets', ids: ({ ids }) => [ids.target!] } },
    ShowTarget: { ...read, things: target },
    CreateTarget: {
      may: MANAGERS,
      status: 201,
      body: { target: { title: 'New', type: 'url_target_v2', target_url: endpoint, method: 'post' } },
    },
    UpdateTarget: { ...read, things: target, body: { target: { active: false } } },
    DeleteTarget: { ...read, status: 204, things: target },
    ListTargetFailures: read,
    ShowTargetFailure: {
      ...read,
      things: {
        names: ['target failure', MISSING],
        params: ({ ids }, name) => ({ id: ids[name] ?? NO_ID }),
        sees: (_principal, name) => name === 'target failure',
      },
    },
  },
}
