import { describe, expect, it } from 'vitest'
import { configurationPage, settingsHelp } from './configuration-page.ts'
import { ALL } from './declarations.ts'
import { withoutSettings } from './flags.ts'
import { readSettings } from './read-settings.ts'
import type { Settings } from './settings.ts'

const settings = (env: Record<string, string>, ...args: string[]): Settings => {
  const read = readSettings(env, args)
  if (!read.ok) throw new Error(read.error.join('\n'))
  return read.value
}

const problems = (env: Record<string, string>, ...args: string[]): string[] => {
  const read = readSettings(env, args)
  return read.ok ? [] : read.error
}

describe('settings', () => {
  it('have defaults that run a desk on this machine', () => {
    expect(settings({ HOME: '/root', PATH: '/bin' })).toEqual({
      roles: new Set(['web', 'worker', 'mail']),
      host: 'localhost',
      port: 3000,
      smtpHost: '127.0.0.1',
      smtpPort: 2525,
      smtpTls: undefined,
      dataDir: './data',
      databaseUrl: undefined,
      databasePoolSize: 12,
      baseUrl: 'http://localhost:3000',
      hosts: [],
      supportAddresses: [],
      smtpRelay: undefined,
      mailUnauthenticated: 'suspend',
      mailBoundaryHosts: [],
      mailboxHosts: [],
      webhookHosts: [],
      trustedProxies: [],
      insecureHttp: false,
      key: undefined,
      rateLimitPerMinute: 100_000,
      exportsPerMinute: 600,
      draftDays: 90,
      logLevel: 'info',
    })
  })

  it('come from the environment', () => {
    const read = settings({
      MAINSTAY_ROLE: 'worker, mail',
      MAINSTAY_HOST: '::',
      PORT: '8080',
      DATABASE_URL: 'postgres://desk:secret@db.example.com:5432/mainstay?sslmode=require',
      MAINSTAY_BASE_URL: 'https://help.example.com/',
      MAINSTAY_HOSTS: 'Help.example.com [::1]:3000 10.0.0.1:80',
      MAINSTAY_SUPPORT_ADDRESS: 'Support@Example.com,help+eu@example.org',
      MAINSTAY_SMTP_RELAY: 'smtps://user:p%40ss@mail.example.com:465',
      MAINSTAY_MAIL_UNAUTHENTICATED: 'accept',
      MAINSTAY_MAIL_BOUNDARY_HOSTS: 'MX.example.com',
      MAINSTAY_TRUSTED_PROXIES: '10.0.0.0/8,::1,fd00::/8',
      MAINSTAY_INSECURE_HTTP: 'true',
      MAINSTAY_KEY: 'k'.repeat(32),
      MAINSTAY_LOG_LEVEL: 'debug',
    })
    expect(read).toMatchObject({
      roles: new Set(['worker', 'mail']),
      host: '::',
      port: 8080,
      databaseUrl: 'postgres://desk:secret@db.example.com:5432/mainstay?sslmode=require',
      baseUrl: 'https://help.example.com',
      hosts: ['help.example.com', '[::1]:3000', '10.0.0.1:80'],
      supportAddresses: ['support@example.com', 'help+eu@example.org'],
      smtpRelay: 'smtps://user:p%40ss@mail.example.com:465',
      mailUnauthenticated: 'accept',
      mailBoundaryHosts: ['mx.example.com'],
      trustedProxies: ['10.0.0.0/8', '::1', 'fd00::/8'],
      insecureHttp: true,
      key: 'k'.repeat(32),
      logLevel: 'debug',
    })
  })

  it('take flags first, and links follow the port that counts', () => {
    const read = settings(
      { PORT: '8080', MAINSTAY_ROLE: 'web' },
      '--port',
      '9090',
      '--role=mail',
      '--role',
      'worker',
    )
    expect(read).toMatchObject({
      port: 9090,
      baseUrl: 'http://localhost:9090',
      roles: new Set(['mail', 'worker']),
    })
    expect(settings({}, '--insecure-http', '--data-dir', '/srv/desk')).toMatchObject({
      insecureHttp: true,
      dataDir: '/srv/desk',
    })
  })

  it('count an empty variable as unset, and leave the variables of others alone', () => {
    expect(settings({ MAINSTAY_SMTP_RELAY: '', PORT: ' ', MAIN: 'x', mainstay_port: '1' })).toMatchObject({
      smtpRelay: undefined,
      port: 3000,
    })
  })

  it('take the socket of a local PostgreSQL', () => {
    const url = 'postgres://mainstay@/mainstay?host=%2Ftmp%2Frun&port=5432'
    expect(settings({ DATABASE_URL: url }).databaseUrl).toBe(url)
  })
})

describe('a wrong value is named', () => {
  it.each([
    ['PORT', '70000', 'PORT is not a whole number from 0 to 65535: "70000".'],
    ['PORT', '-1', 'PORT is not a whole number from 0 to 65535: "-1".'],
    ['PORT', '80.5', 'PORT is not a whole number from 0 to 65535: "80.5".'],
    ['MAINSTAY_SMTP_PORT', 'smtp', 'MAINSTAY_SMTP_PORT is not a whole number from 0 to 65535: "smtp".'],
    [
      'MAINSTAY_DATABASE_POOL_SIZE',
      '1',
      'MAINSTAY_DATABASE_POOL_SIZE is not a whole number from 2 to 500: "1".',
    ],
    ['MAINSTAY_RATE_LIMIT_PER_MINUTE', '0', 'from 1 to 100000000'],
    [
      'MAINSTAY_ROLE',
      'web,boss',
      'MAINSTAY_ROLE is none of web, worker, mail (part 2 of the list): "web,boss".',
    ],
    ['MAINSTAY_ROLE', ',', 'MAINSTAY_ROLE is an empty list'],
    ['MAINSTAY_HOST', 'two words', 'MAINSTAY_HOST is not the name or address of a host'],
    ['MAINSTAY_SMTP_HOST', 'a:b', 'MAINSTAY_SMTP_HOST is not the name or address of a host'],
    ['MAINSTAY_BASE_URL', 'help.example.com', 'MAINSTAY_BASE_URL is not an address such as https://'],
    ['MAINSTAY_BASE_URL', 'https://example.com/help', 'MAINSTAY_BASE_URL is not an address such as https://'],
    ['MAINSTAY_BASE_URL', 'ftp://example.com', 'MAINSTAY_BASE_URL is not an address such as https://'],
    ['MAINSTAY_BASE_URL', 'https://me@example.com', 'MAINSTAY_BASE_URL is not an address such as https://'],
    ['MAINSTAY_HOSTS', 'https://example.com', 'MAINSTAY_HOSTS is not a host, or host:port (part 1'],
    ['MAINSTAY_HOSTS', 'example.com:99999', 'MAINSTAY_HOSTS is not a host, or host:port'],
    ['MAINSTAY_HOSTS', '::1', 'MAINSTAY_HOSTS is not a host, or host:port'],
    ['MAINSTAY_SUPPORT_ADDRESS', 'Help <help@example.com>', 'MAINSTAY_SUPPORT_ADDRESS is not a mail address'],
    ['MAINSTAY_SUPPORT_ADDRESS', 'help@', 'MAINSTAY_SUPPORT_ADDRESS is not a mail address'],
    ['MAINSTAY_MAIL_UNAUTHENTICATED', 'Accept', 'is none of suspend, flag, accept: "Accept".'],
    ['MAINSTAY_MAIL_BOUNDARY_HOSTS', 'mx.example.com:25', 'MAINSTAY_MAIL_BOUNDARY_HOSTS is not the name'],
    [
      'MAINSTAY_TRUSTED_PROXIES',
      'proxy.example.com',
      'MAINSTAY_TRUSTED_PROXIES is not an IP address or a network',
    ],
    ['MAINSTAY_TRUSTED_PROXIES', '10.0.0.0/33', 'MAINSTAY_TRUSTED_PROXIES is a network with more bits'],
    [
      'MAINSTAY_TRUSTED_PROXIES',
      '10.0.0.0/8/8',
      'MAINSTAY_TRUSTED_PROXIES is not an IP address or a network',
    ],
    ['MAINSTAY_INSECURE_HTTP', 'perhaps', 'MAINSTAY_INSECURE_HTTP is neither true nor false: "perhaps".'],
    ['MAINSTAY_LOG_LEVEL', 'loud', 'MAINSTAY_LOG_LEVEL is none of fatal'],
  ])('%s=%s', (name, value, message) => {
    const found = problems({ [name]: value })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(message)
  })

  it.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db/desk', 'DATABASE_URL is not a URL such as postgres://'],
    ['MAINSTAY_SMTP_RELAY', 'http://user:hunter2@mail', 'MAINSTAY_SMTP_RELAY is not a URL such as smtp://'],
    ['MAINSTAY_SMTP_RELAY', 'mail.example.com:hunter2', 'MAINSTAY_SMTP_RELAY is not a URL such as smtp://'],
    ['MAINSTAY_KEY', 'hunter2', 'MAINSTAY_KEY is shorter than 32 characters'],
  ])('%s is a secret, so its value is not repeated', (name, value, message) => {
    const found = problems({ [name]: value })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(message)
    expect(found[0]).not.toContain('hunter2')
  })

  it('all at once', () => {
    expect(
      problems({ PORT: 'x', MAINSTAY_LOG_LEVEL: 'y', MAINSTAY_COLOUR: 'z' }, '--smtp-port', 'w'),
    ).toHaveLength(4)
  })
})

describe('a name that does not exist is an error', () => {
  it.each([
    ['MAINSTAY_SUPORT_ADDRESS', ' Did you mean MAINSTAY_SUPPORT_ADDRESS?'],
    ['MAINSTAY_PORT', ' Did you mean PORT?'],
    ['MAINSTAY_DATABASE_URL', ' Did you mean DATABASE_URL?'],
    ['MAINSTAY_COLOUR_SCHEME_OF_THE_WALLS', ''],
  ])('%s', (name, hint) => {
    expect(problems({ [name]: '1' })).toEqual([`${name} is not a setting.${hint}`])
  })

  it('as a flag', () => {
    expect(problems({}, '--prot=3000')).toEqual(['--prot is not an option. Did you mean --port?'])
    expect(problems({}, 'start')).toEqual(['"start" was not expected here.'])
  })
})

describe('a flag', () => {
  it('needs its value', () => {
    expect(problems({}, '--port')).toEqual(['--port needs a value.'])
    expect(problems({}, '--port', '--insecure-http')).toEqual(['--port needs a value.'])
    expect(problems({}, '--port=')).toEqual(['--port needs a value.'])
  })

  it('is given once unless it is a list, and is named in its error', () => {
    expect(problems({}, '--port', '1', '--port', '2')).toEqual(['--port is given twice.'])
    expect(problems({}, '--port', 'x')[0]).toContain('--port is not a whole number')
    expect(settings({}, '--hosts', 'a.example', '--hosts', 'b.example').hosts).toEqual([
      'a.example',
      'b.example',
    ])
  })

  it('can be told from the options of a command', () => {
    expect(withoutSettings(['--tickets', '5', '--data-dir', '/srv', '--json', '--insecure-http'])).toEqual({
      settings: ['--data-dir=/srv', '--insecure-http=true'],
      rest: ['--tickets', '5', '--json'],
    })
  })
})

describe('the documentation', () => {
  it('holds every setting (after a change: npx vitest run src/platform/settings -u)', async () => {
    await expect(configurationPage()).toMatchFileSnapshot('../../../docs/configuration.md')
  })

  it('and the help name each setting', () => {
    for (const { name, flag } of ALL) {
      expect(configurationPage()).toContain(`## ${name}\n`)
      expect(settingsHelp()).toContain(`--${flag}`)
    }
  })
})
