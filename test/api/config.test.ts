import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ConfigFault, parseConfig, requireServers } from '../../api/config.js'
import { Secret } from '../../api/secret.js'

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    parseConfig(env)
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults
    throw error
  }
  return []
}

const PRODUCTION = {
  HUB120_ENV: 'production',
  DATABASE_URL: 'postgres://hub:Vq8-long-and-own@db.internal:5432/hub120',
  OIDC_ISSUER: 'https://sign-in.example.go.kr',
}

describe('parseConfig', () => {
  it('gives the values of npm start when nothing is set', () => {
    expect(parseConfig({})).toEqual({
      environment: 'development',
      http: { host: '127.0.0.1', port: 4120 },
      logLevel: 'info',
      dataDir: '.hub120',
      database: null,
      signIn: { issuer: null, port: 4121, audience: 'urn:hub120:api', tokenMinutes: 10, strong: { minutes: 15, acr: null } },
      dpop: { publicUrl: null, isRequired: false },
      gatewaySecret: null,
      heldRowDays: 90,
      auditKeyFile: null,
      sending: { keyFolder: null, messageKeyFile: null, privateRanges: [], trialRanges: [] },
      paging: { mail: null, textUrl: null },
      metrics: null,
      requestsPerSecond: 50,
    })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: '', HUB120_GATEWAY_SECRET: '' })).toEqual(parseConfig({}))
  })

  it('is frozen throughout', () => {
    const config = parseConfig({ DATABASE_URL: 'postgres://a:b@c/d' })
    expect([config, config.http, config.signIn, config.database].every(Object.isFrozen)).toBe(true)
  })

  it('names every fault at once by variable, with what would be accepted and never the value', () => {
    const faults = faultsOf({
      PORT: '70000',
      HUB120_ENV: 'prod-8881',
      DATABASE_URL: 'mysql://u:hunter2@h/d',
      LOG_LEVEL: 'loud-8882',
      HUB120_POOL: '0',
    })
    expect(faults).toEqual([
      'HUB120_ENV: must be development or production',
      'PORT: must be a port, 0 to 65535',
      'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent',
      'DATABASE_URL: must be a URL postgres://user:password@host:port/database',
      'HUB120_POOL: must be a number of connections, 1 to 200',
    ])
    expect(faults.join()).not.toMatch(/70000|8881|8882|hunter2/)
  })

  it.each(['https://a.kr/?b', 'https://a.kr/#b', 'https://u:p@a.kr', 'ftp://a.kr', 'a.kr'])('refuses %s as the URL from outside', url => {
    expect(faultsOf({ HUB120_PUBLIC_URL: url })).toEqual([
      'HUB120_PUBLIC_URL: must be the https URL of the hub as callers write it, without /graphql, query and fragment',
    ])
  })

  it('shows secrets as [secret] wherever they are printed', () => {
    const config = parseConfig({ DATABASE_URL: 'postgres://u:hunter2@h/d', HUB120_GATEWAY_SECRET: 'gateway-hunter2' })
    for (const text of [JSON.stringify(config), inspect(config, { depth: 9 }), `${String(config.gatewaySecret)}`]) {
      expect(text).toContain('[secret]')
      expect(text).not.toContain('hunter2')
    }
    expect(config.gatewaySecret?.reveal()).toBe('gateway-hunter2')
    expect(config.database?.migrationUrl).toEqual(new Secret('postgres://u:hunter2@h/d'))
  })
})

describe('where messages may be sent', () => {
  it('reads networks in CIDR, and takes trial networks in development alone', () => {
    const ranges = { HUB120_PRIVATE_RANGES: '10.1.0.0/16, fd12::/48', HUB120_TRIAL_RANGES: '127.0.0.2/32' }
    expect(parseConfig(ranges).sending).toMatchObject({ privateRanges: ['10.1.0.0/16', 'fd12::/48'], trialRanges: ['127.0.0.2/32'] })
    expect(faultsOf({ HUB120_PRIVATE_RANGES: '10.1.0.0/16,inside' })).toEqual([
      'HUB120_PRIVATE_RANGES: must be networks as 10.1.0.0/16, separated by commas',
    ])
    expect(faultsOf({ ...PRODUCTION, ...ranges })).toEqual([
      'HUB120_TRIAL_RANGES: opens addresses that nobody checks; it must not be set in production',
    ])
  })
})

describe('how people are told', () => {
  it('reads a mail server with its sender, and a gateway for texts with the folder of its key', () => {
    const named = {
      HUB120_SMTP_URL: 'smtps://hub:hunter2@mail.example.go.kr:465',
      HUB120_MAIL_FROM: 'hub@council.example.kr',
      HUB120_SMS_URL: 'https://sms.example.go.kr/send',
      HUB120_ENDPOINT_KEYS: '/keys',
    }
    const { paging } = parseConfig(named)
    expect([paging.mail?.url.reveal(), paging.mail?.from, paging.textUrl]).toEqual([
      named.HUB120_SMTP_URL,
      named.HUB120_MAIL_FROM,
      named.HUB120_SMS_URL,
    ])
    expect(JSON.stringify(paging)).not.toContain('hunter2')
    expect(faultsOf({ HUB120_SMTP_URL: named.HUB120_SMTP_URL, HUB120_SMS_URL: named.HUB120_SMS_URL })).toEqual([
      'HUB120_MAIL_FROM: required with HUB120_SMTP_URL',
      'HUB120_ENDPOINT_KEYS: required with HUB120_SMS_URL, with a key sms/gateway in it',
    ])
    expect(faultsOf({ HUB120_SMTP_URL: 'https://mail', HUB120_MAIL_FROM: 'hub', HUB120_SMS_URL: 'http://sms.example.go.kr' })).toEqual([
      'HUB120_SMTP_URL: must be a URL smtps://user:password@host:465 or smtp://user:password@host:587',
      'HUB120_MAIL_FROM: must be the address that e-mail of the hub comes from',
      'HUB120_SMS_URL: must be the https URL of a gateway for text messages',
    ])
  })

  it('takes no mail server whose URL turns encryption off, logs the password, or names half a sign-in', () => {
    const faults = (url: string, more = {}) => faultsOf({ HUB120_SMTP_URL: url, HUB120_MAIL_FROM: 'hub@council.example.kr', ...more })
    const optionsRefused = ['HUB120_SMTP_URL: must end with the server and its port; options in it are not accepted']
    for (const options of ['?ignoreTLS=true', '?requireTLS=false', '?tls.rejectUnauthorized=false', '?logger=true&debug=true', '/x', '#x'])
      expect(faults(`smtp://hub:hunter2@mail.example.go.kr:587${options}`)).toEqual(optionsRefused)
    const half = ['HUB120_SMTP_URL: must name a user and a password, or neither']
    expect([faults('smtp://hub@mail.example.go.kr'), faults('smtp://:hunter2@mail.example.go.kr')]).toEqual([half, half])
    expect(faults('smtp://hub:hunter2@mail.example.go.kr:587/')).toEqual([])
    expect(faults('smtp://hub:changeme@mail.example.go.kr', PRODUCTION)).toEqual([
      'HUB120_SMTP_URL: its password is a well-known one; production needs its own',
    ])
  })
})

describe('production', () => {
  it('demands the URL from outside where it demands proofs, which name it, and https', () => {
    expect(faultsOf({ ...PRODUCTION, HUB120_REQUIRE_DPOP: 'true' })).toEqual([
      'HUB120_PUBLIC_URL: required with HUB120_REQUIRE_DPOP in production',
    ])
    expect(faultsOf({ ...PRODUCTION, HUB120_PUBLIC_URL: 'http://hub.example.go.kr' })).toEqual([
      'HUB120_PUBLIC_URL: must be https in production',
    ])
    expect(parseConfig({ ...PRODUCTION, HUB120_PUBLIC_URL: 'https://Hub.example.go.kr:443/a/', HUB120_REQUIRE_DPOP: 'true' }).dpop).toEqual(
      {
        publicUrl: 'https://hub.example.go.kr/a',
        isRequired: true,
      },
    )
  })

  it('accepts real servers', () => {
    expect(parseConfig(PRODUCTION)).toMatchObject({ environment: 'production', signIn: { issuer: PRODUCTION.OIDC_ISSUER } })
  })

  it('names everything that is missing or made for development, all at once', () => {
    expect(
      faultsOf({
        HUB120_ENV: 'production',
        OIDC_ISSUER: 'http://127.0.0.1:4121',
        HUB120_GATEWAY_SECRET: 'dev-gateway',
        HUB120_MIGRATION_URL: 'postgres://owner:postgres@db/hub120',
        PORT: 'x',
      }),
    ).toEqual([
      'PORT: must be a port, 0 to 65535',
      'DATABASE_URL: required in production',
      'HUB120_MIGRATION_URL: its password is missing or a well-known one; production needs its own',
      'OIDC_ISSUER: must be https in production',
      'OIDC_ISSUER: is on this machine, as the development issuer is; production needs a real issuer',
      'HUB120_GATEWAY_SECRET: must be at least 32 characters and not a well-known word in production',
    ])
    expect(faultsOf({ HUB120_ENV: 'production' })).toEqual(['DATABASE_URL: required in production', 'OIDC_ISSUER: required in production'])
  })

  it.each([
    'https://localhost',
    'https://127.0.0.1:4121',
    'https://127.1',
    'https://[::1]/',
    'https://issuer.localhost',
    'https://0.0.0.0',
    'https://[::ffff:127.0.0.1]',
    'https://2130706433',
  ])('refuses the issuer %s, which is this machine', issuer => {
    expect(faultsOf({ ...PRODUCTION, OIDC_ISSUER: issuer })).toEqual([
      'OIDC_ISSUER: is on this machine, as the development issuer is; production needs a real issuer',
    ])
  })
})

describe('requireServers', () => {
  it('names each server that is missing', () => {
    expect(() => requireServers(parseConfig({}))).toThrow(
      new ConfigFault([
        'DATABASE_URL: required here (npm start brings a development one)',
        'OIDC_ISSUER: required here (npm start brings a development one)',
      ]),
    )
  })
})
