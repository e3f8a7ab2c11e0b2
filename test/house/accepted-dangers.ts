import type { Accepted } from './dangers.ts'

/** Dangers that are none where they stand. */
export const acceptedDangers: readonly Accepted[] = [
  {
    path: 'src/platform/db/dump-schema.ts',
    danger: 'raw-sql',
    why: 'queries on the catalogue, made of constants when the module loads',
  },
  {
    path: 'src/platform/db/dump-schema.ts',
    danger: 'built-sql',
    why: 'queries on the catalogue, made of constants when the module loads',
  },
  {
    path: 'src/platform/postgres/init-cluster.ts',
    danger: 'child-process',
    why: 'runs initdb of the package, arguments of our own',
  },
  {
    path: 'src/platform/postgres/server-user.ts',
    danger: 'child-process',
    why: 'asks the system for the user that the database runs as',
  },
  {
    path: 'src/platform/postgres/start-server.ts',
    danger: 'child-process',
    why: 'starts postgres of the package, arguments of our own',
  },
  {
    path: 'src/people/facts.ts',
    danger: 'built-sql',
    why: 'a fragment made at load of the module, of constant pieces and names of parameters',
  },
  {
    path: 'src/tickets/load.ts',
    danger: 'built-sql',
    why: 'two statements made at load of the module, of constant pieces; every value is a parameter',
  },
  {
    path: 'src/people/users/store.ts',
    danger: 'raw-sql',
    why: 'a list of columns, made of constant names when the module loads',
  },
  {
    path: 'src/channels/notify/store.ts',
    danger: 'built-sql',
    why: 'one statement made at load of the module, of constant pieces; every value is a parameter',
  },
  {
    path: 'src/platform/runtime/trim-heap.ts',
    danger: 'vm',
    why: 'reaches the collector of V8, with a constant text; no input comes near it',
  },
  {
    path: 'src/platform/backup/backup.ts',
    danger: 'built-sql',
    why: 'copies tables by the names that the catalogue gives, escaped; no value is in the text',
  },
  {
    path: 'src/platform/backup/prepare-target.ts',
    danger: 'built-sql',
    why: 'looks into tables by the names that the catalogue gives, escaped; no value is in the text',
  },
]
