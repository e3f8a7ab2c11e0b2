/** What became of one check; `unchecked` says that it could not be done here, and is neither a pass nor a failure. */
export type Outcome =
  | { readonly state: 'passed' }
  | { readonly state: 'failed'; readonly output: string }
  | { readonly state: 'unchecked'; readonly why: string }

export type Tally = {
  readonly passed: number
  readonly failed: number
  readonly unchecked: readonly string[]
}

type AuditReply = {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>
  readonly statusCode?: number
  readonly error?: unknown
}

const parsed = <T>(text: string): T | null => {
  try {
    return JSON.parse(text) as T
  } catch {
    return null
  }
}

/** Reads what `npm audit --json` printed. A registry that offers no advisories has not said that there are none. */
export const readAudit = (text: string): Outcome => {
  const reply = parsed<AuditReply>(text)
  if (!reply?.vulnerabilities) {
    const status = reply?.statusCode ? ` (status ${reply.statusCode})` : ''
    return { state: 'unchecked', why: `the registry does not answer${status}` }
  }
  const found = Object.entries(reply.vulnerabilities)
  if (found.length === 0) return { state: 'passed' }
  return {
    state: 'failed',
    output: found.map(([name, { severity, range }]) => `${name} ${range}: ${severity}`).join('\n'),
  }
}

type TestReport = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/**
 * Counts the tests in vitest's JSON report. A file that failed before its first test counts as one failure, and so
 * does a run that failed without saying where.
 */
export const readTests = (text: string, exitCode: number): Tally => {
  const report = parsed<TestReport>(text)
  if (!report) return { passed: 0, failed: 1, unchecked: [] }
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = report.numFailedTests + brokenFiles
  const skipped = report.numPendingTests
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && (exitCode !== 0 || report.numPassedTests === 0) ? 1 : failed,
    unchecked: skipped > 0 ? [`${skipped} tests that do not apply on this machine`] : [],
  }
}

/** Adds the single checks to the count of the tests. */
export const total = (checks: readonly (readonly [string, Outcome])[], tests: Tally): Tally => ({
  passed: tests.passed + checks.filter(([, { state }]) => state === 'passed').length,
  failed: tests.failed + checks.filter(([, { state }]) => state === 'failed').length,
  unchecked: [
    ...checks.flatMap(([name, outcome]) =>
      outcome.state === 'unchecked' ? [`${name}: ${outcome.why}`] : [],
    ),
    ...tests.unchecked,
  ],
})

/** The last lines of a run; the very last is the one that tools read. */
export const closingLines = ({ passed, failed, unchecked }: Tally): string[] => [
  ...unchecked.map((line) => `NOT CHECKED  ${line}`),
  `${passed} passed, ${failed} failed`,
]
