// Every check of the house, for `bin/test`: the quick ones two at a time, then the tests, which use both cores themselves.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { closingLines, type Outcome, readAudit, readTests, type Tally, total } from './checks.ts'

const root = resolve(import.meta.dirname, '../..')
const AUDIT_MS = 60_000

const USAGE = `Usage: bin/test
Runs format and lint (biome), types (tsc), dead code (knip), advisories (npm audit) and all tests (vitest), among them
those of the house itself: boundaries, licences, tidiness. Ends with the line "N passed, M failed".
One test file: npx vitest run PATH, with .runtime/node_modules/.bin first on PATH.
`

type Run = { readonly code: number; readonly output: string; readonly stdout: string }

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Runs a program of the house to its end and keeps what it says. */
const run = (program: string, args: readonly string[], timeoutMs?: number): Promise<Run> =>
  new Promise((done) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let output = ''
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      output += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.on('error', (error) => done({ code: 1, output: error.message, stdout }))
    child.on('close', (code) => done({ code: code ?? 1, output, stdout }))
  })

/** A tool of node_modules, whose exit code is its verdict. */
const tool = (name: string, ...args: string[]): (() => Promise<Outcome>) => {
  return async () => {
    const { code, output } = await run(join(root, 'node_modules/.bin', name), args)
    return code === 0 ? { state: 'passed' } : { state: 'failed', output }
  }
}

const advisories = async (): Promise<Outcome> => {
  const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=15000']
  return readAudit((await run('npm', args, AUDIT_MS)).stdout)
}

const checks: readonly (readonly [string, () => Promise<Outcome>])[] = [
  ['types', tool('tsc', '-p', '.')],
  ['format and lint', tool('biome', 'check', '--error-on-warnings', '--max-diagnostics=100', '.')],
  ['dead code', tool('knip')],
  ['advisories', advisories],
]

const marks = { passed: 'ok', failed: 'FAILED', unchecked: 'NOT CHECKED' } as const

const perform = async (name: string, check: () => Promise<Outcome>): Promise<readonly [string, Outcome]> => {
  const startedAtMs = performance.now()
  const outcome = await check()
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
  say(`${marks[outcome.state].padEnd(12)} ${name} (${seconds} s)`)
  if (outcome.state === 'failed') say(outcome.output)
  return [name, outcome]
}

/** Two at a time: there are two cores on the smallest machine that must do. */
const performAll = async (): Promise<(readonly [string, Outcome])[]> => {
  const waiting = [...checks]
  const results: (readonly [string, Outcome])[] = []
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await perform(...next))
  }
  await Promise.all([work(), work()])
  return results
}

const runTests = async (): Promise<Tally> => {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-tests-'))
  const report = join(folder, 'report.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const child = spawn(join(root, 'node_modules/.bin/vitest'), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise<number>((done) => {
    child.on('error', () => done(1))
    child.on('close', (exit) => done(exit ?? 1))
  })
  const text = await readFile(report, 'utf8').catch(() => '')
  await rm(folder, { recursive: true, force: true })
  return readTests(text, code)
}

const main = async (): Promise<number> => {
  const [argument] = process.argv.slice(2)
  if (argument !== undefined) {
    const asked = argument === '--help' || argument === '-h'
    const stream = asked ? process.stdout : process.stderr
    stream.write(asked ? USAGE : `bin/test: unknown argument ${argument}\n${USAGE}`)
    return asked ? 0 : 2
  }
  const results = await performAll()
  const tally = total(results, await runTests())
  for (const line of closingLines(tally)) say(line)
  return tally.failed === 0 ? 0 : 1
}

process.exitCode = await main()
