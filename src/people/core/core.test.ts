import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ADMIN,
  AGENT,
  ALL_PERMISSIONS,
  canSeeUser,
  cleanName,
  END_USER,
  grantsScope,
  ianaZone,
  isScope,
  LIGHT_AGENT,
  mayCreateUser,
  mayEditUser,
  mayGiveRole,
  mayGovernUser,
  mayManageUser,
  mayRemoveUser,
  nameFromEmail,
  OWNER,
  passwordProblem,
  type Role,
  readDomain,
  readEmail,
  readRole,
  readTags,
  STANDARD_ROLES,
  SYSTEM,
  type Viewer,
  viewerWith,
} from './index.ts'

describe('e-mail addresses', () => {
  it.each([
    ['Ada@Example.COM', 'ada@example.com'],
    ['  ada@example.com\t', 'ada@example.com'],
    ['o’brien@example.com', 'o’brien@example.com'],
    ["o'brien+tag@example.com", "o'brien+tag@example.com"],
    ['jürgen@münchen.example', 'jürgen@xn--mnchen-3ya.example'],
    ['ada@MÜNCHEN.example', 'ada@xn--mnchen-3ya.example'],
    ['a..b.@docomo.example', 'a..b.@docomo.example'],
    ['ada@localhost', 'ada@localhost'],
    ['ada@xn--mnchen-3ya.example', 'ada@xn--mnchen-3ya.example'],
    [`${'l'.repeat(64)}@example.com`, `${'l'.repeat(64)}@example.com`],
  ])('reads %j', (text, email) => {
    expect(readEmail(text)).toEqual({ ok: true, value: email })
  })

  it.each([
    '',
    '   ',
    'ada',
    '@example.com',
    'ada@',
    'ada@ex ample.com',
    'ada lovelace@example.com',
    '"ada"@example.com',
    'ada@example.com, bob@example.com',
    'Ada <ada@example.com>',
    'a@b@example.com',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@1.2',
    'ada@0x7f.1',
    'ada@example.com:25',
    'ada@example.com/x',
    'ada@-example.com',
    'ada@exam\u00ADple.com',
    'ada\r\nBcc: x@example.com',
    'ada\u0000@example.com',
    'ada\u2028@example.com',
    'ada\u202e@example.com',
    'ada\u200b@example.com',
    // Kelvin sign and a full-width letter: they would fold into somebody else's address.
    '\u212Aate@example.com',
    '\uFF41da@example.com',
    `${'l'.repeat(65)}@example.com`,
    `ada@${'d'.repeat(64)}.com`,
    `a@${'abcdefghi.'.repeat(26)}com`,
  ])('refuses %j', (text) => {
    expect(readEmail(text).ok).toBe(false)
  })

  it('gives a form that reads as itself and holds nothing unseen', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string({ unit: 'binary' }).map((s) => `${s}@example.com`),
        ),
        (text) => {
          const read = readEmail(text)
          if (!read.ok) return
          expect(readEmail(read.value)).toEqual(read)
          expect(read.value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\s]/u)
        },
      ),
    )
  })

  it('reads domains alike', () => {
    expect(readDomain('ACME.Example')).toEqual({ ok: true, value: 'acme.example' })
    for (const text of ['', 'a b', 'a/b', 'user@host', '10.0.0.1', 'a..b'])
      expect(readDomain(text).ok).toBe(false)
  })
})

describe('names', () => {
  it('lose what breaks lines or turns them round', () => {
    expect(cleanName(' Ada\r\nBcc: x\u2028\u202eevil\u0000 ')).toBe('Ada Bcc: x evil')
    expect(cleanName('\u200b \n')).toBe('')
    expect(cleanName('é'.repeat(300))).toHaveLength(255)
    expect([...cleanName('👩‍🚒'.repeat(200))].length).toBeLessThanOrEqual(255)
    expect(nameFromEmail('ada.lovelace+x@example.com')).toBe('Ada Lovelace')
    expect(nameFromEmail('+@example.com')).toBe('+@example.com')
  })
})

describe('passwords', () => {
  const context = {
    email: 'ada.lovelace@desk.example',
    name: 'Ada Lovelace',
    accountName: 'Analytical Engines',
  }
  it.each([
    ['x'.repeat(14), 'too short'],
    ['é'.repeat(14), 'too short'],
    ['a long enough one'.repeat(16), 'too long'],
    ['aaaaaaaaaaaaaaaaaaa', 'easy'],
    ['121212121212121212', 'easy'],
    ['Password12345678', 'easy'],
    ['QWERTYUIOPASDFGHJKL', 'easy'],
    ['ada.lovelace@desk.example', 'your name'],
    ['AdaLovelace-Mainstay1', 'your name'],
    ['analytical engines 1', 'your name'],
  ])('refuses %j', (password, problem) => {
    expect(passwordProblem(password, context)).toContain(problem)
  })

  it.each([
    'correct horse battery staple',
    'x9$Kq'.repeat(3),
    `${'ab cd ef gh '.repeat(21)}abcd`,
    '一二三四五六七八九十一二三四五',
  ])('takes %j', (password) => {
    expect(passwordProblem(password, context)).toBeUndefined()
  })
})

describe('small things', () => {
  it('reads tags, zones, scopes', () => {
    expect(readTags('VIP, gold  vip')).toEqual(['gold', 'vip'])
    expect(readTags(['Two Words', 'x'.repeat(256)])).toEqual(['two', 'words'])
    expect([
      ianaZone('Berlin'),
      ianaZone('Europe/Berlin'),
      ianaZone('Nowhere'),
      ianaZone('constructor'),
    ]).toEqual(['Europe/Berlin', 'Europe/Berlin', undefined, undefined])
    expect(['*', 'read', 'tickets:write'].every(isScope)).toBe(true)
    expect(['', 'admin', 'tickets:', 'tickets:delete', 'a:b:read'].some(isScope)).toBe(false)
    const held = (...scopes: string[]) => new Set(scopes)
    expect(grantsScope(held('read'), 'tickets:read')).toBe(true)
    expect(grantsScope(held('tickets:read'), 'read')).toBe(false)
    expect(grantsScope(held('read', 'write'), '*')).toBe(false)
  })

  it('grants nothing by what it does not understand in a role', () => {
    const odd = {
      name: 'Odd',
      kind: 'emperor',
      permissions: ['everything', 'tickets.read'],
      ticket_access: 'galaxy',
    }
    expect(readRole(77, odd)).toMatchObject({ kind: 'end_user', ticketAccess: 'requested' })
    expect([...readRole(77, odd).permissions]).toEqual(['tickets.read'])
  })
})

describe('rights', () => {
  const roles = new Map(STANDARD_ROLES.map(({ id, body }) => [id, readRole(id, body)]))
  const role = (id: number): Role => roles.get(id)!
  const viewer = (id: number, roleId: number, more: Partial<Parameters<typeof viewerWith>[0]> = {}): Viewer =>
    viewerWith(
      {
        userId: id,
        groupIds: [],
        organizationIds: [],
        sharedOrganizationIds: [],
        ticketRestriction: null,
        onlyPrivateComments: false,
        suspended: false,
        ...more,
      },
      role(roleId),
    )
  const IDS = [END_USER, LIGHT_AGENT, AGENT, ADMIN, OWNER]
  /** Whether a viewer of each role may, as a row: end user, light agent, agent, admin, owner. */
  const row = (right: (viewer: Viewer) => boolean): string =>
    IDS.map((id) => (right(viewer(1, id)) ? 'x' : '-')).join('')

  it.each([
    // Subject: an end user, a light agent, an agent, an admin, an owner.
    ['see', (v: Viewer) => canSeeUser(v, 2), ['-xxxx', '-xxxx', '-xxxx', '-xxxx', '-xxxx']],
    ['create', (v: Viewer, r: Role) => mayCreateUser(v, r), ['--xxx', '---xx', '---xx', '---xx', '----x']],
    [
      'edit',
      (v: Viewer, r: Role) => mayEditUser(v, { id: 2, role: r }),
      ['--xxx', '---xx', '---xx', '---xx', '----x'],
    ],
    [
      'govern',
      (v: Viewer, r: Role) => mayGovernUser(v, { id: 2, role: r }),
      ['--xxx', '---xx', '---xx', '---xx', '----x'],
    ],
    [
      'manage',
      (v: Viewer, r: Role) => mayManageUser(v, { id: 2, role: r }),
      ['---xx', '---xx', '---xx', '---xx', '----x'],
    ],
    [
      'remove',
      (v: Viewer, r: Role) => mayRemoveUser(v, { id: 2, role: r }),
      ['--xxx', '---xx', '---xx', '---xx', '----x'],
    ],
    [
      'give',
      (v: Viewer, r: Role) => mayGiveRole(v, { id: 2, role: role(END_USER) }, r),
      ['---xx', '---xx', '---xx', '---xx', '----x'],
    ],
  ] as const)('to %s', (_name, right, expected) => {
    expect(IDS.map((id) => row((v) => right(v, role(id))))).toEqual(expected)
  })

  it('over oneself end at one’s own profile', () => {
    for (const id of IDS) {
      const self = viewer(1, id)
      const subject = { id: 1, role: role(id) }
      expect(mayEditUser(self, subject)).toBe(true)
      expect([mayManageUser(self, subject), mayRemoveUser(self, subject)]).toEqual([false, false])
      for (const other of IDS) expect(mayGiveRole(self, subject, role(other))).toBe(false)
    }
  })

  it('never reach past what one holds', () => {
    const custom: Role = {
      ...role(AGENT),
      id: 10_000,
      permissions: new Set([...role(AGENT).permissions, 'users.manage']),
    }
    const lead = viewerWith({ ...viewer(1, AGENT), userId: 1, ticketRestriction: null }, custom)
    expect(mayCreateUser(lead, role(AGENT))).toBe(true)
    expect(mayCreateUser(lead, role(ADMIN))).toBe(false)
    const auditor: Role = { ...role(AGENT), id: 10_001, permissions: new Set(['audit_log.read']) }
    expect(mayGiveRole(lead, { id: 2, role: role(AGENT) }, auditor)).toBe(false)
  })

  it('shrink with a restriction, and vanish with suspension', () => {
    const restricted = viewer(1, ADMIN, { ticketRestriction: 'groups' })
    expect(mayEditUser(restricted, { id: 2, role: role(END_USER) })).toBe(false)
    expect(viewer(1, ADMIN, { suspended: true }).permissions.size).toBe(0)
    expect(viewer(1, END_USER, { ticketRestriction: 'groups' }).ticketAccess).toBe('requested')
    expect(viewer(1, LIGHT_AGENT).onlyPrivateComments).toBe(true)
    expect(SYSTEM.permissions).toBe(ALL_PERMISSIONS)
  })

  it('of light agents end at reading and internal notes', () => {
    const { permissions } = role(LIGHT_AGENT)
    for (const name of [
      'tickets.comment_public',
      'tickets.update',
      'tickets.create',
      'users.write',
      'policy.manage',
    ])
      expect(permissions.has(name), name).toBe(false)
    expect(permissions.has('tickets.comment_private')).toBe(true)
  })
})
