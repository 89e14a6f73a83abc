import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { faultsUnder, lines, load, PACKAGE_ROOT } from './folders.ts'

test('with nothing set there are defaults, messages are recorded and no gateway is there', () => {
  const { environment, channels } = load({})
  expect(environment).toEqual({
    home: resolve(PACKAGE_ROOT, '.kentongan'),
    databaseUrl: null,
    redisUrl: null,
    host: '127.0.0.1',
    port: 8080,
    publicUrl: null,
    secret: null,
    configDir: resolve(PACKAGE_ROOT, 'config'),
    channels: 'record',
    smtpUrl: null,
    mailFrom: null,
    smsUrl: null,
    smsToken: null,
    smsInboundToken: null,
    healthPort: null,
    mailListen: null,
    logLevel: 'info',
  })
  expect(channels).toMatchObject({ email: [], sms: [] })
})

/** Of the least length. */
const SECRET = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'

test('an empty variable counts as unset', () => {
  const env = { KENTONGAN_PORT: '', KENTONGAN_CHANNELS: ' ', DATABASE_URL: '', LOG_LEVEL: '', KENTONGAN_HOME: '' }
  expect(load(env).environment).toEqual(load({}).environment)
})

test('what is set is read, folders from where the caller stands', () => {
  const { environment } = load({
    KENTONGAN_HOME: 'somewhere',
    DATABASE_URL: 'postgres://k@db/k',
    REDIS_URL: 'rediss://r',
    KENTONGAN_SECRET: `  ${SECRET}\n`,
    KENTONGAN_HOST: '::1',
    KENTONGAN_PORT: '0',
    KENTONGAN_PUBLIC_URL: 'https://k.example/base//',
    KENTONGAN_HEALTH_PORT: '65535',
    KENTONGAN_MAIL_LISTEN: '[::1]:2525',
    MAIL_FROM: 'kentongan@posko.example',
    SMTP_URL: 'smtp://127.0.0.1:25',
    SMS_INBOUND_TOKEN: 'in',
    LOG_LEVEL: 'debug',
  })
  expect(environment).toMatchObject({
    home: resolve('somewhere'),
    databaseUrl: 'postgres://k@db/k',
    redisUrl: 'rediss://r',
    secret: SECRET,
    host: '::1',
    port: 0,
    publicUrl: 'https://k.example/base',
    healthPort: 65_535,
    mailListen: { host: '::1', port: 2525 },
    smsInboundToken: 'in',
    logLevel: 'debug',
  })
})

test('a secret of fewer than 16 characters is a fault that does not repeat it', () => {
  const faults = faultsUnder({ KENTONGAN_SECRET: ` ${SECRET.slice(0, 15)} ` })
  expect(lines(faults)).toEqual([
    'KENTONGAN_SECRET | 15 characters | 16 random characters or more: it seals every contact and signs every link',
  ])
  expect(faults[0]?.hint).toContain('openssl rand')
  expect(JSON.stringify(faults)).not.toContain(SECRET.slice(0, 15))
})

test('a receiver of mail wants a host with a port, and an address of ours to take mail for', () => {
  expect(lines(faultsUnder({ KENTONGAN_MAIL_LISTEN: '2525' }))).toEqual([
    'KENTONGAN_MAIL_LISTEN | 2525 | host:port, such as 127.0.0.1:2525 or [::1]:2525',
  ])
  expect(lines(faultsUnder({ KENTONGAN_MAIL_LISTEN: 'posko.example:2525' }))).toEqual([
    'KENTONGAN_MAIL_LISTEN | a receiver without an address of ours | an email section in channels.yaml whose variables are all set',
  ])
})

test('every fault of the environment is listed at once, by the name of its variable', () => {
  const faults = faultsUnder({
    DATABASE_URL: 'mysql://k:p4ss@db/k',
    REDIS_URL: 'localhost',
    KENTONGAN_PORT: '80800',
    KENTONGAN_HEALTH_PORT: '-1',
    KENTONGAN_PUBLIC_URL: 'ftp://x',
    KENTONGAN_CHANNELS: 'on',
    LOG_LEVEL: 'loud',
  })
  expect(lines(faults)).toEqual([
    'DATABASE_URL | a URL that begins with mysql: | a URL that begins with postgresql:// or postgres://',
    'KENTONGAN_SECRET | unset | a secret, because DATABASE_URL is set',
    'REDIS_URL | not a URL | a URL that begins with redis:// or rediss://',
    'KENTONGAN_PORT | 80800 | a port from 0 to 65535',
    'KENTONGAN_PUBLIC_URL | a URL that begins with ftp: | a URL that begins with https:// or http://',
    'KENTONGAN_CHANNELS | on | record or live',
    'KENTONGAN_HEALTH_PORT | -1 | a port from 0 to 65535',
    'LOG_LEVEL | loud | debug or info or warn or error or silent',
  ])
})

test('a configuration folder that is not there is a fault', () => {
  expect(faultsUnder({ KENTONGAN_CONFIG: '/nowhere/at/all' })).toMatchObject([
    { path: 'KENTONGAN_CONFIG', got: '/nowhere/at/all' },
  ])
})
