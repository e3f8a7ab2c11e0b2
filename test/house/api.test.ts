import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type ProofHouse } from '../proofs/house.ts'
import { coveragePage } from './coverage.ts'
import { openApiTypes } from './openapi-types.ts'

let house: ProofHouse
beforeAll(async () => {
  house = await openHouse()
}, 60_000)
afterAll(() => house?.close())

describe('docs/api/coverage.md', () => {
  it('says what is served (after a change: npx vitest run test/house/api.test.ts -u)', async () => {
    await expect(coveragePage(house.routes)).toMatchFileSnapshot('../../docs/api/coverage.md')
  })
})

describe('GET /api/openapi.json', () => {
  it('is valid OpenAPI 3.1, and names every route', async () => {
    const reply = await house.call({ method: 'GET', url: '/api/openapi.json' })
    const document = JSON.parse(reply.text)
    const verdict = await new Validator().validate(structuredClone(document))
    expect(verdict.errors ?? []).toEqual([])
    const told = Object.values<Record<string, { operationId: string }>>(document.paths)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId }) => operationId)
    expect(told.sort()).toEqual(house.routes.map(({ operation }) => operation).sort())
  })

  it('is what the types of our client are made from (after a change: npx vitest run test/house/api.test.ts -u)', async () => {
    const { text } = await house.call({ method: 'GET', url: '/api/openapi.json' })
    await expect(openApiTypes(JSON.parse(text))).toMatchFileSnapshot('../../web/api/schema.d.ts')
  })

  it('is held by a validator that sees faults', async () => {
    const verdict = await new Validator().validate({ openapi: '3.1.0', info: { title: 'x' }, paths: {} })
    expect(verdict.valid).toBe(false)
  })
})
