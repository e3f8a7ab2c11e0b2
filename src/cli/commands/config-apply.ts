import { type Command, CommandFailed, JSON_OPTION } from '../command.ts'
import { withHouse } from '../with-house.ts'

export const configApply: Command = {
  name: 'config apply',
  summary: 'Makes the desk what a tree of YAML says, as one version of its policy, or leaves it as it is',
  operands: [{ name: 'DIR', help: 'The tree; see docs/configuration-as-code.md' }],
  options: [
    { name: 'dry-run', help: 'Only say what would change' },
    { name: 'reason', value: 'TEXT', help: 'Why; it is kept with the version' },
    JSON_OPTION,
  ],
  run: async ({ settings, options, operands: [directory = ''] }, io) => {
    const isDryRun = options.has('dry-run')
    const reason = options.get('reason') ?? null
    const { applyTree, readDirectory } = await import('../../config/index.ts')
    const files = await readDirectory(directory)
    return withHouse(settings, async ({ ground }) => {
      const outcome = await applyTree(ground, files, { reason, isDryRun })
      if (options.has('json')) io.out(JSON.stringify(asJson(outcome, isDryRun)))
      if (!outcome.ok) throw new CommandFailed(outcome.problems.map(lineOf).join('\n'))
      if (!options.has('json')) io.out(asText(outcome, isDryRun))
      return 0
    })
  },
}

type Outcome = Awaited<ReturnType<typeof import('../../config/index.ts')['applyTree']>>
type Done = Extract<Outcome, { readonly ok: true }>
type Problem = Extract<Outcome, { readonly ok: false }>['problems'][number]

const lineOf = ({ file, line, field, message }: Problem): string =>
  `${file}:${line}: ${field === null ? '' : `${field}: `}${message}`

const asText = ({ version, changes }: Done, isDryRun: boolean): string => {
  if (changes.length === 0) return 'Nothing to change: the desk is what the tree says.'
  // What is only tried out has no id to be found by.
  const lines = changes.map(({ kind, title, change, id }) => {
    const what = `${change} ${kind.replaceAll('_', ' ')} ${JSON.stringify(title)}`
    return isDryRun && change === 'created' ? what : `${what} (${id})`
  })
  const end = isDryRun
    ? `${changes.length} would change. Nothing was written.`
    : `${changes.length} changed; version ${version} of the policy stands.`
  return [...lines, end].join('\n')
}

const asJson = (outcome: Outcome, isDryRun: boolean): object =>
  outcome.ok
    ? {
        applied: !isDryRun,
        dry_run: isDryRun,
        version: isDryRun ? null : outcome.version,
        changes: outcome.changes,
      }
    : { applied: false, dry_run: isDryRun, errors: outcome.problems }
