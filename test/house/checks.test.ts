import { describe, expect, test } from 'vitest'
import { closingLines, readAudit, readTests, total } from './checks.ts'

const report = (parts: object): string =>
  JSON.stringify({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, testResults: [], ...parts })

describe('advisories', () => {
  test('none, some, or no answer', () => {
    expect(readAudit('{"vulnerabilities":{}}')).toEqual({ state: 'passed' })
    expect(readAudit('{"vulnerabilities":{"a":{"severity":"high","range":"<2"}}}')).toEqual({
      state: 'failed',
      output: 'a <2: high',
    })
    expect(readAudit('{"statusCode":405,"error":{}}')).toEqual({
      state: 'unchecked',
      why: 'the registry does not answer (status 405)',
    })
    expect(readAudit('')).toEqual({ state: 'unchecked', why: 'the registry does not answer' })
  })
})

describe('the count of tests', () => {
  test('is what the report says', () => {
    expect(readTests(report({}), 0)).toEqual({ passed: 3, failed: 0, unchecked: [] })
    expect(readTests(report({ numFailedTests: 2 }), 1)).toMatchObject({ passed: 3, failed: 2 })
  })

  test('has a failure where a file did not load, the run broke, or no test ran', () => {
    const broken = { status: 'failed', assertionResults: [] }
    const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] }
    expect(readTests(report({ testResults: [broken] }), 1).failed).toBe(1)
    expect(readTests(report({ testResults: [broken, failing], numFailedTests: 1 }), 1).failed).toBe(2)
    expect(readTests(report({}), 1).failed).toBe(1)
    expect(readTests(report({ numPassedTests: 0 }), 0).failed).toBe(1)
    expect(readTests('', 0).failed).toBe(1)
  })

  test('names what was skipped', () => {
    expect(readTests(report({ numPendingTests: 2 }), 0).unchecked).toEqual([
      '2 tests that do not apply on this machine',
    ])
  })
})

test('the last line is the count, and what could not be checked stands above it', () => {
  const tally = total(
    [
      ['types', { state: 'passed' }],
      ['dead code', { state: 'failed', output: 'x' }],
      ['advisories', { state: 'unchecked', why: 'the registry does not answer' }],
    ],
    { passed: 5, failed: 1, unchecked: [] },
  )
  expect(closingLines(tally)).toEqual([
    'NOT CHECKED  advisories: the registry does not answer',
    '6 passed, 2 failed',
  ])
})
