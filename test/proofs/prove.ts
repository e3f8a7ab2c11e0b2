// Runs the proofs at their size for a release, and prints what was proven: `bin/prove [--full]`.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { type Claim, claimsIn, inOrder, named } from './catalogue.ts'

const root = resolve(import.meta.dirname, '../..')

const USAGE = `Usage: bin/prove [--quick | --full] [--list] [ROW | FILE …]
Runs the proofs at the size for a release, one after the other, prints a table of what was proven, how much of it and in
what time, and fails where anything was not.
  --quick   the sizes of every test run (minutes)
  --full    the long ones (hours)
  --list    only says which rows there are, and which files prove them
  ROW       only the proofs of this row: C-03
  FILE      only the files whose path holds this: timers
`

const SIZES = { '--quick': {}, '--prove': { PROOF_SIZE: 'prove' }, '--full': { PROOF_SIZE: 'full' } } as const

type Line = {
  readonly row: string
  readonly what: string
  readonly size: string
  readonly result: 'holds' | 'FAILED' | 'not run'
  readonly seconds: string
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const lineOf = (text: string): Line[] => {
  const [mark, row, what, size, seconds] = text.trim().split('\t')
  if (mark !== 'PROVEN') return []
  return [{ row: row!, what: what!, size: size!, result: 'holds', seconds: seconds! }]
}

/** Runs one file of tests; a line for each of its claims. What it says is shown where something failed. */
const run = (
  file: string,
  claims: readonly Claim[],
  env: Readonly<Record<string, string>>,
): Promise<Line[]> =>
  new Promise((done) => {
    const child = spawn(resolve(root, 'node_modules/.bin/vitest'), ['run', file], {
      cwd: root,
      env: { ...process.env, ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    // Who ends us ends what we started: nothing of a desk goes on alone.
    const end = (): void => void child.kill('SIGTERM')
    process.once('SIGTERM', end).once('SIGINT', end)
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.on('close', (code, signal) => {
      process.off('SIGTERM', end).off('SIGINT', end)
      if (signal !== null) process.exit(1)
      const lines = output.split('\n').flatMap(lineOf)
      if (code !== 0) say(output)
      const isLeft = ({ row, what }: Claim): boolean =>
        !lines.some((line) => line.row === row && line.what === what)
      // What the machine cannot prove (a small disk needs the right to mount one) is skipped, and says so.
      const result = code === 0 ? 'not run' : 'FAILED'
      const left = claims
        .filter(isLeft)
        .map(({ row, what }) => ({ row, what, size: '', result, seconds: '' }) as const)
      const broken = {
        row: '?',
        what: file,
        size: 'fails beside its claims',
        result: 'FAILED',
        seconds: '',
      } as const
      done([...lines, ...left, ...(code !== 0 && left.length === 0 ? [broken] : [])])
    })
  })

const COLUMNS = ['row', 'what', 'result', 'seconds', 'size'] as const

const table = <Key extends string>(
  columns: readonly Key[],
  lines: readonly Readonly<Record<Key, string>>[],
): void => {
  const widths = columns.map((column) => Math.max(column.length, ...lines.map((line) => line[column].length)))
  const row = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd()
  say(row(columns))
  for (const line of lines) say(row(columns.map((column) => line[column])))
}

const prove = async (claims: readonly Claim[], env: Readonly<Record<string, string>>): Promise<number> => {
  const lines: Line[] = []
  for (const [file, ofFile] of Map.groupBy(claims, (claim) => claim.file)) {
    const found = await run(file, ofFile, env)
    for (const { row, what, size, result, seconds } of found)
      process.stderr.write(
        `${row} ${what}: ${[result, size, seconds && `${seconds} s`].filter(Boolean).join(', ')}\n`,
      )
    lines.push(...found)
  }
  table(COLUMNS, lines.sort(inOrder))
  return lines.some(({ result }) => result === 'FAILED') ? 1 : 0
}

const main = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help')) {
    say(USAGE)
    return 0
  }
  const names = args.filter((arg) => !arg.startsWith('--'))
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--list' && !Object.hasOwn(SIZES, arg))
  const all = claimsIn(root, ['test', 'src'])
  const nothing = names.find((name) => named(all, name).length === 0)
  if (unknown !== undefined || nothing !== undefined) {
    process.stderr.write(`There is no ${unknown ?? nothing}.\n${USAGE}`)
    return 2
  }
  const claims =
    names.length === 0 ? all : all.filter((claim) => names.some((name) => named([claim], name).length > 0))
  if (args.includes('--list')) {
    table(['row', 'what', 'file'], claims)
    return 0
  }
  const size = args.includes('--full') ? '--full' : args.includes('--quick') ? '--quick' : '--prove'
  return prove(claims, SIZES[size])
}

process.exitCode = await main(process.argv.slice(2))
