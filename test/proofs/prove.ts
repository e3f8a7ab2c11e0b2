// Runs the proofs at their size for a release, and prints what was proven: `bin/prove [--full]`.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

const USAGE = `Usage: bin/prove [--quick | --full] [NAME …]
Runs the proofs of test/proofs and the crashes of test/crash at the size for a release, prints a table of what was
proven, and fails where anything was not. --quick takes the sizes of every test run (minutes), --full the long ones
(hours). NAME runs only the files that hold it.
`

/** How often the desk is killed. */
const CRASH_ROUNDS = { quick: '3', prove: '20', full: '500' } as const
type Size = keyof typeof CRASH_ROUNDS

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

type Line = { readonly row: string; readonly what: string; readonly size: string; readonly result: string }

const lineOf = (text: string): Line[] => {
  const [mark, row, what, size] = text.trim().split('\t')
  return mark === 'PROVEN' ? [{ row: row!, what: what!, size: size!, result: 'holds' }] : []
}

/** Runs one set of tests; what they prove, and a line for the set when it failed. */
const run = (path: string, env: Record<string, string>): Promise<Line[]> =>
  new Promise((done) => {
    const child = spawn(resolve(root, 'node_modules/.bin/vitest'), ['run', path], {
      cwd: root,
      env: { ...process.env, ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.on('close', (code) => {
      const lines = output.split('\n').flatMap(lineOf)
      if (code === 0) return done(lines)
      say(output)
      done([...lines, { row: '?', what: path, size: '', result: 'FAILED' }])
    })
  })

const inOrder = (a: Line, b: Line): number =>
  (a.row + a.what).localeCompare(b.row + b.what, 'en', { numeric: true })

const table = (lines: readonly Line[]): void => {
  const what = Math.max(4, ...lines.map((line) => line.what.length))
  const size = Math.max(4, ...lines.map((line) => line.size.length))
  say(`${'row'.padEnd(6)} ${'what'.padEnd(what)} ${'size'.padEnd(size)} result`)
  for (const line of [...lines].sort(inOrder))
    say(`${line.row.padEnd(6)} ${line.what.padEnd(what)} ${line.size.padEnd(size)} ${line.result}`)
}

const crashes = async (size: Size): Promise<Line[]> => {
  const rounds = CRASH_ROUNDS[size]
  const failed = await run('test/crash', { CRASH_ROUNDS: rounds })
  if (failed.length > 0) return failed
  return [
    { row: 'C-01', what: 'acknowledged writes after kills', size: `${rounds} kills`, result: 'holds' },
    { row: 'C-02', what: 'repeats under one key have one effect', size: `${rounds} kills`, result: 'holds' },
    {
      row: 'C-05',
      what: 'mails neither lost nor doubled by kills',
      size: `${rounds} kills`,
      result: 'holds',
    },
  ]
}

const main = async (args: readonly string[]): Promise<number> => {
  if (args.includes('--help')) {
    say(USAGE)
    return 0
  }
  const size: Size = args.includes('--full') ? 'full' : args.includes('--quick') ? 'quick' : 'prove'
  const env = size === 'quick' ? {} : { PROOF_SIZE: size }
  const names = args.filter((arg) => !arg.startsWith('--'))
  const lines: Line[] = []
  for (const path of names.length > 0 ? names : ['test/proofs']) lines.push(...(await run(path, env)))
  if (names.length === 0) lines.push(...(await crashes(size)))
  table(lines)
  return lines.some(({ result }) => result === 'FAILED') ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
