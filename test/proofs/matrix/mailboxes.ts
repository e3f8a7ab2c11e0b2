import { MANAGERS } from './principals.ts'
import { type Family, MISSING, NO_ID, type Things } from './table.ts'

const mailbox: Things = {
  names: ['mailbox', MISSING],
  params: ({ ids }, name) => ({ id: ids[name] ?? NO_ID }),
  sees: (_principal, name) => name === 'mailbox',
}

/** On the public internet, and asked by nobody here. */
const SERVER = { host: '9.9.9.9', username: 'support', password: 'seven lanterns' }
const NEW = { mailbox: { ...SERVER, address: 'support@desk.example' } }

/** Who runs the desk sets up where its mail comes from; nobody else sees it. */
export const mailboxFamily: Family = {
  scope: 'mailboxes',
  rows: {
    ListMailboxes: {
      may: MANAGERS,
      status: 200,
      shows: { key: 'mailboxes', ids: ({ ids }) => [ids.mailbox!] },
    },
    ShowMailbox: { may: MANAGERS, status: 200, things: mailbox },
    ShowMailboxHealth: { may: MANAGERS, status: 200, things: mailbox },
    CreateMailbox: { may: MANAGERS, status: 201, body: NEW },
    // A server of one's own network is refused before anything is asked of it.
    TestMailbox: { may: MANAGERS, status: 422, body: { mailbox: { ...NEW.mailbox, host: '127.0.0.1' } } },
    RetryMailbox: { may: MANAGERS, status: 200, things: mailbox },
    UpdateMailbox: { may: MANAGERS, status: 200, things: mailbox, body: { mailbox: { active: false } } },
    DeleteMailbox: { may: MANAGERS, status: 204, things: mailbox },
  },
}
