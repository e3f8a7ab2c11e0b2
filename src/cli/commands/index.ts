import type { Command } from '../command.ts'

export type Entry = {
  readonly name: string
  readonly summary: string
  /** Loads the command alone, so that one need not wait for the libraries of another. */
  readonly load: () => Promise<Command>
}

/** Every command, in the order of the help. A new one is a file beside this and a line here. */
export const COMMANDS: readonly Entry[] = [
  {
    name: 'serve',
    summary: 'Run Mainstay: API, mail, workers, and the database it brings along',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'migrate',
    summary: 'Bring the database to this release',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  {
    name: 'user create',
    summary: 'Create a person, with any role',
    load: async () => (await import('./user-create.ts')).userCreate,
  },
  {
    name: 'token create',
    summary: 'Make an API token for a person, and print it',
    load: async () => (await import('./token-create.ts')).tokenCreate,
  },
  {
    name: 'seed',
    summary: 'Fill an empty desk with the life of a simulated organisation',
    load: async () => (await import('./seed.ts')).seed,
  },
  {
    name: 'demo',
    summary: 'Show Mainstay at work, with a simulated organisation and people to sign in as',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'verify',
    summary: 'Rebuild what is derived from the audit log and print every difference',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'backup',
    summary: 'Write the whole desk into one file, beside a running server or alone',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'restore',
    summary: 'Make an empty desk the one of a backup',
    load: async () => (await import('./restore.ts')).restore,
  },
  {
    name: 'effects release',
    summary: 'Let go out what a restore held back',
    load: async () => (await import('./effects-release.ts')).effectsRelease,
  },
  {
    name: 'config apply',
    summary: 'Make the desk what a tree of YAML says',
    load: async () => (await import('./config-apply.ts')).configApply,
  },
  {
    name: 'hours',
    summary: 'Answer questions about working time, a JSON case a line',
    load: async () => (await import('./hours.ts')).hours,
  },
  {
    name: 'clocks',
    summary: 'Answer what SLA clocks do with a ticket, a JSON case a line',
    load: async () => (await import('./clocks.ts')).clocks,
  },
]
