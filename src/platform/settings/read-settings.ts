import { err, ok, type Result } from '../../kernel/index.ts'
import { ALL, DECLARATIONS, type Declaration } from './declarations.ts'
import { didYouMean } from './did-you-mean.ts'
import { type Flags, readFlags } from './flags.ts'
import type { Settings } from './settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The settings of the process: a flag wins over the environment, that over the default; an empty variable counts as
 * unset. Everything that is wrong is named at once, a sentence each: malformed values and `MAINSTAY_*` variables or
 * flags that do not exist. Secrets are not repeated.
 */
export const readSettings = (env: Environment, args: readonly string[]): Result<Settings, string[]> => {
  const problems = unknownVariables(env)
  const flags = readFlags(args)
  if (!flags.ok) problems.push(...flags.error)
  const given = flags.ok ? flags.value : new Map<string, readonly string[]>()
  const read = <T>(declaration: Declaration<T>, port: number): T => {
    const value = readOne(declaration, env, given)
    if (value?.ok) return value.value
    if (value !== undefined) problems.push(value.error)
    const { fallback } = declaration
    return isComputed(fallback) ? fallback({ port }) : fallback
  }
  const settings = readAll(read)
  return problems.length > 0 ? err(problems) : ok(settings)
}

const isComputed = <T>(fallback: Declaration<T>['fallback']): fallback is (others: { port: number }) => T =>
  typeof fallback === 'function'

const readAll = (read: <T>(declaration: Declaration<T>, port: number) => T): Settings => {
  const port = read(DECLARATIONS.port, 0)
  const { port: _, ...others } = DECLARATIONS
  const entries = Object.entries(others).map(([key, declaration]) => [
    key,
    read<unknown>(declaration as Declaration<unknown>, port),
  ])
  return { port, ...Object.fromEntries(entries) } as Settings
}

const unknownVariables = (env: Environment): string[] => {
  const names = ALL.map(({ name }) => name)
  return Object.keys(env)
    .filter((name) => name.startsWith('MAINSTAY_') && !names.includes(name))
    .sort()
    .map((name) => `${name} is not a setting.${hint(name, names)}`)
}

/** `PORT` and `DATABASE_URL` go without the prefix, as platforms set them. */
const hint = (wrong: string, names: readonly string[]): string => {
  const bare = wrong.slice('MAINSTAY_'.length)
  return names.includes(bare) ? ` Did you mean ${bare}?` : didYouMean(wrong, names)
}

/** `undefined` where it is not given. */
const readOne = <T>(
  { name, flag, parse, isSecret }: Declaration<T>,
  env: Environment,
  flags: Flags,
): Result<T, string> | undefined => {
  const flagged = flags.get(flag)?.join(',')
  const given = flagged ?? env[name]?.trim()
  if (given === undefined || given === '') return undefined
  const parsed = parse(given)
  if (parsed.ok) return parsed
  const source = flagged === undefined ? name : `--${flag}`
  return err(isSecret ? `${source} ${parsed.error}.` : `${source} ${parsed.error}: "${given}".`)
}
