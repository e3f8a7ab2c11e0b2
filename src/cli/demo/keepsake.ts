import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandFailed } from '../command.ts'

/** Somebody to sign in as. */
export type DemoPerson = {
  readonly email: string
  readonly password: string
  /** An API token; customers have none. */
  readonly token?: string
}
export type DemoPeople = { readonly [who in DemoRole]: DemoPerson }
export type DemoRole = 'admin' | 'agent' | 'customer'

const FILE = 'demo.json'
const ROLES: readonly DemoRole[] = ['admin', 'agent', 'customer']

/** What an earlier start made; undefined before the first. */
export const readKeepsake = async (dataDir: string): Promise<DemoPeople | undefined> => {
  const path = join(dataDir, FILE)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const people = parsed(text)
  if (people !== undefined) return people
  throw new CommandFailed(`${path} cannot be read. Remove ${dataDir} to start the demo anew.`)
}

const parsed = (text: string): DemoPeople | undefined => {
  try {
    const people = JSON.parse(text) as DemoPeople
    const isWhole = ROLES.every(
      (role) => typeof people[role]?.email === 'string' && typeof people[role]?.password === 'string',
    )
    return isWhole ? people : undefined
  } catch {
    return undefined
  }
}

/** Readable by its owner alone; a start that is broken off leaves the old one or the new one, nothing between. */
export const writeKeepsake = async (dataDir: string, people: DemoPeople): Promise<void> => {
  const path = join(dataDir, FILE)
  await writeFile(`${path}.part`, `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.part`, path)
}

export const removeKeepsake = (dataDir: string): Promise<void> => rm(join(dataDir, FILE), { force: true })
