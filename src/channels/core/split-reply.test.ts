import { describe, expect, test } from 'vitest'
import { REPLY_ABOVE_LINE, splitReply } from './split-reply.ts'

describe('splitReply', () => {
  test.each([
    ['Thanks!\n\nOn Mon, 5 Jan 2026 at 10:00, Ada <a@b.c> wrote:\n> old\n> older', 'Thanks!'],
    ['Danke\n\nAm 05.01.2026 um 10:00 schrieb Ada:\n\n> alt', 'Danke'],
    ['Merci\n\nLe lun. 5 janv. 2026 à 10:00, Ada <a@b.c> a écrit :\n> vieux', 'Merci'],
    ['Gracias\nEl lun, 5 ene 2026, Ada escribió:\n> viejo', 'Gracias'],
    ['ok\n\nOn Mon, 5 Jan 2026 at 10:00, Ada Lovelace\n<ada@a-very-long-domain.example> wrote:\n> old', 'ok'],
    ['ok\n\n-----Original Message-----\nFrom: Ada\nSent: Monday\n\nold', 'ok'],
    ['ok\n\n________________________________\nFrom: Ada <a@b.c>\nSent: Monday\n\nold', 'ok'],
    ['ok\n\nVon: Ada\nGesendet: Montag\nAn: Carol\n\nalt', 'ok'],
    ['謝謝\n\n2026年1月5日 10:00 Ada <a@b.c> 写道:\n> 旧', '謝謝'],
    [`ok\n${REPLY_ABOVE_LINE}\nour history`, 'ok'],
    ['ok\n> old', 'ok'],
  ])('finds what the person wrote in %j', (text, reply) => {
    const split = splitReply(text)
    expect(split.reply).toBe(reply)
    expect(split.quoted.length).toBeGreaterThan(0)
    expect(`${split.reply}${split.quoted}`.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
  })

  test.each([
    'just words',
    '> only\n> a quote',
    '> question one?\nyes\n> question two?\nno',
    'From: here on it is simple.\nNothing else.',
    'On Monday he wrote:\nand more words follow',
    '',
  ])('keeps %j whole', (text) => expect(splitReply(text)).toEqual({ reply: text, quoted: '' }))

  test('takes hostile lines in bounded work', () => {
    const text = `${'On '.repeat(300_000)}\n${'>'.repeat(300_000)}\n${'_'.repeat(300_000)}`
    expect(splitReply(text).reply.length).toBeGreaterThan(0)
  })
})
