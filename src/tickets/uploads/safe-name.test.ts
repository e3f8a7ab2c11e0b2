import { expect, it } from 'vitest'
import { safeName } from './uploads.ts'

it('keeps of a name what is harmless', () => {
  expect(safeName('../../etc/passwd')).toBe('passwd')
  expect(safeName('C:\\temp\\a\r\nb.txt')).toBe('ab.txt')
  expect(safeName('invoice\u202egpj.exe')).toBe('invoicegpj.exe')
  expect(safeName('..')).toBe('..')
  expect(safeName('///')).toBe('file')
  expect([...safeName('é'.repeat(400))]).toHaveLength(255)
})
